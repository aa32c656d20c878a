"""`egiz window` and `egiz events …`: working days both sides share, and the sector calendar."""

# ruff: noqa: PLC0415 - libraries load when a verb runs, so that `egiz --help` is instant

from __future__ import annotations

import re
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from egiz import calendars
from egiz.commands._calendar_events import console, events, print_json, stop
from egiz.commands._language import Spoken, catalogue, checked, locale_of

if TYPE_CHECKING:
    from egiz.calendars import Day, DayReason, HolidayEdit
    from egiz.text.marking import Translate

_AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of a table.")]


def register(app: typer.Typer) -> None:
    """Add this room's verbs to the command line."""
    app.command("window")(window_command)
    app.add_typer(events, name="events")


def window_command(  # noqa: PLR0913 - every option of the command is an argument
    *,
    between: Annotated[str, typer.Option(help="Countries, or regions such as UZ-QR: KZ,UZ.")],
    start: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="First day.")],
    days: Annotated[int, typer.Option(help="Number of days.")] = 30,
    hours: Annotated[
        str | None, typer.Option(help="Working hours on each side's own clock: 10-17 or 09:30-18:00.")
    ] = None,
    holidays: Annotated[
        Path | None,
        typer.Option(help="CSV of days added or removed: country,date,kind (off or working),name,source."),
    ] = None,
    six_day: Annotated[str, typer.Option(help="Countries that work on Saturdays: UZ.")] = "",
    zone: Annotated[
        list[str] | None, typer.Option(help="A side's time zone where the default is wrong: KZ=Asia/Almaty.")
    ] = None,
    lang: Spoken = None,
    as_json: _AsJson = False,
) -> None:
    """Show the days on which both sides work, and why the others are left out."""
    try:
        found = calendars.window(
            between.split(","),
            start.date(),
            days,
            hours=_parse_hours(hours),
            zones=_parse_zones(zone or []),
            extra_holidays=_read_edits(holidays),
            working_saturdays=[code for code in six_day.split(",") if code],
        )
    except (calendars.CalendarError, OSError) as error:
        stop(error)
    if as_json:
        print_json({"days": [day.to_json() for day in found]})
    else:
        _print_days(found, checked(lang))


def _parse_hours(text: str | None) -> tuple[time, time] | None:
    if text is None:
        return None
    match = re.fullmatch(r"\s*(\d{1,2})(?::(\d\d))?\s*[-–]\s*(\d{1,2})(?::(\d\d))?\s*", text)
    numbers = [int(part or 0) for part in match.groups()] if match else [24, 0, 24, 0]
    try:
        return time(numbers[0], numbers[1]), time(numbers[2], numbers[3])
    except ValueError:
        raise typer.BadParameter(
            f"{text!r} is not a span of hours such as 10-17.", param_hint="--hours"
        ) from None


def _parse_zones(pairs: list[str]) -> dict[str, str]:
    zones = {}
    for pair in pairs:
        country, equals, zone = pair.partition("=")
        if not (country and equals and zone):
            raise typer.BadParameter(f"{pair!r} is not like KZ=Asia/Almaty.", param_hint="--zone")
        zones[country.upper()] = zone
    return zones


def _read_edits(path: Path | None) -> list[HolidayEdit]:
    if path is None:
        return []

    edits, problems = calendars.read_holiday_edits(path.read_text(encoding="utf-8-sig"))
    for problem in problems:
        typer.echo(f"{path}: {problem}", err=True)
    return edits


def _print_days(found: list[Day], language: str) -> None:
    from babel.dates import format_date
    from rich.table import Table

    _ = catalogue(language).gettext
    table = Table(_("date"), _("day"), _("works"), _("common hours"), _("why not"))
    for day in found:
        span = ", ".join(f"{h.start:%H:%M}–{h.end:%H:%M} (UTC{h.start:%z})" for h in day.hours)
        notes = "; ".join(dict.fromkeys(_said(r, _, language) for r in (*day.reasons, *day.cautions)))
        weekday = format_date(day.date, "EEE", locale=locale_of(language))
        table.add_row(day.date.isoformat(), weekday, _("yes") if day.ok else _("no"), span, notes)
    console().print(table)
    params = {"ok": sum(day.ok for day in found), "all": len(found)}
    typer.echo(_("Working days on every side: %(ok)d of %(all)d.") % params)


def _said(reason: DayReason, _: Translate, language: str) -> str:
    """A day's reason with its country."""
    name = reason.names.get(language) or reason.names.get("und") or reason.name
    words = {
        "weekend": _("weekend"),
        "near_estimate": _("%(name)s is estimated nearby and may fall on this day"),
    }.get(reason.why, _("%(name)s (estimated date)") if reason.estimated else "%(name)s")
    said = words % {"name": name}
    return f"{reason.country}: {said}" if reason.country else said
