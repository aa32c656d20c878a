"""Codes and parameters in sentences of Russian, Uzbek, Kazakh and English."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from egiz import atlas
from egiz.twinning._errors import TwinningError
from egiz.twinning.places import DATA

# Measured from a copy of a data set: its name and date stand behind the figure.
MEASURED = frozenset({"distance", "language", "language_none", "role", "airport"})
LANGUAGES = ("ru", "uz", "kk", "en")
Params = Mapping[str, str | int | float]


@cache
def _tables() -> dict[str, dict[str, dict[str, str]]]:
    tables: dict[str, dict[str, dict[str, str]]] = {
        name: json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
        for name in ("dossier", "sources")
    }
    return tables


@cache
def words(lang: str) -> Mapping[str, str]:
    """The room's words in one language.

    Raises
    ------
    TwinningError
        If the language is not one of ru, uz, kk, en.
    """
    if lang not in LANGUAGES:
        raise TwinningError(f"No words in {lang!r}; one of {', '.join(LANGUAGES)} is expected.")
    return _tables()["dossier"][lang]


def place_name(geonameid: int, lang: str) -> str:
    """The name of a place in a language, the best known one where it has none of that language."""
    return atlas.local_name(geonameid, lang).name


def country_name(code: str, lang: str) -> str:
    """The name of a country in a language."""
    record = atlas.countries().get(code)
    return code if record is None else atlas.local_name(record.geonameid, lang).name


def country_names(codes: str, lang: str) -> str:
    """Names of several countries, in the alphabet of the language."""
    return ", ".join(sorted(country_name(code, lang) for code in codes.split(", ")))


def number(value: float, lang: str, decimals: int | None = None) -> str:
    """A figure with the separators of the language: 343,500 or 343 500; `decimals` of them where given."""
    text = f"{value:,.10g}" if decimals is None else f"{value:,.{decimals}f}"
    return text if lang == "en" else text.replace(",", "\u00a0").replace(".", ",")


def day(text: str, lang: str) -> str:
    """A date, month, year or span of them as the language writes it; "no date" for none."""
    if not text:
        return words(lang)["no_date"]
    if "/" in text:
        first, _, last = text.partition("/")
        return f"{day(first, lang)} – {day(last, lang)}"
    if len(text) == 4:
        return text
    from babel.dates import format_date, format_skeleton  # noqa: PLC0415 - only for a date in words

    if len(text) == 7:
        return str(format_skeleton("yMMMM", dt.date.fromisoformat(f"{text}-01"), locale=lang))
    return str(format_date(dt.date.fromisoformat(text), format="long", locale=lang))


def source_name(source: str, lang: str) -> str:
    """A source in the reader's language where it has a name there; else as it calls itself."""
    if not source:
        return words(lang)["no_source"]
    known = _tables()["sources"].get(source, {})
    return known.get(lang) or words(lang).get(source, source)


def translated(text: str, lang: str) -> str:
    """A text that ships, in the reader's language; any other text as it is."""
    return _tables()["sources"].get(text, {}).get(lang) or text


def quoted(text: str, lang: str) -> str:
    """A note in the reader's language; one that exists in English only stands as a quotation."""
    if not text or lang == "en":
        return text
    known = translated(text, lang)
    return known if known != text else f"«{text}»"


def cited(date: str | None, source: str | None, lang: str) -> str:
    """Date and source as they stand in brackets behind a value."""
    return f"{source_name(source or '', lang)}, {day(date or '', lang)}"


def criterion_name(criterion: str, lang: str) -> str:
    """A criterion in words; a tag after the colon too."""
    said = words(lang)
    head, _, tag = criterion.partition(":")
    name = said.get(head, head)
    return f"{name}: {tag_names(tag, lang)}" if tag else name


def tag_names(tags: str, lang: str) -> str:
    """Tags in words: "oil_gas" is "oil and gas"."""
    said = words(lang)
    return ", ".join(said.get(tag, tag.replace("_", " ")) for tag in tags.split(", "))


def language_names(codes: str, lang: str) -> str:
    """Language codes in words of a language: "ru" is "орыс тілі" or "русский"."""
    from babel import Locale  # noqa: PLC0415 - only where languages are told

    known = Locale(lang).languages
    return ", ".join(str(known.get(code, code)) for code in codes.split(", "))


def _looked_up(ending: str) -> Callable[[Any, str], str]:
    return lambda value, lang: words(lang).get(f"{value}{ending}", str(value))


_WRITERS: dict[str, Callable[[Any, str], str]] = {
    "criterion": criterion_name,
    "status": _looked_up("_status"),
    "tie": _looked_up("_tie"),
    "country": country_names,
    "shared": language_names,
    "tags": tag_names,
    "day": day,
    "source": source_name,
    "values": lambda value, _lang: str(value),
}


def _written(key: str, value: str | float, params: Params, lang: str) -> str:
    known = params.get("place" if key == "name" else f"{key}_id")
    if isinstance(known, int):
        return place_name(known, lang)
    if writer := _WRITERS.get(key):
        return writer(value, lang)
    if isinstance(value, (int, float)):
        return number(value, lang)
    return words(lang).get(str(value), str(value))


class _Filled(dict[str, str]):
    """Figures of a sentence; one that an older record does not hold reads as unknown."""

    def __init__(self, lang: str) -> None:
        super().__init__()
        self.lang = lang

    def __missing__(self, _key: str) -> str:
        return words(self.lang)["unknown"]


def sentence(code: str, params: Params, lang: str) -> str:
    """One reason in a language; TwinningError where there is no such language."""
    said = words(lang)
    filled = _Filled(lang)
    filled.update({key: _written(key, value, params, lang) for key, value in params.items()})
    for key in params:
        head, underscore, tail = key.rpartition("_")
        if tail == "source":
            date = str(params.get(f"{head}{underscore}date", ""))
            filled[f"{head}{underscore}cited"] = cited(date, str(params[key]), lang)
    if "word" in params:
        pattern = said.get(f"pw_{params['word']}", said["unknown"])
        filled["what"] = pattern.format_map(filled)
    times = params.get("times")
    if isinstance(times, int | float):
        filled["times_word"] = said.get(f"times_{_plural(times, lang)}", "")
        code = f"{code}_same" if times == 1 else code
    text = said[f"r_{code}"].format_map(filled)
    return f"{text} ({filled['cited']})" if code in MEASURED and "cited" in filled else text


def _plural(value: float, lang: str) -> str:
    """The form of CLDR that a number takes in a language; a fraction has one of its own in Russian."""
    from babel import Locale  # noqa: PLC0415 - only where a number has a word behind it

    return str(Locale(lang).plural_form(int(value) if value == int(value) else value))
