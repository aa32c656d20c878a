"""What is wrong with a list of companies, in the reader's language: our English sentences as patterns."""

from __future__ import annotations

import re
from functools import cache

from egiz.text.marking import Translate, gettext_noop

SAID = (
    (r"must not be empty; the row is left out", gettext_noop("must not be empty; the row is left out")),
    (r"(?P<a>'.*') is taken by a row above; give each (?:company|firm) its own",
     gettext_noop("%(a)s is taken by a row above; give each company its own")),
    (r"(?P<a>'.*') is not a whole number; the default is used",
     gettext_noop("%(a)s is not a whole number; the default is used")),
    (r"(?P<a>'.*') is unknown; use one of (?P<b>.*)", gettext_noop("%(a)s is unknown; use one of %(b)s")),
    (r"(?P<a>'.*') is not an OKED/NACE code such as (?P<b>\S+)",
     gettext_noop("%(a)s is not an OKED/NACE code such as %(b)s")),
    (r"(?P<a>'.*') is not an HS code of 2, 4, 6, 8 or 10 digits such as (?P<b>\S+)",
     gettext_noop("%(a)s is not an HS code of 2, 4, 6, 8 or 10 digits such as %(b)s")),
    (r"(?P<a>\d+) codes say nothing about a (?:company|firm); give at most (?P<b>\d+)",
     gettext_noop("%(a)s codes say nothing about a company; give at most %(b)s")),
    (r"limits must satisfy 0 <= min <= max, not (?P<a>-?\d+) and (?P<b>-?\d+)",
     gettext_noop("the fewest meetings (%(a)s) must not be above the most (%(b)s)")),
    (r"(?P<a>'.*') lost its leading nought; read as (?P<b>\S+)",
     gettext_noop("%(a)s lost its leading nought; read as %(b)s")),
    (r"(?P<a>'.*') is read as (?P<b>\S+); if it was (?P<c>\S+), write (?P<d>\S+)",
     gettext_noop("%(a)s is read as %(b)s; if it was %(c)s, write %(d)s")),
    (r"(?P<a>'.*') has eleven digits; read as (?P<b>\S+)",
     gettext_noop("%(a)s has eleven digits; read as %(b)s")),
    (r"(?P<a>'.*') was shortened by a table program; read as (?P<b>\S+)",
     gettext_noop("%(a)s was shortened by a table program; read as %(b)s")),
    (r"(?P<a>'.*') has lost digits in a table program; write the number as text",
     gettext_noop("%(a)s has lost digits in a table program; write the number as text")),
    (r"(?P<a>'.*') is a date that a table program made; write the code as text",
     gettext_noop("%(a)s is a date that a table program made; write the code as text")),
    (r"(?P<a>'.*') is not a two-letter code such as KZ",
     gettext_noop("%(a)s is not a two-letter code such as KZ")),
    (r"(?P<a>'.*'|\".*\") says more than is kept; the rest is left out",
     gettext_noop("%(a)s says more than is kept; the rest is left out")),
    (r"(?P<a>'.*') is not an e-mail address such as (?P<b>\S+)",
     gettext_noop("%(a)s is not an e-mail address such as %(b)s")),
)  # fmt: skip
AT_ROW = gettext_noop("%(file)s: row %(row)s, %(field)s: %(message)s")


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), words) for pattern, words in SAID)


def said(message: str, translate: Translate) -> str:
    """A remark in the reader's language; one that is not known stays as it is."""
    for pattern, words in _patterns():
        if found := pattern.fullmatch(message):
            return translate(words) % found.groupdict()
    return message
