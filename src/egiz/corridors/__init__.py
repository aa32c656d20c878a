"""How to get there: network, crossings, routes, the time-cost-distance chart."""

from __future__ import annotations

from egiz.corridors._errors import (
    ClassError,
    CorridorError,
    FeedError,
    LastMileError,
    NetworkError,
    UnknownNodeError,
)
from egiz.corridors.answer import Answer, Closed, Driver, Instead, Leg, Option, Reason, Spread, Travel
from egiz.corridors.model import CLASSES, Link, Node
from egiz.corridors.network import GateView, Network, name_of
from egiz.corridors.places import name_in, nearest_node, node_of_place
from egiz.corridors.reading import load, read
from egiz.corridors.rides import USES
from egiz.corridors.routing import DRAWS, route
from egiz.corridors.travelling import reach, travel
from egiz.corridors.values import UNITS, Estimate, Gate, Service, Value

__all__ = [
    "CLASSES",
    "DRAWS",
    "UNITS",
    "USES",
    "Answer",
    "ClassError",
    "Closed",
    "CorridorError",
    "Driver",
    "Estimate",
    "FeedError",
    "Gate",
    "GateView",
    "Instead",
    "LastMileError",
    "Leg",
    "Link",
    "Network",
    "NetworkError",
    "Node",
    "Option",
    "Reason",
    "Service",
    "Spread",
    "Travel",
    "UnknownNodeError",
    "Value",
    "load",
    "name_in",
    "name_of",
    "nearest_node",
    "node_of_place",
    "reach",
    "read",
    "route",
    "travel",
]
