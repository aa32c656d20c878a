"""What a source would bring, before it is kept."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from egiz import calendars
from egiz.desk.events.domain import pulling
from egiz.desk.events.interfaces.source_forms import ColumnsForm
from egiz.desk.events.interfaces.strip import shown
from egiz.desk.events.interfaces.translations import error_of, error_words, problem_words
from egiz.desk.events.models import EventSource

SHOWN = 20


@dataclass
class Preview:
    """Some of the events as they would come, what cannot be read, and a table's columns."""

    error: str = ""
    cards: list[dict[str, Any]] = field(default_factory=list)
    count: int = 0
    problems: list[dict[str, str]] = field(default_factory=list)
    problem_count: int = 0
    form: ColumnsForm | None = None
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def preview_of(source: EventSource, posted: Any = None) -> Preview:
    """Read the kept answer without writing anything."""
    if not pulling.raw_of(source):
        return Preview(error=error_of(source))
    made = Preview()
    if look := pulling.look_into_table(source):
        made.headings, made.rows = look.headings, look.rows
        made.form = ColumnsForm(posted, headings=look.headings, found=look.columns)
    try:
        seen = pulling.glance(source, SHOWN)
    except calendars.CalendarError as error:
        made.error = error_words(error.code, error.params)
        return made
    except ValidationError as error:
        made.error = " ".join(error.messages)
        return made
    made.count, made.problem_count = seen.count, seen.problem_count
    made.cards = [shown(event, 0, source.desk.today()) for event in seen.events]
    made.problems = [problem_words({"where": p.where, "code": p.code, "text": p.text}) for p in seen.problems]
    return made
