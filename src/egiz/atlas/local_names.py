"""Names of a place by language."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from egiz.atlas._data import columns, place, read_csv, row_of, wider
from egiz.atlas._index import index
from egiz.text.folding import fold
from egiz.text.uzbek import uzbek_to_cyrillic

Origin = Literal["curated", "cldr", "transliterated", "geonames"]

_TAGS = {"name_uz_Cyrl": "uz-Cyrl"}
_CYRILLIC_LANGUAGES = frozenset({"ru", "kk", "uz-Cyrl", "ky", "tg"})
_RUSSIAN_ONLY = re.compile(r"[а-яёА-ЯЁ -]+")


@dataclass(frozen=True, slots=True)
class LocalName:
    """
    A name in one language and where it comes from.

    Parameters
    ----------
    name
        The name itself.
    lang
        The language asked for, BCP 47.
    origin
        "curated" (written by hand), "cldr", "transliterated" (by rule from another script, to be checked by a
        reader of the language) or "geonames" (GeoNames' name, of no stated language).
    """

    name: str
    lang: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class FormerName:
    """
    A name that a place bore, with the years as far as a source gives them.

    Parameters
    ----------
    name
        In Russian or English.
    since, until
        Years; empty where the source gives none.
    source, source_url
        Who says so, and where it can be read.
    """

    name: str
    since: str
    until: str
    source: str
    source_url: str


@cache
def _former() -> dict[int, tuple[FormerName, ...]]:
    found: dict[int, list[FormerName]] = {}
    for row in read_csv("former.csv"):
        for name in f"{row['name_ru']}|{row['name_en']}".split("|"):
            said = FormerName(name, row["from"], row["to"], row["source"], row["source_url"])
            found.setdefault(int(row["geonameid"]), []).append(said)
    return {geonameid: tuple(names) for geonameid, names in found.items()}


def former_names(geonameid: int) -> tuple[FormerName, ...]:
    """
    The names that a place bore once, oldest source order, by no means complete.

    Parameters
    ----------
    geonameid
        GeoNames id.

    Returns
    -------
    tuple[FormerName, ...]
        With years and source.
    """
    return _former().get(geonameid, ())


@cache
def _table() -> dict[int, dict[str, LocalName]]:
    known: dict[int, dict[str, LocalName]] = {}
    sources: tuple[tuple[str, Origin], ...] = (
        ("countries.csv", "cldr"), ("regions.csv", "curated"), ("names.csv", "curated"),
    )  # fmt: skip
    for table, origin in sources:
        for row in read_csv(table):
            found = known.setdefault(int(row["geonameid"]), {})
            for column, text in row.items():
                if column.startswith("name_") and text:
                    lang = _TAGS.get(column, column.removeprefix("name_"))
                    found[lang] = LocalName(text.partition("|")[0], lang, origin)
    return known


def names(geonameid: int) -> dict[str, str]:
    """
    The names of a place by language, where known.

    Parameters
    ----------
    geonameid
        GeoNames id.

    Returns
    -------
    dict[str, str]
        BCP 47 tag → name ("ru", "kk", "uz", "uz-Cyrl", "kaa", "en" …). Countries from CLDR, regions and the
        cities of Kazakhstan, Uzbekistan and around from curated tables; empty for any other place. Uzbek
        Cyrillic is spelled from the Latin by rule where no table has it (``local_name`` tells which).

    Raises
    ------
    UnknownPlaceError
        When the atlas does not hold the id.
    """
    place(geonameid)
    found = {lang: known.name for lang, known in _table().get(geonameid, {}).items()}
    if "uz" in found:
        found.setdefault("uz-Cyrl", uzbek_to_cyrillic(found["uz"]))
    return found


def aliases(geonameid: int) -> tuple[str, ...]:
    """
    Every name of a place that the look-up knows, in any language and script, old ones among them.

    Parameters
    ----------
    geonameid
        GeoNames id.

    Returns
    -------
    tuple[str, ...]
        Without order or language.

    Raises
    ------
    UnknownPlaceError
        When the atlas does not hold the id.
    """
    wide = wider().places
    ids = [found.geonameid for found in wide]
    row = len(columns().geonameid) + ids.index(geonameid) if geonameid in ids else row_of(geonameid)
    return tuple(index().names(row))


def local_name(geonameid: int, lang: str) -> LocalName:
    """
    The best name of a place for a reader of one language, with its origin.

    Parameters
    ----------
    geonameid
        GeoNames id.
    lang
        BCP 47 tag: "ru", "kk", "uz", "uz-Cyrl", "kaa", "en" …

    Returns
    -------
    LocalName
        A curated or CLDR name; else one spelled by rule or one that GeoNames gives, and marked as such.

    Raises
    ------
    UnknownPlaceError
        When the atlas does not hold the id.
    """
    known = _table().get(geonameid, {})
    first = place(geonameid).name
    if lang in known:
        return known[lang]
    if lang == "uz-Cyrl" and "uz" in known:
        return LocalName(uzbek_to_cyrillic(known["uz"].name), lang, "transliterated")
    if lang in _CYRILLIC_LANGUAGES:
        cyrillic = [name for name in aliases(geonameid) if _RUSSIAN_ONLY.fullmatch(name)]
        same = [name for name in cyrillic if fold(name) == fold(first)]
        if cyrillic:
            return LocalName((same or cyrillic)[0], lang, "geonames")
    if lang not in _CYRILLIC_LANGUAGES and "en" in known:
        return LocalName(known["en"].name, lang, known["en"].origin)
    return LocalName(first, lang, "geonames")
