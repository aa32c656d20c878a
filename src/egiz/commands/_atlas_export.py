"""`egiz atlas export`: places, links and facts for maps and tables of others."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from egiz import atlas


class What(StrEnum):
    """What to write."""

    PLACES = "places"
    LINKS = "links"
    FACTS = "facts"


def export_command(
    what: Annotated[What, typer.Argument(help="places, links or facts.")],
    out: Annotated[Path, typer.Argument(help="The file: .csv or .geojson.")],
    *,
    country: Annotated[str, typer.Option("--in", help="Only of this country, by any name or code.")] = "",
    least: Annotated[int, typer.Option(min=0, help="Places with at least so many people.")] = 15_000,
) -> None:
    """Write places, twin links or facts as CSV or GeoJSON, with GeoNames ids, dates and sources."""
    form = next((form for form in atlas.exports.FORMS if out.suffix.lower() == f".{form}"), None)
    if form is None:
        _stop(f"{out}: a file that ends in .csv or .geojson is expected.")
    code = atlas.country_code(country) if country else None
    if (country and code is None) or (what is What.PLACES and code is None):
        _stop(f"No country {country!r}; its name or a code such as UZ is expected (--in).")

    def inside(*ids: int) -> bool:
        return code is None or any(atlas.place(gid).country == code for gid in ids)

    if what is What.PLACES:
        number = atlas.exports.export_places(out, atlas.exports.places_of(code or "", least=least), form)
    elif what is What.LINKS:
        links = (link for link in atlas.known_links() if inside(link.a, link.b))
        number = atlas.exports.export_links(out, links, form)
    else:
        number = atlas.exports.export_facts(out, (f for f in atlas.shipped_facts() if inside(f.place)), form)
    typer.echo(f"{number:,} {what.value} are in {out}.")


def _stop(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(1)
