"""Deadlines in a piece of text, with the day proposed to follow up a vague one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from egiz.text.dates._arithmetic import (
    add_months,
    add_working_days,
    last_working_day,
    month_end,
    next_weekday,
    next_year_for,
    quarter_end,
    roll_to_working_day,
)
from egiz.text.dates._deadline_words import EN, KK, RU, UZ, Rule
from egiz.text.normalising import Aligned, normalise
from egiz.text.numbers import number_in_words, number_pattern
from egiz.text.uzbek import uzbek_to_latin

_TABLES = {"ru": RU, "uz": UZ, "kk": KK, "en": EN}
_NUMERIC = (
    r"(?:(?:не позднее|до|к|by|before|until)\s+)?(?P<day>\d{1,2})\.(?P<monthno>\d{1,2})\."
    r"(?P<year>(?:20)?\d\d)(?:\s*(?:года?|г\.))?(?!\d)"
)
_SLASHED = (
    r"(?:(?:by|before|until|on|due)\s+)?(?P<first>\d{1,2})/(?P<second>\d{1,2})/(?P<year>(?:20)?\d\d)(?!\d)"
)
_ISO = r"(?P<year>20\d\d)-(?P<monthno>\d\d)-(?P<day>\d\d)(?!\d)"
_EXACT, _VAGUE = 2, 1
_MONTHS = 12
_YEARS = {
    "ru": (
        r"(?:(?:до|к)\s+конц[ау]|в\s+конце|в\s+течение|в|на)\s+(?P<year>20\d\d)(?:-?м)?\s*(?:год[уа]?|г\.)",
    ),
    "en": (
        r"(?:by|before|until|at)\s+(?:the\s+)?end\s+of\s+(?P<year>20\d\d)",
        r"(?:in|during)\s+(?P<year>20\d\d)",
    ),
    "uz": (r"(?P<year>20\d\d)[ -]*yil(?:da|ning\s+oxiri\w*(?:\s+qadar)?|\s+oxiri\w*|\s+davomida|gacha)",),
    "kk": (r"(?P<year>20\d\d)[ -]*(?:жылы|жылдың\s+(?:соңы|аяғы)\w*(?:\s+дейін)?|жылға\s+дейін)",),
}


@dataclass(frozen=True, slots=True)
class Deadline:
    """
    A deadline and where it stands in the text it was searched in.

    Parameters
    ----------
    start, end
        Offsets of the text.
    phrase
        The words.
    date
        The day they fix; None where that needs the day they are counted from, or they fix none.
    proposed
        For vague words, a day to follow up, counted from the given day.
    rule
        For vague words, how that is counted: ("working", 5), ("next", "week").
    """

    start: int
    end: int
    phrase: str
    date: dt.date | None = None
    proposed: dt.date | None = None
    rule: Rule | None = None


def find_deadlines(
    text: str,
    language: str,
    today: dt.date | None,
    passes_over: Callable[[str, int, int], bool] | None = None,
) -> list[Deadline]:
    """Deadlines in the order of the text, without overlaps; exact ones win over vague ones.

    Parameters
    ----------
    text : str
        A sentence or list item.
    language : {"ru", "uz", "kk", "en"}
        Its language. Uzbek may be in either script.
    today : date or None
        What "next" and "in March" are counted from; without it only dates with a year are fixed.
    passes_over : callable, optional
        Given the text as it is searched (Uzbek in Latin letters, signs made alike) and the ends of what was
        found in it, whether that is no deadline.
    """
    searched = _searched(text, language)
    found: list[tuple[int, Deadline]] = []
    for rank, pattern, kind, rule in _patterns(language):
        for match in pattern.finditer(searched.text):
            start, end = searched.back(*match.span())
            deadline = _resolve(
                kind, rule, match, language, today, Deadline(start, end, text[start:end].strip())
            )
            if deadline and not (passes_over and passes_over(searched.text, *match.span())):
                found.append((rank, deadline))
    found.sort(key=lambda item: (-item[0], -(item[1].end - item[1].start), item[1].start))
    return _with_weekdays(text, _apart([one for _, one in found]))


def _apart(found: list[Deadline]) -> list[Deadline]:
    """Of deadlines that overlap the first, in the order of the text."""
    kept: list[Deadline] = []
    for one in found:
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda item: item.start)


def _with_weekdays(text: str, found: list[Deadline]) -> list[Deadline]:
    """Deadlines in which a weekday and the date behind it are one."""
    joined: list[Deadline] = []
    for one in found:
        if joined and _names_its_day(text, joined[-1], one):
            before = joined.pop()
            one = replace(one, start=before.start, phrase=text[before.start : one.end])  # noqa: PLW2901
        joined.append(one)
    return joined


def _names_its_day(text: str, one: Deadline, behind: Deadline) -> bool:
    """Whether it is the weekday of the date behind it: "on Friday, 28 April" is one day."""
    if one.date is None or behind.date is None or not any(sign.isdigit() for sign in behind.phrase):
        return False
    between = text[one.end : behind.start].strip()
    return between in {",", ""} and not any(sign.isdigit() for sign in one.phrase)


def _searched(text: str, language: str) -> Aligned:
    alike = normalise(text)
    if language == "uz" and re.search("[а-яўқғҳ]", alike.text.lower()):
        return alike.then(uzbek_to_latin(alike.text))
    return alike


@lru_cache(maxsize=8)
def _patterns(language: str) -> tuple[tuple[int, re.Pattern[str], str, Rule | None], ...]:
    return tuple(
        (rank, re.compile(rf"(?i)(?<!\w)(?:{pattern})(?!\w)"), kind, rule)
        for rank, pattern, kind, rule in _raw_patterns(language)
    )


def _with_ending(ordinal: str) -> str:
    return rf"{ordinal}\w*" if ordinal.isalpha() and len(ordinal) > 3 else ordinal


def _raw_patterns(language: str) -> Iterator[tuple[int, str, str, Rule | None]]:
    words = _TABLES[language]
    month = "(?:" + "|".join(words.months) + ")"
    weekday = "(?:" + "|".join(words.weekdays) + ")"
    ordinal = "(?:" + "|".join(map(_with_ending, words.ordinals)) + ")"
    yield 3, _NUMERIC, "day", None
    yield 3, _ISO, "day", None
    if language == "en":
        yield 3, _SLASHED, "slashed", None
    for row in _YEARS[language]:
        yield _VAGUE, row, "year_end", None
    for kind, rank, rows in (
        ("day", 3, words.day_month),
        ("month_end", _EXACT, words.month_end),
        ("month_part", _EXACT, words.month_part),
        ("month_end", _EXACT, words.month_only),
        ("quarter", _EXACT, words.quarter),
        ("weekday", _EXACT, words.weekday_in),
    ):
        for row in rows:
            yield (
                rank,
                row.replace("MONTH", month).replace("ORDINAL", ordinal).replace("WEEKDAY", weekday),
                kind,
                None,
            )
    for row, period in words.period_end:
        yield _EXACT, row, "period", ("end", period)
    for row, unit in words.counted:
        yield _VAGUE, row.replace("NUMBER", number_pattern(language)), "counted", (unit, 0)
    for row, rule in words.vague:
        yield _VAGUE, row, "vague", rule


def _resolve(
    kind: str, rule: Rule | None, match: re.Match[str], language: str, today: dt.date | None, found: Deadline
) -> Deadline | None:
    if kind in {"counted", "vague"} and rule:
        unit, amount = rule
        if kind == "counted":
            amount = number_in_words(match["count"], language) or 0
            if not amount:
                return None
        rule = (unit, amount)
        return replace(found, rule=rule, proposed=_follow_up(rule, today) if today else None)
    try:
        return replace(found, date=_exact(kind, rule, match, language, today))
    except ValueError:
        return None


def _exact(
    kind: str, rule: Rule | None, match: re.Match[str], language: str, today: dt.date | None
) -> dt.date | None:
    groups = match.groupdict()
    if kind == "slashed":
        return _of_slashes(int(match["first"]), int(match["second"]), _year(match["year"]))
    if kind in {"period", "year_end", "weekday"}:
        return _without_month(kind, rule, match, language, today)
    year = _year(groups.get("year")) or (today.year if groups.get("this") and today else None)
    if groups.get("following") and today:
        year = today.year + 1
    if kind == "quarter":
        return _quarter(match["ordinal"], language, year, today)
    month = (
        int(groups["monthno"])
        if groups.get("monthno")
        else _which(match["month"], _TABLES[language].months) + 1
    )
    if kind == "day":
        day = int(match["day"])
        year = year or (next_year_for(month, day, today) if today else None)
        return dt.date(year, month, day) if year else None
    if year is None and today:
        year = today.year if month >= today.month else today.year + 1
    if year is None:
        return None
    return _month_part(match["part"], year, month) if kind == "month_part" else month_end(year, month)


def _without_month(
    kind: str, rule: Rule | None, match: re.Match[str], language: str, today: dt.date | None
) -> dt.date | None:
    if kind == "period":
        return _period_end(str(rule[1]), today) if rule else None
    if kind == "year_end":
        year = int(match["year"])
        return dt.date(year, 12, 31) if today is None or year >= today.year else None
    return next_weekday(today, _which(match["weekday"], _TABLES[language].weekdays)) if today else None


def _of_slashes(first: int, second: int, year: int | None) -> dt.date | None:
    """1/15/2027 and 15/1/2027 are one day; 1/7/2027 may be two and is left open."""
    if year is None or (first != second and max(first, second) <= _MONTHS):
        return None
    month, day = sorted((first, second))
    return dt.date(year, month, day)


def _year(found: str | None) -> int | None:
    if not found:
        return None
    return int(found) if len(found) == 4 else 2000 + int(found)


def _month_part(part: str, year: int, month: int) -> dt.date:
    early = re.match(r"(?i)нач|bosh|бас|begin|start|early", part)
    return dt.date(year, month, 10 if early else 20)


def _which(word: str, patterns: tuple[str, ...]) -> int:
    for index, pattern in enumerate(patterns):
        if re.fullmatch(rf"(?i)(?:{pattern})", word):
            return index
    raise ValueError(f"{word!r} is in no list of names.")


def _number_of(ordinal: str, keys: Mapping[str, int]) -> int | None:
    """The number of an ordinal as a whole, or of one that it begins with."""
    whole = [number for key, number in keys.items() if re.match(rf"(?i){key}\Z", ordinal)]
    begun = [number for key, number in keys.items() if len(key) > 2 and re.match(rf"(?i){key}", ordinal)]
    return next(iter((*whole, *begun)), None)


def _quarter(ordinal: str, language: str, year: int | None, today: dt.date | None) -> dt.date | None:
    number = _number_of(ordinal, _TABLES[language].ordinals)
    if number is None:
        return None
    if year is None and today:
        year = today.year if quarter_end(today.year, number) >= today else today.year + 1
    return quarter_end(year, number) if year else None


def _period_end(period: str, today: dt.date | None) -> dt.date | None:
    if today is None:
        return None
    ends = {
        "week": today + dt.timedelta(days=(4 - today.weekday()) % 7),
        "month": month_end(today.year, today.month),
        "quarter": quarter_end(today.year, (today.month - 1) // 3 + 1),
        "year": dt.date(today.year, 12, 31),
    }
    return ends[period]


def _follow_up(rule: Rule, today: dt.date) -> dt.date:
    unit, amount = rule
    number = int(amount) if isinstance(amount, int) else 0
    if unit == "working":
        return add_working_days(today, number)
    if unit == "season":
        year = today.year if number > today.month else today.year + (0 if today.month - number <= 2 else 1)
        return roll_to_working_day(max(dt.date(year, number, 1), today))
    moved = {
        "days": today + dt.timedelta(days=number),
        "weeks": today + dt.timedelta(weeks=number),
        "months": add_months(today, number),
    }
    if unit in moved:
        return roll_to_working_day(moved[unit])
    return roll_to_working_day(_calendar_step(unit, str(amount), today))


def _calendar_step(unit: str, period: str, today: dt.date) -> dt.date:
    if unit == "next":
        if period == "week":
            return today + dt.timedelta(days=11 - today.weekday())
        if period == "start":
            return dt.date(today.year + 1, 1, 10)
        following = add_months(today.replace(day=1), 1)
        # The last working day: a Monday after it would be in another month or year.
        return last_working_day(
            month_end(following.year, following.month)
            if period == "month"
            else dt.date(today.year + 1, 12, 31)
        )
    return _period_end(period, today) or today
