"""Promises as tables for other programs. No cell can start a formula there."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _

from egiz.desk.core.models import Desk
from egiz.desk.promises.interfaces.forms import owner_words
from egiz.desk.promises.models import Promise
from egiz.text import csv_parts, xlsx_bytes

WIDTHS = (48, 36, 28, 8, 12, 20, 16, 14, 36, 14, 60, 30)


def header() -> list[str]:
    return [
        _("promise"), _("who owes it"), _("to whom"), _("side"), _("due"), _("as it was said"), _("status"),
        _("kind"), _("meeting"), _("day of the meeting"), _("quote"), _("note"),
    ]  # fmt: skip


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
        row.due_on,
        row.due_phrase,
        str(row.get_status_display()),
        str(row.get_kind_display()),
        row.meeting.title if row.meeting else "",
        row.meeting.held_on if row.meeting else None,
        row.quote,
        row.note,
    ]


def to_csv(rows: Iterable[Promise], desk: Desk) -> Iterator[bytes]:
    """Write the list piece by piece: a long one is never held whole."""
    return csv_parts(chain((header(),), (cells(row, desk) for row in rows)))


def to_xlsx(rows: Iterable[Promise], desk: Desk) -> Iterator[bytes]:
    yield xlsx_bytes(_("Promises"), header(), (cells(row, desk) for row in rows), WIDTHS)
