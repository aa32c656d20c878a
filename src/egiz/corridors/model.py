"""The network: nodes, and the links that join them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from egiz.corridors._errors import NetworkError

Mode = Literal["road", "rail", "sea", "air", "crossing"]
MODES: tuple[Mode, ...] = ("road", "rail", "sea", "air", "crossing")
NodeKind = Literal["city", "town", "post", "port"]
NODE_KINDS: tuple[NodeKind, ...] = ("city", "town", "post", "port")
VehicleClass = Literal["truck20", "van", "bus", "car", "foot", "train", "container", "air"]
CLASSES: tuple[VehicleClass, ...] = ("truck20", "van", "bus", "car", "foot", "train", "container", "air")


@dataclass(frozen=True, slots=True)
class Node:
    """
    A place where ways meet.

    Parameters
    ----------
    id
        Short lower-case name, unique in the network.
    name
        English name.
    kind
        city, town, post (one side of a border crossing) or port.
    country
        ISO 3166-1 alpha-2 code.
    lat, lon
        WGS 84 degrees.
    geonameid
        GeoNames id of the settlement; 0 where the atlas has none.
    unlocode, iata
        UN/LOCODE and the code of the airport that serves it; empty where there is none.
    names
        Name by language (ru, uz, kk) where the atlas has none.
    note
        What a reader should know, for instance that the position is approximate.
    """

    id: str
    name: str
    kind: NodeKind
    country: str
    lat: float
    lon: float
    geonameid: int = 0
    unlocode: str = ""
    iata: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    note: str = ""

    def __post_init__(self) -> None:
        if self.kind not in NODE_KINDS:
            raise NetworkError(self.id, f"kind “{self.kind}” is none of {', '.join(NODE_KINDS)}.")
        if not (-90 <= self.lat <= 90 and -180 <= self.lon <= 180):
            raise NetworkError(self.id, "latitude and longitude must be degrees.")


@dataclass(frozen=True, slots=True)
class Link:
    """
    A way between two nodes for some classes.

    Parameters
    ----------
    id
        Unique in the network.
    a, b
        Ids of its ends; it is used both ways unless `one_way`.
    mode
        road, rail, sea, air or crossing (between the two posts of a border).
    zone
        Whose speed and cost apply: a country code, or CASPIAN for its waters, AIR in the air.
    classes
        Who can use it at all; a gate may close it for some of them for a time.
    one_way
        Only from a to b.
    note
        What a reader should know.
    """

    id: str
    a: str
    b: str
    mode: Mode
    zone: str
    classes: tuple[VehicleClass, ...]
    one_way: bool = False
    note: str = ""

    def __post_init__(self) -> None:
        if self.a == self.b:
            raise NetworkError(self.id, "a link must join two different nodes.")
        if self.mode not in MODES:
            raise NetworkError(self.id, f"mode “{self.mode}” is none of {', '.join(MODES)}.")
        unknown = set(self.classes) - set(CLASSES)
        if unknown or not self.classes:
            raise NetworkError(
                self.id, f"classes must be some of {', '.join(CLASSES)}, not {sorted(unknown)}."
            )
