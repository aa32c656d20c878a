"""What "your country" and "our chamber" mean in the mouth of the one who speaks."""

from __future__ import annotations

import re
from functools import lru_cache

from egiz.minutes.places import country_name
from egiz.minutes.report import Person
from egiz.minutes.russian.models import load_models
from egiz.minutes.russian.noun_phrases import inflect

_LAND = re.compile(
    r"(?i)\b(?P<whose>ваш|наш)(?:а|у|ей|ею)\s+(?P<land>стран(?:а|у|е|ы|ой)|республик(?:а|у|е|и|ой)|держав(?:а|у|е|ы|ой))\b"
)
_CASES = {"а": "Nom", "у": "Acc", "е": "Loc", "ы": "Gen", "и": "Gen", "ой": "Ins"}
_OURS = re.compile(
    r"(?i)\b(?P<whose>наш|ваш)(?:а|у|ей|ею|его|ему|им|ем|и|их|ими|е)?\s+(?P<what>[А-ЯЁ][\w-]+(?:\s+[\w-]+){0,2}?\s*(?:палат|консульств|посольств|хокимият|акимат|министерств)\w*)"
)


def resolve_pronouns(title: str, speaker: Person | None, listener: Person | None) -> str:
    """The title with "your country" and "our chamber" said by name.

    Parameters
    ----------
    title : str
        The name of a task in the speaker's words.
    speaker, listener : Person or None
        Who speaks, and who is spoken to; without them, or where their country is unknown, nothing is changed.
    """
    lands = {"наш": _country_of(speaker), "ваш": _country_of(listener)}

    def land(match: re.Match[str]) -> str:
        name = lands[match["whose"].lower()]
        ending = re.sub(r"(?i)^(?:стран|республик|держав)", "", match["land"]).lower()
        return inflect(name, "NOUN", _CASES[ending], "Sing", "", "Nom") if name else match[0]

    def body(match: re.Match[str]) -> str:
        name = lands[match["whose"].lower()]
        return f"{match['what']} {inflect(name, 'NOUN', 'Gen', 'Sing', '', 'Nom')}" if name else match["what"]

    return _OURS.sub(body, _LAND.sub(land, title))


def _country_of(person: Person | None) -> str | None:
    return _country_in(f"{person.role or ''} {person.organisation or ''}") if person else None


@lru_cache(maxsize=1_000)
def _country_in(words: str) -> str | None:
    """The first country named in somebody's role, in the nominative."""
    for word in re.findall(r"[А-ЯЁ][а-яё]{3,}", words):
        for parse in load_models().words.parse(word)[:3]:
            name = str(parse.normal_form).capitalize()
            if country_name(name):
                return name
    return None
