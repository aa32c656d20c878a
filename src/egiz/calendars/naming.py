"""Comparing the names of events across languages and scripts.

Plain string similarity is the wrong tool: "Atyrau Oil & Gas 2026" and "… 2027" are nearly equal and differ, a
show's English and Russian names share no letter and are the same. So a name is taken apart into concepts
(oil, gas, Uzbekistan), proper names (innoprom) and what says nothing (international, exhibition), and years
and edition numbers are set aside.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import pairwise

from rapidfuzz.fuzz import ratio

from egiz.text.folding import sound

_WEIGHT = {"generic": 0.15, "sector": 1.0, "place": 0.5, "proper": 1.3, "body": 1.3}
# A city or country that only one of the names has says little: the other source may take it for granted.
_LONE_PLACE = 0.15
# What takes place beside a show and carries its name; a name without it is the show itself.
_BESIDE = frozenset({"council", "workshop", "dinner"})
# A fair is a kind of exhibition, a congress a kind of conference, a summit a kind of forum.
_FORMS = {
    **{form: form for form in ("exhibition", "forum", "conference", "festival", "week", "day", *_BESIDE)},
    "fair": "exhibition",
    "congress": "conference",
    "summit": "forum",
}
_JOINED = ("world", "build", "expo", "food", "fair")
_EDITION = re.compile(
    r"\b(\d{1,3})\s*(?:-?\s*(?:st|nd|rd|th)\b|-?(?:[яйе]|ая|ый|ой|го|chi|inchi|чи|шы|ші)\b)"
    r"|\b([IVXL]{2,7}|[VX])\b(?!\.)|^(I)(?= \w)"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart."""

    concepts: Mapping[str, str]
    proper: tuple[str, ...]
    forms: frozenset[str]
    acronyms: frozenset[str]
    initials: str
    edition: int | None
    years: frozenset[int]


@lru_cache(maxsize=1)
def _lexicon() -> tuple[dict[str, tuple[str, str]], int]:
    stems: dict[str, tuple[str, str]] = {}
    for kind, concepts in _data().items():
        if kind == "ordinal":
            continue
        for concept, words in concepts.items():
            stems |= {_plain(word): (kind, concept) for word in words if " " not in word}
    return stems, max(map(len, stems))


@lru_cache(maxsize=1)
def _data() -> dict[str, dict[str, list[str]]]:
    text = resources.files(__package__).joinpath("data/name_words.json").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, list[str]]] = json.loads(text)
    return loaded


@lru_cache(maxsize=1)
def _ordinals() -> tuple[re.Pattern[str], ...]:
    """The number of an edition in a word, from the first on: "Second", "Второй", "Екінші", "Ikkinchi"."""
    words = _data()["ordinal"].values()
    return tuple(re.compile(rf"\b(?:{'|'.join(each)})\b", re.IGNORECASE) for each in words)


@lru_cache(maxsize=1)
def _bodies() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Bodies of states by their full names, each with the letters that stand for it."""
    full = ((body, [word for word in words if " " in word]) for body, words in _data()["body"].items())
    return tuple(
        (body, re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\w*", re.IGNORECASE))
        for body, names in full
        if names
    )


_BARE = str.maketrans("áàâäåāéèêëíìîïıóòôöōúùûüūýńňñǵğşšçčž", "aaaaaaeeeeiiiiiooooouuuuuynnnggssccz")


@lru_cache(maxsize=200_000)
def _plain(word: str) -> str:
    # casefold() turns the Turkic dotted capital into i and a combining dot.
    return re.sub(r"[ʻʼ‘’'`´\u0307]", "", word.casefold()).translate(_BARE)


@lru_cache(maxsize=200_000)
def take_apart(text: str) -> Name:
    """Take a name apart into concepts, proper names, acronyms, edition and year."""
    years = frozenset(int(year) for year in _YEAR.findall(text))
    for number, ordinal in enumerate(_ordinals(), start=1):
        text = ordinal.sub(f"{number}th", text)
    edition = None
    for match in _EDITION.finditer(text):
        edition = edition or (int(match[1]) if match[1] else _roman(match[2] or match[3]))
    bare = _EDITION.sub(" ", _YEAR.sub(" ", text))
    for body, phrases in _bodies():
        bare = phrases.sub(body, bare)
    words = _words(bare)
    concepts: dict[str, str] = {}
    proper: dict[str, None] = {}
    for word in words:
        found = _concept(_plain(word))
        if found is not None:
            concepts.setdefault(found[1], found[0])
        elif len(word) > 1:
            proper.setdefault(sound(_plain(word)))
    acronyms = frozenset(
        sound(_plain(w)) for w in words if w.isupper() and 3 <= len(w) <= 6 and not _concept(_plain(w))
    )
    telling = [w for w in words if (_concept(_plain(w)) or ("", ""))[1] != "small" and not w.isupper()]
    initials = sound("".join(_plain(w)[0] for w in telling if _plain(w)))
    forms = frozenset(_FORMS[concept] for concept in concepts if concept in _FORMS)
    return Name(concepts, tuple(proper), forms, acronyms, initials, edition, years)


def _words(text: str) -> list[str]:
    words: list[str] = []
    for word in re.findall(r"[^\W\d_]+(?:[ʻʼ‘’'`´][^\W\d_]+)*", text):
        tail = next(
            (t for t in _JOINED if word.lower().endswith(t) and _concept(word[: -len(t)].lower())), ""
        )
        words += [word[: -len(tail)], word[-len(tail) :]] if tail else _compound(word)
    return words


@lru_cache(maxsize=100_000)
def _compound(word: str) -> list[str]:
    """Take a word apart that two known ones make, joined by a letter or none: нефтегазовый, кинофестиваль."""
    stems, longest = _lexicon()
    plain = _plain(word)
    for length in range(min(len(plain) - 3, longest), 2, -1):
        head, rest = stems.get(plain[:length]), plain[length:].removeprefix("е").removeprefix("о")
        second = next((rest[:n] for n in range(min(len(rest), longest), 2, -1) if rest[:n] in stems), "")
        if head and second and head[0] == "sector" and stems[second] != head and stems[second][0] != "body":
            return [plain[:length], second]
    return [word]


def _concept(word: str) -> tuple[str, str] | None:
    stems, longest = _lexicon()
    for length in range(min(len(word), longest), 0, -1):
        found = stems.get(word[:length])
        # Short words count whole only: "и" opens half the Russian dictionary; so do the letters of a body.
        if found is not None and found[0] == "body" and length < len(word):
            continue
        if found is not None and (length >= 4 or length == len(word) or (length == 3 and len(word) <= 5)):
            return found
    return None


def _roman(text: str) -> int | None:
    values = {"I": 1, "V": 5, "X": 10, "L": 50}
    total = 0
    for letter, following in zip(text, [*text[1:], ""], strict=True):
        value = values[letter]
        total += -value if values.get(following, 0) > value else value
    return total if 0 < total < 100 else None


@lru_cache(maxsize=200_000)
def similarity(one: str, other: str) -> float:
    """How far two names speak of the same thing, 0 to 1, whatever their languages and scripts.

    A title of several parts ("Energy Week / XVI Eurasian Forum") counts by the part that fits best, a little
    less than the whole would.
    """
    whole = _similarity(one, other)
    parts = [(a, b) for a in _parts(one) for b in _parts(other)] if whole < 0.9 else []
    return max([whole, *(0.9 * _similarity(a, b) for a, b in parts if (a, b) != (one, other))])


@lru_cache(maxsize=100_000)
def _parts(text: str) -> list[str]:
    pieces = [piece.strip() for piece in re.split(r"[/|:;«»“”\"()]|\s[-–—]\s", text)]
    return [text, *(piece for piece in pieces if piece != text and _telling(piece))]


def _telling(piece: str) -> bool:
    name = take_apart(piece)
    return bool(name.proper) or sum(kind == "sector" for kind in name.concepts.values()) >= 1


def _similarity(one: str, other: str) -> float:
    a, b = take_apart(_joined_like(one, other)), take_apart(_joined_like(other, one))
    shared, total = _proper_overlap(a, b)
    floor = _rare_words_speak(a, b, shared)
    for concept in sorted({*a.concepts, *b.concepts} - {"small"}):
        kind = a.concepts.get(concept) or b.concepts[concept]
        both = concept in a.concepts and concept in b.concepts
        weight = _WEIGHT[kind] if both or kind != "place" else _LONE_PLACE
        total += weight
        shared += weight if both else 0.0
    return max(shared / total if total else 0.0, floor, _acronym_speaks(a, b))


def _rare_words_speak(a: Name, b: Name, shared: float) -> float:
    """Two names that share a rare word speak of one thing, however much one of them explains."""
    if not shared:
        return 0.0
    if _extra(a, b) and _extra(b, a):
        return 0.5
    covered = round(shared / _WEIGHT["proper"]) == min(len(a.proper), len(b.proper))
    # A forum that carries a show's name may be the show, or take place beside it.
    same_form = not ((a.forms ^ b.forms) - {"exhibition"})
    return 0.82 if covered and same_form else 0.7


def told_alone(one: str, other: str) -> int:
    """How many of two names speak of something that is known and that the other does not speak of."""
    a, b = take_apart(one), take_apart(other)
    return _extra(a, b) + _extra(b, a)


def _extra(name: Name, other: Name) -> bool:
    """Whether a name tells something that the other one does not."""
    return any(k == "sector" and c not in other.concepts for c, k in name.concepts.items())


@lru_cache(maxsize=100_000)
def _folded_words(text: str) -> frozenset[str]:
    return frozenset(sound(_plain(word)) for word in re.findall(r"[^\W\d_]+", text))


@lru_cache(maxsize=100_000)
def _joined_words(text: str) -> frozenset[str]:
    words = re.findall(r"[^\W\d_]+(?: (?=[^\W\d_]))?", text)
    return frozenset(sound(_plain(a.strip() + b.strip())) for a, b in pairwise(words) if a.endswith(" "))


def _joined_like(text: str, other: str) -> str:
    """Write "Trans Logistica" as one word where the other name does."""
    words = _folded_words(other)
    if words.isdisjoint(_joined_words(text)):
        return text
    return re.sub(r"([^\W\d_]+) (?=([^\W\d_]+))", lambda m: m[1] if _glued(m, words) else m[0], text)


def _glued(match: re.Match[str], words: frozenset[str]) -> bool:
    return sound(_plain(match[1] + match[2])) in words


def _acronym_speaks(a: Name, b: Name) -> float:
    """An acronym that spells the other name speaks louder than one in both, which may be an organiser's."""
    if any(x in (a.initials, b.initials) for x in a.acronyms ^ b.acronyms):
        return 0.85
    return 0.7 if a.acronyms & b.acronyms else 0.0


def _proper_overlap(a: Name, b: Name) -> tuple[float, float]:
    rest = list(b.proper)
    shared = 0.0
    for word in a.proper:
        best = max(rest, key=lambda other: ratio(word, other), default="")
        # UzBuild is not KazBuild: what differs at the head of a coined word tells two shows apart.
        if best and (ratio(word, best) >= (78 if word[:2] == best[:2] else 95) or _grown(word, best)):
            rest.remove(best)
            shared += _WEIGHT["proper"]
    union = len(a.proper) + len(b.proper) - shared / _WEIGHT["proper"]
    return shared, union * _WEIGHT["proper"]


def _grown(one: str, other: str) -> bool:
    """Whether one word is the other with an ending of Uzbek or Kazakh: "baxshi", "baxshichilik"."""
    short, long = sorted((one, other), key=len)
    return len(short) > 5 and long.startswith(short)


@lru_cache(maxsize=200_000)
def contradictions(one: str, other: str) -> tuple[str, ...]:
    """What in the two names cannot be true of one event: "place", "sector", "form", "edition" or "year"."""
    a, b = take_apart(_joined_like(one, other)), take_apart(_joined_like(other, one))
    found = []
    for kind, code in (("place", "place"), ("sector", "sector"), ("body", "body")):
        left = {c for c, k in a.concepts.items() if k == kind}
        right = {c for c, k in b.concepts.items() if k == kind}
        # "Uzbekistan – Kazakhstan" and "Uzbekistan – Tajikistan" share one country and are two meetings.
        apart = not left & right if kind != "place" else bool(left - right and right - left)
        if left and right and apart:
            found.append(code)
    if (a.forms and b.forms and not a.forms & b.forms) or (a.forms ^ b.forms) & _BESIDE:
        found.append("form")
    # The number's ending may be lost where words are joined, so it is read from the names themselves.
    editions = {number for number in (take_apart(one).edition, take_apart(other).edition) if number}
    if len(editions) > 1:
        found.append("edition")
    if a.years and b.years and not a.years & b.years:
        found.append("year")
    return tuple(found)


@lru_cache(maxsize=200_000)
def keys(name: str) -> frozenset[str]:
    """What two names of one event share one of: a sector word, the head of a rare word, an acronym."""
    found = _telling_keys(name)
    series = series_of(name)
    return found | {f"series {series}"} if series else found


@lru_cache(maxsize=200_000)
def _telling_keys(name: str) -> frozenset[str]:
    parts = take_apart(name)
    found = {f"sector {concept}" for concept, kind in parts.concepts.items() if kind == "sector"}
    found |= {f"body {concept}" for concept, kind in parts.concepts.items() if kind == "body"}
    found |= {f"word {word[:2]}" for word in parts.proper}
    if not found:
        # "Astana International Forum" has nothing but its city and its form to go by.
        found = {f"plain {concept}" for concept in parts.concepts if concept != "small"}
    found |= {f"letters {letters}" for letters in (*parts.acronyms, parts.initials)}
    return frozenset(found | _joined_keys(name))


def _joined_keys(name: str) -> set[str]:
    """Keys by which "Trans Logistica" meets "TransLogistica", and "WorldFood" meets "World Food"."""
    whole = {sound(_plain(w)) for w in re.findall(r"[^\W\d_]{7,}", name) if _may_be_joined(w)}
    return {f"joined {word}" for word in _joined_words(name) | whole}


def _may_be_joined(word: str) -> bool:
    kind, _ = _concept(_plain(word)) or ("proper", "")
    return kind in ("proper", "sector")


@lru_cache(maxsize=1)
def _aliases() -> dict[str, list[str]]:
    text = resources.files(__package__).joinpath("data/series.json").read_text(encoding="utf-8")
    loaded: dict[str, list[str]] = json.loads(text)
    return loaded


@lru_cache(maxsize=100_000)
def series_of(name: str) -> str:
    """The known series a name belongs to, or nothing; two series that fit equally well are no answer."""
    own = _telling_keys(name)
    best = {
        key: max(0.0 if own.isdisjoint(_telling_keys(a)) else _fits(name, a) for a in aliases)
        for key, aliases in _aliases().items()
    }
    ranked = sorted(best, key=lambda key: -best[key])
    first, second = ranked[0], ranked[1]
    return first if best[first] >= 0.8 and best[first] - best[second] >= 0.15 else ""


def _fits(name: str, alias: str) -> float:
    return 0.0 if {"place", "sector", "form"} & set(contradictions(name, alias)) else similarity(name, alias)
