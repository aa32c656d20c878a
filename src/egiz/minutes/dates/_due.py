"""Deadlines in a piece of text, with the follow-up date proposed for a vague one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from egiz.minutes.dates import _vocabulary
from egiz.minutes.dates._arithmetic import (
    add_months,
    add_working_days,
    month_end,
    next_weekday,
    next_year_for,
    quarter_end,
    roll_to_working_day,
)
from egiz.minutes.report import Due, Reason
from egiz.text.uzbek import uzbek_to_latin

_TABLES = {"ru": _vocabulary.RU, "uz": _vocabulary.UZ, "kk": _vocabulary.KK, "en": _vocabulary.EN}
_NUMERIC = (
    r"(?:(?:не позднее|до|к|by|before|until)\s+)?(?P<day>\d{1,2})\.(?P<monthno>\d{1,2})\."
    r"(?P<year>(?:20)?\d\d)(?:\s*(?:года?|г\.))?(?!\d)"
)
_ISO = r"(?P<year>20\d\d)-(?P<monthno>\d\d)-(?P<day>\d\d)(?!\d)"
_APOSTROPHES = str.maketrans(
    {"ʻ": "'", "ʼ": "'", "‘": "'", "’": "'", "`": "'", "´": "'", "\n": " ", "\u00a0": " "}
)
_EXACT, _VAGUE = 2, 1
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
class FoundDue:
    """A deadline and where it stands in the text it was searched in."""

    start: int
    end: int
    due: Due


def find_dues(text: str, language: str, report_date: dt.date | None) -> list[FoundDue]:
    """Deadlines in the order of the text, without overlaps; exact ones win over vague ones.

    Parameters
    ----------
    text : str
        A sentence or list item.
    language : {"ru", "uz", "kk", "en"}
        Its language. Uzbek may be in either script.
    report_date : date or None
        What "next" and "in March" are counted from; without it only dates with a year are fixed.
    """
    plain, places = text.translate(_APOSTROPHES), list(range(len(text) + 1))
    if language == "uz" and re.search("[а-яўқғҳ]", plain.lower()):
        made = uzbek_to_latin(plain)
        plain, places = made.text, list(made.places)
    found: list[tuple[int, FoundDue]] = []
    for rank, pattern, kind, rule in _patterns(language):
        for match in pattern.finditer(plain):
            start, end = places[match.start()], places[match.end()]
            due = _resolve(kind, rule, match, language, report_date, text[start:end].strip())
            if due:
                found.append((rank, FoundDue(start, end, due)))
    found = [item for item in found if not is_told_of(plain, item[1], language)]
    found.sort(key=lambda item: (-item[0], -(item[1].end - item[1].start), item[1].start))
    kept: list[FoundDue] = []
    for _, one in found:
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda item: item.start)


def is_told_of(plain: str, found: FoundDue, language: str) -> bool:
    """Whether a day is that of the news, not of the deed ("on August 2 they agreed …", "said on May 7")."""
    words = plain[found.start : found.end] if len(plain) > found.end else plain[found.start :]
    if _UNTIL.search(words) or not re.search(r"\d", words):
        return False
    before, after = plain[max(0, found.start - 60) : found.start], plain[found.end : found.end + 90]
    return bool(_SAID_BEFORE.search(before)) or (
        not before.strip(' «"“(–—-') and bool(_AGREED_AFTER[language].match(after))
    )


_UNTIL = re.compile(
    r"(?i)\b(?:by|before|until|no\s+later|not\s+later|due|до|к|не\s+позднее|не\s+позже|в\s+срок)\b|gacha|qadar|дейін|гача|қадар"
)
_SAID_BEFORE = re.compile(
    r"(?i)\b(?:reported|said|announced|stated|noted|wrote|published|posted|told\s+\w+|signed|held|сообщил[аио]?|сообщили|заявил[аи]?|подписал[аи]?|подписан[оаы]?|опубликовал[аи]?|состоял[аои]сь|прош[лё]л?[аои]?)"
    r"(?:\s+\w+){0,3}\s*,?\s*\Z"
)
_AGREED_AFTER = {
    "en": re.compile(
        r"(?i),?\s+[^.;]{0,70}?\b(?:agreed|met|held|signed|said|decided|discussed|visited|took\s+place|was|were|proposed|arrived|opened|hosted|received|announced)\b"
    ),
    "ru": re.compile(
        r"(?i)\s+[^.;]{0,70}?\b(?:договорил(?:ись|ся|ась)|встретил\w+|подписал\w*|обсудил\w*|решил\w*|предложил\w*|прош[её]?л\w*|состоял\w*|сообщил\w*|заявил\w*|посетил\w*|провел\w*|провёл|принял\w*|пообещал\w*|обещал\w*)(?!\w)"
    ),
    "uz": re.compile(
        r"(?i)\s*(?:kuni)?\s+[^.;]{0,90}?(?:kelishib\s+ol|kelishdi|uchrash(?:di|gan)|bo'lib\s+o't(?:di|gan|gan\s+edi)|o't(?:di|gan)|muhokama\s+qil(?:di|indi)|imzola(?:di|ndi)|bo'ldi|o'tkazildi|qaror\s+qildi|xabar\s+berdi)"
    ),
    "kk": re.compile(
        r"(?i)\s*(?:күні)?\s+[^.;]{0,90}?(?:келісті|кездесті|өтті|талқыла(?:ды|нды)|қол\s+қой(?:ды|ылды)|болды|өткізді|шешті|хабарлады|барды|келді)"
    ),
}


@lru_cache(maxsize=8)
def _patterns(language: str) -> tuple[tuple[int, re.Pattern[str], str, _vocabulary.Rule | None], ...]:
    return tuple(
        (rank, re.compile(rf"(?i)(?<!\w)(?:{pattern})(?!\w)"), kind, rule)
        for rank, pattern, kind, rule in _raw_patterns(language)
    )


def _raw_patterns(language: str) -> Iterator[tuple[int, str, str, _vocabulary.Rule | None]]:
    words = _TABLES[language]
    month = "(?:" + "|".join(words.months) + ")"
    weekday = "(?:" + "|".join(words.weekdays) + ")"
    ordinal = (
        "(?:"
        + "|".join(rf"{key}\w*" if key.isalpha() and len(key) > 3 else key for key in words.ordinals)
        + ")"
    )
    yield 3, _NUMERIC, "day", None
    yield 3, _ISO, "day", None
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
        yield _VAGUE, row, "counted", (unit, 0)
    for row, rule in words.vague:
        yield _VAGUE, row, "vague", rule


def _resolve(
    kind: str,
    rule: _vocabulary.Rule | None,
    match: re.Match[str],
    language: str,
    today: dt.date | None,
    phrase: str,
) -> Due | None:
    if kind in {"counted", "vague"} and rule:
        unit, amount = rule
        rule = (unit, int(match["count"])) if kind == "counted" else (unit, amount)
        return _propose(rule, today, phrase)
    try:
        day = _exact(kind, rule, match, language, today)
    except ValueError:
        return None
    code = "due_date" if day else "due_without_year"
    text = f"The text says “{phrase}”." if day else f"“{phrase}” needs the report's date to be fixed."
    return Due(date=day, phrase=phrase, reason=Reason(code, {"phrase": phrase}, text))


def _exact(
    kind: str, rule: _vocabulary.Rule | None, match: re.Match[str], language: str, today: dt.date | None
) -> dt.date | None:
    groups = match.groupdict()
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
    kind: str, rule: _vocabulary.Rule | None, match: re.Match[str], language: str, today: dt.date | None
) -> dt.date | None:
    if kind == "period":
        return _period_end(str(rule[1]), today) if rule else None
    if kind == "year_end":
        year = int(match["year"])
        return dt.date(year, 12, 31) if today is None or year >= today.year else None
    return next_weekday(today, _which(match["weekday"], _TABLES[language].weekdays)) if today else None


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


def _quarter(ordinal: str, language: str, year: int | None, today: dt.date | None) -> dt.date | None:
    keys = _TABLES[language].ordinals
    number = next((keys[key] for key in keys if re.match(rf"(?i){key}\Z", ordinal)), None)
    number = number or next(
        (keys[key] for key in keys if len(key) > 2 and re.match(rf"(?i){key}", ordinal)), None
    )
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


def _propose(rule: _vocabulary.Rule, today: dt.date | None, phrase: str) -> Due:
    if today is None:
        return Due(
            phrase=phrase,
            reason=Reason(
                "due_needs_report_date",
                {"phrase": phrase},
                f"“{phrase}” needs the report's date before a follow-up can be proposed.",
            ),
        )
    proposed = _follow_up(rule, today)
    unit, amount = rule
    return Due(
        phrase=phrase,
        proposed=proposed,
        reason=Reason(
            "due_proposed",
            {"phrase": phrase, "rule": unit, "amount": amount, "from": today.isoformat()},
            f"“{phrase}” fixes no day; {proposed.isoformat()} is proposed to follow up ({unit} {amount}).",
        ),
    )


def _follow_up(rule: _vocabulary.Rule, today: dt.date) -> dt.date:
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
        following = add_months(today.replace(day=1), 1)
        return (
            month_end(following.year, following.month)
            if period == "month"
            else dt.date(today.year + 1, 1, 31)
        )
    return _period_end(period, today) or today
