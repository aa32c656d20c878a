"""Named organisations in Uzbek, Kazakh and English."""

from __future__ import annotations

import re

from egiz.minutes.light.people import FoundPerson
from egiz.minutes.light.rules import Language
from egiz.minutes.light.text import fold
from egiz.minutes.organisations import organisation_kind
from egiz.minutes.places import is_place
from egiz.minutes.report import OrganisationKind

_AND = frozenset({"va", "hamda", "ва", "ҳамда", "және", "мен", "пен", "бен", "and"})
# "At the forum", "in the talks": the first word of a sentence, not of a name.
_LOCATIVE = re.compile(r"(?i)(?:da|ga|dan|да|га|дан|де|те|та|ға|ге|қа|ке|ден)\Z")


def find_organisations(
    text: str, language: Language, blocks: list[tuple[int, int]], people: list[FoundPerson]
) -> list[tuple[str, OrganisationKind, tuple[str, ...], int, int]]:
    """Named organisations with offsets."""
    found = []
    for start, end in blocks:
        folded = fold(text, start, end, language.code)
        for match in language.organisations.finditer(folded.plain):
            a, b = folded.back(*match.span())
            inside = [stop for _, begin, stop in people if a <= begin < b]
            if inside and (tail := re.match(r"[\s,]*(?:va|ва|және|and)\s+", text[max(inside) : b])):
                a = max(inside) + tail.end()
            a = _after_opening(
                text, a, b, opens=a == start or text[a - 2 : a - 1] in ".!?", english=language.verb_first
            )
            name = " ".join(re.sub(r"(?i)^the\s+", "", text[a:b]).split())
            if len(name.split()) < 2:
                continue
            found.append((name, organisation_kind(name), tuple(name.casefold().split()), a, b))
    return found


def _after_opening(text: str, start: int, end: int, *, opens: bool, english: bool) -> int:
    """Where a name begins behind the capital letter that only opens its sentence."""
    words = text[start:end].split(maxsplit=1)
    if len(words) < 2 or english:
        return start
    first, rest = words
    idle = first.casefold() in _AND or _LOCATIVE.search(first)
    if idle or (opens and is_place(rest.split()[0]) and not is_place(first)):
        return end - len(rest)
    return start
