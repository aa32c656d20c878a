"""Everything a criterion may look at, and the parts it answers with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from egiz.atlas.facts import Fact, Facts
from egiz.twinning.model import Evidence, Part, Reason, Tie
from egiz.twinning.places import Places

TIE_WEIGHT = {
    "agreement": 1.0, "existing": 0.9, "memorandum": 0.8, "planned": 0.4, "dormant": 0.3, "proposed": 0.0,
    "ended": 0.0,
}  # fmt: skip


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
    """Everything a criterion may look at."""

    places: Places
    city: int
    ties: Sequence[Tie] = ()
    facts: Facts = field(default_factory=Facts)
    regions: Mapping[tuple[str, str], int] = field(default_factory=dict)
    precedent: Mapping[int, tuple[float, float, int]] = field(default_factory=dict)
    precedent_reasons: Mapping[int, tuple[Reason, ...]] = field(default_factory=dict)
    languages: Mapping[str, frozenset[str]] = field(default_factory=dict)
    airports: Callable[[float, float], tuple[str, float] | None] = lambda _lat, _lon: None
    travel: Callable[[int], Travel | None] = lambda _candidate: None
    partners: Mapping[int, Mapping[int, Tie]] = field(init=False)

    def __post_init__(self) -> None:
        partners: dict[int, dict[int, Tie]] = {}
        for tie in self.ties:
            for here, there in ((tie.a, tie.b), (tie.b, tie.a)):
                known = partners.setdefault(here, {}).get(there)
                if known is None or TIE_WEIGHT[tie.status] > TIE_WEIGHT[known.status]:
                    partners[here][there] = tie
        self.partners = partners

    def region(self, geonameid: int) -> int | None:
        """GeoNames id of the region a city lies in, where facts or links speak of that region."""
        row = self.places.row(geonameid)
        code = self.places.admin1_codes[self.places.admin1[row]]
        country, _, admin1 = code.partition(".")
        return self.regions.get((country, admin1))

    def name(self, geonameid: int) -> str:
        return self.places.names[self.places.row(geonameid)]


def unknown(criterion: str, unit: str = "", reasons: tuple[Reason, ...] = ()) -> Part:
    """A part that says: not enough data."""
    return Part(criterion, None, unit, None, None, None, 0.0, "unknown", reasons=reasons)


def spread(
    criterion: str, shown: Evidence, scores: Sequence[float], evidence: tuple[Evidence, ...], reason: Reason
) -> Part:
    # The first score belongs to the value that is used; the others only widen the range.
    conflict = len({round(score, 9) for score in scores}) > 1
    return Part(
        criterion,
        shown.value,
        shown.unit,
        shown.as_of,
        shown.source,
        scores[0],
        0.0,
        "conflict" if conflict else "known",
        min(scores),
        max(scores),
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
