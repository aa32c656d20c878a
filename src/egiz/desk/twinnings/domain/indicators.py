"""Words for what facts state, and the codes of such words in any of the four languages."""

from collections.abc import Iterable, Mapping
from functools import cache

from django.conf import settings
from django.utils.translation import override

from egiz.desk.twinnings.domain import translations
from egiz.desk.twinnings.models import Boundary, SourceClass
from egiz.desk.twinnings.models.indicators import FURTHER, KNOWN, LABELS, OKED, SHARES, UNITS
from egiz.text import plain

__all__ = [
    "FURTHER",
    "KNOWN",
    "LABELS",
    "SHARES",
    "UNITS",
    "code",
    "label",
    "listed",
    "plain",
    "unit",
    "value",
]

# How tables write a unit beside the way the pages write it.
ALSO_WRITTEN = {
    "people": ("человек", "чел", "persons", "inhabitants", "nafar", "kishilar"),
    "km2": ("кв. км", "кв км", "sq km", "kv. km", "шаршы км"),
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
    if indicator == "language":
        return translations.languages(text)
    return translations.tags(text) if indicator in TAGGED else text


@cache
def _spelled() -> dict[str, dict[str, str]]:
    # Tables come in any of the four languages, whatever the reader's is.
    kinds: dict[str, Mapping[str, object]] = {
        "indicator": LABELS,
        "unit": UNITS,
        "tag": translations.TAGS,
        "boundary": dict(Boundary.choices),
        "source_class": dict(SourceClass.choices),
    }
    spelled: dict[str, dict[str, str]] = {kind: {} for kind in kinds}
    for language, _name in settings.LANGUAGES:
        with override(language):
            for kind, labels in kinds.items():
                spelled[kind].update({plain(str(said)): code for code, said in labels.items()})
            spelled["indicator"].update({plain(label(code)): code for code in SHARES})
    spelled["unit"].update({plain(word): code for code, alike in ALSO_WRITTEN.items() for word in alike})
    for kind, labels in kinds.items():
        spelled[kind].update({plain(code): code for code in labels})
    return spelled


def code(kind: str, text: str) -> str | None:
    """Return the code of a word in any of the four languages: ``code("boundary", "область")`` is "region"."""
    return _spelled()[kind].get(plain(text))


def listed(kind: Iterable[tuple[str, object]]) -> str:
    """List the words of some choices for an error that says what would be right."""
    return ", ".join(str(said) for _code, said in kind)
