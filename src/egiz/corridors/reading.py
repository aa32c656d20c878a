"""From the tables in the package, or a desk's tables of the same form, to a network."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

from egiz.corridors._errors import NetworkError
from egiz.corridors.checks import check
from egiz.corridors.model import Link, Node, VehicleClass
from egiz.corridors.network import Network
from egiz.corridors.values import Estimate, Gate, Service, Value

DATA = Path(__file__).parent / "data"
Made = TypeVar("Made")


@cache
def load() -> Network:
    """
    The curated network of the region, read once and checked.

    Returns
    -------
    Network
        The same object at every call; lay a desk's edits on it with `Network.overlaid`.

    Raises
    ------
    NetworkError
        When a row breaks a rule or a length contradicts the great circle or a known length.
    """
    return read(DATA)


def read(folder: Path) -> Network:
    """
    A network from the five tables of a folder.

    Parameters
    ----------
    folder
        Holds nodes.csv, links.csv, values.csv, gates.csv, services.csv, and distances.csv to check against.

    Raises
    ------
    NetworkError
        With file and row.
    """
    nodes = {node.id: node for node in rows(folder / "nodes.csv", node_of)}
    links = {link.id: link for link in rows(folder / "links.csv", link_of)}
    network = Network(
        nodes,
        links,
        tuple(rows(folder / "values.csv", value_of)),
        tuple(rows(folder / "gates.csv", gate_of)),
        tuple(rows(folder / "services.csv", service_of)),
    )
    check(network, folder / "distances.csv")
    return network


def rows(path: Path, make: Callable[[Mapping[str, str]], Made]) -> Iterator[Made]:
    """The rows of a table as objects; an error names file and row."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            yield made(path.name, number, row, make)


def made(name: str, number: int, row: Mapping[str, str], make: Callable[[Mapping[str, str]], Made]) -> Made:
    """What a row says; an error names file and row."""
    try:
        return make(row)
    except (ValueError, KeyError) as error:
        raise NetworkError(f"{name}, row {number}", str(error)) from error


def node_of(row: Mapping[str, str]) -> Node:
    """A row of nodes.csv."""
    names = {lang: row[f"name_{lang}"] for lang in ("ru", "uz", "kk") if row[f"name_{lang}"]}
    return Node(
        row["id"],
        row["name"],
        cast("Any", row["kind"]),
        row["country"],
        float(row["lat"]),
        float(row["lon"]),
        int(row["geonameid"] or 0),
        row["unlocode"],
        row["iata"],
        names,
        row["note"],
    )


def link_of(row: Mapping[str, str]) -> Link:
    """A row of links.csv."""
    classes = cast("tuple[VehicleClass, ...]", tuple(row["classes"].split()))
    return Link(
        row["id"],
        row["a"],
        row["b"],
        cast("Any", row["mode"]),
        row["zone"],
        classes,
        bool(row["one_way"]),
        row["note"],
    )


def value_of(row: Mapping[str, str]) -> Value:
    """A row of values.csv."""
    return Value(
        on=row["on"],
        metric=cast("Any", row["metric"]),
        estimate=Estimate(float(row["low"]), float(row["mode"]), float(row["high"])),
        vehicle=row["vehicle"],
        way=cast("Any", row["way"]),
        months=tuple(int(month) for month in row["months"].split()),
        **_provenance(row),
    )


def gate_of(row: Mapping[str, str]) -> Gate:
    """A row of gates.csv."""
    fields = _provenance(row)
    first, last = fields.pop("valid_from"), fields.pop("valid_to")
    if first is None:
        raise ValueError("a gate needs valid_from.")
    state = cast("Any", row["state"])
    return Gate(row["on"], row["vehicle"], state, first, last, **fields, hours=row.get("hours", ""))


def service_of(row: Mapping[str, str]) -> Service:
    """A row of services.csv; weekdays are written 1 (Monday) to 7, a departure as HH:MM."""
    at = time.fromisoformat(row["departs"]) if row["departs"] else None
    return Service(
        on=row["on"],
        way=cast("Any", row["way"]),
        vehicle=row["vehicle"],
        weekdays=tuple(int(day) - 1 for day in row["weekdays"].split()),
        per_week=float(row["per_week"] or 0),
        departs=at.hour * 60 + at.minute if at else None,
        hours=_estimate(row, "hours"),
        usd=_estimate(row, "usd"),
        **_provenance(row),
    )


def _estimate(row: Mapping[str, str], name: str) -> Estimate | None:
    if not row[name]:
        return None
    mode = float(row[name])
    return Estimate(float(row[f"{name}_low"] or mode), mode, float(row[f"{name}_high"] or mode))


def _provenance(row: Mapping[str, str]) -> dict[str, Any]:
    day = {
        name: date.fromisoformat(row[name]) if row[name] else None
        for name in ("checked_on", "valid_from", "valid_to")
    }
    return {
        "status": row["status"],
        "source": row["source"],
        "as_of": row["as_of"],
        "url": row["url"],
        "note": row["note"],
        **day,
    }
