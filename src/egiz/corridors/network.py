"""The network as one value: look-ups by day and class, and a desk's own values on top of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal, TypeVar

from egiz.corridors._errors import NetworkError
from egiz.corridors.model import Link, Node
from egiz.corridors.values import Gate, Metric, Service, Value, Way


@dataclass(frozen=True, slots=True)
class GateView:
    """
    What is known of a link for a class on a day.

    Parameters
    ----------
    state
        open, closed or unknown.
    gate
        The gate it rests on; None where nothing is recorded.
    since
        For unknown: the first day that no gate covers any more; None when nothing was ever recorded.
    last
        For unknown: the state known last; empty when nothing was ever recorded.
    """

    state: Literal["open", "closed", "unknown"]
    gate: Gate | None = None
    since: date | None = None
    last: str = ""


FREE = GateView("open")
Row = TypeVar("Row", Value, Gate, Service)


@dataclass(frozen=True, eq=False)
class Network:
    """
    Nodes, links and everything known about them.

    Parameters
    ----------
    nodes, links
        By id.
    values, gates, services
        In order of precedence among equals: later ones win.

    Raises
    ------
    NetworkError
        When a link, value, gate or service speaks of something that is not there.
    """

    nodes: Mapping[str, Node]
    links: Mapping[str, Link]
    values: tuple[Value, ...]
    gates: tuple[Gate, ...]
    services: tuple[Service, ...]
    leaving: Mapping[str, tuple[tuple[Link, Way], ...]] = field(init=False)
    memory: dict[object, object] = field(init=False, default_factory=dict, repr=False)
    _values: Mapping[tuple[str, str], tuple[Value, ...]] = field(init=False, repr=False)
    _gates: Mapping[str, tuple[Gate, ...]] = field(init=False, repr=False)
    _services: Mapping[tuple[str, str], tuple[Service, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._check_ends()
        leaving: dict[str, list[tuple[Link, Way]]] = defaultdict(list)
        for link in self.links.values():
            leaving[link.a].append((link, "ab"))
            if not link.one_way:
                leaving[link.b].append((link, "ba"))
        values: dict[tuple[str, str], list[Value]] = defaultdict(list)
        for value in self.values:
            values[value.on, value.metric].append(value)
        gates: dict[str, list[Gate]] = defaultdict(list)
        for gate in self.gates:
            gates[gate.on].append(gate)
        services: dict[tuple[str, str], list[Service]] = defaultdict(list)
        for service in self.services:
            services[service.on, service.way].append(service)
        for name, table in (
            ("leaving", leaving),
            ("_values", values),
            ("_gates", gates),
            ("_services", services),
        ):
            object.__setattr__(self, name, {key: tuple(rows) for key, rows in table.items()})

    def _check_nodes(self) -> None:
        for link in self.links.values():
            for end in (link.a, link.b):
                if end not in self.nodes:
                    raise NetworkError(link.id, f"joins “{end}”, which is no node.")

    def _check_ends(self) -> None:
        self._check_nodes()
        for on in [gate.on for gate in self.gates] + [service.on for service in self.services]:
            if on not in self.links:
                raise NetworkError(on, "a gate or service speaks of it, but there is no such link.")
        for value in self.values:
            if value.on not in self.links and "/" not in value.on:
                raise NetworkError(value.on, "a value speaks of it, but there is no such link.")

    def lookup(self, on: str, metric: Metric, vehicle: str, way: Way, day: date) -> Value | None:
        """
        The value that holds on a day.

        Those of the desk go before shipped ones, those for the class before those for all, those for the
        direction before those for both, then the latest.
        """
        best: tuple[bool, bool, bool, str, int] | None = None
        found = None
        for index, value in enumerate(self._values.get((on, metric), ())):
            if value.vehicle not in ("", vehicle) or value.way not in ("", way) or not value.holds_on(day):
                continue
            rank = (bool(value.id), bool(value.vehicle), bool(value.way), value.as_of, index)
            if best is None or rank > best:
                best, found = rank, value
        return found

    def quantity(self, link: Link, metric: Metric, vehicle: str, way: Way, day: date) -> Value | None:
        """The value of a link, or else of all links of its mode and zone."""
        found = self.lookup(link.id, metric, vehicle, way, day)
        return found or self.lookup(f"{link.mode}/{link.zone}", metric, vehicle, way, day)

    def values_of(self, link: Link, metric: Metric, vehicles: Iterable[str]) -> list[Value]:
        """Every value of a link or of its mode and zone for any of the classes, whatever the day."""
        wanted = {"", *vehicles}
        found = (
            *self._values.get((link.id, metric), ()),
            *self._values.get((f"{link.mode}/{link.zone}", metric), ()),
        )
        return [value for value in found if value.vehicle in wanted]

    def timed(self, link: Link, way: Way) -> tuple[Service, ...]:
        """Every service of a link in one direction, whatever the day and class."""
        return self._services.get((link.id, way), ())

    def services_on(self, link: Link, vehicle: str, way: Way, day: date) -> tuple[Service, ...]:
        """The services of a class on a link in the season of a day."""
        return tuple(
            s for s in self._services.get((link.id, way), ()) if s.vehicle == vehicle and s.holds_on(day)
        )

    def has_services(self, link: Link, vehicle: str) -> bool:
        """Whether the class uses this link by services only, whatever their season."""
        return any(
            s.vehicle == vehicle for way in ("ab", "ba") for s in self._services.get((link.id, way), ())
        )

    def gate(self, link: Link, vehicle: str, day: date) -> GateView:
        """
        What is known of a link on a day for a class.

        A gate that covers the day decides; of several the desk's own, then the one with the latest date.
        After the last covered day a crossing is unknown since the day after it, before the first one it is
        unknown; an ordinary link is taken as open.
        """
        known = [g for g in self._gates.get(link.id, ()) if g.vehicle in ("", vehicle)]
        if not known:
            return GateView("unknown") if link.mode == "crossing" else FREE
        covering = [g for g in known if g.covers(day)]
        if covering:
            gate = max(covering, key=lambda g: (bool(g.id), g.as_of, g.valid_from))
            return GateView(gate.state, gate)
        if link.mode != "crossing":
            return FREE
        past = [(g.valid_to, g) for g in known if g.valid_to is not None and g.valid_to < day]
        if not past:
            return GateView("unknown")
        ended, last = max(past, key=lambda pair: (pair[0], bool(pair[1].id)))
        return GateView("unknown", last, ended + timedelta(days=1), last.state)

    def overlaid(
        self,
        *,
        values: Iterable[Value] = (),
        gates: Iterable[Gate] = (),
        services: Iterable[Service] = (),
        links: Iterable[Link] = (),
        nodes: Iterable[Node] = (),
        expired: Iterable[tuple[str, date]] = (),
    ) -> Network:
        """
        The same network with a desk's edits on top.

        Parameters
        ----------
        values, gates, services, links, nodes
            What the desk adds; a link or node of the same id takes the place of the shipped one.
        expired
            Names of shipped values, gates or services (see `name_of`) and the last day each of them holds.

        Returns
        -------
        Network
            A new one; this one stays as it is.
        """
        ends = dict(expired)
        return Network(
            {**self.nodes, **{node.id: node for node in nodes}},
            {**self.links, **{link.id: link for link in links}},
            (*_ended(self.values, ends), *values),
            (*_ended(self.gates, ends), *gates),
            (*_ended(self.services, ends), *services),
        )


def name_of(row: Value | Gate | Service) -> str:
    """A stable name of a value, gate or service, for a desk that lets it expire."""
    if isinstance(row, Value):
        months = "-".join(str(month) for month in row.months)
        parts = [
            "value",
            row.on,
            row.metric,
            row.vehicle,
            row.way,
            months,
            row.as_of,
            str(row.valid_from or ""),
        ]
    elif isinstance(row, Gate):
        last = row.valid_to.isoformat() if row.valid_to else ""
        parts = ["gate", row.on, row.vehicle, row.state, row.valid_from.isoformat(), last]
    else:
        parts = [
            "service",
            row.on,
            row.way,
            row.vehicle,
            "-".join(map(str, row.weekdays)),
            str(row.departs or ""),
        ]
        parts += [row.as_of, str(row.valid_from or "")]
    return "|".join(parts)


def _ended(rows: Iterable[Row], ends: Mapping[str, date]) -> Iterable[Row]:
    for row in rows:
        end = ends.get(name_of(row)) if ends else None
        if end is None or (row.valid_to is not None and row.valid_to <= end):
            yield row
        elif row.valid_from is None or row.valid_from <= end:
            yield replace(row, valid_to=end)
