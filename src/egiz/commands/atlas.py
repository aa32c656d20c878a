"""`egiz place NAME`: places by any spelling; `egiz atlas …` is added beside it."""

# ruff: noqa: PLC0415 - libraries load when a verb runs, so that `egiz --help` is instant

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from egiz.commands._atlas_pull import atlas_app

if TYPE_CHECKING:
    from egiz.atlas import Match

UNSURE = 0.5

_AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of a table.")]


def register(app: typer.Typer) -> None:
    """Add this room's verbs to the command line."""
    app.command("place")(place_command)
    app.add_typer(atlas_app, name="atlas")


def place_command(
    name: Annotated[str, typer.Argument(help="Any spelling in any script: Нөкис, Urganch, Ташкент.")],
    *,
    country: Annotated[str | None, typer.Option("--in", help="Country by its two letters: UZ.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=100, help="At most so many places.")] = 10,
    as_json: _AsJson = False,
) -> None:
    """Find a city, region or country by its name."""
    from egiz.atlas import AtlasError, find

    try:
        matches = find(name, country=country, limit=limit)
    except AtlasError as error:
        _stop(str(error))
    if as_json:
        typer.echo(json.dumps({"matches": [_as_json(m) for m in matches]}, ensure_ascii=False, indent=1))
    else:
        _print_matches(matches)
        if matches and matches[0].score < UNSURE:
            typer.echo("Nothing is called so exactly; these names are the nearest.", err=True)
    if not matches:
        where = f" in {country.upper()}" if country else ""
        _stop(
            f"No place is called {name!r}{where}, nor nearly so; the atlas holds places of 500 people and up."
        )


def _as_json(match: Match) -> dict[str, Any]:
    place = match.place
    return {
        "geonameid": place.geonameid,
        "name": place.name,
        "country": place.country,
        "admin1": place.admin1,
        "admin1_name": place.admin1_name,
        "level": place.level,
        "population": place.population or None,
        "lat": place.lat,
        "lon": place.lon,
        "timezone": place.timezone,
        "score": match.score,
        "matched_name": match.matched_name,
    }


def _print_matches(matches: list[Match]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1))
    for heading in ("id", "name", "where", "level", "people", "found as", "score"):
        right = heading in ("id", "people", "score")
        table.add_column(heading, justify="right" if right else "left", no_wrap=right or heading == "level")
    for match in matches:
        place = match.place
        region = "" if place.level == "region" else place.admin1_name
        where = f"{place.country} {region}".strip()
        people = f"{place.population:,}" if place.population else "–"
        table.add_row(
            str(place.geonameid),
            place.name,
            where,
            place.level,
            people,
            match.matched_name,
            f"{match.score:.2f}",
        )
    if matches:
        Console(soft_wrap=not sys.stdout.isatty()).print(table)


def _stop(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(1)
