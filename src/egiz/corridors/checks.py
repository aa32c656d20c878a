"""Lengths are checked when the network is read: against the great circle and lengths known from elsewhere."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import rustworkx as rx

from egiz.atlas import distance_km
from egiz.corridors._errors import NetworkError
from egiz.corridors.model import Link
from egiz.corridors.network import Network

TOLERANCE = 0.2
"""A length further than this from the road extract is taken for a slip."""
READ_TOLERANCE = 0.05
"""A length further than this from one that somebody published is taken for a slip."""
SLACK_KM = 1.0  # centres of towns are points; two of them may be a kilometre off
YEAR = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class Known:
    """
    A length between two nodes known from elsewhere.

    Parameters
    ----------
    a, b, mode
        Nodes, and road or rail.
    km
        The length.
    kind
        "read" (published) or "extract" (shortest way in a road extract of OpenStreetMap).
    source
        Where from.
    set_aside
        Why it is not held against the network; empty when it is.
    """

    a: str
    b: str
    mode: str
    km: float
    kind: str
    source: str
    set_aside: str = ""


def known_lengths(path: Path) -> Iterator[Known]:
    """The rows of distances.csv."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Known(
                row["a"],
                row["b"],
                row["mode"],
                float(row["km"]),
                row["kind"],
                row["source"],
                row["set_aside"],
            )


def check(network: Network, path: Path) -> None:
    """
    Hold every length against the great circle, and pairs against known lengths.

    Raises
    ------
    NetworkError
        When a link is shorter than the great circle, a pair is more than 20 % off the road extract, or more
        than 5 % off a published length that is not set aside.
    """
    for link in network.links.values():
        _check_link(network, link)
    for known in known_lengths(path):
        found = shortest_km(network, known.a, known.b, known.mode)
        tolerance = READ_TOLERANCE if known.kind == "read" else TOLERANCE
        if not known.set_aside and abs(found - known.km) > tolerance * known.km:
            raise NetworkError(
                f"{known.a} to {known.b} by {known.mode}",
                f"{found:.0f} km here, {known.km:.0f} km by {known.source}: more than {tolerance:.0%} apart.",
            )


def great_circle_km(network: Network, link: Link) -> float:
    """Kilometres between the two ends of a link as the crow flies."""
    a, b = network.nodes[link.a], network.nodes[link.b]
    return float(distance_km(a.lat, a.lon, b.lat, b.lon))


def _check_link(network: Network, link: Link) -> None:
    if link.mode == "crossing":
        return
    value = network.lookup(link.id, "km", "", "", YEAR)
    if value is None:
        raise NetworkError(link.id, "has no length; give it a value km.")
    straight = great_circle_km(network, link)
    if value.estimate.mode < straight - SLACK_KM:
        raise NetworkError(
            link.id,
            f"is {value.estimate.mode:.0f} km long, shorter than the great circle of {straight:.0f} km.",
        )


def shortest_km(network: Network, a: str, b: str, mode: str) -> float:
    """
    Length of the shortest way by one mode, crossings included, whatever the gates.

    Returns
    -------
    float
        Kilometres; infinity when there is no way.
    """
    graph, index = _graph(network, mode)
    found = rx.dijkstra_shortest_path_lengths(graph, index[a], float, goal=index[b])
    return float(found[index[b]]) if index[b] in found else float("inf")


def _graph(network: Network, mode: str) -> tuple[rx.PyGraph[str, float], dict[str, int]]:
    key = ("lengths", mode)
    if key not in network.memory:
        graph: rx.PyGraph[str, float] = rx.PyGraph()
        index = {node: graph.add_node(node) for node in network.nodes}
        for link in network.links.values():
            if link.mode in (mode, "crossing"):
                value = network.lookup(link.id, "km", "", "", YEAR)
                graph.add_edge(index[link.a], index[link.b], value.estimate.mode if value else 0.0)
        network.memory[key] = (graph, index)
    return network.memory[key]  # type: ignore[return-value]  # one memory for things of several types
