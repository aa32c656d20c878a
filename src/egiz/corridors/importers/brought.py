"""What an import brings, with the rows that could not be read."""

from __future__ import annotations

from dataclasses import dataclass, field

from egiz.atlas import distance_km
from egiz.corridors.checks import shortest_km
from egiz.corridors.model import Link, Mode, VehicleClass
from egiz.corridors.network import Network
from egiz.corridors.values import Estimate, Service, Status, Value

MODE_OF: dict[str, Mode] = {"train": "rail", "container": "rail", "air": "air"}


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that was left out: the file, its number, the column, and what would be right."""

    file: str
    row: int
    column: str
    message: str


@dataclass(frozen=True)
class Brought:
    """
    Good rows of an import; bad ones stand in `problems` and spoil nothing.

    Parameters
    ----------
    links, services, values
        Lay them on with ``network.overlaid(links=…, services=…, values=…)``.
    problems
        Rows left out.
    """

    links: tuple[Link, ...]
    services: tuple[Service, ...]
    values: tuple[Value, ...]
    problems: tuple[Problem, ...] = ()

    def onto(self, network: Network) -> Network:
        """The network with these rows on top."""
        return network.overlaid(links=self.links, services=self.services, values=self.values)


@dataclass
class Collector:
    """
    Gathers links between nodes as rows come in, one for each pair and class.

    Parameters
    ----------
    network
        Where the nodes are.
    prefix
        Begins the ids of its links, so that they never take the place of shipped ones.
    status, source, as_of
        Who says so.
    """

    network: Network
    prefix: str
    status: Status
    source: str
    as_of: str
    links: dict[str, Link] = field(default_factory=dict)
    services: list[Service] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def link(self, a: str, b: str, vehicle: VehicleClass) -> Link:
        """The link from a to b for a class, made with its length when it is not there yet."""
        key = f"{self.prefix}-{vehicle}-{a}-{b}"
        if key not in self.links:
            mode = MODE_OF.get(vehicle, "road")
            self.links[key] = Link(key, a, b, mode, self.network.nodes[a].country, (vehicle,), one_way=True)
            km, source = self._km(a, b, mode)
            length = Value(key, "km", Estimate(km, km, km * 1.2), "derived", source, id=f"{key}-km")
            self.values.append(length)
        return self.links[key]

    def _km(self, a: str, b: str, mode: Mode) -> tuple[float, str]:
        km = shortest_km(self.network, a, b, mode) if mode != "air" else float("inf")
        if km < float("inf"):
            return round(km, 1), "shortest way on the network"

        one, other = self.network.nodes[a], self.network.nodes[b]
        return max(1.0, round(float(distance_km(one.lat, one.lon, other.lat, other.lon)), 1)), "great circle"

    def done(self) -> Brought:
        """Everything gathered."""
        rows = (tuple(self.services), tuple(self.values), tuple(self.problems))
        return Brought(tuple(self.links.values()), *rows)
