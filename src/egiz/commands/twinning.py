"""`egiz rank`, `egiz compare`, `egiz twins …`: which city, on evidence."""

# ruff: noqa: PLC0415 - libraries load when a verb runs, so that `egiz --help` is instant

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from egiz.atlas import Facts, Place
    from egiz.corridors import Travel
    from egiz.twinning import Ranking

_AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of a table.")]
_Weights = Annotated[
    Path | None, typer.Option(help="JSON or TOML file: criterion = weight, such as distance = 2.")
]
_Links = Annotated[
    Path | None, typer.Option(help="CSV of twin links of your own: gid_a,gid_b[,status,source,as_of].")
]
_Facts = Annotated[
    Path | None,
    typer.Option(help="CSV or XLSX of facts of your own, as `egiz atlas pull csv` writes them."),
]
_Day = Annotated[
    str,
    typer.Option("--on", help="Day of the journey for the criterion travel: 2026-12-10; today if left out."),
]

twins = typer.Typer(help="Train and measure the model of what twin cities look like.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add this room's verbs to the command line."""
    app.command("rank")(rank_command)
    app.command("compare")(compare_command)
    app.add_typer(twins, name="twins")


def rank_command(  # noqa: PLR0913 - one argument is one option of the command line
    city: Annotated[str, typer.Argument(help="The city that looks for a twin: a name or a GeoNames id.")],
    *,
    country: Annotated[str, typer.Option("--in", help="Country of the candidates: UZ.")],
    among: Annotated[str, typer.Option(help="Only these candidates: Nukus,Urgench.")] = "",
    weights: _Weights = None,
    links: _Links = None,
    facts: _Facts = None,
    day: _Day = "",
    top: Annotated[int, typer.Option(min=1, help="How many to print.")] = 10,
    as_json: _AsJson = False,
) -> None:
    """Rank the cities of a country as twins for one city, with the evidence for each."""
    from egiz.twinning import rank, read_links, read_weights

    try:
        place = _place(city)
        chosen = [_place(name, country).geonameid for name in among.split(",") if name.strip()] or None
        ranking = rank(
            place.geonameid,
            country=country,
            among=chosen,
            weights=None if weights is None else read_weights(weights),
            links=None if links is None else read_links(links),
            facts=_facts(facts),
            travel=_travel(place.geonameid, day),
        )
    except (ValueError, OSError) as error:
        _stop(error)
    if as_json:
        document = ranking.as_dict()
        document["candidates"] = document["candidates"][:top]
        typer.echo(json.dumps(document, ensure_ascii=False))
        return
    _print(ranking, top)


def compare_command(  # noqa: PLR0913 - one argument is one option of the command line
    places: Annotated[list[str], typer.Argument(help="Our city, then the candidates: Atyrau Nukus Urgench.")],
    *,
    weights: _Weights = None,
    links: _Links = None,
    facts: _Facts = None,
    day: _Day = "",
    pdf: Annotated[Path | None, typer.Option(help="Write the dossier as PDF to this file.")] = None,
    lang: Annotated[str, typer.Option(help="Language of the dossier: ru, uz, kk or en.")] = "en",
    as_json: _AsJson = False,
) -> None:
    """Compare candidates for one city, criterion by criterion, and write the dossier."""
    from egiz.twinning import compare, read_links, read_weights, write_dossier

    try:
        ids = [_place(name).geonameid for name in places]
        comparison = compare(
            *ids,
            weights=None if weights is None else read_weights(weights),
            links=None if links is None else read_links(links),
            facts=_facts(facts),
            travel=_travel(ids[0], day),
        )
        if pdf is not None:
            write_dossier(comparison, pdf, lang=lang)
    except (ValueError, OSError) as error:
        _stop(error)
    if as_json:
        typer.echo(json.dumps(comparison.as_dict(), ensure_ascii=False))
        return
    _print(comparison.ranking, len(ids))
    if pdf is not None:
        typer.echo(f"The dossier is in {pdf}.")


@twins.command("fit")
def fit_command(
    links: Annotated[Path, typer.Argument(help="CSV of twin links: gid_a,gid_b.")],
    out: Annotated[Path, typer.Argument(help="File to write the model to.")],
    *,
    seed: Annotated[int, typer.Option(help="Seed; the same seed gives the same model.")] = 0,
    parameters_only: Annotated[
        bool, typer.Option(help="Leave the links out of the file: the model scores from its parameters.")
    ] = False,
) -> None:
    """Train the model on twin links and save it."""
    from egiz.twinning import fit, read_links

    try:
        ranker = fit([(tie.a, tie.b) for tie in read_links(links)], seed=seed)
        ranker.save(out, links=not parameters_only)
    except (ValueError, OSError) as error:
        _stop(error)
    typer.echo(f"The model is in {out} ({out.stat().st_size / 1e6:.1f} MB).")


@twins.command("evaluate")
def evaluate_command(
    model: Annotated[Path, typer.Argument(help="Model file.")],
    links: Annotated[Path, typer.Argument(help="CSV of links the model has not seen: gid_a,gid_b.")],
    *,
    as_json: _AsJson = False,
) -> None:
    """Measure where a model puts the partners of links it has not seen."""
    from egiz.twinning import evaluate, load, read_links

    try:
        report = evaluate(load(model), [(tie.a, tie.b) for tie in read_links(links)])
    except (ValueError, OSError) as error:
        _stop(error)
    if as_json:
        typer.echo(json.dumps(report))
        return
    for task, figures in report.items():
        typer.echo(f"{task}: " + ", ".join(f"{name} {value:.3f}" for name, value in figures.items()))


def _place(name: str, country: str | None = None) -> Place:
    from egiz import atlas

    if name.strip().isdigit():
        return atlas.place(int(name))
    found = atlas.resolve(name.strip(), country=country.upper() if country else None)
    if found.place is None or found.ambiguous:
        offered = ", ".join(
            f"{m.place.name} {m.place.country} {m.place.geonameid}" for m in found.alternatives[:5]
        )
        raise ValueError(f"{name!r} is not one place: give the GeoNames id. Nearest: {offered or 'none'}.")
    return found.place


def _facts(path: Path | None) -> Facts | None:
    """The facts that ship and those of a file; what cannot be used is said, the rest counts."""
    if path is None:
        return None
    from egiz.atlas import load_facts, shipped_facts

    found = load_facts(path)
    for problem in found.errors:
        typer.echo(f"{path}: {problem}", err=True)
    return shipped_facts().with_facts(found.items)


def _travel(city: int, day: str) -> Callable[[int], Travel | None]:
    """Asked only where the criterion has a weight; the network loads then."""
    import datetime as dt

    when = dt.date.fromisoformat(day) if day else dt.date.today()  # noqa: DTZ011 - the day where the user is

    def time_to(candidate: int) -> Travel | None:
        return _reach(city, when)(candidate)

    return time_to


@cache
def _reach(city: int, when: date) -> Callable[[int], Travel | None]:
    from egiz.corridors import reach

    return reach(city, "party", when)


def _stop(error: Exception) -> NoReturn:
    typer.echo(str(error), err=True)
    sys.exit(1)


def _print(ranking: Ranking, top: int) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title=f"Twins for {ranking.name}: {ranking.considered} cities considered")
    for heading in ("", "city", "proved", "at most", "their list", "why"):
        table.add_column(
            heading, justify="right" if heading in ("", "proved", "at most", "their list") else "left"
        )
    for c in ranking.candidates[:top]:
        why = "; ".join(reason.text for reason in c.reasons[:4])
        theirs = "" if c.their_place is None else f"{c.their_place} of {c.their_list}"
        table.add_row(str(c.rank), f"{c.name}, {c.country}", f"{c.score:.2f}", f"{c.high:.2f}", theirs, why)
    console = Console()
    console.print(table)
    for line in ranking.sentences():
        console.print(line)
