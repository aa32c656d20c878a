"""What stands around a name in letters and tables: prepositions, postcodes, the region behind it."""

import re
from dataclasses import dataclass
from functools import lru_cache

from egiz.atlas._kind_words import stems
from egiz.text.folding import plain

_BEFORE = """
в во из изо у к ко от ото до под подо на около близ возле через за о об обо по при с со для между и
in from to at near of around via between and
"""
_PREPOSITIONS = frozenset(plain(word) for word in _BEFORE.split())
_POSTCODE = re.compile(r"\b(?:[A-ZА-Я]\d{2}[A-ZА-Я]\d[A-ZА-Я]\d|\d{5,6})\b")
_BRACKETS = re.compile(r"\s*\(([^()]+)\)")
# "город Атырау Атырауской области": the region stands behind without a comma.
_REGION_BEHIND = re.compile(r"(?i)^(.*\w)\s+([\w-]+(?:ской|ская)\s+обл(?:асти|асть|\.?))$")
_APART = re.compile(r"\s*(?:[/|;]| [–—-] )\s*")
# A word cut to its first letters: what it may stand for before a name.
_SHORT = {
    "с": ("санкт-", "северо-"), "спб": ("санкт-петербург",), "н": ("нижний ", "нижние "), "ниж": ("нижний ",),
    "в": ("великий ", "верхний ", "верхняя "), "вел": ("великий ",), "ст": ("старый ",), "нов": ("новый ",),
    "у": ("усть-",), "усть": ("усть-",), "к": ("куня-",), "п": ("петро",), "ю": ("южно-",),
    "б": ("большой ",),
    "st": ("saint ", "sankt "), "s": ("sankt-",), "n": ("nizhny ", "new "), "u": ("ust-",),
    "алма": ("алма-",), "ростов": ("ростов-на-",),
}  # fmt: skip
_CUT = re.compile(r"^(\w{1,6})\.[\s-]*(?=\w)|^([нсву])[\s-]+(?=\w{4})")
_ON_DON = re.compile(r"^(ростов\w*)[\s-]+(?:н/д|н/дону|на[\s-]дону)$")
_ADJECTIVE = re.compile(r"(?<=[сц]к)(ой|ую|ого|ому|ом|им|ою)$")
_FULL_ADJECTIVE = re.compile(r"(?:ом|ем|ого|его|ому|ему|ым|им)$")


@dataclass(frozen=True, slots=True)
class Written:
    """A name as it was written, taken apart: the name, and what stands behind commas."""

    name: str
    around: tuple[str, ...]


@lru_cache(maxsize=16384)
def parts_of(text: str) -> Written:
    """
    Separate an address into its parts, without its postcode.

    Parameters
    ----------
    text
        "Ургенч, Хорезмская область", "060011, г. Атырау, Казахстан" …

    Returns
    -------
    Written
        The first part, and the others in their order.
    """
    # What stands in brackets says where it is: "Шевченко (Казахстан)".
    text = _BRACKETS.sub(r", \1", text)
    bare = _POSTCODE.sub(" ", text) if any(ch.isdigit() for ch in text) else text
    behind = _REGION_BEHIND.match(bare)
    if behind and any(plain(word) not in _PREPOSITIONS and len(word) > 2 for word in behind[1].split()):
        bare = f"{behind[1]}, {behind[2]}"
    found = [part.strip() for part in bare.split(",") if any(ch.isalnum() for ch in part)]
    if not found:
        return Written(text.strip(), ())
    return Written(found[0], tuple(found[1:]))


def alternatives(text: str) -> list[str]:
    """The names on either side of a stroke: "Nukus/Нукус" is two spellings of one place."""
    if _ON_DON.match(plain(text)):  # the stroke of "Ростов н/Д" shortens, it does not part two names
        return []
    found = [part for part in _APART.split(text) if any(ch.isalnum() for ch in part)]
    return found if len(found) > 1 else []


def without_preposition(text: str) -> str | None:
    """The name behind a preposition ("в Атырау"); None where nothing stands before it."""
    first, space, rest = text.strip().partition(" ")
    if not space or plain(first) not in _PREPOSITIONS or not rest.strip():
        return None
    return rest.strip()


def spelled_out(text: str) -> list[str]:
    """Names that a shortened one may stand for: "С.-Петербург" is "санкт-петербург"."""
    low = plain(text)
    if on_don := _ON_DON.match(low):
        return [f"{on_don[1]}-на-дону"]
    cut = _CUT.match(low)
    if cut is None:
        return [_SHORT[low][0]] if low == "спб" else []
    return [long + low[cut.end() :] for long in _SHORT.get(cut[1] or cut[2], ())]


def _after_adjective(first: str, last: str) -> list[str]:
    full = _FULL_ADJECTIVE.search(first)
    if full is None:
        return []
    behind = (last, *stems(last))
    return [f"{first[: full.start()]}{ending} {word}" for ending in ("ий", "ый", "ое") for word in behind]


def declined(text: str) -> list[str]:
    """Base forms that Russian words before the last may have: "в Нижнем Новгороде", "Атырауской области"."""
    words = plain(text).split(" ")
    found = []
    adjective = _ADJECTIVE.search(words[-1])
    if adjective is not None:
        stem = words[-1][: adjective.start()]
        found += [" ".join([*words[:-1], stem + ending]) for ending in ("ая", "ий", "ое")]
    if len(words) == 2:
        found += _after_adjective(*words)
    full = _FULL_ADJECTIVE.search(words[0]) if len(words) == 1 else None
    if full is not None and full.start() >= 3:  # "в Рудном", "из Грозного"
        found += [words[0][: full.start()] + ending for ending in ("ый", "ий", "ое")]
    head, hyphen, tail = plain(text).partition("-на-")
    if hyphen and head.endswith(("е", "а", "у")):
        found.append(f"{head[:-1]}{hyphen}{tail}")
    return found
