"""`egiz trip`: plan a trip, re-plan it after changes, check a plan."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from egiz import trips
from egiz.commands._language import Spoken, catalogue, checked

if TYPE_CHECKING:
    from egiz.trips import Plan, Problem

FileArg = Annotated[Path, typer.Argument(help="The trip as .json.")]
PlanArg = Annotated[Path, typer.Argument(metavar="PLAN", help="A plan printed by --json.")]
Seconds = Annotated[float, typer.Option("--time-limit", min=0.1, help="Seconds of wall clock.")]
Workers = Annotated[int, typer.Option("--workers", min=1, help="Threads of the solver.")]
Seed = Annotated[int, typer.Option("--seed", help="Of the random choices.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]

trip = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="Choose visits, days, nights and rides of a trip; say what was left out and why.",
)


def _fail(error: Exception) -> typer.Exit:
    typer.echo(str(error), err=True)
    return typer.Exit(1)


def _read(path: Path, what: Any) -> Any:
    try:
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise trips.FormatError(f"{path}: Must be a JSON document in UTF-8 ({error}).") from error
        return what(document)
    except trips.TripsError as error:
        raise _fail(error) from error


@trip.command("plan")
def plan_command(  # noqa: PLR0913 - the options of the verb
    file: FileArg,
    *,
    format_: Annotated[
        str, typer.Option("--format", help="json, or toptw or top for a published instance.")
    ] = "json",
    routes: Annotated[int, typer.Option("--routes", min=1, help="Routes of a TOPTW instance.")] = 1,
    keep_stays: Annotated[
        bool, typer.Option("--keep-stays", help="Keep the days everybody may be in a country (stay rules).")
    ] = False,
    time_limit: Seconds = 5.0,
    workers: Workers = 2,
    seed: Seed = 1,
    lang: Spoken = None,
    as_json: AsJson = False,
) -> None:
    """Plan a trip and prove how good the plan is."""
    if format_ in ("toptw", "top"):
        _tours(file, routes if format_ == "toptw" else None, time_limit, seed, checked(lang), as_json=as_json)
        return
    if format_ != "json":
        raise typer.BadParameter("Must be json, toptw or top.", param_hint="--format")

    problem = _read(file, trips.problem_from_document)
    if keep_stays:
        problem = replace(problem, allowances=(*problem.allowances, *trips.stay_limits(problem)))
    result = trips.plan(problem, limits=trips.Limits(time_limit, workers), seed=seed)
    _print(problem, result, checked(lang), as_json=as_json)


def _tours(file: Path, routes: int | None, seconds: float, seed: int, lang: str, *, as_json: bool) -> None:
    try:
        problem = trips.toptw.read_top(file) if routes is None else trips.toptw.read_toptw(file, routes)
        tours = trips.orienteering.solve_tours(problem, seconds=seconds, seed=seed)
    except trips.TripsError as error:
        raise _fail(error) from error
    if as_json:
        document = {"routes": tours.routes, "score": tours.score, "bound": tours.bound}
        typer.echo(json.dumps(document))
        return
    _ = catalogue(lang).gettext
    params = {"score": tours.score, "bound": tours.bound, "seconds": f"{tours.seconds:.1f}"}
    typer.echo(_("score %(score)s, at most %(bound)s, %(seconds)s s of processor time") % params)
    for k, stops in enumerate(tours.routes, start=1):
        typer.echo("  " + _("route %(number)s") % {"number": k} + f": {' '.join(map(str, stops))}")


def _moment(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text) if text else None
    except ValueError as error:
        raise typer.BadParameter(
            "Must be a time with its offset, such as 2026-12-08T12:00+05:00.", param_hint="--now"
        ) from error


@trip.command("replan")
def replan_command(  # noqa: PLR0913 - one parameter for each argument and option
    file: FileArg,
    plan_file: PlanArg,
    changes_file: Annotated[Path, typer.Argument(metavar="CHANGES", help="What changed, as JSON.")],
    *,
    now: Annotated[str, typer.Option("--now", help="What began before stays: 2026-12-08T12:00+05:00.")] = "",
    time_limit: Seconds = 2.0,
    workers: Workers = 2,
    seed: Seed = 1,
    lang: Spoken = None,
    as_json: AsJson = False,
) -> None:
    """Take in moved, cancelled and new visits and cancelled departures; change as little as possible."""
    problem = _read(file, trips.problem_from_document)
    former, changes = (
        _read(plan_file, trips.plan_from_document),
        _read(changes_file, trips.changes_from_document),
    )
    try:
        limits = trips.Limits(time_limit, workers)
        result = trips.replan(problem, former, changes, now=_moment(now), limits=limits, seed=seed)
        changed = trips.apply_changes(problem, changes)
    except trips.TripsError as error:
        raise _fail(error) from error
    _print(changed, result, checked(lang), as_json=as_json)


@trip.command("check")
def check_command(file: FileArg, plan_file: PlanArg, *, lang: Spoken = None) -> None:
    """Check a plan against its trip with an independent checker."""
    broken = trips.check_plan(
        _read(file, trips.problem_from_document), _read(plan_file, trips.plan_from_document)
    )
    for rule in broken:
        typer.echo(f"{rule.rule}: {rule.text}", err=True)
    if broken:
        raise typer.Exit(1)
    typer.echo(catalogue(checked(lang)).gettext("Every rule is kept."))


def _print(problem: Problem, result: Plan, language: str, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(trips.plan_to_document(result), ensure_ascii=False))
    else:
        from egiz.commands._plan import Shown  # noqa: PLC0415 - the terminal only

        Shown(problem, result, language).show()
    if result.status in ("unknown", "feasible"):
        raise typer.Exit(3)


def register(app: typer.Typer) -> None:
    """Add this room's verbs to the command line."""
    app.add_typer(trip, name="trip")
