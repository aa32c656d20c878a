"""Which gates stand in the way on a day, and what works instead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from egiz.corridors.answer import Closed, Instead, Passed, Reason
from egiz.corridors.label_setting import pareto
from egiz.corridors.model import Link, Node
from egiz.corridors.network import Network
from egiz.corridors.places import crossing_name
from egiz.corridors.rides import MUST, USES, classes_of
from egiz.corridors.values import Gate

LONGEST = timedelta(days=60)
OTHERS = {
    "truck20": ("container", "van"),
    "van": ("truck20", "container"),
    "container": ("truck20",),
    "bus": ("car", "train", "party"),
    "car": ("bus", "train", "party"),
    "foot": ("car", "train", "party"),
    "train": ("party", "car"),
    "air": ("party", "car"),
    "party": ("bus",),
}
"""What a person would ask next. Nobody is sent by a class that carries goods."""


def closed_on(network: Network, a: str, b: str, start: datetime, vehicle: str) -> tuple[Closed, ...]:
    """The gates that stand closed on the way one would take if all were open."""
    if not any(_may_matter(gate, start.date(), vehicle) for gate in network.gates):
        return ()
    # Who flies about at home and comes back over a border by car is not asking for that border.
    if vehicle in MUST and network.nodes[a].country == network.nodes[b].country:
        return ()
    return tuple(
        Closed(gate_name(network, one.link), one.view.gate, one.vehicle)
        for one in passed_on(network, a, b, start, vehicle)
        if one.view.state == "closed" and one.view.gate
    )


def passed_on(network: Network, a: str, b: str, start: datetime, vehicle: str) -> tuple[Passed, ...]:
    """What one would pass if all were open: gates of every state, each once."""
    labels = pareto(network, a, b, start, vehicle, closed=True)
    rides = labels[0].rides() if labels else ()
    return tuple({r.link.id: Passed(r.link, r.vehicle, r.gate) for r in rides}.values())


def _may_matter(gate: Gate, day: date, vehicle: str) -> bool:
    # A journey of two months at the most; gates of other times and classes need no second search.
    concerns = gate.vehicle in ("", *classes_of(vehicle))
    if not concerns or gate.state != "closed" or gate.valid_from > day + LONGEST:
        return False
    return gate.valid_to is None or day <= gate.valid_to


def gate_name(network: Network, link: Link) -> str:
    """The names of its two ends."""
    return crossing_name(network.nodes[link.a], network.nodes[link.b])


def why_not(a: Node, b: Node, start: datetime, vehicle: str, shut: tuple[Closed, ...]) -> Reason:
    """One sentence on why there is no way."""
    names = {"from": a.name, "to": b.name, "class": vehicle, "day": start.date().isoformat()}
    if shut:
        gates = ", ".join(found.crossing for found in shut)
        ends = [found.gate.valid_to for found in shut if found.gate.valid_to is not None]
        if len(ends) < len(shut):
            since = max(found.gate.valid_from for found in shut if found.gate.valid_to is None)
            text = (
                f"There is no way for {vehicle} on {names['day']}: {gates} is closed for it since {since}, "
            )
            params = {**names, "crossing": gates, "since": since.isoformat()}
            return Reason("closed-no-end", params, text + "and no end is known.")
        until = max(ends)
        return Reason(
            "closed",
            {**names, "crossing": gates, "until": until.isoformat()},
            f"There is no way for {vehicle} on {names['day']}: {gates} is closed for it until {until}.",
        )
    return Reason(
        "no-link",
        names,
        f"Nothing on the network leads from {a.name} to {b.name} for {vehicle} on {names['day']}.",
    )


def suggest(
    network: Network, a: str, b: str, start: datetime, vehicle: str, shut: tuple[Closed, ...]
) -> tuple[Instead, ...]:
    """The nearest later day for the class, and other classes on the same day, quickest first."""
    found = list(_days(network, a, b, start, vehicle, shut))[:1]
    others = [one for other in OTHERS.get(vehicle, ()) if (one := _other(network, a, b, start, other, shut))]
    return (*found, *sorted(others, key=lambda one: one.hours))


def _days(
    network: Network, a: str, b: str, start: datetime, vehicle: str, shut: tuple[Closed, ...]
) -> Iterator[Instead]:
    named = [found.gate for found in shut]
    named += [g for g in network.gates if g.state == "closed" and g.vehicle in ("", *USES[vehicle])]
    ends = {gate.valid_to for gate in named if gate.valid_to is not None}
    for day in sorted(end + timedelta(days=1) for end in ends if end >= start.date()):
        moment = datetime.combine(day, start.time())
        labels = pareto(network, a, b, moment, vehicle)
        if not labels:
            continue
        views = [taken.gate for taken in labels[0].rides()]
        # A day of which nobody knows whether the gate is open is no proposal.
        if not any(view.state == "unknown" for view in views):
            yield Instead("date", day.isoformat(), labels[0].travel, _day_reason(day, vehicle))


def _day_reason(day: date, vehicle: str) -> Reason:
    params: dict[str, str | int | float] = {"class": vehicle, "day": day.isoformat()}
    return Reason("day-open", params, f"From {day} the way is open for {vehicle}.")


def _other(
    network: Network, a: str, b: str, start: datetime, vehicle: str, shut: tuple[Closed, ...]
) -> Instead | None:
    labels = pareto(network, a, b, start, vehicle)
    if not labels:
        return None
    used = {taken.link.id for taken in labels[0].rides() if taken.gate.state == "open"}
    passed = [found.crossing for found in shut if found.gate.on in used]
    params: dict[str, str | int | float] = {"class": vehicle, "day": start.date().isoformat()}
    if passed:
        text = f"{passed[0]} is open for {vehicle} on that day."
        return Instead(
            "class", vehicle, labels[0].travel,
            Reason("class-passes", {**params, "crossing": passed[0]}, text),
        )  # fmt: skip
    posts = [gate_name(network, r.link) for r in labels[0].rides() if r.link.mode == "crossing"]
    rides = labels[0].rides()
    longest = max([r for r in rides if r.link.mode in ("air", "sea", "rail")] or rides, key=lambda r: r.hours)
    through = f"{network.nodes[longest.start].name} to {network.nodes[longest.end].name}"
    way = ", ".join(posts) or through
    return Instead(
        "class", vehicle, labels[0].travel,
        Reason("class-around", {**params, "by": way}, f"{vehicle} finds a way by {way}."),
    )  # fmt: skip
