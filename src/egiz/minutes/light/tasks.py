"""Points of an English list of decisions: which of them are tasks."""

# ruff: noqa: E501 -- lists of words are filled to the edge

from __future__ import annotations

import re

from egiz.minutes._word_lists import words
from egiz.minutes.structure import is_labelled

DEED_WORDS = words(
    "add agree appoint approach arrange ask assess assign attend book bring build buy call check choose circulate collect compile complete conduct confirm consider contact continue "
    "coordinate create decide define deliver design determine develop discuss distribute draft draw email ensure establish examine exchange explore facilitate finalise finalize find follow "
    "forward get give hold host identify implement include inform introduce invite join launch liaise look maintain make meet monitor negotiate nominate notify obtain offer open organise organize "
    "pay plan prepare present produce promote propose provide publish put raise reach report request research resolve respond review revise schedule secure seek select send set share sign speak "
    "start strengthen study submit supply support take translate update use visit work write hire order print post renew register reserve remind recruit return run sell"
)
_TASK = re.compile(
    r"(?i)\b(?:will|shall|should|must|would)\s+(?!not\b)\w+|\b(?:is|are|be)\s+to\s+\w+|\bto\s+be\s+\w+ed\b|\b(?:agreed|decided|promised|asked|proposed)\s+to\s+\w+"
)
_NO_TASK = re.compile(
    r"(?i)\bbe\s+(?:re-?)?(?:appointed|elected|co-opted|noted|approved|received|confirmed|adopted|accepted|signed\s+as|taken\s+as\s+read|thanked|congratulated)\b"
)


def is_english_task(item: str) -> bool:
    """Whether a point of a list of decisions says what is to be done, as headings and reports do not."""
    if _NO_TASK.search(item):
        return False
    first = re.match(r"\W*(?:to\s+|please\s+)?(?P<word>[A-Za-z]+)", item)
    imperative = first is not None and first["word"].casefold() in DEED_WORDS
    assigned = re.match(r"(?:The\s+)?[A-Z][\w\s.,&'()-]{1,60}?\s+to\s+[a-z]+\b", item)
    doer = assigned is not None and not re.search(
        r"\b(?:was|were|had|has|have|referred|set|advised|welcomed|reported)\b", assigned[0]
    )
    return imperative or doer or bool(_TASK.search(item)) or is_labelled(item)
