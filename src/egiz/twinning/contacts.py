"""Whom to write to: the missions whose district is on record as covering one of the two places."""

from __future__ import annotations

import csv
from collections.abc import Iterator
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


def missions_between(ours: int, theirs: int) -> Iterator[Mission]:
    """Their country's mission for our region, then our country's for theirs, where they are on record."""
    for here, there in ((ours, theirs), (theirs, ours)):
        region = _region(here)
        country = atlas.place(there).country
        yield from (m for m in missions() if m.country == country and m.region == region)


def _region(geonameid: int) -> int | None:
    place = atlas.place(geonameid)
    if place.level == "region":
        return geonameid
    region = atlas.region_of(geonameid)
    return None if region is None else region.geonameid
