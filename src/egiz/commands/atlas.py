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
from egiz.commands._language import Spoken, catalogue, checked, locale_of

if TYPE_CHECKING:
    from egiz.atlas import Fact, Match, Place

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
    lang: Spoken = None,
    as_json: _AsJson = False,
) -> None:
    """Find a city, region or country by its name."""
    language = checked(lang)
    _ = catalogue(language).gettext
    code = atlas.country_code(country) if country else None
    if country and code is None:
        said = _("No country is called “%(name)s”; a name or a two-letter code such as UZ is expected.")
        _stop(said % {"name": country})
    try:
        matches = atlas.find(name, country=code, limit=limit)
    except atlas.AtlasError as error:
        _stop(str(error))
    if as_json:
        typer.echo(json.dumps({"matches": [_as_json(m) for m in matches]}, ensure_ascii=False, indent=1))
    elif matches:
        _print_matches(matches, language)
        if matches[0].score < UNSURE:
            typer.echo(_("Nothing is called so exactly; these names are the nearest."), err=True)
    if not matches:
        said = _("No place is called “%(name)s”, nor nearly so; the atlas holds places of 500 people and up.")
        if code:
            said = _(
                "No place in %(country)s is called “%(name)s”, nor nearly so; "
                "the atlas holds places of 500 people and up."
            )
        _stop(said % {"name": name, "country": code})


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


def _print_matches(matches: list[Match], language: str) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    _ = catalogue(language).gettext
    levels = {"city": _("city"), "region": _("region"), "country": _("country")}
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1))
    table.add_column("id", justify="right", no_wrap=True)
    table.add_column(_("name"), no_wrap=True)
    table.add_column(_("where"), overflow="fold")
    table.add_column(_("level"), no_wrap=True)
    table.add_column(_("population"), justify="right", no_wrap=True)
    table.add_column(_("found as"), overflow="fold")
    table.add_column(_("score"), justify="right", no_wrap=True)
    figures = {match.place.geonameid: atlas.people(match.place.geonameid) for match in matches}
    for match in matches:
        place = match.place
        former = next((n for n in atlas.former_names(place.geonameid) if n.name == match.matched_name), None)
        table.add_row(
            str(place.geonameid),
            _local(place.geonameid, place.name, language),
            _where(place, language),
            levels.get(place.level, place.level),
            _people(figures[place.geonameid], language),
            match.matched_name + (f" ({former.since}–{former.until})" if former else ""),
            f"{match.score:.2f}",
        )
    console = Console(soft_wrap=not sys.stdout.isatty())
    console.print(table)
    sources = dict.fromkeys(f"{f.source} ({f.as_of or _('no date')})" for f in figures.values() if f)
    if sources:
        console.print(_("Population: %(sources)s.") % {"sources": "; ".join(sources)})


def _local(geonameid: int, name: str, language: str) -> str:
    return name if language == "en" else atlas.local_name(geonameid, language).name


def _where(place: Place, language: str) -> str:
    region = None if place.level == "region" else atlas.region_of(place.geonameid)
    named = "" if place.level == "region" else place.admin1_name
    return f"{place.country} {_local(region.geonameid, named, language) if region else named}".strip()


def _people(counted: Fact | None, language: str) -> str:
    from babel.numbers import format_decimal

    if counted is None or counted.number is None:
        return "–"
    return f"{format_decimal(counted.number, locale=locale_of(language))} {counted.as_of[:4]}".strip()


def _stop(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(1)
