"""What a logistics department asks of a way: papers and queues, cost per tonne, emissions.

Emissions are those of the UK's conversion factors for company reporting (see `LICENCE`), by length and load.
They are means of British vehicles, tank to wheel; what making the fuel adds is told where the edition has it.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal, cast

from egiz.corridors._errors import CorridorError
from egiz.corridors.answer import Leg, Option
from egiz.corridors.model import VehicleClass
from egiz.corridors.values import Status

DATA = Path(__file__).parent / "data"
LICENCE = "Contains public sector information licensed under the Open Government Licence v3.0."
LOADS: Mapping[str, float] = {"truck20": 20.0}
"""Tonnes a vehicle of the class carries; of other classes one has to say."""
OLD = 365
"""Days after which what was read of a rule is old."""
Per = Literal["t.km", "passenger.km", "vehicle.km"]


@dataclass(frozen=True, slots=True)
class Factor:
    """
    Kilograms of CO2 equivalent per unit of transport.

    Parameters
    ----------
    mode, vehicle
        What it is for.
    kg, upstream
        Tank to wheel; what making the fuel adds, None where it has not been read.
    per
        "t.km", "passenger.km" or "vehicle.km".
    name, edition, url
        As the table calls it, its year, its page.
    """

    mode: str
    vehicle: str
    kg: float
    upstream: float | None
    per: Per
    name: str
    edition: str
    url: str


@dataclass(frozen=True, slots=True)
class Emissions:
    """
    Kilograms of CO2 equivalent of a way.

    Parameters
    ----------
    kg
        Least and most: of some legs it is not known which of two factors holds.
    upstream
        Least and most that making the fuel adds; None where it is not known of every leg.
    complete
        False where a leg has no factor or no length: then it is at least so much.
    factors
        Those used, each once.
    """

    kg: tuple[float, float]
    upstream: tuple[float, float] | None
    complete: bool
    factors: tuple[Factor, ...]


@dataclass(frozen=True, slots=True)
class Demand:
    """
    What a border, a road or a country asks of who passes.

    Parameters
    ----------
    id, kind
        Short name; "queue", "permit", "fee", "toll", "document" or "registration".
    where
        When it concerns a way: "leaves KZ", "enters UZ", "through TM", "between KZ UZ" (either way), or
        "link" and ids of links.
    classes
        For whom.
    valid_from, valid_to
        First and last day, None where none is told.
    status, source, url, page_date, checked_on
        Who says so, the page, its day (empty where it has none), and when it was last read.
    text
        One sentence.
    """

    id: str
    kind: str
    where: str
    classes: tuple[VehicleClass, ...]
    valid_from: date | None
    valid_to: date | None
    status: Status
    source: str
    url: str
    page_date: str
    checked_on: date
    text: str

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on a day, as far as has been read."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )

    def is_old(self, day: date) -> bool:
        """Whether its page bears no date, or one so long before a day that it may not hold any more."""
        if not self.page_date:
            return True
        year, month, number = (*map(int, self.page_date.split("-")), 1, 1)[:3]
        return (day - date(year, month, number)).days > OLD


@dataclass(frozen=True, slots=True)
class PerTonne:
    """
    Dollars per tonne carried there.

    Parameters
    ----------
    there
        The way there alone.
    empty_back, loaded_back
        With the way back paid by the load there; shared with as much load back. None without a cost back.
    complete
        False where a part of the cost is unknown: then it is at least so much.
    """

    there: float
    empty_back: float | None
    loaded_back: float | None
    complete: bool


@cache
def factors() -> tuple[Factor, ...]:
    """The shipped factors."""
    return tuple(
        Factor(
            row["mode"], row["vehicle"], float(row["kg"]),
            float(row["upstream"]) if row["upstream"] else None, cast("Per", row["per"]),
            row["name"], row["edition"], row["url"],
        )
        for row in _rows("co2.csv")
    )  # fmt: skip


@cache
def demands() -> tuple[Demand, ...]:
    """The shipped demands."""
    return tuple(
        Demand(
            row["id"], row["kind"], row["where"],
            cast("tuple[VehicleClass, ...]", tuple(row["classes"].split())),
            _day(row["valid_from"]), _day(row["valid_to"]), cast("Status", row["status"]),
            row["source"], row["url"], row["page_date"], date.fromisoformat(row["checked_on"]), row["text"],
        )
        for row in _rows("demands.csv")
    )  # fmt: skip


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def emissions(option: Option, amount: float | None = None, *, vehicles: int = 1) -> Emissions:
    """
    What a way emits.

    Parameters
    ----------
    option
        From `route`.
    amount
        Tonnes of cargo, or travellers; by default the load of the class, or one traveller.
    vehicles
        Cars, of whose emissions each counts.

    Raises
    ------
    CorridorError
        Where the amount is not above 0, or nobody has said how much a class of cargo carries.
    """
    load = load_of(option, amount)
    least = most = 0.0
    upstream: tuple[float, float] | None = (0.0, 0.0)
    used: dict[Factor, None] = {}
    complete = True
    for leg in option.legs:
        if leg.crossing:
            continue
        found = [f for f in factors() if (f.mode, f.vehicle) == (leg.link.mode, leg.vehicle)]
        if not found or not leg.km:
            complete = False
            continue
        used.update(dict.fromkeys(found))
        each = [leg.km * (vehicles if f.per == "vehicle.km" else load) for f in found]
        direct = [f.kg * units for f, units in zip(found, each, strict=True)]
        least, most = least + min(direct), most + max(direct)
        upstream = _more(upstream, found, each)
    return Emissions((least, most), upstream, complete, tuple(used))


def _more(
    so_far: tuple[float, float] | None, found: Sequence[Factor], units: Sequence[float]
) -> tuple[float, float] | None:
    added = [f.upstream * n for f, n in zip(found, units, strict=True) if f.upstream is not None]
    if so_far is None or len(added) < len(found):
        return None
    return so_far[0] + min(added), so_far[1] + max(added)


def load_of(option: Option, amount: float | None = None) -> float:
    """Tonnes or travellers of a way; see `emissions`."""
    if amount is not None:
        if amount <= 0:
            raise CorridorError("A load is more than 0.")
        return amount
    cargo = {leg.vehicle for leg in option.legs} & {"truck20", "van", "container"}
    if not cargo:
        return 1.0
    known = [LOADS[vehicle] for vehicle in cargo if vehicle in LOADS]
    if not known:
        raise CorridorError(f"Say how many tonnes go by {', '.join(sorted(cargo))}.")
    return known[0]


def per_tonne(there: Option, back: Option | None = None, *, tonnes: float | None = None) -> PerTonne | None:
    """
    The cost of a tonne, and what an empty or a loaded way back makes of it.

    An empty vehicle is taken to cost as much as a loaded one: what it saves has not been read.

    Returns
    -------
    PerTonne or None
        None where no cost is known.
    """
    if there.usd is None:
        return None
    load = load_of(there, tonnes)
    one = there.usd.p50 / load
    if back is None or back.usd is None:
        return PerTonne(one, None, None, there.usd_complete)
    both = there.usd.p50 + back.usd.p50
    return PerTonne(one, both / load, both / (2 * load), there.usd_complete and back.usd_complete)


def demands_on(option: Option, day: date) -> tuple[Demand, ...]:
    """What is asked on a way on a day, in the order of the table."""
    used = {leg.vehicle for leg in option.legs}
    return tuple(
        one
        for one in demands()
        if used & set(one.classes) and one.holds_on(day) and _concerns(one, option.legs)
    )


_MET: Mapping[str, Callable[[tuple[str, str], list[str]], bool]] = {
    "leaves": lambda step, names: step[0] in names,
    "enters": lambda step, names: step[1] in names,
    "between": lambda step, names: set(step) == set(names),
}
"""Whether going from one country to another meets what is said of some countries."""


def _concerns(one: Demand, legs: Sequence[Leg]) -> bool:
    verb, *names = one.where.split()
    if verb == "link":
        return any(leg.link.id in names for leg in legs)
    countries = [(leg.start.country, leg.end.country) for leg in legs]
    if verb == "through":
        ends = {countries[0][0], countries[-1][1]}
        return any(a in names and a not in ends for a, _ in countries)
    return any(_MET[verb](step, names) for step in countries if step[0] != step[1])
