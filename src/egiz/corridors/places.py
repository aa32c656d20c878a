"""From a name or a GeoNames id to a node of the network."""

from __future__ import annotations

from typing import cast

from egiz.atlas import Place, UnknownPlaceError, distance_km, local_name, place, resolve
from egiz.corridors._errors import UnknownNodeError
from egiz.corridors.model import Node
from egiz.corridors.network import Network

NEAR_KM = 200.0
"""Further away than this a node says nothing about a place."""


def node_of_place(network: Network, name: str | int) -> Node:
    """
    The node of a name in any script, of a node's id, or of a GeoNames id.

    Raises
    ------
    UnknownNodeError
        When the place is not on the network; the message names the nearest node.
    """
    if isinstance(name, str):
        if name in network.nodes:
            return network.nodes[name]
        for node in network.nodes.values():
            if name.casefold() in {node.name.casefold(), *(n.casefold() for n in node.names.values())}:
                return node
    found = _place(network, name)
    node_ = _by_geonameid(network).get(found.geonameid)
    if node_ is None:
        near, km = nearest_node(network, found.lat, found.lon)
        raise UnknownNodeError(
            f"{_read_as(name, found)} is not on the network; "
            f"the nearest place on it is {near.name}, {km:.0f} km away."
        )
    return node_


def _read_as(name: str | int, found: Place) -> str:
    if isinstance(name, int) or name.casefold() == found.name.casefold():
        return found.name
    return f"“{name}” was taken for {found.name} ({found.country}), which"


def _place(network: Network, name: str | int) -> Place:
    if isinstance(name, int):
        try:
            return place(name)
        except UnknownPlaceError as error:
            raise UnknownNodeError(f"No place has the GeoNames id {name}.") from error
    answer = resolve(name)
    known = _by_geonameid(network)
    candidates = [found for found in (answer.place, *(m.place for m in answer.alternatives)) if found]
    if not candidates:
        raise UnknownNodeError(f"No place is called “{name}”; write it as on a map, in any script.")
    return next((found for found in candidates if found.geonameid in known), candidates[0])


def nearest_node(network: Network, lat: float, lon: float) -> tuple[Node, float]:
    """The city, town or port nearest to a point, and the great-circle kilometres to it."""
    nodes = [node for node in network.nodes.values() if node.kind != "post"]
    km = distance_km(lat, lon, [node.lat for node in nodes], [node.lon for node in nodes])
    best = int(km.argmin())
    return nodes[best], float(km[best])


def name_in(node: Node, language: str) -> str:
    """The name of a node in a language: the atlas's for settlements, the network's own for posts."""
    short = language.partition("-")[0]
    if short in node.names:
        return node.names[short]
    if node.geonameid and short != "en":
        return local_name(node.geonameid, short).name
    return node.name


def crossing_name(start: Node, end: Node, language: str = "en") -> str:
    """The names of both sides of a crossing, or the one name when the sides share it."""
    names = [name_in(node, language).split(" (")[0] for node in (start, end)]
    return names[0] if names[0] == names[1] else " / ".join(names)


def _by_geonameid(network: Network) -> dict[int, Node]:
    key = ("geonameids",)
    if key not in network.memory:
        network.memory[key] = {n.geonameid: n for n in network.nodes.values() if n.geonameid}
    return cast("dict[int, Node]", network.memory[key])
