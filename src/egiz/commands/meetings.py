"""`egiz schedule`: the best schedule of meetings, its repair and its check."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from egiz import meetings
from egiz.commands._language import Spoken, catalogue, checked

if TYPE_CHECKING:
    from egiz.meetings import Problem, Progress, Proof, Result

FileArg = Annotated[Path, typer.Argument(help="The problem: .dzn, .json or .xlsx.")]
Seconds = Annotated[float, typer.Option("--time-limit", min=0.1, help="Seconds of wall clock.")]
Workers = Annotated[int, typer.Option("--workers", min=1, help="Worker processes.")]
Seed = Annotated[int, typer.Option("--seed", help="Same seed, one worker: same schedule.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


class FileOrVerb(TyperGroup):
    """`schedule FILE` beside `schedule repair` and `schedule check`: what is no verb is a file."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Send anything that is not a verb to the solver."""
        if args and args[0] not in self.commands:
            return super().resolve_command(ctx, ["solve", *args])
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Let options come before the file as well."""
        if args and args[0].startswith("-") and args[0] not in ("--help", "-h"):
            args = ["solve", *args]
        return super().parse_args(ctx, args)


schedule = typer.Typer(
    cls=FileOrVerb,
    no_args_is_help=True,
    add_completion=False,
    help="The best schedule of meetings, with its proof: egiz schedule FILE, or one of the verbs below.",
)


def _fail(error: Exception) -> typer.Exit:
    typer.echo(str(error), err=True)
    return typer.Exit(1)


def _load(path: Path, lang: str | None, *, skip: bool = False) -> Problem:
    from egiz.meetings.model.formats import remarks  # noqa: PLC0415 - only where a file is read

    spoken = checked(lang)
    translate = catalogue(spoken).gettext
    issues: list[str] | None = [] if skip else None
    notes: list[str] = []
    try:
        problem = meetings.load_problem(path, issues, notes)
    except meetings.MeetingsError as error:
        raise _fail(ValueError(remarks.said_all(str(error), translate, spoken))) from error
    for issue in issues or ():
        typer.echo(translate(remarks.LEFT_OUT) % {"what": remarks.said(issue, translate, spoken)}, err=True)
    for note in notes:
        typer.echo(translate(remarks.NOTE) % {"what": remarks.said(note, translate, spoken)}, err=True)
    return problem


@schedule.command("solve", hidden=True)
def solve_command(  # noqa: PLR0913 - one parameter per option
    file: FileArg,
    *,
    time_limit: Seconds = 20.0,
    workers: Workers = 2,
    seed: Seed = 1,
    as_json: AsJson = False,
    out: Annotated[
        Path | None, typer.Option("--out", help="Also write the schedule as .xlsx or .json.")
    ] = None,
    ics: Annotated[Path | None, typer.Option("--ics", help="Folder for one .ics per participant.")] = None,
    lang: Spoken = None,
    skip: Annotated[
        bool, typer.Option("--skip-bad-rows", help="Leave out rows that cannot be used.")
    ] = False,
) -> None:
    """Find the best schedule and prove how good it is."""
    problem = _load(file, lang, skip=skip)
    result = meetings.solve(
        problem,
        limits=meetings.Limits(time_limit, workers),
        seed=seed,
        on_progress=None if as_json else _progress(),
    )
    _write(problem, result, out, ics, checked(lang))
    _print(problem, result, checked(lang), as_json=as_json)


def _progress() -> Any:
    from rich.console import Console  # noqa: PLC0415 - the terminal only

    console = Console(stderr=True)

    def show(progress: Progress) -> bool:
        if console.is_terminal and progress.value is not None:
            bound = "" if progress.bound is None else f" (bound {progress.bound})"
            console.print(f"{progress.seconds:7.1f} s  {progress.goal} {progress.value}{bound}", style="dim")
        return True

    return show


def _write(problem: Problem, result: Result, out: Path | None, ics: Path | None, lang: str) -> None:
    if out is not None:
        if out.suffix.lower() == ".xlsx":
            meetings.write_xlsx(out, problem, result, lang=lang)
        else:
            out.write_text(
                json.dumps(meetings.result_to_document(result, lang), ensure_ascii=False, indent=1),
                encoding="utf-8",
            )
    if ics is not None:
        ics.mkdir(parents=True, exist_ok=True)
        for p in problem.participants:
            name = "".join(c if c.isalnum() or c in "-_ " else "_" for c in p.id)
            (ics / f"{name}.ics").write_text(
                meetings.to_ics(problem, result, p.id), encoding="utf-8", newline=""
            )


def _print(problem: Problem, result: Result, lang: str, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(meetings.result_to_document(result, lang), ensure_ascii=False))
    else:
        _table(problem, result, lang)
    if result.status == "unknown" or (result.status == "feasible" and result.stopped_by_limit):
        raise typer.Exit(3)


def _table(problem: Problem, result: Result, lang: str) -> None:
    from rich.console import Console  # noqa: PLC0415 - the terminal only
    from rich.table import Table  # noqa: PLC0415 - as above

    from egiz.meetings.model.formats.said import say  # noqa: PLC0415 - heavy imports wait until they are needed
    from egiz.meetings.model.sentences import sentence  # noqa: PLC0415 - as above

    console = Console()
    status = result.status if lang == "en" else say(result.status, lang)
    table = Table(title=say("title", lang, name=problem.name, status=status, seconds=f"{result.seconds:.1f}"))
    for head in ("goal", "value", "bound", ""):
        name = say(head, lang) if head else ""
        table.add_column(name, justify="left" if head in ("goal", "") else "right")
    for g in result.goals:
        note = say("at-most" if g.name == "held" else "at-least", lang, bound=g.bound)
        note = say("best", lang) if g.proved else note
        note = note if g.limit is None else say("limit", lang, limit=g.limit)
        table.add_row(
            g.name if lang == "en" else say(f"goal-{g.name}", lang), str(g.value), str(g.bound), note
        )
    console.print(table)
    console.print(say("held", lang, held=len(result.meetings), all=len(problem.meetings)))
    for reason in result.explanation:
        console.print(f"  {sentence(reason, lang)}")
    if result.moved_bound is not None:
        console.print(say("moved", lang, moved=len(result.moved), bound=result.moved_bound))
    names = {p.id: p.name or p.id for p in problem.participants}
    for m in result.not_held[:20]:
        who = " – ".join(names.get(p, p) for p in m.participants)
        console.print("  " + say("not-held", lang, id=m.id, names=who), highlight=False)
        for r in (*m.reasons, *m.relaxations):
            console.print(f"      {sentence(r, lang)}", highlight=False)
    if len(result.not_held) > 20:
        console.print("  " + say("more", lang, count=len(result.not_held) - 20))


@schedule.command("repair")
def repair_command(  # noqa: PLR0913 - one parameter per option
    problem_file: Annotated[Path, typer.Argument(metavar="PROBLEM", help="The published problem.")],
    schedule_file: Annotated[
        Path, typer.Argument(metavar="SCHEDULE", help="The published schedule (--json).")
    ],
    changes_file: Annotated[Path, typer.Argument(metavar="CHANGES", help="What changed, as JSON.")],
    *,
    time_limit: Seconds = 5.0,
    workers: Workers = 2,
    seed: Seed = 1,
    as_json: AsJson = False,
    lang: Spoken = None,
) -> None:
    """Take in late arrivals, no-shows and lost tables; move as few published meetings as possible."""
    from egiz.meetings.model.formats.documents import published_slots  # noqa: PLC0415 - as above

    problem = _load(problem_file, lang)
    try:
        document = json.loads(schedule_file.read_text(encoding="utf-8"))
        published, gone = published_slots(document, problem)
        changes = meetings.changes_from_document(json.loads(changes_file.read_text(encoding="utf-8")))
        changed = meetings.apply_changes(problem, published, changes)
        result = meetings.repair(
            problem, published, changes, limits=meetings.Limits(time_limit, workers), seed=seed
        )
    except meetings.MeetingsError as error:
        raise _fail(error) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _fail(
            ValueError(f"{schedule_file}, {changes_file}: not a schedule and changes ({error!r}).")
        ) from error
    for key in gone:
        typer.echo(f"note: published meeting {key} is not among today's meetings.", err=True)
    _print(changed, result, checked(lang), as_json=as_json)


@schedule.command("prove")
def prove_command(
    file: FileArg,
    *,
    time_limit: Seconds = 20.0,
    workers: Workers = 2,
    seed: Seed = 1,
    lang: Spoken = None,
    as_json: AsJson = False,
    certificates: Annotated[
        Path | None, typer.Option("--certificates", help="Folder for clauses (.cnf) and refutations (.drat).")
    ] = None,
) -> None:
    """Make the schedule, then have everything proved about it refused and checked once more."""
    problem = _load(file, lang)
    result = meetings.solve(problem, limits=meetings.Limits(time_limit, workers), seed=seed)
    proofs = meetings.prove(problem, result, seconds=time_limit, workers=workers, folder=certificates)
    if as_json:
        rows = [asdict(p) for p in proofs]
        typer.echo(json.dumps({"status": result.status, "proofs": rows}, ensure_ascii=False))
    else:
        for p in proofs:
            typer.echo(_said(p, checked(lang)))
    if any(p.verdict == "refuted" or p.checked is False for p in proofs):
        raise typer.Exit(1)
    if any(p.verdict in ("open", "not proved") for p in proofs):
        raise typer.Exit(3)


def _said(proof: Proof, language: str) -> str:
    """One claim: what proved it, what a second solver says, and what became of the written refutation."""
    from egiz.meetings.model.formats.said import say  # noqa: PLC0415 - heavy imports wait until they are needed

    _ = catalogue(language).gettext
    claim = _("no schedule keeps every rule")
    if proof.goal is not None:
        goal = proof.goal if language == "en" else say(f"goal-{proof.goal}", language)
        claim = _("%(goal)s: none is better than %(bound)s") % {"goal": goal, "bound": proof.bound}
    verdicts = {
        "confirmed": _("confirmed by a second solver (CP-SAT, %(seconds)s s)"),
        "refuted": _("refuted by a second solver (CP-SAT, %(seconds)s s)"),
        "open": _("left open by a second solver (CP-SAT, %(seconds)s s)"),
    }
    if proof.verdict not in verdicts:
        return f"{claim}: {_('not proved')}"
    said = [verdicts[proof.verdict] % {"seconds": f"{proof.seconds:.1f}"}]
    # Who proved a bound first, by the stage that the result names.
    provers = {
        "counting": _("first by counting"),
        "program": _("first by an integer program"),
        "cp-sat": _("first by CP-SAT"),
        **dict.fromkeys(("here", "climb", "descend"), _("first by SAT")),
    }
    if proof.first in provers:
        said.append(provers[proof.first])
    if proof.steps is not None:
        followed = {
            True: _("refuted by Glucose in %(steps)s DRAT steps, checked by dratify"),
            False: _("refuted by Glucose in %(steps)s DRAT steps, WRONG by dratify"),
            None: _("refuted by Glucose in %(steps)s DRAT steps, not checked"),
        }
        said.append(followed[proof.checked] % {"steps": proof.steps})
    return f"{claim}: {'; '.join(said)}"


@schedule.command("check")
def check_command(
    schedule_file: Annotated[Path, typer.Argument(metavar="SCHEDULE", help="A schedule printed by --json.")],
    problem_file: Annotated[Path, typer.Argument(metavar="PROBLEM", help="What was to be scheduled.")],
    *,
    lang: Spoken = None,
) -> None:
    """Check a schedule against its problem with an independent checker."""
    problem = _load(problem_file, lang)
    try:
        document = json.loads(schedule_file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _fail(ValueError(f"{schedule_file}: not a schedule ({error}).")) from error
    broken = meetings.check(document, problem)
    for rule in broken:
        typer.echo(f"{rule.rule}: {rule.text}", err=True)
    if broken:
        raise typer.Exit(1)
    typer.echo(catalogue(checked(lang)).gettext("Every rule is kept."))


@schedule.command("template")
def template_command(
    file: Annotated[Path, typer.Argument(help="The .xlsx to write.")],
    lang: Spoken = None,
) -> None:
    """Write the empty workbook of a mission, with instructions in four languages."""
    meetings.write_template(file, lang=checked(lang))
    typer.echo(catalogue(checked(lang)).gettext("%(file)s is written.") % {"file": file})


def register(app: typer.Typer) -> None:
    """Add this room's verb to the command line."""
    app.add_typer(schedule, name="schedule")
