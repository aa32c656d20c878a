"""What a language's reader hands to `read` before places are resolved."""

from __future__ import annotations

from dataclasses import dataclass, field

from egiz.minutes.report import OrganisationKind, Person, Promise

Offsets = tuple[int, int]


@dataclass(slots=True)
class Parts:
    """Commitments, people, and names of places and organisations with offsets."""

    promises: list[Promise] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    organisations: list[tuple[str, OrganisationKind, tuple[str, ...], int, int]] = field(default_factory=list)
    places: list[tuple[str, int, int]] = field(default_factory=list)
    sentences: list[Offsets] = field(default_factory=list)

    def add(self, other: Parts) -> None:
        """Take in what another reader found."""
        self.promises += other.promises
        self.people += other.people
        self.organisations += other.organisations
        self.places += other.places
        self.sentences += other.sentences

    def sort(self) -> None:
        """Put all that has offsets into the order of the text."""
        self.promises.sort(key=lambda one: one.start)
        self.organisations.sort(key=lambda one: one[3])
        self.places.sort(key=lambda one: one[1])
        self.sentences.sort()
