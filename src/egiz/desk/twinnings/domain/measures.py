"""Measures of a plan: read from a table with errors by cell, kept, counted."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egiz.desk.core.domain.trail import record, tracked
from egiz.desk.core.models import User
from egiz.desk.twinnings.domain import due
from egiz.desk.twinnings.models import Measure, Twinning
from egiz.text import Limits, TableError, heading_key, open_tables

PLAN_JOB = "twinnings.measures"
ROWS_AT_MOST = 1000
AT_ONCE = 40  # rows that are written while the page waits; more are the worker's
ERRORS_SHOWN = 100
UNKNOWN_SHOWN = 40
FIELDS = (
    "number", "direction", "text", "due", "ours", "theirs", "proof", "funds", "status", "done_on", "evidence",
)  # fmt: skip
COLUMN_NAMES = {
    "direction": gettext_lazy("direction"),
    "text": gettext_lazy("measure"),
    "due": gettext_lazy("due"),
    "ours": gettext_lazy("who answers on our side"),
    "theirs": gettext_lazy("who answers on their side"),
    "proof": gettext_lazy("what proves it"),
    "funds": gettext_lazy("funds"),
    "status": gettext_lazy("status"),
    "done_on": gettext_lazy("done on"),
    "evidence": gettext_lazy("what shows that it is done"),
}
COLUMNS: dict[str, tuple[str, ...]] = {
    "direction": ("direction", "field", "направление", "раздел", "yo'nalish", "бағыт"),
    "text": ("measure", "what", "мероприятие", "наименование мероприятия", "chora-tadbir", "tadbir",
             "іс-шара", "шара"),
    "due": ("due", "term", "deadline", "срок", "срок исполнения", "muddat", "muddati", "мерзімі", "мерзім"),
    "ours": ("our side", "responsible a", "ответственные с нашей стороны", "ответственный", "ответственные",
             "mas'ul", "mas'ullar", "жауапты", "жауаптылар", "responsible"),
    "theirs": ("their side", "responsible b", "ответственные с другой стороны", "boshqa tomondan mas'ullar",
               "екінші тараптан жауаптылар"),
    "proof": ("proof", "форма завершения", "yakunlash shakli", "аяқталу нысаны"),
    "funds": ("funds", "funding", "источник средств", "источник финансирования", "финансирование",
              "mablag' manbasi", "қаражат көзі", "қаржыландыру көзі"),
    "status": ("status", "отметка", "статус", "отметка об исполнении", "belgi", "holat", "белгі", "мәртебе"),
    "done_on": ("done on", "дата исполнения", "bajarilgan sana", "орындалған күні"),
    "evidence": ("evidence", "подтверждение", "tasdiq", "растау"),
}  # fmt: skip
STATUS_WORDS = {
    Measure.Status.PLANNED: ("", "planned", "план", "запланировано", "rejada", "жоспарда", "жоспарланған"),
    Measure.Status.UNDER_WAY: (
        "under way", "in progress", "в работе", "исполняется", "jarayonda", "орындалуда",
    ),
    Measure.Status.DONE: ("done", "выполнено", "исполнено", "bajarildi", "орындалды"),
    Measure.Status.DROPPED: ("dropped", "снято", "отменено", "bekor qilindi", "алынды", "алынып тасталды"),
}  # fmt: skip
LENGTHS = {
    "direction": 120,
    "text": 600,
    "ours": 300,
    "theirs": 300,
    "proof": 300,
    "funds": 300,
    "evidence": 500,
}
_NUMBERS = {heading_key(word) for word in ("№", "no", "n", "п/п", "№ п/п", "т/р")}


@dataclass(frozen=True)
class CellError:
    """What is wrong in one cell, and what would be right."""

    cell: str
    column: str
    given: str
    text: str


@dataclass
class ParsedPlan:
    """The good rows, and the cells that keep others out."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    # Rows and mistakes that were found, where not all of them are carried along.
    row_count: int = 0
    error_count: int = 0


def look(name: str, content: bytes) -> ParsedPlan:
    """Read a plan, and keep its rows back when they are many: those are for the worker.

    Raises
    ------
    ValidationError
        As `parse` does.
    """
    parsed = parse(name, content)
    if parsed.row_count > AT_ONCE:
        parsed.rows = []
    return parsed


def parse(name: str, content: bytes) -> ParsedPlan:
    """Read a plan of measures from CSV or Excel; a bad cell keeps its row out, the others come in.

    Raises
    ------
    ValidationError
        If it is no table, is empty, or no column holds the measures.
    """
    rows = _rows(name, content)
    header_row, header = next(rows, (0, []))
    if not header_row:
        raise ValidationError(_("The table is empty: not one cell is filled."))
    columns, unknown = _columns(header)
    if "text" not in columns.values():
        raise ValidationError(
            _("No column holds the measures. Name one column “%(name)s”; the row found was: %(found)s.")
            % {"name": COLUMN_NAMES["text"], "found": ", ".join(str(cell) for cell in header if cell)[:300]}
        )
    parsed = ParsedPlan(unknown=unknown)
    for number, cells in rows:
        _take(parsed, number, cells, columns)
    parsed.row_count, parsed.error_count = len(parsed.rows), len(parsed.errors)
    parsed.errors = parsed.errors[:ERRORS_SHOWN]
    return parsed


def _rows(name: str, content: bytes) -> Iterator[tuple[int, Sequence[Any]]]:
    try:
        for number, row in open_tables(content, name=name, limits=Limits(rows=ROWS_AT_MOST)).rows():
            if any(str(cell).strip() for cell in row if cell is not None):
                yield number, row
    except TableError as error:
        if error.code == "empty":
            raise ValidationError(_("The table is empty: not one cell is filled.")) from error
        if error.code == "too-many-rows":
            text = _("The table is longer than %(limit)s rows; split it.") % {"limit": ROWS_AT_MOST}
            raise ValidationError(text) from error
        raise ValidationError(_("The file is no table. Save the plan as Excel (.xlsx) or CSV.")) from error


def _columns(header: Sequence[Any]) -> tuple[dict[int, str], list[str]]:
    known = {heading_key(word): name for name, words in COLUMNS.items() for word in words}
    known |= {heading_key(str(label)): name for name, label in COLUMN_NAMES.items()}
    found: dict[int, str] = {}
    unknown = []
    for at, cell in enumerate(header):
        key = heading_key(str(cell or ""))
        column = known.get(key) or known.get(heading_key(re.split(r"[:(]", str(cell or ""))[0]))
        if column == "ours" and "ours" in found.values():
            column = "theirs"  # a plan of two sides names its two responsible columns alike
        if column and column not in found.values():
            found[at] = column
        elif key and key not in _NUMBERS:
            unknown.append(str(cell)[:100])
    return found, unknown[:UNKNOWN_SHOWN]


def _take(parsed: ParsedPlan, number: int, cells: Sequence[Any], columns: dict[int, str]) -> None:
    said = {columns[at]: _text(cell) for at, cell in enumerate(cells) if at in columns}
    places = {name: f"{_letter(at)}{number}" for at, name in columns.items()}
    if not said.get("text"):
        # A row with one filled cell is the heading of a group: "Economy".
        lone = [value for value in map(_text, cells) if value]
        if len(lone) == 1:
            parsed.rows.append({"group": lone[0]})
        elif lone:
            _wrong(parsed, places, "text", "", _("the measure itself is missing"))
        return
    errors = len(parsed.errors)
    values = {name: value for name, value in said.items() if name not in {"due", "status", "done_on"}}
    for name, value in values.items():
        most = LENGTHS[name]
        if len(value) > most:
            _wrong(parsed, places, name, value, _("at most %(most)s characters are kept") % {"most": most})
    when = due.read(said.get("due", ""))
    if when is None:
        right = _("write a year, a quarter, a month or a day: 2027, Q4 2027, 12.2027, 31.12.2027")
        _wrong(parsed, places, "due", said["due"], right)
    status = _status(said.get("status", ""))
    if status is None:
        right = ", ".join(str(label) for _code, label in Measure.Status.choices)
        _wrong(parsed, places, "status", said["status"], _("write one of: %(words)s") % {"words": right})
    done = due.read(said.get("done_on", ""))
    if done is None or len(done) not in {0, 10}:
        _wrong(parsed, places, "done_on", said["done_on"], _("write a day: 31.12.2027"))
    if len(parsed.errors) == errors:
        parsed.rows.append({**values, "due": when, "status": status, "done_on": done or None})


def _text(cell: Any) -> str:
    if hasattr(cell, "isoformat"):
        return str(cell.isoformat()[:10])
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(str(cell if cell is not None else "").split())


def _status(text: str) -> str | None:
    key = heading_key(text)
    labels = {heading_key(str(label)): code for code, label in Measure.Status.choices}
    known = {heading_key(word): code.value for code, words in STATUS_WORDS.items() for word in words}
    return known.get(key) or labels.get(key) or ("planned" if not key else None)


def _wrong(parsed: ParsedPlan, places: dict[str, str], name: str, given: str, text: str) -> None:
    parsed.errors.append(CellError(places.get(name, ""), str(COLUMN_NAMES[name]), given[:80], text))


def _letter(at: int) -> str:
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@transaction.atomic
def take_in(twin: Twinning, parsed: ParsedPlan, user: User | None) -> int:
    """Put the good rows on the plan, after what is there; a measure that is there already comes not twice."""
    there = set(twin.measures.values_list("text", "due"))
    number = twin.measures.count()
    group, made = "", []
    for row in parsed.rows:
        if "group" in row:
            group = row["group"][:120]
            continue
        values = {**row, "direction": row.get("direction") or group}
        if (values["text"], values["due"]) not in there:
            number += 1
            made.append(Measure(desk_id=twin.desk_id, twinning=twin, number=number, **values))
    Measure.objects.bulk_create(made)
    if made:
        record(twin, "measures", user, {"measures": [None, len(made)]})
    return len(made)


@transaction.atomic
def save(measure: Measure, user: User | None) -> Measure:
    """Write a measure, new or changed; what changed stands in the link's history."""
    stored = Measure.objects.filter(pk=measure.pk).first()
    if stored is None:
        measure.number = measure.number or measure.twinning.measures.count() + 1
        measure.save()
        record(measure.twinning, "measures", user, {"measures": [None, measure.text]})
        return measure
    with tracked(stored, "changed", user, FIELDS):
        for name in FIELDS:
            setattr(stored, name, getattr(measure, name))
    record(measure.twinning, "measures", user, {"measures": [None, measure.text]})
    return stored


def progress(measures: Sequence[Measure]) -> dict[str, int]:
    """Count the measures by their state."""
    counted = Counter(one.status for one in measures)
    return {status.value: counted[status.value] for status in Measure.Status}
