"""What makes a fact: the engine's rules for each field and those of several fields, in the reader's words."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from egiz import atlas
from egiz.atlas._errors import FactError
from egiz.atlas.facts import Fact
from egiz.desk.core.domain.places import PlaceMatch, found, local_name, resolve
from egiz.desk.twinnings.domain import indicators
from egiz.desk.twinnings.models import Boundary, PlaceFact, SourceClass
from egiz.text import plain

if TYPE_CHECKING:
    from egiz.atlas.facts import Fact

SHARE_LIMIT = 100.0
_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")

Given = Mapping[str, str]
Places = dict[tuple[str, str], "PlaceMatch | ValidationError"]


@dataclass(frozen=True)
class Stated:
    """A fact that keeps every rule, and the place it speaks of."""

    place: PlaceMatch
    fact: "Fact"


def checked(given: Given, places: Places | None = None) -> Stated:
    """Make a fact of what a person or a table gives, in words of any of the four languages.

    Raises
    ------
    ValidationError
        With every field that breaks a rule and what would be right there.
    """
    text = {name: str(value or "").replace("\0", "").strip() for name, value in given.items()}
    readers: dict[str, Callable[[], Any]] = {
        "place": lambda: _place(text, {} if places is None else places),
        "indicator": lambda: _indicator(text.get("indicator", "")),
        "value": lambda: _value(text.get("value", "")),
        "as_of": lambda: _as_of(text.get("as_of", "")),
        "boundary": lambda: _word("boundary", text.get("boundary", ""), Boundary.UNCLEAR),
        "source_class": lambda: _word("source_class", text.get("source_class", ""), SourceClass.PRESS),
        "source": lambda: _probed("source", text.get("source", "")),
        "source_url": lambda: _probed("source_url", text.get("source_url", "")),
        "rounding": lambda: _rounding(text.get("rounding", "")),
        "unit": lambda: text.get("unit", ""),
        "doubt": lambda: text.get("doubt", ""),
        "note": lambda: text.get("note", ""),
    }
    read: dict[str, Any] = {}
    wrong: dict[str, Any] = {}
    for name, reader in readers.items():
        try:
            read[name] = _short(name, reader())
        except ValidationError as error:
            wrong[name] = error
    wrong |= _together(read)
    if wrong:
        raise ValidationError(wrong)
    return _stated(read)


def _stated(read: dict[str, Any]) -> Stated:
    place: PlaceMatch = read.pop("place")
    try:
        return Stated(place, Fact(place=place.id, **read))
    except FactError as error:  # a rule that the checks of single fields do not know yet
        raise ValidationError({error.field if error.field in read else "value": str(error)}) from error


def _short(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    field: Any = PlaceFact._meta.get_field(name)  # noqa: SLF001 - Django's public way to a field
    limit = field.max_length
    if len(value) > limit:
        raise ValidationError(_("Longer than %(limit)s characters.") % {"limit": limit})
    return value


def _place(text: Given, places: Places) -> PlaceMatch:
    name, number = text.get("place", ""), text.get("geonameid", "")
    if not number and name.isdecimal():
        number = name
    if number:
        try:
            return found(atlas.place(int(number)))
        except (ValueError, atlas.UnknownPlaceError) as error:
            raise ValidationError(
                _("The atlas knows no place with the GeoNames id %(id)s.") % {"id": number}
            ) from error
    if not name:
        raise ValidationError(_("Say which place it is about."))
    key = (name, text.get("country", "").upper())
    if key not in places:
        try:
            places[key] = resolve(*key)
        except ValidationError as error:
            places[key] = error
    known = places[key]
    if isinstance(known, ValidationError):
        raise known
    return known


def _indicator(text: str) -> str:
    if not text:
        raise ValidationError(_("Say what is stated: population, a sector, a share of a branch."))
    return str(_probed("indicator", indicators.code("indicator", text) or plain(text)))


def _value(text: str) -> float | str:
    try:
        number = atlas.facts_io.parse_number(text)
    except FactError as error:
        raise ValidationError(
            _("“%(text)s” may mean thousands or a fraction. Write thousands with a space: 335 000; a "
              "fraction with another digit: 335,0.") % {"text": text}
        ) from error  # fmt: skip
    return _probed("value", text if number is None else number)


def _as_of(text: str) -> str:
    day = _DAY.fullmatch(text)
    iso = f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}" if day else text
    return str(_probed("as_of", iso))


def _rounding(text: str) -> float:
    number = _value(text) if text else 0.0
    if isinstance(number, str) or number < 0:
        raise ValidationError(_("Half of the last digit given, as a number: 50 for 153.8 thousand."))
    return number


def _word(kind: str, text: str, default: str) -> str:
    if not text:
        return str(default)
    choices = Boundary.choices if kind == "boundary" else SourceClass.choices
    known = indicators.code(kind, text)
    if known is None:
        right = indicators.listed(choices)
        raise ValidationError(
            _("“%(word)s” is not known here; write one of: %(right)s.") % {"word": text, "right": right}
        )
    return known


def _probed(name: str, value: Any) -> Any:
    """Ask the engine about one field alone, so that all wrong fields are named at once."""
    try:
        replace(Fact("population", 1, 1.0, "", "", "probe"), **{name: value})
    except FactError as error:
        raise ValidationError(complaint(name)) from error
    return value


def complaint(name: str) -> str:
    """Say what would be right in a field that the engine refuses."""
    right = {
        "indicator": _("Write one short name in small letters."),
        "value": _("Write a number or a word."),
        "source": _("Say who says so: a number without a source is not a fact."),
        "source_url": _("An address begins with http:// or https://."),
        "as_of": _(
            "Write a year, a month, a day or a span of them: 2024, 2024-04, 2024-04-01, 2024-01/2024-06."
        ),
    }
    return right[name]


def _together(read: dict[str, Any]) -> dict[str, Any]:
    """Check the fields that only make sense together, and write units and tags as rankings know them."""
    wrong: dict[str, Any] = {}
    indicator, value = read.get("indicator", ""), read.get("value")
    read["unit"] = unit = indicators.code("unit", read.get("unit", "")) or read.get("unit", "")
    if indicator == "population":
        read["unit"] = unit or "people"
        wrong |= _heads(value, read["unit"])
    elif indicator in indicators.SHARES:
        wrong |= _share(value, unit)
    elif indicator in indicators.TAGGED and isinstance(value, str):
        read["value"] = indicators.code("tag", value) or plain(value).replace(" ", "_")
    elif indicator == "sector" and value is not None:
        wrong["value"] = _("A sector is a word, such as tourism; a share is entered under its branch.")
    place = read.get("place")
    if (
        place is not None
        and place.level == "region"
        and read.get("boundary") in {Boundary.CITY, Boundary.DISTRICT}
    ):
        wrong["boundary"] = _("%(place)s is a region: what is known of a city is entered under the city.") % {
            "place": local_name(place.id, place.name)
        }
    return wrong


def _heads(value: Any, unit: str) -> dict[str, Any]:
    if unit != "people":
        return {"unit": _("Population is counted in people: 335 000 people, not 335 thousand.")}
    if isinstance(value, str):
        return {"value": _("Population is a number.")}
    if value is not None and (value < 0 or not value.is_integer()):
        return {
            "value": _(
                "Population is a whole number of people; if the source gives thousands, write them out."
            )
        }
    return {}


def _share(value: Any, unit: str) -> dict[str, Any]:
    wrong: dict[str, Any] = {}
    if isinstance(value, str) or (value is not None and not 0 <= value <= SHARE_LIMIT):
        wrong["value"] = _("A share is a number from 0 to 100.")
    if not unit.startswith("%"):
        # xgettext:no-python-format (a per cent sign, not a placeholder)
        wrong["unit"] = _("Say of what it is a share: % of output, % of employed.")
    return wrong
