"""English titles from the ower's side: "a letter will be sent to …" is the task "Send a letter to …"."""

# ruff: noqa: E501 -- a list of stems is read as one line

from __future__ import annotations

import re

from egiz.minutes.light.tasks import DEED_WORDS

_IRREGULAR = {
    "sent": "send", "held": "hold", "made": "make", "put": "put", "given": "give", "done": "do", "paid": "pay",
    "bought": "buy", "found": "find", "brought": "bring", "written": "write", "drawn": "draw", "taken": "take",
    "kept": "keep", "built": "build", "set": "set", "met": "meet", "chosen": "choose", "shown": "show",
    "told": "tell", "led": "lead", "sought": "seek", "left": "leave", "begun": "begin", "run": "run",
    "sold": "sell", "spent": "spend", "laid": "lay", "read": "read", "cut": "cut", "dealt": "deal",
}  # fmt: skip
_PASSIVE = re.compile(
    r"(?i)\Abe\s+(?:(?:also|then|jointly|officially|fully)\s+)?(?P<done>[a-z]+)\b\s*(?P<rest>.*)\Z", re.DOTALL
)
_TO_BE = re.compile(
    r"(?i)\A(?P<what>.+?)\s*[–—-]?\s*\bto\s+be\s+(?P<done>[a-z]+)\b\s*(?P<rest>.*)\Z", re.DOTALL
)
_GERUND = re.compile(r"(?i)\A(?:the\s+)?(?P<done>[a-z]+ing)\s+(?:of\s+)?(?P<rest>\S.*)\Z", re.DOTALL)
_EMPTY_BRACKET = re.compile(r"\s*\(\s*(?:by|on|before)?\s*\)")


def task_title(words: str, subject: str) -> str:
    """A task's name from the words behind its modal verb.

    Parameters
    ----------
    words : str
        From the verb on: "be sent to all members", "holding a forum", "send the list".
    subject : str
        What stood before the verb; the object of a passive.

    Returns
    -------
    str
        With the verb in its plain form in front, as far as it is known.
    """
    words = _EMPTY_BRACKET.sub("", words).strip()
    passive = _PASSIVE.match(words)
    if passive and subject and (verb := plain_form(passive["done"])):
        return f"{verb} {subject} {passive['rest']}".strip()
    ahead = _TO_BE.match(words)
    if ahead and (verb := plain_form(ahead["done"])):
        what = ahead["what"].strip(" –—-:")
        return (
            f"{verb} {what[:1].lower() + what[1:] if what[1:2].islower() else what} {ahead['rest']}".strip()
        )
    gerund = _GERUND.match(words)
    if gerund and (verb := _of_gerund(gerund["done"])):
        return f"{verb} {gerund['rest']}"
    return words


def plain_form(participle: str) -> str | None:
    """The verb of a past participle, if it is one that a task can have: "organised" gives "organise"."""
    word = participle.casefold()
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if not word.endswith("ed"):
        return None
    return _known([word[:-1], word[:-2], word[:-3], word[:-3] + "y"]) or _guessed(word)


def _of_gerund(gerund: str) -> str | None:
    stem = gerund.casefold()[:-3]
    return _known([stem + "e", stem, stem[:-1]])


def _known(forms: list[str]) -> str | None:
    return next((form for form in forms if form in DEED_WORDS or form in _IRREGULAR.values()), None)


def _guessed(word: str) -> str:
    """A verb no list holds: "ied" is of "y", a single consonant behind a long vowel mostly of "e"."""
    if word.endswith("ied"):
        return word[:-3] + "y"
    return (
        word[:-1]
        if re.search(r"(?:[cgsuvz]|[aeiou][dklnrt]|at)ed\Z", word)
        and not word.endswith(("ened", "ered", "oted"))
        else word[:-2]
    )
