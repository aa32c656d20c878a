"""What a language's reader hands to `read` before places are resolved."""

from __future__ import annotations

from dataclasses import dataclass, field

from egiz.minutes.report import Commitment, OrganisationKind, Person

Offsets = tuple[int, int]


@dataclass(slots=True)
class Parts:
    """Commitments, people, and names of places and organisations with offsets."""

    commitments: list[Commitment] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    organisations: list[tuple[str, OrganisationKind, tuple[str, ...], int, int]] = field(default_factory=list)
    places: list[tuple[str, int, int]] = field(default_factory=list)
    sentences: list[Offsets] = field(default_factory=list)
