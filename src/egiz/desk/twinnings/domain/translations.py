"""What the ranking says, in the reader's language: the engine gives codes and figures, the words are here."""

from babel import Locale
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy

from egiz.desk.twinnings.models.indicators import SECTIONS
from egiz.desk.twinnings.models.indicators import UNITS as FACT_UNITS

SECTIONS_NAMED = 3

CRITERIA: dict[str, Promise] = {
    "precedent": gettext_lazy("Precedent: how alike to pairs that did twin"),
    "distance": gettext_lazy("Distance"),
    "travel": gettext_lazy("Time on the way"),
    "size": gettext_lazy("Size"),
    "ties": gettext_lazy("Ties and shared partners"),
    "sector": gettext_lazy("Sectors in common"),
    "sector:oil_gas": gettext_lazy("Oil and gas"),
    "sector:tourism": gettext_lazy("Tourism"),
    "sector:logistics": gettext_lazy("Transport and logistics"),
    "language": gettext_lazy("Language"),
    "airport": gettext_lazy("Airport"),
    "role": gettext_lazy("Role in its region"),
    "university": gettext_lazy("University"),
    "climate": gettext_lazy("Climate"),
    "diaspora": gettext_lazy("Diaspora"),
    "sight": gettext_lazy("Sights"),
    "timezone": gettext_lazy("Time zone"),
}
GROUPS: dict[str, Promise] = {
    "likeness": gettext_lazy("Likeness"),
    "closeness": gettext_lazy("Closeness"),
    "ties": gettext_lazy("Ties"),
}
UNITS: dict[str, Promise] = {
    "km": gettext_lazy("km"),
    "h": pgettext_lazy("unit after a number", "h"),
    "people": pgettext_lazy("unit after a number", "people"),
    "links": pgettext_lazy("unit after a number", "links"),
    "languages": pgettext_lazy("unit after a number", "languages"),
    "rank": pgettext_lazy("unit after a number", "rank"),
}
TAGS: dict[str, Promise] = {
    "oil_gas": gettext_lazy("oil and gas"),
    "tourism": gettext_lazy("tourism"),
    "chemicals": gettext_lazy("chemicals"),
    "textile": gettext_lazy("textile"),
    "cars": gettext_lazy("cars"),
    "logistics": gettext_lazy("transport and logistics"),
    "kazakh": gettext_lazy("Kazakhs"),
    "capital": gettext_lazy("capital"),
    "first city of its region": gettext_lazy("first city of its region"),
    "other city": gettext_lazy("not the first city of its region"),
}
BOUNDARIES: dict[str, Promise] = {
    "district": pgettext_lazy("what a figure is about", "district"),
    "region": pgettext_lazy("what a figure is about", "region"),
    "region urban": pgettext_lazy("what a figure is about", "towns of the region"),
    "country": pgettext_lazy("what a figure is about", "country"),
    "unclear": pgettext_lazy("what a figure is about", "boundary unclear"),
}
# Only our own sources have words; everybody else's keep the name they have.
SOURCES: dict[str, Promise] = {
    "GeoNames coordinates, great circle": gettext_lazy("GeoNames coordinates, straight line"),
    "GeoNames populations within the region": gettext_lazy("GeoNames populations within the region"),
    "GeoNames and populations on record, within the region": gettext_lazy(
        "GeoNames and populations on record, within the region"
    ),
    "corridors": gettext_lazy("network of corridors"),
    "links on record": gettext_lazy("links on record"),
    "precedent model": gettext_lazy("likeness to recorded pairs"),
}
STATUS_WORDS: dict[str, Promise] = {
    "proposed": gettext_lazy("proposed"),
    "planned": gettext_lazy("planned"),
    "memorandum": gettext_lazy("memorandum signed"),
    "agreement": gettext_lazy("agreement signed"),
    "existing": gettext_lazy("said to exist"),
    "dormant": gettext_lazy("dormant"),
    "ended": gettext_lazy("ended"),
}


def criterion(code: str) -> str:
    """Name a criterion; a tag after the colon by its own word."""
    return str(CRITERIA.get(code) or tags(code.partition(":")[2]) or code)


def unit(code: str) -> str:
    return str(UNITS.get(code) or FACT_UNITS.get(code) or code)


def sections(letters: str) -> str:
    """Name sections of OKED (``B, C``), the first three."""
    first = letters.split(", ")[:SECTIONS_NAMED]
    return ", ".join(str(SECTIONS.get(letter.lower(), letter)) for letter in first)


def status(code: str) -> str:
    return str(STATUS_WORDS.get(code, code))


def tags(codes: str) -> str:
    """Write a list of tags (``oil_gas, tourism``) in words."""
    return ", ".join(str(TAGS.get(code, code.replace("_", " "))) for code in codes.split(", "))


def boundary(code: str) -> str:
    """Say what a figure is about where it is not the city itself."""
    return str(BOUNDARIES.get(code, ""))


def source(name: str | None) -> str:
    """Name a source in the reader's language where it has a name there."""
    known = SOURCES.get(name or "")
    return str(known) if known is not None else _translated(name or "")


def _translated(text: str) -> str:
    """Give a shipped text in the reader's language; what a person typed stays as it is."""
    from egiz.twinning.sentences import translated  # noqa: PLC0415 - the engine loads when a text is shown

    return translated(text, (get_language() or "en").split("-")[0])


def languages(codes: str) -> str:
    """Write language codes (``ru, kk``) as names in the reader's language."""
    known = Locale.parse((get_language() or "en").split("-")[0]).languages
    return ", ".join(str(known.get(code, code)) for code in codes.split(", ") if code)
