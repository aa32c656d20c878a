from . import charts, importers, overlay, places
from ._errors import (
    ClassError,
    CorridorError,
    FeedError,
    LastMileError,
    NetworkError,
    UnknownNodeError,
)
from .answer import Answer, Closed, Driver, Instead, Leg, Option, Passed, Reason, Spread, Travel
from .model import CLASSES, Link, Node
from .network import GateView, Network, name_of
from .places import name_in, nearest_node, node_of_place
from .reading import load, read
from .rides import USES
from .routing import DRAWS, route
from .travelling import gates_between, reach, travel
from .values import UNITS, Estimate, Gate, Service, Value

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
    "Passed",
    "Reason",
    "Service",
    "Spread",
    "Travel",
    "UnknownNodeError",
    "Value",
    "charts",
    "gates_between",
    "importers",
    "load",
    "name_in",
    "name_of",
    "nearest_node",
    "node_of_place",
    "overlay",
    "places",
    "reach",
    "read",
    "route",
    "travel",
]
