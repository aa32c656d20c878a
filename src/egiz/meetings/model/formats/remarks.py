"""What is wrong with a mission's workbook, in the reader's language: our English sentences as patterns."""

from __future__ import annotations

import re
from functools import cache

from egiz.meetings.model.formats.cells import KNOWN_SETTINGS, known_settings
from egiz.text.marking import Translate, gettext_noop

SAID = (
    (r"(?P<a>.*): (?P<b>\d+) entries cannot be used:",
     gettext_noop("%(a)s: entries that cannot be used: %(b)s")),
    (r"(?P<a>.*): the sheets Participants and Meetings are needed; found (?P<b>.*)\.",
     gettext_noop("%(a)s: the sheets Participants and Meetings are needed; found %(b)s.")),
    (r"(?P<a>.*): no such file\.", gettext_noop("%(a)s: no such file.")),
    (r"(?P<a>.*): expected \.dzn, \.json, \.json\.gz or \.xlsx\.",
     gettext_noop("%(a)s: expected .dzn, .json, .json.gz or .xlsx.")),
    (r"Mission: the sheet is missing or empty; dates and sessions are needed\.",
     gettext_noop("Mission: the sheet is missing or empty; dates and sessions are needed.")),
    (r"Mission: expected Dates, Sessions such as 10:00-13:00, and a slot length above 0\.",
     gettext_noop("Mission: expected dates, sessions such as 10:00-13:00, and a slot length above 0.")),
    (r"Mission: no slot fits into the sessions\.", gettext_noop("Mission: no slot fits into the sessions.")),
    (r"Mission: sessions must not overlap \((?P<a>\S+) is before (?P<b>\S+)\)\.",
     gettext_noop("Mission: sessions must not overlap (%(a)s is before %(b)s).")),
    (r"(?P<a>[^:]*): the column (?P<b>'.*') is not known and was not read\.",
     gettext_noop("%(a)s: the column %(b)s is not known and was not read.")),
    (r"the setting (?P<a>'.*') is not known; known are (?P<b>.*)\.",
     gettext_noop("the setting %(a)s is not known; known are %(b)s.")),
    (r"expected a whole number of 0 or more, found (?P<a>.*)",
     gettext_noop("expected a whole number of 0 or more, found %(a)s")),
    (r"expected dates such as (?P<b>.*), found (?P<a>'.*')\.?",
     gettext_noop("expected dates such as %(b)s, found %(a)s")),
    (r"expected a day with its year, found (?P<a>'.*')\.?",
     gettext_noop("expected a day with its year, found %(a)s")),
    (r"expected at most (?P<b>\d+) days, found (?P<a>'.*')\.?",
     gettext_noop("expected at most %(b)s days, found %(a)s")),
    (r"expected hours such as (?P<b>.*), found (?P<a>'.*')\.?",
     gettext_noop("expected hours such as %(b)s, found %(a)s")),
    (r"expected hours that begin before they end, found (?P<a>'.*')\.?",
     gettext_noop("expected hours that begin before they end, found %(a)s")),
    (r"expected an IANA zone such as (?P<b>\S+) or an offset such as (?P<c>\S+), found (?P<a>'.*')\.?",
     gettext_noop("expected a time zone such as %(b)s or an offset such as %(c)s, found %(a)s")),
    (r"expected (?P<b>.*), found (?P<a>'.*')", gettext_noop("expected %(b)s, found %(a)s")),
    (r"no such hour: (?P<a>.*)", gettext_noop("no such hour: %(a)s")),
    (r"(?P<a>'.*') was not understood; write for example (?P<b>.*)",
     gettext_noop("%(a)s was not understood; write for example %(b)s")),
    (r"no slot of the mission is at (?P<a>'.*')", gettext_noop("no slot of the mission is at %(a)s")),
    (r"(?P<a>\d+) participants are called (?P<b>'.*') \((?P<c>.*)\); write the id",
     gettext_noop("%(a)s participants are called %(b)s (%(c)s); write the id")),
    (r"no participant (?P<a>'.*')", gettext_noop("no participant %(a)s")),
    (r"several of them have a (?P<a>'.*'); write it as (?P<b>.*)",
     gettext_noop("several of them have a %(a)s; write it as %(b)s")),
    (r"none of theirs is called (?P<a>'.*'); names stand in the sheet People",
     gettext_noop("none of theirs is called %(a)s; names stand in the sheet People")),
    (r"the language (?P<a>'.*') is not known; write a code such as ru, uz, kk, en",
     gettext_noop("the language %(a)s is not known; write a code such as ru, uz, kk, en")),
    (r"more than the most meetings \((?P<a>\d+) and (?P<b>\d+)\)",
     gettext_noop("more than the most meetings (%(a)s and %(b)s)")),
    (r"must not be empty", gettext_noop("must not be empty")),
    (r"(?P<a>'.*') stands there twice", gettext_noop("%(a)s stands there twice")),
    (r"one person of a company can be asked for, not (?P<a>'.*') and (?P<b>'.*')",
     gettext_noop("one person of a company can be asked for, not %(a)s and %(b)s")),
    (r"names (?P<a>\d+) slots; write the time at which it begins",
     gettext_noop("names more slots than one (%(a)s); write the time at which it begins")),
    (r"it is a must, and its participants must not meet",
     gettext_noop("it is a must, and its participants must not meet")),
    (r"the same meeting as in row (?P<a>\d+); a second one needs an id of its own",
     gettext_noop("the same meeting as in row %(a)s; a second one needs an id of its own")),
    (r"the same participants as in row (?P<a>\d+); a second meeting needs an id of its own",
     gettext_noop("the same participants as in row %(a)s; a second meeting needs an id of its own")),
    (r"no meeting (?P<a>'.*')", gettext_noop("no meeting %(a)s")),
    (r"no table (?P<a>'.*')", gettext_noop("no table %(a)s")),
    (r"it waits for itself in a circle \((?P<a>.*)\)",
     gettext_noop("it waits for itself in a circle (%(a)s)")),
    (r"Participants, (?P<a>.*), Not with: no other participant (?P<b>'.*')\.",
     gettext_noop("Participants, %(a)s, must not meet: no other participant %(b)s.")),
    (r"Participants, (?P<a>.*): at least (?P<b>\d+) meetings are asked for, (?P<c>\d+) are wished\.",
     gettext_noop("Participants, %(a)s: meetings asked for at least %(b)s, wished %(c)s.")),
)  # fmt: skip
LEFT_OUT, NOTE = gettext_noop("left out: %(what)s"), gettext_noop("note: %(what)s")
AT_ROW = gettext_noop("%(sheet)s, row %(row)s%(column)s: %(message)s")
_WHERE = re.compile(r"(?P<sheet>[^:]*?), row (?P<row>\d+)(?P<column>, [^:]*)?: (?P<message>.*)", re.DOTALL)
_SHEET = re.compile(r"(?P<sheet>[^:]+): (?P<message>.*)", re.DOTALL)


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern, re.DOTALL), words) for pattern, words in SAID)


def said(line: str, translate: Translate, lang: str) -> str:
    """One line of what is wrong, in the reader's language; what is not known here stays as it is."""
    for pattern, words in _patterns() if lang != "en" else ():
        if found := pattern.fullmatch(line):
            params = found.groupdict()
            if params.get("b") == KNOWN_SETTINGS:
                params["b"] = known_settings(lang)
            return translate(words) % params
    if found := _WHERE.fullmatch(line):
        parts = {**found.groupdict(""), "message": said(found["message"], translate, lang)}
        return translate(AT_ROW) % parts
    if found := _SHEET.fullmatch(line):
        return f"{found['sheet']}: {said(found['message'], translate, lang)}"
    return line


def said_all(text: str, translate: Translate, lang: str) -> str:
    """Several lines, each with what stands before it."""
    lines = [re.fullmatch(r"(\s*)(.*)", line, re.DOTALL) for line in text.splitlines()]
    return "\n".join(f"{found[1]}{said(found[2], translate, lang)}" for found in lines if found)
