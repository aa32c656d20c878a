"""The list of facts: by place and indicator, the desk's beside those that ship, and where they disagree."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from egiz import atlas
from egiz.desk.core.domain.places import local_name
from egiz.desk.core.templatetags.egiz import number, partial_day
from egiz.desk.twinnings.domain import facts, indicators, translations
from egiz.desk.twinnings.domain.fact_entry import Stated
from egiz.desk.twinnings.models import Boundary, Comparison, PlaceFact, SourceClass

if TYPE_CHECKING:
    from egiz.atlas.facts import Conflict, Fact, Facts

BEYOND_WORDS = 100  # times larger: the per cent between such values say nothing
PAIRS_SHOWN = 4  # of values that disagree; with more, the rest stands in the table anyway
FOUND = 30  # places that a name in the search box may mean
TAGS_OFFERED = ("oil_gas", "tourism", "chemicals", "textile", "cars", "logistics")
UNITS_OFFERED = ("people", "% of output", "% of employed", "km2", "bln KZT", "bln UZS")


def places_called(name: str) -> list[int]:
    """Return the places with a fact, own or shipped, that a name in any script may mean, best first."""
    try:
        meant = [match.place.geonameid for match in atlas.find(name, limit=FOUND)]
    except atlas.NoNameError:
        return []
    named = PlaceFact.objects.filter(place_name__icontains=name).values_list("place_id", flat=True)
    own = set(PlaceFact.objects.filter(place_id__in=meant).values_list("place_id", flat=True))
    spoken_of = own | {fact.place for fact in atlas.facts_io.shipped_facts()}
    return list(dict.fromkeys([*(place for place in meant if place in spoken_of), *named.distinct()]))


def places_with_own() -> list[int]:
    """List the places that the desk has facts about, by name."""
    pairs = PlaceFact.objects.order_by("place_name", "place_id").values_list("place_id", "place_name")
    return list(dict.fromkeys(place for place, _name in pairs.distinct()))


def places_of(comparison: Comparison) -> list[int]:
    """List the places of a comparison: our city and its region first, then the candidates in view."""
    shown = [row["geonameid"] for row in comparison.result.get("candidates", [])]
    ids = [comparison.city_id, *comparison.named, *shown]
    with_regions = []
    for place in ids:
        region = atlas.region_of(place)
        with_regions += [place, region.geonameid] if region else [place]
    return list(dict.fromkeys(with_regions))


def listed(places: Sequence[int]) -> list[dict[str, Any]]:
    """Return each place with what is known of it, in the order given; a place without facts is left out."""
    own = list(PlaceFact.objects.filter(place_id__in=places).select_related("entered_by").order_by("id"))
    known = facts.known_facts(own)
    rows: dict[Fact, PlaceFact] = {}
    for row in own:
        rows.setdefault(facts.as_fact(row), row)
    blocks = ((place, known.about(place)) for place in places)
    return [_block(place, about, known, rows) for place, about in blocks if about]


def _block(
    place: int, about: Collection["Fact"], known: "Facts", rows: dict["Fact", PlaceFact]
) -> dict[str, Any]:
    order = [*indicators.LABELS, *sorted({fact.indicator for fact in about} - set(indicators.LABELS))]
    disputes = known.conflicts(place)
    groups = []
    for indicator in order:
        stated = [fact for fact in about if fact.indicator == indicator]
        if stated:
            pairs = [pair for pair in disputes if pair.a.indicator == indicator]
            first = known.reading(place, indicator).first if len(stated) > 1 else None
            groups.append(
                {
                    "label": indicators.label(indicator),
                    "facts": [_fact(fact, rows.get(fact), first=fact == first) for fact in stated],
                    "disputes": [_dispute(pair) for pair in pairs[:PAIRS_SHOWN]],
                    "more": max(0, len(pairs) - PAIRS_SHOWN),
                }
            )
    return {"id": place, "name": local_name(place), "region": _region(place), "groups": groups}


def _region(place: int) -> str:
    found, region = atlas.place(place), atlas.region_of(place)
    return ", ".join([local_name(region.geonameid), found.country] if region else [found.country])


def value_text(fact: "Fact") -> str:
    """Write a value with its unit."""
    if isinstance(fact.value, str):
        return indicators.value(fact.indicator, fact.value)
    said, unit = number(fact.value), indicators.unit(fact.unit)
    return f"{said}{unit}" if unit == "%" else f"{said} {unit}".strip()


def _fact(fact: "Fact", row: PlaceFact | None, *, first: bool) -> dict[str, Any]:
    return {
        "value": value_text(fact),
        "as_of": partial_day(fact.as_of),
        "boundary": Boundary(fact.boundary).label,
        "source": fact.source,
        "url": fact.source_url,
        "source_class": SourceClass(fact.source_class).label,
        "doubt": fact.doubt,
        "note": fact.note,
        "first": first,
        "row": row,
    }


def _dispute(pair: "Conflict") -> str:
    low, high = sorted((pair.a, pair.b), key=lambda fact: fact.number or 0.0)
    return _("%(low)s – %(high)s: %(percent)s%% more for the same boundary (%(boundary)s)") % {
        "low": _cited(low),
        "high": _cited(high),
        "percent": number(round(100 * (pair.ratio - 1))) if pair.ratio < BEYOND_WORDS else "∞",
        "boundary": Boundary(low.boundary).label,
    }


def _cited(fact: "Fact") -> str:
    source = translations.source(fact.source)
    cited = ", ".join(filter(None, (partial_day(fact.as_of) or pgettext("a figure", "no date"), source)))
    return f"{value_text(fact)} ({cited})"


def previewed(stated: Sequence[Stated]) -> list[dict[str, Any]]:
    """Return the facts that a table would bring in."""
    return [
        _fact(each.fact, None, first=False)
        | {
            "place": f"{local_name(each.place.id, each.place.name)}, {each.place.country}",
            "label": indicators.label(each.fact.indicator),
        }
        for each in stated
    ]


def known_words() -> list[str]:
    """List the tags that a form offers."""
    return [translations.tags(code) for code in TAGS_OFFERED]


def known_units() -> list[str]:
    """List the units that a form offers."""
    return [indicators.unit(code) for code in UNITS_OFFERED]
