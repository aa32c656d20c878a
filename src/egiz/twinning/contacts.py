"""Whom to write to and by whose rules: missions by district, and a country's rules as far as on record."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache

from egiz import atlas
from egiz.twinning.places import DATA


@dataclass(frozen=True)
class Mission:
    """A mission of `country` seated in a city of another, with one region of its district."""

    name: str
    country: str
    seat: int
    region: int
    recorded: str
    source: str
    url: str


@dataclass(frozen=True)
class Rule:
    """What one source says of how places of a country come to a twinning."""

    country: str
    recorded: str
    source: str
    url: str
    rule: str


@cache
def rules() -> tuple[Rule, ...]:
    """The rules on record; whatever is not among them is unknown."""
    with (DATA / "rules.csv").open(encoding="utf-8", newline="") as file:
        return tuple(Rule(**row) for row in csv.DictReader(file))


@cache
def missions() -> tuple[Mission, ...]:
    """The missions on record, a row for every region of a district."""
    with (DATA / "missions.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Mission(
                row["name"], row["country"], int(row["seat"]), int(row["region"]), row["recorded"],
                row["source"], row["url"],
            )
            for row in csv.DictReader(file)
        )  # fmt: skip


def mission_for(place: int, country: str) -> Mission | None:
    """The mission of a country in whose district the region of a place lies, where one is on record."""
    region = region_of(place)
    return next((m for m in missions() if m.country == country and m.region == region), None)


def region_of(geonameid: int) -> int | None:
    """The region of a place, or the region itself."""
    place = atlas.place(geonameid)
    if place.level == "region":
        return geonameid
    region = atlas.region_of(geonameid)
    return None if region is None else region.geonameid
