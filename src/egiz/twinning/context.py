"""Everything a criterion may look at, and the parts it answers with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Protocol

from egiz import atlas
from egiz.atlas.facts import Boundary, Fact, Facts, Reading
from egiz.twinning.model import ACTIVE, Evidence, Level, Part, Partner, Reason, Tie, Twins
from egiz.twinning.places import Places, Spot, kilometres, spot_of

TIE_WEIGHT = {
    "agreement": 1.0, "existing": 0.9, "memorandum": 0.8, "planned": 0.4, "dormant": 0.3, "proposed": 0.0,
    "ended": 0.0,
}  # fmt: skip


# Of two records of one link the one of an act that somebody saw tells more than "said to exist".
TELLING = ("agreement", "memorandum", "dormant", "ended", "existing", "planned", "proposed")
POPULATION_SOURCE = "GeoNames (CC BY 4.0)"
Population = tuple[tuple[float, ...], tuple[Evidence, ...], bool]


class Travel(Protocol):
    """Time from door to door as the caller's network knows it."""

    @property
    def hours(self) -> tuple[float, float, float]:
        """Low, usual, high."""

    @property
    def mode(self) -> str:
        """The mode that takes most kilometres: road, rail, air, sea."""

    @property
    def unknown_since(self) -> date | None:
        """From which day it is not known whether a crossing on the way is open."""


@dataclass
class Context:
    """Everything a criterion may look at; distances and airports are measured for all candidates at once."""

    places: Places
    city: int
    candidates: Sequence[int]
    level: Level = "city"
    ties: Sequence[Tie] = ()
    facts: Facts = field(default_factory=Facts)
    precedent: Mapping[int, tuple[float, float, int]] = field(default_factory=dict)
    precedent_reasons: Mapping[int, tuple[Reason, ...]] = field(default_factory=dict)
    languages: Mapping[str, frozenset[str]] = field(default_factory=dict)
    travel: Callable[[int], Travel | None] = lambda _candidate: None
    our_shares: dict[str, dict[str, Fact]] | None = None
    _spots: dict[int, Spot] = field(default_factory=dict)
    # Parts that many candidates share, such as the languages of a country.
    shared_parts: dict[tuple[str, str], Part] = field(default_factory=dict)

    def spot(self, geonameid: int) -> Spot:
        """Name, country and position of a city or region."""
        found = self._spots.get(geonameid)
        if found is None:
            found = self._spots[geonameid] = spot_of(geonameid)
        return found

    @cached_property
    def home(self) -> Spot:
        """Our own place."""
        return self.spot(self.city)

    @cached_property
    def our_population(self) -> Population:
        """What is known of our own size, read once."""
        return self.population(self.city)

    def population(self, geonameid: int) -> Population:
        """Values to reckon with (the one to use first), all evidence, whether it conflicts.

        A doubted value and one of another boundary are evidence to show, not to reckon with.
        """
        boundary: Boundary = "region" if self.level == "region" else "city"
        reading = self.facts.reading(geonameid, "population", boundary)
        if reading.first is not None and reading.first.number:
            shown = (reading.first, *(f for f in reading.facts if f is not reading.first))
            evidence = tuple(map(as_evidence, shown))
            return tuple(_values(reading, reading.first)), evidence, reading.status == "conflict"
        heads = 0.0 if self.level == "region" else float(self.places.population[self.places.row(geonameid)])
        if heads <= 0:
            return (), (), False
        return (heads,), (Evidence(int(heads), "people", None, POPULATION_SOURCE),), False

    @cached_property
    def km(self) -> Mapping[int, float]:
        """Great-circle distance of every candidate."""
        spots = [self.spot(gid) for gid in self.candidates]
        return dict(zip(self.candidates, kilometres(self.home, spots), strict=True))

    @cached_property
    def airports(self) -> Mapping[int, tuple[str, float]]:
        """Code and distance of the airport nearest to every candidate."""
        from egiz.twinning.airports import nearest_airports  # noqa: PLC0415 - only where it has a weight

        found = nearest_airports([self.spot(gid) for gid in self.candidates])
        return dict(zip(self.candidates, found, strict=True))

    @cached_property
    def links(self) -> Mapping[int, Mapping[int, tuple[Tie, ...]]]:
        """Every record of the links of our place, the candidates and the regions; the most telling first."""
        asked = {self.city, *self.candidates}
        found: dict[int, dict[int, list[Tie]]] = {}
        for tie in self.ties:
            for here, there in ((tie.a, tie.b), (tie.b, tie.a)):
                if here in asked or tie.level == "region":
                    found.setdefault(here, {}).setdefault(there, []).append(tie)
        return {a: {b: ordered(ties) for b, ties in ends.items()} for a, ends in found.items()}

    def evidence(self, geonameid: int) -> Mapping[int, Tie]:
        """The twins of a place that may speak for another twinning: in force, both ends sure."""
        if geonameid not in self._evidence:
            self._evidence[geonameid] = {
                other: ties[0]
                for other, ties in self.links.get(geonameid, {}).items()
                if ties[0].is_evidence and ties[0].status in (ACTIVE | {"planned", "dormant"})
            }
        return self._evidence[geonameid]

    @cached_property
    def _evidence(self) -> dict[int, Mapping[int, Tie]]:
        return {}

    @cached_property
    def degrees(self) -> Mapping[int, int]:
        """How many twins on record every place has."""
        pairs = {(min(t.a, t.b), max(t.a, t.b)) for t in self.ties if t.is_evidence and t.status in ACTIVE}
        return Counter(end for pair in pairs for end in pair)

    def partners(self, geonameid: int) -> tuple[Partner, ...]:
        """The twins that a place has or had, those in force first."""
        found = []
        for other, ties in self.links.get(geonameid, {}).items():
            twinned = tuple(tie for tie in ties if tie.is_partnership)
            if twinned:
                spot = self.spot(other)
                found.append(Partner(other, spot.name, spot.country, twinned))
        found.sort(key=lambda partner: (not partner.is_active, partner.country, partner.name))
        return tuple(found)

    def twins(self, geonameid: int) -> Twins:
        """The twins in force of a place."""
        return Twins(tuple(partner for partner in self.partners(geonameid) if partner.is_active))

    def region(self, geonameid: int) -> int | None:
        """GeoNames id of the region a city lies in, where the atlas holds that region."""
        if self.level == "region":
            return None
        code = self.places.admin1_codes[self.places.admin1[self.places.row(geonameid)]]
        return self._regions.get(code)

    @cached_property
    def _regions(self) -> dict[str, int]:
        return {f"{place.country}.{place.admin1}": place.geonameid for place in atlas.regions()}

    def name(self, geonameid: int) -> str:
        return self.spot(geonameid).name


def ordered(ties: Sequence[Tie]) -> tuple[Tie, ...]:
    """Records of one link, the most telling first: a twinning, a signed one, one with a date, the newest."""
    return tuple(sorted(ties, key=_telling))


def _telling(tie: Tie) -> tuple[bool, bool, int, bool, str]:
    order = TELLING.index(tie.status)
    return tie.kind != "twinning", bool(tie.doubt), order, not tie.as_of, tie.source or ""


def _values(reading: Reading, first: Fact) -> dict[float, None]:
    """The value to use first and those that contradict, each once, without the doubted."""
    rivals = [fact for c in reading.conflicts for fact in (c.a, c.b)]
    return {f.number: None for f in (first, *rivals) if f.number and not f.doubt}


def unknown(criterion: str, unit: str = "", reasons: tuple[Reason, ...] = ()) -> Part:
    """A part that says: not enough data."""
    return Part(criterion, None, unit, None, None, None, 0.0, "unknown", reasons=reasons)


def spread(
    criterion: str, shown: Evidence, scores: Sequence[float], evidence: tuple[Evidence, ...], reason: Reason
) -> Part:
    # The first score belongs to the value that is used; the others only widen the range.
    low, high = min(scores), max(scores)
    return Part(
        criterion,
        shown.value,
        shown.unit,
        shown.as_of,
        shown.source,
        scores[0],
        0.0,
        "conflict" if high - low > 1e-9 else "known",
        low,
        high,
        evidence,
        (reason,),
    )


def as_evidence(fact: Fact) -> Evidence:
    """A fact of the atlas as evidence."""
    return Evidence(
        fact.value,
        fact.unit,
        fact.as_of or None,
        fact.source,
        fact.boundary,
        fact.source_url,
        fact.doubt,
        fact.note,
    )
