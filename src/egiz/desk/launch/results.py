"""What came of the sample meeting, in the terminal: promises, candidates, a common day, the schedule."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django_scopes import scope
from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from egiz import calendars
from egiz.desk.launch import prepare

if TYPE_CHECKING:
    from egiz.desk.core.models import Desk

WINDOW_DAYS = 31
CANDIDATES = 5
QUOTE = 160  # characters of a quote that are shown
console = Console(highlight=False)


class DemoError(RuntimeError):
    """The demonstration has nothing to show."""


def prepare_with_progress() -> prepare.Login:
    """Make the sample desk ready and show how far that is."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("Starting", total=1.0)
        prepare.start_django()

        from egiz.desk.core.domain.setup import SampleMissingError  # noqa: PLC0415 - after start_django

        bar.update(task, description="Preparing the database", completed=0.05)
        prepare.migrate()
        bar.update(task, description="Compiling the scheduler (once)", completed=0.08)
        prepare.compile_scheduler()
        login = prepare.ensure_login(settings.VAR_DIR)

        def step(text: str, fraction: float) -> None:
            bar.update(task, description=text or "Sample", completed=0.1 + 0.9 * fraction)

        try:
            prepare.load_sample(step)
        except SampleMissingError as error:
            raise DemoError(f"There is nothing to show. {error} Install Egiz again.") from error
    return login


def print_results() -> None:
    """Print the sample desk's main results from its database."""
    from egiz.desk.core.domain.setup import SAMPLE_DESK  # noqa: PLC0415 - after start_django
    from egiz.desk.core.models import Desk  # noqa: PLC0415 - after start_django

    desk = Desk.objects.get(slug=SAMPLE_DESK["slug"])
    console.print(f"\n[bold]{desk.name}[/] [dim]sample desk; its companies are invented[/]\n")
    with scope(desk=desk):
        _promises()
        _candidates()
        _common_days(desk)
        _schedule()


def print_login(url: str, login: prepare.Login) -> None:
    """Say where the desk is and how to get in."""
    console.print(f"[bold]The desk is at {url}[/]")
    if login.password:
        console.print(f"Log in as [bold]{login.email}[/] with the password [bold]{login.password}[/]")
    else:
        console.print(f"Log in as [bold]{login.email}[/]; its password was changed or its note deleted.")
        console.print("A new one: egiz manage changepassword " + login.email)
    console.print("[dim]Ctrl-C ends everything; nothing that was entered is lost.[/]")


def _table(title: str, *headings: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", show_lines=False, expand=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


def _show(table: Table) -> None:
    console.print(Padding(table, (0, 0, 1, 0)))


def _promises() -> None:
    from egiz.desk.promises.models import Promise  # noqa: PLC0415 - after start_django

    rows = Promise.objects.exclude(status__in=("rejected", "merged", "dropped")).order_by("number", "id")
    table = _table("What was promised", "", "promise, and the words it rests on", "who owes it", "when")
    table.expand = True
    for column, share in zip(table.columns[1:], (5, 2, 2), strict=True):
        column.ratio = share
    for number, row in enumerate(rows, 1):
        owner = row.owner_text or str(row.owner_person or row.owner_organisation or "nobody named")
        quote = row.quote if len(row.quote) <= QUOTE else row.quote[: QUOTE - 1].rstrip() + "…"
        title = Text.assemble((row.title, "bold"), "\n", (f"“{quote}”", "dim"))
        table.add_row(str(number), title, owner, _when(row.due_on, row.due_phrase, row.due_proposed))
        table.add_section()
    table.caption = "Suggestions wait for a person to confirm them on the desk"
    _show(table)


def _when(due: dt.date | None, phrase: str, proposed: dt.date | None) -> str:
    if due:
        return str(due)
    said = f"“{phrase}”" if phrase else "no date"
    return f"{said}, proposed {proposed}" if proposed else said


def _candidates() -> None:
    from egiz.desk.twinnings.models import Comparison  # noqa: PLC0415 - after start_django

    comparison = Comparison.objects.order_by("id").first()
    if comparison is None or not comparison.result:
        return
    table = _table(
        f"A twin city for {comparison.city_name}: first candidates", "", "city", "score", "range", "why"
    )
    result = comparison.result
    named = set(comparison.named)
    for row in result["candidates"]:
        if row["rank"] <= CANDIDATES or row["geonameid"] in named:
            why = "; ".join(row["reasons"][:3])
            name = f"[bold]{row['name']}[/]" if row["geonameid"] in named else row["name"]
            table.add_row(
                str(row["rank"]), name, f"{row['score']:.2f}", f"{row['low']:.2f}–{row['high']:.2f}", why
            )
    table.caption = f"{result['considered']} cities ranked; bold: named at the meeting"
    _show(table)


def _common_days(desk: Desk) -> None:
    start = desk.today() + dt.timedelta(days=7)
    days = calendars.window(
        [desk.country, desk.their_country], start, WINDOW_DAYS, hours=(dt.time(10), dt.time(17))
    )
    good = [day for day in days if day.ok]
    table = _table(
        f"Days for the online meeting, {desk.country} and {desk.their_country}",
        "from",
        "days that serve",
        "left out besides weekends",
    )
    excluded = [
        f"{day.date} {', '.join(sorted({r.text for r in day.reasons if r.why != 'weekend'}))}"
        for day in days
        if any(reason.why != "weekend" for reason in day.reasons)
    ]
    first = ", ".join(f"{day.date:%a} {day.date}" for day in good[:4])
    table.add_row(str(start), f"{first} … ({len(good)} of {len(days)})", "\n".join(excluded) or "none")
    _show(table)


def _schedule() -> None:
    from egiz.desk.missions.models import ScheduleVersion  # noqa: PLC0415 - after start_django

    version = ScheduleVersion.objects.order_by("id").first()
    if version is None:
        return
    companies = version.mission.companies.count()
    table = _table(
        f"B2B mission: {companies} companies, {version.wanted} wanted meetings",
        "goal",
        "reached",
        "proved bound",
        "",
    )
    held = version.meetings.count()
    for goal in version.goals:
        value, bound = goal["value"], goal["bound"]
        side = "at most" if goal["name"] == "held" else "at least"
        shown = f"{held} of {version.wanted} (weight {value})" if goal["name"] == "held" else str(value)
        proved = "proved best" if bound == value else ""
        table.add_row(goal["name"], shown, f"{side} {bound}" if bound is not None else "none", proved)
    table.caption = (
        f"{version.result_status}; solved in {version.seconds:.1f} s; "
        f"{version.not_held.count()} not placed, each with its reason"
    )
    _show(table)
