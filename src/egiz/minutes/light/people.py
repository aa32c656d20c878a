"""People, organisations and places in Uzbek, Kazakh and English."""

from __future__ import annotations

import re

from egiz.minutes._words import words
from egiz.minutes.light.rules import Language
from egiz.minutes.light.text import fold
from egiz.minutes.organisations import organisation_kind
from egiz.minutes.places import is_place, same_place
from egiz.minutes.report import OrganisationKind, Person

_CAPITAL = r"[^\W\d_a-zа-яёўқғҳәңөұүһі]"
_WORD = rf"{_CAPITAL}[\w'ʻʼ‘’-]+"
_NAME = re.compile(rf"(?P<name>{_WORD}\s+{_WORD}(?:\s+(?:qizi|oʻgʻli|o'g'li|ұлы|қызы))?)")
_INITIAL = re.compile(rf"(?<!\w)(?:{_CAPITAL}\.\s?){{1,2}}{_WORD}")
_CANDIDATE = re.compile(rf"(?<![\w-]){_CAPITAL}[\w'ʻʼ‘’]+(?:-{_CAPITAL}[\w'ʻʼ‘’]+)?")
_AND = frozenset({"va", "hamda", "ва", "ҳамда", "және", "мен", "пен", "бен", "and"})
_OFFICES = (("konsuli", "konsulxonasi"), ("консули", "консулхонаси"), ("консулы", "консулдығы"))
# "At the forum", "in the talks": the first word of a sentence, not of a name.
_LOCATIVE = re.compile(r"(?i)(?:da|ga|dan|да|га|дан|де|те|та|ға|ге|қа|ке|ден)\Z")
_ENDINGS = words(
    "da dan ga ka qa ning ni dagi gacha lik да дан га ка қа нинг ни даги гача лик "
    "де те та ден тен тан нан нен ға ге ке ның нің дың дің тың тің ны ні ды ді ты ті дағы дегі тағы тегі"
)
_LOOKUPS = 400
_PLACE_TAIL = re.compile(r"(?i)\s+(?:viloyati|вилояти|облысы|region|oblast|respublikasi|республикасы)\w*")
_STOP = words(
    "mart may kecha bugun shu bu u va yangi the a an in on at we our it this that by mr mrs dear as no both "
    "there deadline minutes call present decisions action send arrange to"
)

FoundPerson = tuple[Person, int, int]


def find_people(text: str, language: Language, blocks: list[tuple[int, int]]) -> list[FoundPerson]:
    """People named beside a role, or by initials; with the offsets of the name."""
    found: list[FoundPerson] = []
    for start, end in blocks:
        folded = fold(text, start, end, language.code)
        named = _INITIAL.finditer(text, start, end)
        found.extend((Person(match[0]), match.start(), match.end()) for match in named)
        for match in language.roles.finditer(folded.plain):
            role_start, role_end = folded.back(*match.span())
            if role_end - role_start and text[role_end : role_end + 1].isalpha():
                continue
            person = _beside(text, language, (start, end), (role_start, role_end))
            if person:
                found.append(person)
    best: dict[str, FoundPerson] = {}
    for one in sorted(found, key=lambda item: item[1]):
        key = one[0].name.split()[-1].casefold()
        known = best.get(key)
        if known is None or (len(one[0].name) > len(known[0].name) and "." in known[0].name):
            best[key] = one
    return list(best.values())


def _beside(
    text: str, language: Language, block: tuple[int, int], role: tuple[int, int]
) -> FoundPerson | None:
    after = re.compile(rf"\s+{_NAME.pattern}").match(text, role[1], block[1])
    before = re.compile(rf"{_NAME.pattern}\s*[,\n]\s*(?:the\s+)?\Z").search(text[block[0] : role[0]])
    if language.verb_first and before:
        start = block[0] + before.start("name")
        tail = re.compile(r"\s*(?:of|,)\s+(?P<body>(?:the\s+)?[\w\s'-]{3,60}?)(?=[.,;\n(]|\Z)").match(
            text, role[1], block[1]
        )
        organisation = tail["body"].strip() if tail else None
        return (
            Person(before["name"], text[role[0] : role[1]], organisation),
            start,
            block[0] + before.end("name"),
        )
    if after:
        lead = re.search(r"(?:[\w'ʻʼ‘’«»\"-]+\s+){1,5}\Z", text[block[0] : role[0]])
        title = text[role[0] : role[1]]
        organisation = _office(_trim_lead(lead[0]) if lead else None, title)
        return Person(after["name"], title, organisation), after.start("name"), after.end("name")
    return None


def _office(lead: str | None, role: str) -> str | None:
    """A consul's office is the consulate."""
    if lead is None:
        return None
    for ending, office in _OFFICES:
        if role.casefold().endswith(ending):
            return f"{lead} {role[: -len(ending)]}{office}"
    return lead


def _trim_lead(words: str) -> str | None:
    """The organisation before a role: from its first capital letter on."""
    kept = words.split()
    for at, word in reversed(list(enumerate(kept))):
        if word.casefold() in _AND:
            kept = kept[at + 1 :]
            break
    while kept and not kept[0][0].isupper() and kept[0][0] not in '«"':
        kept.pop(0)
    if len(kept) > 1 and _LOCATIVE.search(kept[0]):
        kept.pop(0)
    if kept and re.search(r"(?:ning|нинг)\Z", kept[-1]):
        kept.pop()  # "the chairman's deputy": his chamber stands before
    return " ".join(kept) or None


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


def _without_ending(word: str) -> str:
    """The bare name, if the atlas knows it without the case ending."""
    for ending in sorted(_ENDINGS, key=len, reverse=True):
        stem = word[: -len(ending)]
        if word.endswith(ending) and len(stem) > 3 and is_place(stem) and same_place(stem, word):
            return stem
    return word


def find_places(
    text: str, blocks: list[tuple[int, int]], taken: list[tuple[int, int]]
) -> list[tuple[str, int, int]]:
    """Capitalised words that the atlas knows, endings and all; people's names are left out."""
    found: list[tuple[str, int, int]] = []
    asked: dict[str, bool] = {}
    # «Orol Gaz» is a firm, not a lake.
    names = [match.span() for match in re.finditer(r"[«“\"][^«»“”\"\n]{2,40}[»”\"]", text)]
    for start, end in blocks:
        for match in _CANDIDATE.finditer(text, start, end):
            word = match[0]
            if any(a <= match.start() < b for a, b in [*taken, *names]) or word.casefold() in _STOP:
                continue
            if word not in asked and len(asked) < _LOOKUPS:
                asked[word] = is_place(word)
            if not asked.get(word, False):
                continue
            tail = _PLACE_TAIL.match(text, match.end(), end)
            stop = tail.end() if tail else match.end()
            name = " ".join(text[match.start() : stop].split()) if tail else _without_ending(word)
            found.append((name, match.start(), stop))
    return found
