"""What comes back: the days, how good the plan is, what was left out and why, what it costs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from egiz.trips.money import Money

Status = Literal["optimal", "feasible", "infeasible", "unknown"]
ItemKind = Literal["visit", "block", "travel"]
CostKind = Literal["night", "travel", "visit"]


@dataclass(frozen=True, slots=True)
class Limits:
    """When to stop: seconds of wall clock and threads."""

    seconds: float = 5.0
    workers: int = 2


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, as a code with parameters for translation and as an English sentence."""

    code: str
    params: dict[str, str | int | float]
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """
    One entry of a day.

    Parameters
    ----------
    kind, ref
        A visit or block with its id, or a travel ("travel", origin, destination and mode are set).
    start, end
        With the offset of the city it happens in (a travel ends on the clock of where it arrives).
    city
        Id of the city (of origin for a travel).
    origin, destination, mode, number
        Of a travel; the number of the flight or train.
    cost
        For the whole group, in the currency of the plan.
    notes
        Codes: "interpreter" (no common language known), "hours-unknown" (no opening hours given), "moved"
        (differs from the plan before).
    """

    kind: ItemKind
    ref: str
    start: dt.datetime
    end: dt.datetime
    city: str
    origin: str = ""
    destination: str = ""
    mode: str = ""
    number: str = ""
    cost: Money | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """A day of one group: its entries in order of time, and the city of the night after it.

    `night` is empty on the last day and where the night is spent on the way.
    """

    date: dt.date
    group: str
    items: tuple[Item, ...]
    night: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A visit left out: what binds it, and the smallest changes that would bring it in."""

    visit: str
    reasons: tuple[Reason, ...]
    changes: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class CostLine:
    """A line of the cost sheet: what, for which group, how often, at which price, together."""

    kind: CostKind
    ref: str
    group: str
    quantity: int
    price: Money
    amount: Money


@dataclass(frozen=True, slots=True)
class Cost:
    """The whole cost in the currency of the plan, beside the budget."""

    total: Money
    budget: Money | None = None
    lines: tuple[CostLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """
    A plan with its proof.

    Parameters
    ----------
    status
        "optimal": no plan has more value; "feasible": a plan with a gap; "infeasible": proved that no plan
        keeps the rules and all musts; "unknown": the limit came first.
    value, bound
        Sum of the values of the visits made; no plan whatsoever has more than `bound`.
    seconds
        Wall clock.
    days
        By date, then by group.
    left_out
        In falling order of value.
    cost
        None where there is no plan.
    explanation
        For an infeasible trip, what contradicts what.
    moved
        For a re-plan: visits of the former plan that changed time, group or day, or were dropped.
    """

    status: Status
    value: int
    bound: int
    seconds: float
    days: tuple[Day, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    cost: Cost | None = None
    explanation: tuple[Reason, ...] = ()
    moved: tuple[str, ...] = ()

    @property
    def visits(self) -> dict[str, tuple[str, Item]]:
        """The visits made, by id, with their group and entry."""
        return {i.ref: (d.group, i) for d in self.days for i in d.items if i.kind == "visit"}
