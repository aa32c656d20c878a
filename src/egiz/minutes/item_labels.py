"""What minutes write beside a decision: its deadline and its owner."""

# ruff: noqa: E501 -- a list of stems is read as one line

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from egiz.minutes.dates import FoundDue, find_dues
from egiz.minutes.report import Due

_DEADLINE = re.compile(
    r"(?i)(?:срок(?:и)?(?: исполнения| выполнения| реализации)?|дата исполнения|deadline|due(?: date)?|"
    r"muddat(?:i)?|ijro muddati|муддат(?:и)?|ижро муддати|мерзімі?|орындау мерзімі)\s*[:–—-]\s*(?P<value>[^\n;|]+?)"
    r"(?=\s*(?:[;|\n]|(?<!\bг)\.\s|\.?$|\.?\s*(?:ответств|исполнит|responsible|owner|mas|масъул|жауапты)))"
)
_OWNER = re.compile(
    r"(?i)(?:ответственн(?:ый|ая|ые|ое)(?: лиц[оа]| исполнитель| за исполнение)?|исполнител[ьи]|responsible(?: person| party)?|"
    r"owner|mas[ʼ'ʻ‘’]?ul(?: shaxs)?|масъул(?: шахс)?|жауапты(?: тұлға| орындаушы)?)\s*[:–—-]\s*(?P<value>[^\n;|]+?)"
    r"(?=\s*(?:[;|\n]|\.\s+(?:срок|мерзім|deadline|due|muddat|муддат)|\.?\s*$))"
)
_SHORT = 80
_BRACKET = re.compile(r"\((?P<value>[^()]{2,80})\)\s*\.?\s*$")
_INITIALED = re.compile(r"(?:^|\s)[^\W\d_]\.|\s[^\W\d_]\.$")
_NOTE_ONLY = re.compile(
    r"(?i)\s*(?:принять к сведению|информацию .{0,80} принять к сведению|to take note|take note|note the|noted|"
    r"ma[ʼ'ʻ‘’]?lumot uchun qabul|маълумот учун|мәліметке алынсын|назарға алынсын)|.*(?:inobatga olinsin|инобатга олинсин)"
)


@dataclass(frozen=True, slots=True)
class Labels:
    """Deadline and owners of a decision, and where its own words end (`body` characters from its start)."""

    due: Due | None
    owners: tuple[str, ...]
    body: int
    cut: tuple[tuple[int, int], ...]


def is_note_only(item: str) -> bool:
    """Whether a decision only takes note of something."""
    return bool(_NOTE_ONLY.match(item))


def read_labels(item: str, language: str, report_date: dt.date | None) -> Labels:
    """Deadline and owner of one decision.

    Parameters
    ----------
    item : str
        The words of the decision, labels included.
    language : str
        Its language.
    report_date : date or None
        What relative deadlines are counted from.
    """
    body = len(item)
    owners: tuple[str, ...] = ()
    due: Due | None = None
    deadline, owner, bracket = _DEADLINE.search(item), _OWNER.search(item), _BRACKET.search(item)
    if deadline:
        body = min(body, deadline.start())
        dues = find_dues(deadline["value"], language, report_date)
        due = (
            _first(dues)
            or _bare_period(deadline["value"].strip(), language, report_date)
            or Due(phrase=deadline["value"].strip())
        )
    if owner:
        body = min(body, owner.start())
        owners = _split(owner["value"])
    if bracket and not (deadline or owner):
        dues = find_dues(bracket["value"], language, report_date)
        names = [part for part in _split(bracket["value"]) if not find_dues(part, language, report_date)]
        if dues or _looks_like_names(names):
            body, due = bracket.start(), _first(dues)
            owners = tuple(name for name in names if _looks_like_names([name]))
    if not owners:
        inner = re.search(r"\((?P<value>[^()]{3,60})\)", item[:body])
        named = _split(inner["value"]) if inner else ()
        owners = named if named and all(_INITIALED.search(name) for name in named) else ()
    within = find_dues(item[:body], language, report_date)
    due = due or _first(within)
    return Labels(due, owners, body, tuple((one.start, one.end) for one in within))


_INTO = {
    "ru": ("в {}", "в {}е"),
    "en": ("in {}", "in the {}"),
    "uz": ("{} oyida", "{}da"),
    "kk": ("{} айында", "{}да", "{}те"),
}


def _bare_period(value: str, language: str, report_date: dt.date | None) -> Due | None:
    """A month or quarter written without its preposition, as labels do: "Срок: март 2027 г."."""
    for pattern in _INTO[language]:
        head, year = _YEAR_AT_END.sub("", value), _YEAR_AT_END.search(value)
        behind = language in {"ru", "en"}
        tried = pattern.format(head) + (f" {year[1]}" if year and behind else "")
        tried = (
            f"{year[1]} {'жылғы' if language == 'kk' else 'yil'} {tried}" if year and not behind else tried
        )
        due = _first(find_dues(tried, language, report_date))
        if due:
            return replace(due, phrase=value)
    return None


_YEAR_AT_END = re.compile(r"\s*,?\s*(20\d\d)\s*(?:г\.?|год\w*|ж\.?|жыл\w*|y\.?|yil\w*|й\.?|йил\w*)?\.?\Z")


def _first(dues: list[FoundDue]) -> Due | None:
    return min(dues, key=lambda one: (one.due.date is None, one.start)).due if dues else None


def _split(value: str) -> tuple[str, ...]:
    parts = re.split(r"\s*(?:,|;|/)\s*", value.strip(" ."))
    return tuple(part.strip() for part in parts if part.strip())


def _looks_like_names(parts: list[str]) -> bool:
    return bool(parts) and all(
        re.match(r"(?:[^\W\d_]\.\s?){0,2}[^\W\d_]", part) and part[0].isupper() and len(part.split()) <= 4
        for part in parts
    )


def deadline_alone(sentence: str, language: str, report_date: dt.date | None) -> Due | None:
    """The deadline of a sentence that holds nothing else ("Срок – до 17 мая."): it belongs to the one before.

    Parameters
    ----------
    sentence : str
        One sentence of running text.
    language : str
        Its language.
    report_date : date or None
        What relative deadlines are counted from.
    """
    label = _DEADLINE.match(sentence.strip())
    if label is None or len(sentence) > _SHORT:
        return None
    dues = find_dues(label["value"], language, report_date)
    return dues[0].due if dues else None
