"""Tables of statistics offices: columns are named, rows looked at, the good ones kept in one step."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from egiz.atlas.tables import TableError, read_rows
from egiz.desk.core.domain.apart import read_apart
from egiz.desk.core.models import Desk, User
from egiz.desk.twinnings.domain import facts
from egiz.desk.twinnings.domain.fact_entry import Places, Stated, checked
from egiz.desk.twinnings.models import FactTable, SourceClass
from egiz.text import plain

ROWS_AT_MOST = 2_000
LONGEST_CELL = 1_000
MOST_COLUMNS = 60  # the first, and those whose headings speak for themselves
KEPT_FOR = dt.timedelta(days=7)

COLUMNS: dict[str, Promise] = {
    "place": gettext_lazy("City or region"),
    "country": gettext_lazy("Country"),
    "geonameid": gettext_lazy("GeoNames id"),
    "indicator": gettext_lazy("What is stated"),
    "value": gettext_lazy("Value"),
    "unit": gettext_lazy("Unit"),
    "as_of": gettext_lazy("As of"),
    "boundary": gettext_lazy("What it is about"),
    "source": gettext_lazy("Source"),
    "source_url": gettext_lazy("Address of the source"),
    "source_class": gettext_lazy("Kind of source"),
    "rounding": gettext_lazy("Rounded by at most"),
    "doubt": gettext_lazy("Why it is doubted"),
    "note": gettext_lazy("Note"),
}


@dataclass(frozen=True)
class RowProblem:
    """What is wrong in one row, in which column, and what would be right."""

    row: int
    column: str
    given: str
    text: str


@dataclass(frozen=True)
class Looked:
    """A table with its columns named: what would come in, and what would not."""

    good: tuple[Stated, ...]
    problems: tuple[RowProblem, ...]
    bad_rows: int


def give(desk: Desk, upload: UploadedFile, sheet: str, user: User | None) -> FactTable:
    """Keep a table until its columns are named; the headings that speak for themselves are named already.

    Raises
    ------
    ValidationError
        If it is no table, or too long.
    """
    rows = read_apart(_read, upload.name or "", upload.read(), sheet)
    FactTable.objects.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()
    table = FactTable(desk=desk, name=(upload.name or "")[:200], rows=rows, given_by=user)
    table.columns = guessed(headings(table))
    if "source_class" not in table.columns:
        table.constants = {"source_class": SourceClass.STATISTICS.value}  # where most tables come from
    table.save()
    return table


def headings(table: FactTable) -> list[str]:
    return list(dict.fromkeys(heading for _number, cells in table.rows for heading in cells))


def _read(name: str, content: bytes, sheet: str) -> list[list[Any]]:
    name = name.lower()
    try:
        called = name if name.endswith(".xlsx") else "table.csv"
        read = read_rows(content, name=called, sheet=sheet or None)
    except TableError as error:
        raise ValidationError(_why_not(error.code, is_book=name.endswith(".xlsx"))) from error
    if not read:
        raise ValidationError(_("There is no row under the headings."))
    if len(read) > ROWS_AT_MOST:
        raise ValidationError(
            _("The table is longer than %(limit)s rows; split it.") % {"limit": ROWS_AT_MOST}
        )
    all_headings = list(dict.fromkeys(heading for _number, cells in read for heading in cells if heading))
    kept = {*all_headings[:MOST_COLUMNS], *guessed(all_headings).values()}
    return [
        [number, {heading: cell[:LONGEST_CELL] for heading, cell in cells.items() if heading in kept}]
        for number, cells in read
    ]


def _why_not(code: str, *, is_book: bool) -> str:
    if code in ("hostile", "too-big"):
        return _("The Excel file unpacks to more than a table needs; save the sheet alone.")
    if code != "not-a-table":
        return _("No table can be read there. Its first row must name the columns; a sheet must be called "
                 "as in the file.")  # fmt: skip
    if is_book:
        return _("The Excel file cannot be opened; open it in Excel and save it again.")
    return _("The file is not a text table. Save the list as CSV (UTF-8) or as Excel.")


def guessed(found: list[str]) -> dict[str, str]:
    """Name the columns whose headings say in any language, or in the engine's own words, what they hold."""
    known = {plain(name): name for name in COLUMNS}
    for language, _name in settings.LANGUAGES:
        with override(language):
            known |= {plain(str(label)): name for name, label in COLUMNS.items()}
    named: dict[str, str] = {}
    for heading in found:
        if name := known.get(plain(heading)):
            named.setdefault(name, heading)
    return named


def name_columns(table: FactTable, columns: Mapping[str, str], constants: Mapping[str, str]) -> None:
    table.columns, table.constants = dict(columns), dict(constants)
    table.save(update_fields=["columns", "constants", "updated_at"])


def looked_at(table: FactTable) -> Looked:
    """Read every row as its columns are named; a cell goes before what holds for all rows."""
    good: list[Stated] = []
    problems: list[RowProblem] = []
    places: Places = {}
    bad = 0
    for number, cells in table.rows:
        given = {name: text for name, text in table.constants.items() if text}
        given |= {name: cells[head] for name, head in table.columns.items() if cells.get(head)}
        try:
            good.append(checked(given, places))
        except ValidationError as error:
            bad += 1
            for name, messages in error.message_dict.items():
                column = table.columns.get(name) or str(COLUMNS[name])
                problems.append(RowProblem(number, column, given.get(name, ""), " ".join(messages)))
    return Looked(tuple(good), tuple(problems), bad)


@transaction.atomic
def keep(table: FactTable, user: User | None) -> tuple[int, int, int]:
    """Keep the good rows and let the table go; gives how many came in, were there before, were left out."""
    # Two clicks at once: the second one finds no table any more.
    if FactTable.objects.select_for_update().filter(pk=table.pk).first() is None:
        return 0, 0, 0
    looked = looked_at(table)
    came, before = facts.take_in(table.desk, looked.good, user)
    table.delete()
    return came, before, looked.bad_rows
