"""`egiz rank`, `egiz compare`, `egiz twins …`: which city, on evidence."""

# ruff: noqa: PLC0415 - libraries load when a verb runs, so that `egiz --help` is instant

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from egiz import atlas, corridors, twinning
from egiz.commands._language import Spoken, catalogue, checked
from egiz.commands._twins import twins

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from egiz.atlas import Facts, Place, TwinLink
    from egiz.corridors import Travel
    from egiz.twinning import Ranking, Tie

_AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of a table.")]
_Weights = Annotated[
    Path | None, typer.Option(help="JSON or TOML file: criterion = weight, such as distance = 2.")
]
_Links = Annotated[
    Path | None,
    typer.Option(help="CSV of twin links of your own beside the known ones: gid_a,gid_b[,kind,status,…]."),
]
_Facts = Annotated[
    Path | None,
    typer.Option(help="CSV or XLSX of facts of your own, as `egiz atlas pull csv` writes them."),
]
_Day = Annotated[
    str,
    typer.Option("--on", help="Day of the trip for the criterion travel: 2026-12-10; today if left out."),
]


def register(app: typer.Typer) -> None:
    """Add this room's verbs to the command line."""
    app.command("rank")(rank_command)
    app.command("compare")(compare_command)
    app.add_typer(twins, name="twins")


def rank_command(  # noqa: PLR0913 - one argument is one option of the command line
    city: Annotated[
        str, typer.Argument(help="The city, village or region that looks for a twin: a name or GeoNames id.")
    ],
    *,
    country: Annotated[
        str, typer.Option("--in", help="Country of the candidates, by any name or code: UZ, Узбекистан.")
    ] = "",
    among: Annotated[str, typer.Option(help="Only these candidates: Nukus,Urgench.")] = "",
    with_existing: Annotated[
        bool, typer.Option("--with-existing", help="Rank also the twins that the place has or had.")
    ] = False,
    weights: _Weights = None,
    links: _Links = None,
    facts: _Facts = None,
    day: _Day = "",
    top: Annotated[int, typer.Option(min=1, help="How many to print.")] = 10,
    lang: Spoken = None,
    as_json: _AsJson = False,
) -> None:
    """Rank the places of a country as twins for one of ours, with the evidence for each."""
    language = checked(lang)
    try:
        place = _place(city)
        chosen = [_place(name, country, like=place).geonameid for name in among.split(",") if name.strip()]
        ranking = twinning.rank(
            place.geonameid,
            country=country or None,
            among=chosen or None,
            with_existing=with_existing,
            weights=None if weights is None else twinning.read_weights(weights),
            links=_links(links),
            facts=_facts(facts),
            travel=_travel(place.geonameid, day),
        )
    except (ValueError, OSError) as error:
        _stop(error)
    if as_json:
        typer.echo(json.dumps(ranking.as_dict(language, top=top), ensure_ascii=False))
        return
    _print(ranking, top, language)


def compare_command(  # noqa: PLR0913 - one argument is one option of the command line
    places: Annotated[
        list[str], typer.Argument(help="Our place, then the candidates: Atyrau Nukus Urgench.")
    ],
    *,
    weights: _Weights = None,
    links: _Links = None,
    facts: _Facts = None,
    day: _Day = "",
    pdf: Annotated[Path | None, typer.Option(help="Write the dossier as PDF to this file.")] = None,
    lang: Spoken = None,
    as_json: _AsJson = False,
) -> None:
    """Compare candidates for one place, criterion by criterion, and write the dossier."""
    language = checked(lang)
    try:
        ours = _place(places[0])
        ids = [ours.geonameid, *(_place(name, like=ours).geonameid for name in places[1:])]
        comparison = twinning.compare(
            *ids,
            weights=None if weights is None else twinning.read_weights(weights),
            links=_links(links),
            facts=_facts(facts),
            travel=_travel(ids[0], day),
        )
        if pdf is not None:
            twinning.write_dossier(comparison, pdf, lang=language)
    except (ValueError, OSError) as error:
        _stop(error)
    if as_json:
        typer.echo(json.dumps(comparison.as_dict(language), ensure_ascii=False))
        return
    _print(comparison.ranking, len(ids), language)
    if pdf is not None:
        typer.echo(catalogue(language).gettext("%(file)s is written.") % {"file": pdf})


def _place(name: str, country: str = "", *, like: Place | None = None) -> Place:
    if name.strip().isdigit():
        return atlas.place(int(name))
    code = atlas.country_code(country) if country else None
    found = atlas.resolve(name.strip(), country=code)
    if like is not None and (like.level == "region") and found.place and found.place.level != "region":
        # Beside a region "Karakalpakstan" or "Хорезм" means the region, and so does a city's name alone.
        regions = [m.place for m in found.alternatives if m.place.level == "region"]
        if regions:
            return regions[0]
    if found.place is None or found.ambiguous:
        offered = ", ".join(
            f"{m.place.name} {m.place.country} {m.place.geonameid}" for m in found.alternatives[:5]
        )
        raise ValueError(f"{name!r} is not one place: give the GeoNames id. Nearest: {offered or 'none'}.")
    return found.place


def _links(path: Path | None) -> list[Tie | TwinLink] | None:
    """The links that ship and those of a file, which come first."""
    if path is None:
        return None

    return [*twinning.read_links(path), *atlas.known_links()]


def _facts(path: Path | None) -> Facts | None:
    """The facts that ship and those of a file; what cannot be used is said, the rest counts."""
    if path is None:
        return None

    # A row that does not say what kind of source it has is the reader's own figure.
    found = atlas.load_facts(path, constants={"source_class": "own figure"})
    for problem in found.errors:
        typer.echo(f"{path}: {problem}", err=True)
    return atlas.shipped_facts().with_facts(found.items)


def _travel(city: int, day: str) -> Callable[[int], Travel | None]:
    """Asked only where the criterion has a weight; the network loads then."""
    import datetime as dt

    when = dt.date.fromisoformat(day) if day else dt.date.today()  # noqa: DTZ011 - the day where the user is

    def time_to(candidate: int) -> Travel | None:
        return _reach(city, when)(candidate)

    return time_to


@cache
def _reach(city: int, when: date) -> Callable[[int], Travel | None]:
    return corridors.reach(city, "party", when)


def _stop(error: Exception) -> NoReturn:
    typer.echo(str(error), err=True)
    sys.exit(1)


def _print(ranking: Ranking, top: int, lang: str) -> None:
    from rich.console import Console
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    from egiz.twinning.sentences import number, place_name

    said = twinning.words(lang)
    title = said["table_title"].format(
        name=place_name(ranking.geonameid, lang),
        number=ranking.considered,
        what=said[f"{ranking.level}_many"],
    )
    table = Table(title=title)
    for heading in ("", "candidate", "proved", "at_most", "their_list"):
        table.add_column(said.get(heading, heading), justify="left" if heading == "candidate" else "right")
    shown = ranking.candidates[:top]
    names = [f"{place_name(c.geonameid, lang)}, {c.country}" for c in shown]
    for c, name in zip(shown, names, strict=True):
        theirs = "" if c.their_place is None else f"{c.their_place} / {c.their_list}"
        table.add_row(str(c.rank), name, number(c.score, lang, 2), number(c.high, lang, 2), theirs)
    console = Console(highlight=False)
    console.print(table)
    if any(c.their_place is not None for c in shown):
        console.print(said["their_list_means"].format(heading=said["their_list"]))
    # Reasons stand below the table: in a column of it they would be four words wide.
    for c, name in zip(shown, names, strict=True):
        console.print(f"{c.rank}. {name}", style="bold", markup=False)
        for reason in c.reasons[:4]:
            console.print(Padding(Text(reason.said(lang)), (0, 0, 0, 3)))
    if shown:
        console.print()
    for line in (*ranking.sentences(lang), *(note.said(lang) for note in ranking.notes)):
        console.print(line)
    for line in _told_apart(ranking, lang):
        console.print(line)


def _told_apart(ranking: Ranking, lang: str) -> list[str]:
    from egiz.twinning.dossier_parts import partner_line
    from egiz.twinning.sentences import place_name

    said = twinning.words(lang)
    lines = [f"{place_name(ranking.geonameid, lang)}: {ranking.twins.reason.said(lang)}."]
    if ranking.partners:
        lines.append(f"{said['stand_apart']}:")
        lines += [f"  {partner_line(partner, lang)}" for partner in ranking.partners]
    return lines
