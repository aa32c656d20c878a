"""What a fact may state, in words: what rankings look at, and what else ships with the atlas."""

from collections.abc import Iterable, Mapping
from functools import cache

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from egiz.desk.twinnings.domain import words
from egiz.desk.twinnings.models import Boundary, SourceClass

OKED = "oked:"
KNOWN: dict[str, Promise] = {
    "population": _("Population"),
    "sector": _("Sector"),
    "university": _("University"),
    "sight": _("Sight"),
    "diaspora": _("Diaspora"),
    "climate": _("Climate"),
}
SECTIONS: dict[str, Promise] = {
    "a": _("Agriculture, forestry and fishing"),
    "b": _("Mining and quarrying"),
    "c": _("Manufacturing"),
    "d": _("Electricity, gas, steam"),
    "e": _("Water supply, sewerage, waste"),
    "f": _("Construction"),
    "g": _("Trade, repair of vehicles"),
    "h": _("Transport and storage"),
    "i": _("Accommodation and food"),
    "j": _("Information and communication"),
    "k": _("Finance and insurance"),
    "l": _("Real estate"),
    "m": _("Professional, scientific, technical activities"),
    "n": _("Administrative and support services"),
    "o": _("Public administration and defence"),
    "p": _("Education"),
    "q": _("Health and social work"),
    "r": _("Arts, entertainment, recreation"),
    "s": _("Other services"),
    "t": _("Households as employers"),
    "u": _("International organisations"),
}
SHARES: dict[str, Promise] = {OKED + letter: name for letter, name in SECTIONS.items()}
# Rankings do not look at these; they ship with the atlas and are read beside the others.
FURTHER: dict[str, Promise] = {
    "area": _("Area"),
    "density": _("Density of population"),
    "elevation": _("Height above the sea"),
    "grp": _("Gross regional product"),
    "grp_growth": _("Growth of gross regional product"),
    "grp_per_head": _("Gross regional product a head"),
    "grp_rank": _("Rank by gross regional product"),
    "grp_share": _("Share of the country's gross product"),
    "history": _("From its history"),
    "kazakh_population": _("Kazakhs who live there"),
    "language": _("Language spoken"),
    "oil_share": _("Share of oil and gas"),
    "population_at_most": _("Population at most"),
}
LABELS: Mapping[str, Promise] = {**KNOWN, **SHARES, **FURTHER}
UNITS: dict[str, Promise] = {
    **words.UNITS,
    "km2": pgettext_lazy("unit after a number", "km²"),
    "m": pgettext_lazy("unit after a number", "m"),
    "people per km2": pgettext_lazy("unit after a number", "people per km²"),
    # xgettext:no-python-format
    "% of output": pgettext_lazy("unit after a number", "% of output"),
    # xgettext:no-python-format
    "% of employed": pgettext_lazy("unit after a number", "% of employed"),
    "bln KZT": pgettext_lazy("unit after a number", "billion tenge"),
    "bln UZS": pgettext_lazy("unit after a number", "billion soum"),
    "thousand KZT": pgettext_lazy("unit after a number", "thousand tenge"),
}
# One word stands for many places; a name (of a university, a sight) stays as it is written.
TAGGED = frozenset({"sector", "diaspora"})


def label(indicator: str) -> str:
    """Name an indicator; one the desk made up by itself is written as it is."""
    if indicator in SHARES:
        return f"{indicator.removeprefix(OKED).upper()} · {SHARES[indicator]}"
    return str(LABELS.get(indicator, indicator.replace("_", " ")))


def unit(code: str) -> str:
    return str(UNITS.get(code, code))


def value(indicator: str, text: str) -> str:
    """Write a word as the reader's language does, where it is one of the known tags."""
    return words.tags(text) if indicator in TAGGED else text


@cache
def _spelled() -> dict[str, dict[str, str]]:
    # Tables come in any of the four languages, whatever the reader's is.
    kinds: dict[str, Mapping[str, object]] = {
        "indicator": LABELS,
        "unit": UNITS,
        "tag": words.TAGS,
        "boundary": dict(Boundary.choices),
        "source_class": dict(SourceClass.choices),
    }
    spelled: dict[str, dict[str, str]] = {kind: {} for kind in kinds}
    for language, _name in settings.LANGUAGES:
        with override(language):
            for kind, labels in kinds.items():
                spelled[kind].update({plain(str(said)): code for code, said in labels.items()})
            spelled["indicator"].update({plain(label(code)): code for code in SHARES})
    for kind, labels in kinds.items():
        spelled[kind].update({plain(code): code for code in labels})
    return spelled


def plain(text: str) -> str:
    """Fold case, apostrophes and spaces, so that headings and words can be told apart by their letters."""
    return " ".join(text.casefold().translate(str.maketrans("ʻʼ’‘`", "'''''")).split())


def code(kind: str, text: str) -> str | None:
    """Give the code of a word in any of the four languages: ``code("boundary", "область")`` is "region"."""
    return _spelled()[kind].get(plain(text))


def listed(kind: Iterable[tuple[str, object]]) -> str:
    """List the words of some choices for an error that says what would be right."""
    return ", ".join(str(said) for _code, said in kind)
