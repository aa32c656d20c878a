"""Exchange rates from a table: a file, or rows pasted from a page; good rows are kept, bad ones named."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egiz.desk.core.domain.files import check_upload
from egiz.desk.core.models import Desk
from egiz.desk.missions.interfaces.outcome_forms import RateForm
from egiz.desk.missions.models import ExchangeRate
from egiz.text import Limits, TableError, heading_key, open_tables
from egiz.text.rows import Cell, Row, cell_text

JOB = "missions.rates"
ROWS_AT_MOST = 1000
COLUMNS_AT_MOST = 40  # what stands beyond is not looked at
AT_ONCE = 20  # rows that are written while the page waits; more are the worker's
ERRORS_SHOWN = 100
LONGEST_PASTE = 100_000
DAY_FORMATS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y")
COLUMNS: dict[str, tuple[str, ...]] = {
    "on": ("date", "day", "дата", "день", "sana", "kun", "күні", "күн"),
    "currency": ("currency", "code", "валюта", "код", "код валюты", "valyuta", "valyuta kodi"),
    "units": ("units", "unit", "nominal", "номинал", "единиц", "количество", "birlik", "бірлік"),
    "rate": ("rate", "курс", "kurs", "бағам", "бағамы"),
    "source": ("source", "источник", "manba", "дереккөз"),
}
NEEDED = ("on", "currency", "rate")


class TakeRatesForm(forms.Form):
    """A table of rates, pasted or as a file."""

    text = forms.CharField(
        label=gettext_lazy("Pasted rows"),
        required=False,
        max_length=LONGEST_PASTE,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=gettext_lazy("Day, currency, units, rate, source; with a heading or in this order."),
    )
    upload = forms.FileField(
        label=gettext_lazy("Or a file"), required=False, help_text=gettext_lazy("Excel (.xlsx) or CSV.")
    )
    source = forms.CharField(
        label=gettext_lazy("Where they were read"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("For rows that do not say it themselves."),
    )

    def clean_upload(self) -> UploadedFile | None:
        upload: UploadedFile | None = self.cleaned_data["upload"]
        if upload:
            check_upload(upload, ("xlsx", "csv"))
        return upload

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and bool(data.get("upload")) == bool((data.get("text") or "").strip()):
            raise ValidationError(_("Paste the rows or choose a file, one of the two."))
        return data

    def given(self) -> UploadedFile:
        """Give what was sent as a file, pasted rows too."""
        upload: UploadedFile | None = self.cleaned_data["upload"]
        return upload or SimpleUploadedFile("rates.csv", self.cleaned_data["text"].strip().encode())


@dataclass(frozen=True)
class RowError:
    """What is wrong in one row of the table, and what would be right."""

    row: int
    column: str
    text: str


@dataclass
class Taken:
    """How many rates were kept, and what kept the other rows out."""

    kept: int = 0
    errors: list[RowError] = field(default_factory=list)
    error_count: int = 0  # the first are kept


def look(name: str, content: bytes) -> list[Row] | None:
    """Give the rows of a short table, and none when they are many: those are for the worker.

    Raises
    ------
    ValidationError
        As `read_rows` and `take_in` do.
    """
    rows = read_rows(name, content)
    if len(rows) <= AT_ONCE:
        return rows
    next(_said(rows))  # what names no columns is said here, not by the worker
    return None


def read_rows(name: str, content: bytes) -> list[Row]:
    """Read the filled rows of a table.

    Raises
    ------
    ValidationError
        If it is no table, or too long a one.
    """
    try:
        tables = open_tables(content, name=name, limits=Limits(rows=ROWS_AT_MOST))
        return [(number, row[:COLUMNS_AT_MOST]) for number, row in tables.rows()]
    except TableError as error:
        if error.code == "too-many-rows":
            text = _("The table is longer than %(limit)s rows; split it.") % {"limit": ROWS_AT_MOST}
            raise ValidationError(text) from error
        text = _("The file is not a table. Save it as CSV (UTF-8) or as Excel.")
        raise ValidationError(text) from error


def take_in(rows: Sequence[Row], *, desk: Desk, into: str, source: str = "") -> Taken:
    """Keep the good rows, all in one writing; one of a day that is kept already is written anew.

    Raises
    ------
    ValidationError
        If no column holds the day, the currency or the rate.
    """
    taken = Taken()
    seen: dict[tuple[str, dt.date], tuple[int, Any]] = {}
    good: list[ExchangeRate] = []
    for number, said in _said(rows):
        form = RateForm({**said, "source": said["source"] or source}, desk=desk, into=into)
        if not form.is_valid():
            taken.errors += _errors(number, form, said, into)
            continue
        data = form.cleaned_data
        value = (data["units"], data["rate"], data["source"])
        before, same = seen.setdefault((data["currency"], data["on"]), (number, value))
        if same != value:
            text = _("Row %(row)s says something else of this currency and day.") % {"row": before}
            taken.errors.append(RowError(number, str(form.fields["rate"].label), text))
        elif before == number:
            good.append(form.instance)
    ExchangeRate.objects.bulk_create(
        good,
        update_conflicts=True,
        unique_fields=["desk", "currency", "into", "on"],
        update_fields=["units", "rate", "source", "updated_at"],
    )
    taken.kept = len(good)
    taken.error_count = len(taken.errors)
    taken.errors = taken.errors[:ERRORS_SHOWN]
    return taken


def _errors(number: int, form: RateForm, said: dict[str, str], into: str) -> Iterator[RowError]:
    for name, found in form.errors.items():
        label = str(form.fields[name].label) if name in form.fields else ""
        words = " ".join(map(str, found))
        if name == "currency" and said["currency"] == into:
            words = _("%(currency)s is the desk's own money.") % {"currency": into}
        elif name == "currency" and said["currency"]:
            known = ", ".join(code for code, _label in form.fields["currency"].choices)  # type: ignore[attr-defined]
            words = _("“%(given)s” is not kept here; write one of %(known)s.") % {
                "given": said["currency"][:20], "known": known,
            }  # fmt: skip
        elif name == "on" and said["on"]:
            words = _("“%(text)s” is not a day; write 2026-12-31 or 31.12.2026.") % {"text": said["on"][:40]}
        yield RowError(number, label, words)


def _said(rows: Sequence[Row]) -> Iterator[tuple[int, dict[str, str]]]:
    """Give each row's cells by the field they fill."""
    if not rows:
        raise ValidationError(_("The table is empty: not one cell is filled."))
    columns, body = _columns(rows[0][1]), rows[1:]
    if not set(NEEDED) <= set(columns.values()):
        if columns or _day(rows[0][1][0])[1] is False:
            raise ValidationError(
                _("The first row must name the columns for day, currency and rate; it was: %(found)s.")
                % {"found": ", ".join(filter(None, map(cell_text, rows[0][1])))[:300]}
            )
        columns, body = dict(enumerate(COLUMNS)), rows
    for number, cells in body:
        said = dict.fromkeys(COLUMNS, "")
        for at, cell in enumerate(cells):
            if at in columns:
                said[columns[at]] = _written(columns[at], cell)
        said["units"] = said["units"] or "1"
        yield number, said


def _columns(heading: Sequence[Cell]) -> dict[int, str]:
    known = {heading_key(word): name for name, words in COLUMNS.items() for word in words}
    known |= {heading_key(str(field.label)): name for name, field in RateForm.base_fields.items()}
    found: dict[int, str] = {}
    for at, cell in enumerate(heading):
        name = known.get(heading_key(cell_text(cell)))
        if name and name not in found.values():
            found[at] = name
    return found


def _written(name: str, cell: Cell) -> str:
    if name == "on":
        return _day(cell)[0]
    if name in {"rate", "units"}:
        return _number(cell)
    text = " ".join(cell_text(cell).split())
    return text.upper() if name == "currency" else text


def _day(cell: Cell) -> tuple[str, bool]:
    """Return a day as forms read it and whether it is one; what is none stays as it was written."""
    if isinstance(cell, dt.date):  # a moment of a day is a day too
        return cell.isoformat()[:10], True
    text = cell_text(cell)
    for pattern in DAY_FORMATS:
        try:
            found = dt.datetime.strptime(text, pattern)  # noqa: DTZ007 - a calendar day has no zone
        except ValueError:
            continue
        return found.date().isoformat(), True
    return text, False


def _number(cell: Cell) -> str:
    """Return a number with a point before its parts, from "4,05", "1 234,5" or "1,234.5"."""
    text = re.sub(r"\s", "", cell_text(cell))
    if "," in text and "." in text:
        thousands = "," if text.rindex(",") < text.rindex(".") else "."
        text = text.replace(thousands, "")
    return text.replace(",", ".")
