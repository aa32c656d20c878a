"""`egiz cluster match|rank|schedule|pull|split`: the engines over many processes or machines."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from egiz import cluster

if TYPE_CHECKING:
    from egiz.cluster import Outcome, Pool, Progress

verbs = typer.Typer(
    help="The same work over many processes or machines; a run that was stopped goes on in its folder.",
    no_args_is_help=True,
)

Out = Annotated[
    Path,
    typer.Option("--out", help="Folder of the run, shared by all workers; a new one, or one to go on in."),
]
Scheduler = Annotated[
    str | None,
    typer.Option(
        "--scheduler", metavar="ADDRESS", help="A Dask scheduler that runs, such as tcp://10.0.0.5:8786."
    ),
]
Workers = Annotated[
    int, typer.Option("--workers", min=1, max=512, help="Without --scheduler: processes to start here.")
]
Memory = Annotated[
    str, typer.Option("--memory", help="What each process started here may take; beyond it, it is ended.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
SHOWN = 20
"""So many failures and faulty rows are printed; `done.jsonl` has them all."""


def register(app: typer.Typer) -> None:
    """Add this room's verb to the command line."""
    app.add_typer(verbs, name="cluster")


@contextmanager
def _workers(scheduler: str | None, workers: int, memory: str) -> Iterator[Pool]:
    with cluster.connect(scheduler, workers=workers, memory=memory) as pool:
        where = f"the workers of {scheduler}" if scheduler else f"{workers} × {memory} on this machine"
        typer.echo(f"Working with {where}.", err=True)
        yield pool


def _tell(progress: Progress) -> None:
    failed = f", {progress.failed} failed" if progress.failed else ""
    typer.echo(
        f"{progress.stage}: {progress.done} of {progress.parts}{failed}, {progress.rows:,} rows, "
        f"{progress.seconds:.0f} s",
        err=True,
    )


def _run(work: Callable[[], Outcome], out: Path, *, as_json: bool) -> None:
    """Do the work and say what became of it; exit code 1 when the input was wrong or a part failed."""
    try:
        outcome = work()
    except (ValueError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    except KeyboardInterrupt as error:
        typer.echo(f"Stopped. The same command goes on from what is in {out}.", err=True)
        raise typer.Exit(1) from error
    _say(outcome, out, as_json=as_json)
    if outcome.failed:
        raise typer.Exit(1)


def _say(outcome: Outcome, out: Path, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(_document(outcome, out), ensure_ascii=False))
        return
    for note in outcome.notes[:SHOWN]:
        typer.echo(f"  {note}", err=True)
    if len(outcome.notes) > SHOWN:
        typer.echo(f"  … and {len(outcome.notes) - SHOWN} more notes in {out / 'done.jsonl'}", err=True)
    for name, why in list(outcome.failed.items())[:SHOWN]:
        typer.echo(f"Failed: {name}: {why}", err=True)
    if outcome.failed:
        typer.echo(f"{len(outcome.failed)} parts failed; the same command tries only these again.", err=True)
    typer.echo(
        f"{len(outcome.written)} parts, {outcome.rows:,} rows in {out}; {outcome.kept} parts were there; "
        f"{outcome.cpu_seconds:.1f} CPU s; checksum {outcome.checksum}"
    )


def _document(outcome: Outcome, out: Path) -> dict[str, Any]:
    return {
        "folder": str(out),
        "parts": [asdict(part) for part in outcome.written],
        "failed": dict(outcome.failed),
        "kept": outcome.kept,
        "rows": outcome.rows,
        "notes": outcome.notes,
        "cpu_seconds": outcome.cpu_seconds,
        "checksum": outcome.checksum,
    }


@verbs.command("match")
def match_command(  # noqa: PLR0913 - one argument for each option of the command line
    a: Annotated[Path, typer.Argument(metavar="A", help="Folder of Parquet files: the companies that ask.")],
    b: Annotated[
        Path, typer.Argument(metavar="B", help="Folder of Parquet files: where partners are sought.")
    ],
    *,
    out: Out,
    top: Annotated[int, typer.Option(min=1, max=1000, help="Partners kept for each company and side.")] = 10,
    scheduler: Scheduler = None,
    workers: Workers = 2,
    memory: Memory = "2GB",
    as_json: AsJson = False,
) -> None:
    """Find partners for every company of register A in register B."""

    def work() -> Outcome:
        with _workers(scheduler, workers, memory) as pool:
            return cluster.match_registers(pool, a, b, out, top=top, tell=_tell)

    _run(work, out, as_json=as_json)


@verbs.command("rank")
def rank_command(  # noqa: PLR0913 - one argument for each option of the command line
    cities: Annotated[
        list[int] | None, typer.Argument(help="GeoNames ids that ask; every place of 15,000 people without.")
    ] = None,
    *,
    out: Out,
    top: Annotated[int, typer.Option(min=1, help="Partners kept for each city.")] = 100,
    model: Annotated[Path | None, typer.Option(help="A model of your own, from `egiz twins fit`.")] = None,
    scheduler: Scheduler = None,
    workers: Workers = 2,
    memory: Memory = "2GB",
    as_json: AsJson = False,
) -> None:
    """Rank all pairs of the world's cities by what real twins look like."""

    def work() -> Outcome:
        asked = tuple(cities) if cities else None
        with _workers(scheduler, workers, memory) as pool:
            return cluster.rank_pairs(pool, out, cities=asked, top=top, model=model, tell=_tell)

    _run(work, out, as_json=as_json)


@verbs.command("schedule")
def schedule_command(  # noqa: PLR0913 - one argument for each option of the command line
    folder: Annotated[Path, typer.Argument(help="Folder of problems: .xlsx, .json, .dzn.")],
    *,
    out: Out,
    time_limit: Annotated[
        float, typer.Option("--time-limit", min=0.1, help="Seconds of wall clock for each.")
    ] = 20.0,
    seed: Annotated[int, typer.Option("--seed", help="Same seed: same schedules.")] = 1,
    scheduler: Scheduler = None,
    workers: Workers = 2,
    memory: Memory = "2GB",
    as_json: AsJson = False,
) -> None:
    """Schedule every mission of a folder."""

    def work() -> Outcome:
        with _workers(scheduler, workers, memory) as pool:
            return cluster.schedule_folder(pool, folder, out, seconds=time_limit, seed=seed, tell=_tell)

    _run(work, out, as_json=as_json)


@verbs.command("pull")
def pull_command(  # noqa: PLR0913 - one argument for each option of the command line
    sources: Annotated[Path, typer.Argument(help="File with one address or path a line, or a JSON array.")],
    *,
    out: Out,
    trust: Annotated[
        list[str] | None, typer.Option("--trust", metavar="HOST", help="A private host that may be asked.")
    ] = None,
    pause: Annotated[float, typer.Option(min=0, help="Seconds between two requests to one site.")] = 1.0,
    scheduler: Scheduler = None,
    workers: Workers = 2,
    memory: Memory = "2GB",
    as_json: AsJson = False,
) -> None:
    """Read the events of thousands of sources; one that fails spoils none of the others."""

    def work() -> Outcome:
        found = cluster.read_sources(sources)
        with _workers(scheduler, workers, memory) as pool:
            trusted = tuple(trust or ())
            return cluster.pull_sources(pool, found, out, trusted=trusted, pause=pause, tell=_tell)

    _run(work, out, as_json=as_json)


@verbs.command("split")
def split_command(
    source: Annotated[Path, typer.Argument(metavar="LIST", help="List of companies: .xlsx or .csv.")],
    folder: Annotated[Path, typer.Argument(help="New folder for the partitions.")],
    *,
    rows: Annotated[int, typer.Option(min=1, max=1_000_000, help="Companies of one partition.")] = 50_000,
) -> None:
    """Cut a list of companies into partitions."""
    try:
        count, problems = cluster.split_list(source, folder, rows=rows)
    except ImportError as error:
        typer.echo(str(cluster.MissingExtraError(error.name or "")), err=True)
        raise typer.Exit(1) from error
    except (ValueError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    for problem in problems[:SHOWN]:
        typer.echo(problem, err=True)
    if len(problems) > SHOWN:
        typer.echo(f"… and {len(problems) - SHOWN} more", err=True)
    typer.echo(f"{count:,} companies in {folder}.")
