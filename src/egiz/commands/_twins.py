"""`egiz twins …`: bring known links in, train and measure the model of what twin cities look like."""

# ruff: noqa: PLC0415 - libraries load when a verb runs, so that `egiz --help` is instant

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from egiz import atlas, twinning

twins = typer.Typer(help="Known twins, and the model of what twin cities look like.", no_args_is_help=True)

_AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of a table.")]


@twins.command("import")
def import_command(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="Wikidata's dump (.json, .json.gz, .json.bz2), or saved answers of its query page"
        ),
    ],
    *,
    out: Annotated[Path, typer.Option(help="CSV of links to write; `--links` and the desk read it.")],
    state: Annotated[
        Path | None,
        typer.Option(help="Where to remember how far it got; beside the CSV if left out."),
    ] = None,
    recorded: Annotated[str, typer.Option(help="The day of the dump: 2026-11-02.")] = "",
    as_json: _AsJson = False,
) -> None:
    """Bring in all twin links of a Wikidata dump; stopped, it goes on where it was."""
    from egiz.atlas.sources.wikidata_files import import_files

    def progress(file: str, lines: int) -> None:
        typer.echo(f"{file}: {lines:,} lines", err=True)

    memory = state or out.with_suffix(".state")
    try:
        pulled = import_files(files, memory, recorded=recorded, progress=progress)
        atlas.save_links(out, pulled.items)
    except (ValueError, OSError) as error:
        _stop(error)
    for problem in pulled.problems:
        typer.echo(str(problem), err=True)
    if as_json:
        document = {"links": len(pulled.items), "problems": len(pulled.problems), "out": str(out)}
        typer.echo(json.dumps(document))
        return
    typer.echo(f"{len(pulled.items):,} links are in {out}; {len(pulled.problems):,} problems.")


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
    try:
        ranker = twinning.fit([(tie.a, tie.b) for tie in twinning.read_links(links)], seed=seed)
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
    try:
        report = twinning.evaluate(
            twinning.load(model), [(tie.a, tie.b) for tie in twinning.read_links(links)]
        )
    except (ValueError, OSError) as error:
        _stop(error)
    if as_json:
        typer.echo(json.dumps(report))
        return
    for task, figures in report.items():
        typer.echo(f"{task}: " + ", ".join(f"{name} {value:.3f}" for name, value in figures.items()))


def _stop(error: Exception) -> NoReturn:
    typer.echo(str(error), err=True)
    sys.exit(1)
