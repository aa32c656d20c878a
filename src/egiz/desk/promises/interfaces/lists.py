"""Lists of promises from CSV and Excel: columns in four languages, errors by row, good rows kept."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from egiz.desk.promises._errors import ListError
from egiz.desk.promises.models import Promise
from egiz.text import Limits, TableError, heading_key, open_tables
from egiz.text.rows import Row

ROWS_AT_MOST = 20_000
ERRORS_SHOWN = 200
UNKNOWN_SHOWN = 40

# The first word is the one the page shows as an example.
COLUMNS: dict[str, tuple[str, ...]] = {
    "title": ("promise", "what", "commitment", "title", "обещание", "поручение", "что", "va'da", "vada",
              "topshiriq", "уәде", "тапсырма"),
    "owner_text": ("owner", "who", "responsible", "ответственный", "кто", "mas'ul", "masul", "жауапты",
                   "кім", "who owes it", "кто отвечает", "владелец", "kim bajaradi", "кім орындайды"),
    "to_text": ("to whom", "to", "кому", "kimga", "кімге"),
    "side": ("side", "country", "сторона", "страна", "tomon", "mamlakat", "тарап", "ел"),
    "due_on": ("due", "date", "deadline", "срок", "дата", "muddat", "sana", "мерзім", "күні"),
    "status": ("status", "state", "статус", "состояние", "holat", "мәртебе", "күй"),
    "kind": ("kind", "type", "вид", "тип", "turi", "түрі"),
    "note": ("note", "comment", "примечание", "комментарий", "izoh", "ескерту"),
    "quote": ("quote", "цитата", "iqtibos", "дәйексөз"),
    "due_phrase": ("as it was said",),
    "region": ("region or city", "region", "регион", "область", "viloyat", "hudud", "облыс", "өңір"),
    "meeting": ("meeting", "встреча", "uchrashuv", "кездесу"),
    "meeting_on": ("day of the meeting",),
    "address": ("page at the desk",),
}  # fmt: skip
COLUMN_NAMES = {
    "title": gettext_lazy("promise"),
    "owner_text": gettext_lazy("who owes it"),
    "to_text": gettext_lazy("to whom"),
    "side": gettext_lazy("side"),
    "due_on": gettext_lazy("due"),
    "status": gettext_lazy("status"),
    "kind": gettext_lazy("kind"),
    "note": gettext_lazy("note"),
    "quote": gettext_lazy("quote"),
    "due_phrase": gettext_lazy("as it was said"),
    "region": gettext_lazy("region or city"),
    "meeting": gettext_lazy("meeting"),
    "meeting_on": gettext_lazy("day of the meeting"),
    "address": gettext_lazy("page at the desk"),
}
# What the desk's own table says besides: it follows from other pages, and is no mistake in a list.
SAID_ELSEWHERE = {"what it became": gettext_lazy("what it became")}
DAYS = ("due_on", "meeting_on")
STATUS_WORDS = {
    "open": ("", "open", "открыто", "открыт", "в работе", "ochiq", "ашық"),
    "waiting": (
        "waiting",
        "waiting for the other side",
        "ждём",
        "ожидание",
        "ждем другую сторону",
        "kutilmoqda",
        "күтуде",
    ),
    "done": ("done", "выполнено", "сделано", "bajarildi", "орындалды"),
    "dropped": ("dropped", "снято", "отменено", "bekor qilindi", "алынды"),
}
LENGTHS = {"title": 300, "owner_text": 300, "to_text": 300, "note": 4000, "quote": 20_000,
           "due_phrase": 200, "region": 300, "meeting": 300, "address": 500}  # fmt: skip
DAY_FORMATS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y")


@dataclass(frozen=True)
class RowError:
    """What is wrong in one row, in which column, and what would be right."""

    row: int
    column: str
    text: str


@dataclass
class ParsedList:
    rows: list[dict[str, Any]] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    unknown_columns: list[str] = field(default_factory=list)
    # Rows and mistakes that were found, where not all of them are carried along.
    row_count: int = 0
    error_count: int = 0


def parse(name: str, content: bytes, *, country: str, their_country: str) -> ParsedList:
    """Read a list; each good row becomes the values of one promise."""
    rows = _rows(name, content)
    header_row, header = next(rows, (0, []))
    if not header_row:
        raise ListError(_("The list is empty: not one cell is filled."))
    columns, unknown = _columns(header)
    if "title" not in columns.values():
        raise ListError(
            _("No column says what was promised. Name one column “%(name)s”; the row found was: %(found)s.")
            % {"name": COLUMN_NAMES["title"], "found": ", ".join(str(cell) for cell in header if cell)[:300]}
        )
    parsed = ParsedList(unknown_columns=unknown)
    sides = _side_words(country, their_country)
    for number, row in rows:
        cells = {columns[i]: cell for i, cell in enumerate(row) if i in columns}
        if any(str(cell).strip() for cell in cells.values() if cell is not None):
            beside = {"meeting": ""} if "meeting" in columns.values() else {}
            _take(parsed, number, cells, sides, beside)
    return parsed


def look(name: str, content: bytes, *, most: int, country: str, their_country: str) -> ParsedList:
    """Read a list, and keep its rows back when there are more than `most`: those are for the worker."""
    parsed = parse(name, content, country=country, their_country=their_country)
    if parsed.row_count > most:
        parsed.rows = []
    return parsed


def _rows(name: str, content: bytes) -> Iterator[Row]:
    try:
        yield from open_tables(content, name=name, limits=Limits(rows=ROWS_AT_MOST)).rows()
    except TableError as error:
        is_book = name.lower().endswith(".xlsx")
        if error.code == "empty":
            raise ListError(_("The list is empty: not one cell is filled.")) from error
        if error.code == "too-many-rows":
            complaint = _("The list is longer than %(limit)s rows; split it.") % {"limit": ROWS_AT_MOST}
            raise ListError(complaint) from error
        if is_book:
            complaint = _("The Excel file cannot be opened; open it in Excel and save it again.")
        else:
            complaint = _("The file is not a text table. Save the list as CSV (UTF-8) or as Excel.")
        raise ListError(complaint) from error


def _columns(header: list[Any]) -> tuple[dict[int, str], list[str]]:
    known = {heading_key(word): name for name, words in COLUMNS.items() for word in words}
    known |= _labels(COLUMN_NAMES, heading_key)
    elsewhere = _labels(SAID_ELSEWHERE, heading_key)
    found: dict[int, str] = {}
    unknown = []
    for index, cell in enumerate(header):
        word = heading_key(str(cell or ""))
        name = known.get(word)
        if name and name not in found.values():
            found[index] = name
        elif word and word not in elsewhere:
            unknown.append(str(cell)[:100])
    return found, unknown[:UNKNOWN_SHOWN]


def _take(
    parsed: ParsedList, number: int, cells: dict[str, Any], sides: dict[str, str], beside: dict[str, Any]
) -> None:
    values: dict[str, Any] = dict(beside)
    errors = []
    for name, cell in cells.items():
        # An empty cell states nothing; only of a meeting it says that there was none, below.
        if not str(cell if cell is not None else "").strip():
            continue
        try:
            values[name] = _value(name, cell, sides)
        except ValueError as error:
            errors.append(RowError(number, str(COLUMN_NAMES[name]), str(error)))
    if not values.get("title") and not errors:
        errors.append(RowError(number, str(COLUMN_NAMES["title"]), _("Nothing says what was promised.")))
    parsed.error_count += len(errors)
    parsed.errors.extend(errors[: max(0, ERRORS_SHOWN - len(parsed.errors))])
    if not errors:
        parsed.row_count += 1
        parsed.rows.append({**values, "row": number})


def _value(name: str, cell: Any, sides: dict[str, str]) -> Any:
    if name in DAYS:
        return _day(cell)
    text = " ".join(str(cell if cell is not None else "").split())
    if name in LENGTHS:
        if len(text) > LENGTHS[name]:
            raise ValueError(_("Longer than %(limit)s characters.") % {"limit": LENGTHS[name]})
        return text
    if name == "side":
        return _word(text, sides, _("“%(word)s” is not a side; write %(right)s, or leave it empty."))
    if name == "status":
        words = {word: status for status, all_words in STATUS_WORDS.items() for word in all_words}
        labels = {status.value: status.label for status in Promise.SETTABLE}
        words |= _labels(labels, str.lower)
        return _word(text, words, _("“%(word)s” is not a status; write %(right)s."))
    kinds = {"": "other"} | {kind.value: kind.value for kind in Promise.Kind}
    kinds |= _labels(dict(Promise.Kind.choices), str.lower)
    return _word(text, kinds, _("“%(word)s” is not a kind; write %(right)s, or leave it empty."))


def _word(text: str, words: dict[str, str], complaint: str) -> str:
    if text.lower() in words:
        return words[text.lower()]
    right = ", ".join(dict.fromkeys(word for word in words if word))
    raise ValueError(complaint % {"word": text, "right": right})


def _labels(labels: Mapping[str, Any], key: Callable[[str], str]) -> dict[str, str]:
    """Give what each label is called, in every language of the desk: a list travels between readers."""
    found: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {key(str(label)): name for name, label in labels.items()}
    return found


def _side_words(country: str, their_country: str) -> dict[str, str]:
    return {"": "", country.lower(): "ours", their_country.lower(): "theirs", "both": "both", "обе": "both"}


def _day(cell: Any) -> dt.date | None:
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    text = str(cell or "").strip()
    if not text:
        return None
    for pattern in DAY_FORMATS:
        try:
            return dt.datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a calendar day has no zone
        except ValueError:
            continue
    raise ValueError(_("“%(text)s” is not a day; write 2026-12-31 or 31.12.2026.") % {"text": text[:40]})
