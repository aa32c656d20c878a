"""What the papers of a journey print: people, days, costs; frozen data that validates itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from egiz.documents._errors import DocumentError


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who travels. Nationality is an ISO 3166-1 alpha-2 code; empty where it must not be printed."""

    name: str
    position: str = ""
    organisation: str = ""
    role: str = ""
    nationality: str = ""
    languages: tuple[str, ...] = ()
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a day; times are those of the place, ``who`` is empty where everybody goes.

    ``kind`` is visit, company, office, sight, event, block or travel; ``mode`` says how one travels.
    """

    starts: dt.datetime
    ends: dt.datetime
    kind: str
    title: str
    place: str = ""
    note: str = ""
    mode: str = ""
    who: tuple[str, ...] = ()
    changed: bool = False
    uid: str = ""

    def __post_init__(self) -> None:
        if self.starts.tzinfo is None or self.ends.tzinfo is None:
            raise DocumentError(
                f"“{self.title}”: a time needs its offset, for example 2026-12-09T10:00+05:00."
            )
        if self.ends < self.starts:
            raise DocumentError(f"“{self.title}” ends at {self.ends} before it starts at {self.starts}.")


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the programme; ``night`` names where the delegation sleeps."""

    date: dt.date
    entries: tuple[Entry, ...]
    night: str = ""


@dataclass(frozen=True, slots=True)
class Passed:
    """A city on the way, where it lies, and whether it is on our side."""

    name: str
    lat: float
    lon: float
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Ride:
    """A way between two of the cities passed, by their positions in the list."""

    origin: int
    destination: int
    mode: str = ""


@dataclass(frozen=True, slots=True)
class Programme:
    """A delegation's programme: who, which days, where it comes from.

    Parameters
    ----------
    title, purpose
        What the journey is called and what it is for.
    days, members
        In order.
    zones
        The zones of the times in words, e.g. ``("Nukus (UTC+5)",)``.
    made_on
        The day printed as the day it was made.
    version
        Number of the version; None where there is only one.
    draft, sample
        Printed large: a draft binds nobody, a sample is invented.
    sender
        The organisation that sends the delegation.
    cities, rides
        The way, drawn where there are two cities at least.

    Raises
    ------
    DocumentError
        If there is no day or no title.
    """

    title: str
    days: tuple[Day, ...]
    made_on: dt.date
    members: tuple[Member, ...] = ()
    purpose: str = ""
    zones: tuple[str, ...] = ()
    version: int | None = None
    draft: bool = False
    sample: bool = False
    sender: str = ""
    cities: tuple[Passed, ...] = ()
    rides: tuple[Ride, ...] = ()

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise DocumentError("A programme needs a title.")
        if not self.days:
            raise DocumentError("A programme needs at least one day; make a plan first.")
        if any(
            not 0 <= end < len(self.cities) for one in self.rides for end in (one.origin, one.destination)
        ):
            raise DocumentError("A ride names a city that is not among those passed.")

    def of_person(self, name: str) -> Programme:
        """The same programme with only what that person takes part in.

        Raises
        ------
        DocumentError
            If nobody of that name travels.
        """
        if name not in {member.name for member in self.members}:
            raise DocumentError(f"{name} is not a member of this delegation.")
        days = tuple(
            replace(day, entries=tuple(e for e in day.entries if not e.who or name in e.who))
            for day in self.days
        )
        return replace(self, days=days)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that asks a host to receive the delegation; always a draft until a person sends it.

    Its number, and the office and name of who signs it, are blanks to fill in where they are not given.
    """

    host: str
    addressee: str
    sender: str
    title: str
    starts: dt.datetime
    ends: dt.datetime
    place: str
    zone: str
    made_on: dt.date
    members: tuple[Member, ...] = ()
    purpose: str = ""
    contact: str = ""
    sample: bool = False
    number: str = ""
    office: str = ""
    signer: str = ""

    def __post_init__(self) -> None:
        if not self.host.strip():
            raise DocumentError("A letter needs the host it is written to.")
        if not self.sender.strip():
            raise DocumentError("A letter needs the organisation that sends it.")


@dataclass(frozen=True, slots=True)
class CostLine:
    """What, how often, at which price, in which currency."""

    what: str
    kind: str
    quantity: Decimal
    price: Decimal
    currency: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class CostSheet:
    """The costs of a journey with the rates they are added up at.

    ``per_usd`` says how many units of a currency one US dollar buys; ``rates_as_of`` and ``rates_source`` say
    when and according to whom. A currency without a rate is added up by itself only.
    """

    title: str
    lines: tuple[CostLine, ...]
    currency: str
    made_on: dt.date
    per_usd: Mapping[str, Decimal] = field(default_factory=dict)
    rates_as_of: dt.date | None = None
    rates_source: str = ""
    budget: Decimal | None = None
    sample: bool = False

    def __post_init__(self) -> None:
        if self.per_usd and not (self.rates_as_of and self.rates_source):
            raise DocumentError("Rates need the day they are of and who published them.")
        for line in self.lines:
            if line.quantity < 0 or line.price < 0:
                raise DocumentError(f"“{line.what}”: quantity and price are 0 or more.")
