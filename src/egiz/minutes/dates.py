"""When a promise is due, and the date a report bears at its head."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from egiz.minutes.report import Due, Reason
from egiz.text.dates import Deadline, find_deadlines

_LINES = 8
_LONGEST = 90


@dataclass(frozen=True, slots=True)
class FoundDue:
    """A deadline and where it stands in the text it was searched in."""

    start: int
    end: int
    due: Due


def find_dues(text: str, language: str, report_date: dt.date | None) -> list[FoundDue]:
    """Deadlines in the order of the text, without the days of which the report only tells.

    Parameters
    ----------
    text : str
        A sentence or list item.
    language : {"ru", "uz", "kk", "en"}
        Its language. Uzbek may be in either script.
    report_date : date or None
        What "next" and "in March" are counted from; without it only dates with a year are fixed.
    """

    def is_told_of_here(searched: str, start: int, end: int) -> bool:
        return is_told_of(searched, start, end, language)

    found = find_deadlines(text, language, report_date, is_told_of_here)
    return [FoundDue(one.start, one.end, _due(one, report_date)) for one in found]


def _due(one: Deadline, report_date: dt.date | None) -> Due:
    phrase = one.phrase
    if one.rule is None:
        code = "due_date" if one.date else "due_without_year"
        text = (
            f"The text says “{phrase}”." if one.date else f"“{phrase}” needs the report's date to be fixed."
        )
        if one.date is None and "/" in phrase:
            code, text = "due_two_readings", f"“{phrase}” may be either of two days."
        return Due(one.date, phrase, reason=Reason(code, {"phrase": phrase}, text))
    if one.proposed is None or report_date is None:
        text = f"“{phrase}” needs the report's date before a follow-up can be proposed."
        return Due(phrase=phrase, reason=Reason("due_needs_report_date", {"phrase": phrase}, text))
    unit, amount = one.rule
    if unit == "days" and _TOMORROW.fullmatch(phrase):
        day = report_date + dt.timedelta(days=int(amount))
        return Due(day, phrase, reason=Reason("due_date", {"phrase": phrase}, f"The text says “{phrase}”."))
    params: dict[str, str | int | float] = {
        "phrase": phrase,
        "rule": unit,
        "amount": amount,
        "from": report_date.isoformat(),
    }
    text = f"“{phrase}” fixes no day; {one.proposed.isoformat()} is proposed to follow up ({unit} {amount})."
    return Due(phrase=phrase, proposed=one.proposed, reason=Reason("due_proposed", params, text))


_TOMORROW = re.compile(r"(?i)завтра|послезавтра|ertaga|эртага|ертең|tomorrow")


def is_over(due: Due, report_date: dt.date | None) -> bool:
    """Whether a day had passed when the report was written: then it is no deadline."""
    return bool(due.date and report_date and due.date < report_date)


def header_date(text: str, language: str) -> dt.date | None:
    """The full date on a short line among the first ones, if exactly one such day is written there."""
    lines = [line.strip() for line in text.splitlines() if line.strip()][:_LINES]
    for line in lines:
        if len(line) > _LONGEST or not re.search(r"20\d\d", line):
            continue
        days = {
            found.due.date for found in find_dues(line, language, None) if _is_day(found.due.phrase or "")
        }
        days.discard(None)
        if len(days) == 1:
            return days.pop()
    return None


def _is_day(phrase: str) -> bool:
    return bool(re.search(r"(?<!\d)\d{1,2}(?!\d)", phrase))


def is_told_of(plain: str, start: int, end: int, language: str) -> bool:
    """Whether a day is that of the news, not of the deed ("on August 2 they agreed …", "said on May 7")."""
    words = plain[start:end]
    before, after = plain[max(0, start - 60) : start], plain[end : end + 90]
    if _UNTIL.search(words) or not re.search(r"\d", words):
        return bool(_WEEKDAY.match(words) and (_SAID_BEFORE.search(before) or _AT_MEETING.match(before)))
    return bool(_SAID_BEFORE.search(before)) or (
        not _TOLD_LEAD.sub("", before).strip(' «"“(–—-') and bool(_AGREED_AFTER[language].match(after))
    )


ASIDE = re.compile(r"(?i),\s+(?:which|who|where|when|котор\w+|где|когда)\b")
"""Behind these words a day is that of something else which the promise mentions."""

_TAKES_PART = re.compile(
    r"(?i)\b(?:участи|участв|посети|прибы|прие(?:д|х)|attend|tak\w+\s+part|participat|visit|come\s+to|ishtirok|qatnash|қатыс)"
)


def aside_in(text: str, at: int, end: int | None = None) -> re.Match[str] | None:
    """Where the words about something else begin; whoever takes part in a fair does it on the fair's day."""
    aside = ASIDE.search(text, at, len(text) if end is None else end)
    return None if aside and _TAKES_PART.search(text, 0, aside.start()) else aside


_WEEKDAY = re.compile(
    r"(?i)(?:on\s+)?\w+day\b|во?\s+(?:понедельник|вторник|сред|четверг|пятниц|суббот|воскресень)"
)
# "At the government's meeting on Tuesday he told the ministry to …"
_AT_MEETING = re.compile(r"(?i)\W*(?:at|during|in)\s+[^,.;]{0,50}\b(?:meeting|session|briefing|talks)\s+\Z")
_TOLD_LEAD = re.compile(
    r"(?i)\A\W*(?:накануне|вчера|сегодня|ранее|yesterday|earlier|today|kecha|bugun|кеча|бугун|кеше|бүгін)\b,?"
)
_UNTIL = re.compile(
    r"(?i)\b(?:by|before|until|no\s+later|not\s+later|due|до|к|не\s+позднее|не\s+позже|в\s+срок)\b|gacha|qadar|дейін|гача|қадар"
)
_SAID_BEFORE = re.compile(
    r"(?i)(?<!\bbe\s)(?<!будет\s)(?<!будут\s)\b(?:reported|said|announced|reports|writes|сообща(?:ет|ют)|переда[её]т|пишет|stated|noted|wrote|published|posted|told\s+\w+|signed|held|сообщил[аио]?|сообщили|заявил[аи]?|подписал[аи]?|подписан[оаы]?|опубликовал[аи]?|состоял[аои]сь|прош[лё]л?[аои]?)"
    r"(?:\s+\w+){0,3}\s*,?\s*\Z"
)
_AGREED_AFTER = {
    "en": re.compile(
        r"(?i),?\s+[^.;]{0,70}?\b(?:agreed|met|held|signed|said|decided|discussed|visited|took\s+place|was|were|proposed|arrived|opened|hosted|received|announced)\b"
    ),
    "ru": re.compile(
        r"(?i),?\s+[^.;]{0,70}?\b(?:договорил(?:ись|ся|ась)|встретил\w+|подписал\w*|обсудил\w*|решил\w*|предложил\w*|прош[её]?л\w*|состоял\w*|сообщил\w*|заявил\w*|посетил\w*|провел\w*|провёл|принял\w*|пообещал\w*|обещал\w*)(?!\w)"
    ),
    "uz": re.compile(
        r"(?i)\s*(?:kuni)?\s+[^.;]{0,90}?(?:kelishib\s+ol|kelishdi|uchrash(?:di|gan)|bo'lib\s+o't(?:di|gan|gan\s+edi)|o't(?:di|gan)|muhokama\s+qil(?:di|indi)|imzola(?:di|ndi)|bo'ldi|o'tkazildi|qaror\s+qildi|xabar\s+berdi)"
    ),
    "kk": re.compile(
        r"(?i)\s*(?:күні)?\s+[^.;]{0,90}?(?:келісті|кездесті|өтті|талқыла(?:ды|нды)|қол\s+қой(?:ды|ылды)|болды|өткізді|шешті|хабарлады|барды|келді)"
    ),
}
