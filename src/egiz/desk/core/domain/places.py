"""Places as the desk writes them: found by any spelling, shown in the reader's language."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from egiz import atlas
from egiz.desk.core.domain.folding import fold

COUNTRY_CODE = 2  # letters


@dataclass(frozen=True)
class PlaceMatch:
    """A place that a person meant."""

    id: int
    name: str
    country: str
    level: str


def local_name(geonameid: int, fallback: str = "") -> str:
    """Return a place's name in the reader's language where the atlas knows one."""
    language = (get_language() or "en").split("-")[0]
    try:
        names = atlas.names(geonameid)
    except atlas.UnknownPlaceError:
        return fallback or str(geonameid)
    if language in names:
        return names[language]
    # What a person wrote stays; the atlas's own name gives way to one in the reader's letters, as on paper.
    written = fallback and fallback != atlas.place(geonameid).name
    return fallback if written else atlas.local_name(geonameid, language).name


def named_place(geonameid: int | None, written: str) -> str:
    """Return a place as it was written, in the reader's language where nothing but its name was written."""
    if geonameid is None or not written:
        return written
    try:
        names = {fold(name) for name in (*atlas.names(geonameid).values(), atlas.place(geonameid).name)}
    except atlas.UnknownPlaceError:
        return written
    return local_name(geonameid, written) if fold(written) in names else written


def place_of(geonameid: int | None) -> Any:
    """Return the atlas's place, or nothing where the number is missing or unknown."""
    if geonameid is None:
        return None
    try:
        return atlas.place(geonameid)
    except atlas.UnknownPlaceError:
        return None


def found(place: Any) -> PlaceMatch:
    return PlaceMatch(place.geonameid, place.name, place.country, place.level)


def resolve(text: str, country: str = "", *, region: bool | None = None) -> PlaceMatch:
    """Find the one place meant by a name; an unclear name names the alternatives.

    `region` says which is meant where a region and a city share a name: the region, or the city.

    Raises
    ------
    ValidationError
        If nothing has that name, or several places do, or only a place of the other sort does.
    """
    name, _comma, code = text.strip().rpartition(",")
    if name and len(code.strip()) == COUNTRY_CODE:
        text, country = name, code.strip().upper()
    try:
        resolution = atlas.resolve(text.strip(), country=country or None)
    except atlas.NoNameError as error:
        raise ValidationError(_("A place is written with letters.")) from error
    if resolution.place is None:
        raise ValidationError(
            _("No place called “%(name)s” is known. Check the spelling, or add the country: “Nukus, UZ”.")
            % {"name": text}
        )
    if region is not None and (resolution.place.level == "region") != region:
        return _of_sort(text, resolution, region=region)
    if resolution.ambiguous:
        others = "; ".join(
            f"{match.place.name} ({match.place.admin1_name}, {match.place.country})"
            for match in resolution.alternatives[:4]
        )
        raise ValidationError(
            _("“%(name)s” may be one of several places: %(others)s. Write it more fully, or add its country.")
            % {"name": text, "others": others}
        )
    return found(resolution.place)


def _of_sort(text: str, resolution: Any, *, region: bool) -> PlaceMatch:
    for match in resolution.alternatives:
        if (match.place.level == "region") == region and match.place.level != "country":
            return found(match.place)
    if region:
        raise ValidationError(
            _("“%(name)s” is not a region. A region is compared with regions.") % {"name": text}
        )
    raise ValidationError(_("“%(name)s” is not a city. A city is compared with cities.") % {"name": text})
