"""Calendars kept as CSV or XLSX: columns found by their headings in four languages, or by a mapping."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from egiz.calendars._errors import ReadingError
from egiz.calendars.events import Status
from egiz.calendars.sector_tree import sectors
from egiz.text import Limits, TableError, open_tables
from egiz.text.dates import dates_in_words
from egiz.text.rows import Row

from ._common import MAX_BYTES, Draft, Problem, ReadContext, Reading, check_size, collect, plain, web_address

_MAX_ROWS = 20_000
_MAX_UNPACKED = 80_000_000
# One line a field; headings are compared in lower case.
_HEADING_WORDS = """
name: name, title, event, название, наименование, мероприятие, выставка, nomi, nom, tadbir, атауы, іс-шара
name: номи, тадбир
start: start, date, dates, from, begin, дата, даты, начало, дата начала, сроки, дата проведения, sana
start: boshlanishi, muddati, күні, басталуы, мерзімі, сана, муддати
end: end, to, until, finish, конец, окончание, дата окончания, tugashi, аяқталуы, тугаши
place: city, place, location, город, место, место проведения, shahar, joy, қала, орны, шаҳар
country: country, страна, mamlakat, ел, давлат
venue: venue, площадка, адрес, address, manzil, мекенжайы
organiser: organiser, organizer, организатор, организаторы, tashkilotchi, ұйымдастырушы, ташкилотчи
url: url, link, website, site, сайт, ссылка, sayt, havola, сілтеме
registration_url: registration, регистрация, roʻyxatdan oʻtish, тіркеу
status: status, статус, holati, мәртебесі
sectors: sector, sectors, category, industry, отрасль, тематика, категория, soha, сала
codes: oked, nace, оквэд, окэд, экқж
price: price, cost, стоимость, цена, narxi, бағасы
notes: notes, description, описание, примечание, tavsif, izoh, сипаттама, ескерту
uid: uid, id
class: class, visibility, access, privacy, доступ, видимость, kirish, koʻrinish, қолжетімділік, кириш
"""


def _headings() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in _HEADING_WORDS.strip().splitlines():
        field, _, words = line.partition(": ")
        found[field] = (*found.get(field, ()), *words.split(", "))
    return found


_HEADINGS = _headings()
_PRIVATE_WORDS = re.compile(
    r"\b(?:private|confidential|internal|личн|закрыт|служебн|конфиденц|внутренн|yopiq|shaxsiy|maxfiy|ichki|"
    r"жабық|жеке|құпия|ішкі|ёпиқ|шахсий|махфий)",
    re.IGNORECASE,
)
_STATUS_WORDS = {
    Status.CANCELLED: ("cancel", "отмен", "bekor", "тоқтат", "бекор"),
    Status.MOVED: ("moved", "postpon", "перенес", "перенос", "koʻchirildi", "ауыстыр"),
    Status.CONFIRMED: ("confirm", "подтвер", "tasdiq", "раста"),
}


def read_table(data: bytes, context: ReadContext, *, mapping: Mapping[str, str] | None = None) -> Reading:
    """Read events from CSV (any usual separator) or XLSX.

    Parameters
    ----------
    data
        The file as it came.
    context
        What is known of its source.
    mapping
        Field to column heading ({"name": "Мероприятие", "start": "Сроки"}), where the headings do not tell.
        Fields: name, start, end, place, country, venue, organiser, url, registration_url, status, sectors,
        codes, price, notes, uid, class; ``name:ru`` for a name in one language.

    Returns
    -------
    Reading
        The good rows as events, and for each other one its row and what was wrong. ``start`` may hold a
        range in words.

    Raises
    ------
    ReadingError
        When it is no table, too big, or no column for the name or the date is found.
    """
    rows = _rows(data)
    header_at, columns = _find_columns(rows, mapping or {})
    drafts: list[tuple[str, Draft]] = []
    private: list[Problem] = []
    for number, row in rows[header_at + 1 : _MAX_ROWS]:
        cells = {name: row[index] for name, index in columns.items() if index < len(row)}
        if _PRIVATE_WORDS.search(plain(cells.get("class"), 100)):
            private.append(_private(number, _draft(cells, context.year), context))
        elif any(map(_is_filled, cells.values())):
            drafts.append((f"row {number}", _draft(cells, context.year)))
    reading = collect(drafts, context)
    cut = len(rows) > _MAX_ROWS
    more = [Problem("document", "too-many", f"only the first {_MAX_ROWS:,} rows were read")] if cut else []
    return Reading(reading.events, (*more, *private, *reading.problems))


def _private(number: int, draft: Draft, context: ReadContext) -> Problem:
    found = collect([("", draft)], context).events
    text = "it is marked private and was left out"
    return Problem(f"row {number}", "private", text, found[0].uid if found else "")


def _rows(data: bytes) -> list[Row]:
    check_size(data)
    limits = Limits(MAX_BYTES, _MAX_UNPACKED, _MAX_ROWS + 2, 100)
    try:
        return list(islice(open_tables(data, limits=limits).rows(), _MAX_ROWS + 1))
    except TableError as error:
        code = "hostile" if error.code == "hostile" else "not-a-table"
        raise ReadingError(f"This table cannot be opened: {plain(error, 160)}", code=code) from error


@dataclass(frozen=True, slots=True)
class TableLook:
    """A table before it is read as events.

    ``headings`` are its columns as they are headed, ``columns`` the fields found among them (field to
    heading), ``rows`` the first rows below, as plain text.
    """

    headings: tuple[str, ...]
    columns: Mapping[str, str]
    rows: tuple[tuple[str, ...], ...]


def look_into_table(data: bytes, *, mapping: Mapping[str, str] | None = None, rows: int = 5) -> TableLook:
    """Look at a table's columns, so that a person can say which one is which.

    Parameters
    ----------
    data, mapping
        As for ``read_table``; a mapping of headings that are not there is ignored.
    rows
        How many rows to show.

    Raises
    ------
    ReadingError
        When it is no table, or too big.
    """
    table = _rows(data)
    try:
        at, found = _find_columns(table, mapping or {})
    except ReadingError as error:
        if error.code not in ("no-columns", "no-column", "mapping"):
            raise
        # Nothing is known yet: the first row that holds more than one word is taken for the headings.
        at = next((i for i, (_, row) in enumerate(table[:20]) if sum(bool(_normal(c)) for c in row) > 1), 0)
        found = {}
    head = [plain(cell, 120) for cell in table[at][1]] if table else []
    shown = [tuple(plain(cell, 120) for cell in row) for _, row in table[at + 1 : at + 1 + rows]]
    named = {field: head[index] for field, index in found.items() if index < len(head)}
    return TableLook(tuple(head), named, tuple(shown))


def table_fields() -> tuple[str, ...]:
    """Name the fields that a column can be mapped to."""
    return tuple(_HEADINGS)


def _normal(heading: object) -> str:
    return re.sub(r"[\s:*_.]+", " ", str(heading or "").casefold()).strip()


def _find_columns(rows: list[Row], mapping: Mapping[str, str]) -> tuple[int, dict[str, int]]:
    unknown = sorted({field.partition(":")[0] for field in mapping} - set(_HEADINGS))
    if unknown:
        raise ReadingError(
            f"The mapping names unknown fields: {', '.join(unknown)}; known: {', '.join(_HEADINGS)}.",
            code="mapping",
        )
    best: tuple[int, dict[str, int]] = (0, {})
    for at, (_, row) in enumerate(rows[:20]):
        headings = [_normal(cell) for cell in row]
        found = {
            field: headings.index(_normal(name))
            for field, name in mapping.items()
            if _normal(name) in headings
        }
        for field, words in _HEADINGS.items():
            place = next((i for i, h in enumerate(headings) if h in words and i not in found.values()), None)
            if place is not None:
                found.setdefault(field, place)
        for index, heading in enumerate(headings):
            match = re.fullmatch(r"(?:name|название|nomi|атауы)[ (]+(ru|uz|kk|en)\)?", heading)
            if match:
                found.setdefault(f"name:{match[1]}", index)
        if len(found) > len(best[1]):
            best = (at, found)
    missing = [field for field in mapping if field not in best[1]]
    if missing:
        raise ReadingError(
            f"No column is headed {', '.join(repr(mapping[field]) for field in missing)}.",
            code="no-column",
            names=", ".join(mapping[field] for field in missing),
        )
    if "start" not in best[1] or not any(field.startswith("name") for field in best[1]):
        raise ReadingError(
            "No columns for the name and the date were found; "
            "head them 'name' and 'date', or give a mapping.",
            code="no-columns",
        )
    return best


def _draft(cells: Mapping[str, Any], year: int | None) -> Draft:
    text = {field: plain(value, 1000) for field, value in cells.items()}
    draft = Draft(uid=text.get("uid", ""), name=text.get("name", ""))
    draft.names = {f.partition(":")[2]: value for f, value in text.items() if f.startswith("name:") and value}
    draft.start, draft.end = _span(cells.get("start"), cells.get("end"), draft, year)
    draft.place, draft.venue = text.get("place", ""), text.get("venue", "")
    draft.organiser, draft.price, draft.notes = (text.get(f, "") for f in ("organiser", "price", "notes"))
    draft.country = country if re.fullmatch(r"[A-Z]{2}", country := text.get("country", "").upper()) else ""
    draft.url, draft.registration_url = (web_address(text.get(f)) for f in ("url", "registration_url"))
    draft.status = _status(text.get("status", ""))
    draft.categories = text.get("sectors", "")
    draft.codes = (*re.split(r"[,;\s]+", text.get("codes", "")), *_codes_of(draft.categories))
    return draft


def _codes_of(categories: str) -> Iterator[str]:
    """The first code of each sector that is named by its key."""
    for key in re.split(r"[,;|\s]+", categories):
        if key in sectors():
            yield from sectors()[key].nace[:1]


def _is_filled(value: Any) -> bool:
    return bool(str(value or "").strip())


def _span(
    start: Any, end: Any, draft: Draft, year: int | None
) -> tuple[date | datetime | None, date | datetime | None]:
    first = _moments(start, year)
    last = _moments(end, year)
    if first is None and _is_filled(start):
        draft.problems.append(("bad-date", _what_is_wrong(start)))
    if last is None and _is_filled(end):
        draft.problems.append(("bad-date", f"the end {plain(end, 60)!r} cannot be read"))
    if first is None:
        return None, None
    return first[0], last[1] if last else (first[1] if first[1] != first[0] else None)


def _what_is_wrong(value: Any) -> str:
    text = plain(value, 60)
    spans = dates_in_words(text)
    if spans and spans[0].day is None:
        return f"the date {text!r} names a month and no day"
    if spans and spans[0].year is None:
        return f"the date {text!r} names no year; say which year the table is for"
    return f"the date {text!r} cannot be read"


def _moments(value: Any, year: int | None) -> tuple[date | datetime, date | datetime] | None:
    if isinstance(value, datetime):
        # A spreadsheet knows no dates without a time: midnight means the day.
        whole = value.date() if (value.hour, value.minute, value.second) == (0, 0, 0) else value
        return whole, whole
    if isinstance(value, date):
        return value, value
    text = plain(value, 300)
    if not text:
        return None
    try:
        moment = date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        spans = dates_in_words(text)
        return spans[0].dates(year) if spans else None
    return moment, moment


def _status(text: str) -> Status:
    if not text:
        return Status.ANNOUNCED
    folded = text.casefold()
    for status, words in _STATUS_WORDS.items():
        if any(word in folded for word in words):
            return status
    return Status.ANNOUNCED
