"""A plan of measures ready to be drawn, and what a paper takes of it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from egiz.desk.twinnings.domain import due
from egiz.desk.twinnings.domain.life import is_late
from egiz.desk.twinnings.models import Measure


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One measure with its due in words, and whether it is late."""

    measure: Measure
    due: str
    late: bool
    first_of_direction: bool


def by_direction(rows: Sequence[Measure]) -> list[Measure]:
    """Order measures by direction as it first appears."""
    heads = {name: at for at, name in enumerate(dict.fromkeys(one.direction for one in rows))}
    return sorted(rows, key=lambda one: (heads[one.direction], one.number, one.pk))


def measure_rows(ordered: Sequence[Measure], today: dt.date) -> list[MeasureRow]:
    """Give measures of one page, each with what the page says of it."""
    language = (get_language() or "en").split("-")[0]
    shown: list[MeasureRow] = []
    for one in ordered:
        first = not shown or shown[-1].measure.direction != one.direction
        shown.append(MeasureRow(one, due.shown(one.due, language), is_late(one, today), first))
    return shown
