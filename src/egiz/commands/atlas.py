"""`egiz place NAME`: places by any spelling; `egiz atlas …` is added beside it."""

# ruff: noqa: PLC0415 - libraries load when a verb runs, so that `egiz --help` is instant

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from egiz import atlas
from egiz.commands._atlas_export import export_command
from egiz.commands._atlas_pull import atlas_app

if TYPE_CHECKING:
    from egiz.atlas import Match

UNSURE = 0.5

_AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of a table.")]


def register(app: typer.Typer) -> None:
    """Add this room's verbs to the command line."""
    app.command("place")(place_command)
    atlas_app.command("export")(export_command)
    app.add_typer(atlas_app, name="atlas")


def place_command(
    name: Annotated[str, typer.Argument(help="Any spelling in any script: Нөкис, Urganch, Ташкент.")],
    *,
    country: Annotated[
        str | None, typer.Option("--in", help="Country by any name or code: UZ, Узбекистан.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=100, help="At most so many places.")] = 10,
    as_json: _AsJson = False,
) -> None:
    """Find a city, region or country by its name."""
    code = atlas.country_code(country) if country else None
    if country and code is None:
        _stop(f"No country {country!r}; its name or a two-letter code such as UZ is expected.")
    try:
        matches = atlas.find(name, country=code, limit=limit)
    except atlas.AtlasError as error:
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
    place, counted = match.place, atlas.people(match.place.geonameid)
    former = [former for former in atlas.former_names(place.geonameid) if former.name == match.matched_name]
    return {
        "geonameid": place.geonameid,
        "name": place.name,
        "country": place.country,
        "admin1": place.admin1,
        "admin1_name": place.admin1_name,
        "level": place.level,
        "population": None if counted is None else int(counted.number or 0),
        "population_as_of": None if counted is None else counted.as_of or None,
        "population_source": None if counted is None else counted.source,
        "population_url": None if counted is None else counted.source_url,
        "lat": place.lat,
        "lon": place.lon,
        "timezone": place.timezone,
        "score": match.score,
        "matched_name": match.matched_name,
        "former": [asdict(name) for name in former],
    }


def _print_matches(matches: list[Match]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1))
    for heading in ("id", "name", "where", "level", "people", "found as", "score"):
        right = heading in ("id", "people", "score")
        table.add_column(
            heading, justify="right" if right else "left", no_wrap=right or heading in ("level", "name")
        )
    for match in matches:
        place = match.place
        region = "" if place.level == "region" else place.admin1_name
        where = f"{place.country} {region}".strip()
        counted = atlas.people(place.geonameid)
        former = next((n for n in atlas.former_names(place.geonameid) if n.name == match.matched_name), None)
        called = match.matched_name + (f" ({former.since}–{former.until})" if former else "")
        table.add_row(
            str(place.geonameid),
            place.name,
            where,
            place.level,
            f"{counted.number:,.0f} {counted.as_of[:4]}".strip() if counted else "–",
            called,
            f"{match.score:.2f}",
        )
    if matches:
        console = Console(soft_wrap=not sys.stdout.isatty())
        console.print(table)
        figures = (atlas.people(match.place.geonameid) for match in matches)
        sources = dict.fromkeys(f"{f.source} ({f.as_of or 'no date'})" for f in figures if f is not None)
        console.print(f"People: {'; '.join(sources)}." if sources else "")


def _stop(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(1)
