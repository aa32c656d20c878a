"""Promises as tables for other programs. No cell can start a formula there."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from egiz.desk.core.domain.places import local_name
from egiz.desk.core.http import desk_url
from egiz.desk.core.models import Desk
from egiz.desk.promises.domain.bands import ties_of, with_ties
from egiz.desk.promises.interfaces.forms import owner_words
from egiz.desk.promises.models import Promise
from egiz.text import csv_parts, xlsx_bytes

WIDTHS = (48, 36, 28, 8, 24, 12, 20, 16, 14, 36, 14, 36, 60, 30, 30)


def header() -> list[str]:
    return [
        _("promise"), _("who owes it"), _("to whom"), _("side"), _("region or city"), _("due"),
        _("as it was said"), _("status"), _("kind"), _("meeting"), _("day of the meeting"),
        _("what it became"), _("quote"), _("note"), _("page at the desk"),
    ]  # fmt: skip


def rows_of(rows: QuerySet[Promise]) -> Iterator[Promise]:
    """Fetch promises with what the table says of them, a thousand at a time."""
    return with_ties(rows).iterator(chunk_size=1000)


def region_words(row: Promise) -> str:
    place = row.territory
    return local_name(place.place_id, place.name) if place else ""


def cells(row: Promise, desk: Desk) -> list[Any]:
    sides = {
        "ours": desk.country,
        "theirs": desk.their_country,
        "both": "both",
    }
    return [
        row.title,
        owner_words(row),
        row.to_text,
        sides.get(row.side, ""),
        region_words(row),
        row.due_on,
        row.due_phrase,
        str(row.get_status_display()),
        str(row.get_kind_display()),
        row.meeting.title if row.meeting else "",
        row.meeting.held_on if row.meeting else None,
        "; ".join(tie.title for tie in ties_of(row)),
        row.quote,
        row.note,
        # By this a list that comes back is known again.
        desk_url(desk, "promises:promise", row.pk),
    ]


def to_csv(rows: Iterable[Promise], desk: Desk) -> Iterator[bytes]:
    """Write the list piece by piece: a long one is never held whole."""
    return csv_parts(chain((header(),), (cells(row, desk) for row in rows)))


def to_xlsx(rows: Iterable[Promise], desk: Desk) -> Iterator[bytes]:
    yield xlsx_bytes(_("Promises"), header(), (cells(row, desk) for row in rows), WIDTHS)
