"""What came of the sample meeting, in the terminal: promises, candidates, a common day, the schedule."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from babel.dates import format_date
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_scopes import scope
from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from egiz import calendars
from egiz.desk.launch import prepare

if TYPE_CHECKING:
    from egiz.calendars import Day
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


def print_results(language: str) -> None:
    """Print the sample desk's main results from its database, in the reader's language."""
    with override(language):
        _print_results()


def _print_results() -> None:
    from egiz.desk.core.domain.setup import SAMPLE_DESK  # noqa: PLC0415 - after start_django
    from egiz.desk.core.models import Desk  # noqa: PLC0415 - after start_django

    desk = Desk.objects.get(slug=SAMPLE_DESK["slug"])
    note = _("sample desk; its companies are invented")
    console.print(f"\n[bold]{desk.name}[/] [dim]{note}[/]\n")
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
    table = _table(
        _("What was promised"), "", _("promise, and the words it rests on"), _("who owes it"), _("when")
    )
    table.expand = True
    for column, share in zip(table.columns[1:], (5, 2, 2), strict=True):
        column.ratio = share
    for number, row in enumerate(rows, 1):
        owner = row.owner_text or str(row.owner_person or row.owner_organisation or _("nobody is named"))
        quote = row.quote if len(row.quote) <= QUOTE else row.quote[: QUOTE - 1].rstrip() + "…"
        title = Text.assemble((row.title, "bold"), "\n", (_("“%(text)s”") % {"text": quote}, "dim"))
        table.add_row(str(number), title, owner, _when(row.due_on, row.due_phrase, row.due_proposed))
        table.add_section()
    table.caption = _("Suggestions wait for a person to confirm them on the desk")
    _show(table)


def _when(due: dt.date | None, phrase: str, proposed: dt.date | None) -> str:
    from egiz.desk.core.templatetags.egiz import day_long  # noqa: PLC0415 - after start_django

    if due:
        return day_long(due)
    said = _("“%(text)s”") % {"text": phrase} if phrase else _("no date")
    if not proposed:
        return said
    return _("%(said)s, proposed %(day)s") % {"said": said, "day": day_long(proposed)}


def _candidates() -> None:
    from egiz.desk.core.domain.places import local_name  # noqa: PLC0415 - after start_django
    from egiz.desk.core.templatetags.egiz import number  # noqa: PLC0415 - after start_django
    from egiz.desk.twinnings.interfaces.reasons import sentence  # noqa: PLC0415 - after start_django
    from egiz.desk.twinnings.models import Comparison  # noqa: PLC0415 - after start_django

    comparison = Comparison.objects.order_by("id").first()
    if comparison is None or not comparison.result:
        return
    city = local_name(comparison.city_id, comparison.city_name)
    heading = _("A twin city for %(city)s: first candidates") % {"city": city}
    table = _table(heading, "", _("city"), _("score"), _("range"), _("why"))
    result = comparison.result
    named = set(comparison.named)
    for row in result["candidates"]:
        if row["rank"] <= CANDIDATES or row["geonameid"] in named:
            why = "; ".join(sentence(reason) for reason in row["reason_codes"][:3])
            name = local_name(row["geonameid"], row["name"])
            shown = f"[bold]{name}[/]" if row["geonameid"] in named else name
            low, high = (number(round(row[end], 2)) for end in ("low", "high"))
            table.add_row(str(row["rank"]), shown, number(round(row["score"], 2)), f"{low}–{high}", why)
    table.caption = _("%(count)s cities ranked; bold: named at the meeting") % {"count": result["considered"]}
    _show(table)


def _common_days(desk: Desk) -> None:
    from egiz.desk.core.interfaces.languages import locale  # noqa: PLC0415 - after start_django
    from egiz.desk.core.templatetags.egiz import day_long  # noqa: PLC0415 - after start_django

    start = desk.today() + dt.timedelta(days=7)
    days = calendars.window(
        [desk.country, desk.their_country], start, WINDOW_DAYS, hours=(dt.time(10), dt.time(17))
    )
    good = [day for day in days if day.ok]
    heading = _("Days for the online meeting, %(ours)s and %(theirs)s") % {
        "ours": desk.country,
        "theirs": desk.their_country,
    }
    table = _table(heading, _("from"), _("days that serve"), _("left out besides weekends"))
    excluded = [
        f"{day_long(day.date)}: {'; '.join(_said(day, desk))}"
        for day in days
        if any(reason.why != "weekend" for reason in day.reasons)
    ]
    first = ", ".join(format_date(day.date, "EEE d MMM", locale=locale()) for day in good[:4])
    counted = _("%(good)s of %(all)s") % {"good": len(good), "all": len(days)}
    table.add_row(day_long(start), f"{first} … ({counted})", "\n".join(excluded) or _("none"))
    _show(table)


def _said(day: Day, desk: Desk) -> list[str]:
    from egiz.desk.days.interfaces.window import day_reason  # noqa: PLC0415 - after start_django

    found = (day_reason(reason, desk) for reason in day.reasons if reason.why != "weekend")
    return sorted({f"{one['country']} {one['words']}" for one in found})


def _schedule() -> None:
    from egiz.desk.core.templatetags.egiz import number  # noqa: PLC0415 - after start_django
    from egiz.desk.missions.domain.waiting import waiting_of  # noqa: PLC0415 - after start_django
    from egiz.desk.missions.interfaces.goals import goal_words  # noqa: PLC0415 - after start_django
    from egiz.desk.missions.models import ScheduleVersion  # noqa: PLC0415 - after start_django

    version = ScheduleVersion.objects.order_by("id").first()
    if version is None:
        return
    companies = version.mission.companies.count()
    heading = _("B2B mission: companies %(companies)s, wanted meetings %(wanted)s")
    table = _table(
        heading % {"companies": companies, "wanted": version.wanted},
        _("goal"),
        _("reached"),
        _("what is proved"),
    )
    for goal in goal_words(version, version.meetings.count(), 0, waiting_of(version, version.mission)):
        table.add_row(goal.label, goal.value, goal.bound or "–")
    said = {"seconds": number(round(version.seconds, 1)), "count": version.not_held.count()}
    table.caption = _("solved in %(seconds)s s; not placed, each with its reason: %(count)s") % said
    _show(table)
