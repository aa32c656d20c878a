"""`egiz read`: what a meeting's report promises, with the words it is read from."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from egiz import minutes

if TYPE_CHECKING:
    from rich.console import Console

    from egiz.minutes import Promise, Report


def read(
    file: Annotated[
        Path,
        typer.Argument(
            help="The report: text, DOCX, ODT, RTF, PDF, HTML or e-mail; - for standard input.",
            metavar="FILE",
        ),
    ],
    date: Annotated[
        str | None, typer.Option("--date", help="The day of the report, YYYY-MM-DD.", metavar="DATE")
    ] = None,
    lang: Annotated[
        str | None, typer.Option("--lang", help="ru, uz, kk or en; found out if not given.", metavar="LANG")
    ] = None,
    text_out: Annotated[
        Path | None,
        typer.Option(
            "--text-out", help="Write the text that the offsets count to this file.", metavar="FILE"
        ),
    ] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Find what a meeting's report promises: who, what, by when, with the quote."""
    day = _day(date)
    try:
        stdin = str(file) == "-"
        document = (
            minutes.open_bytes(sys.stdin.buffer.read(), name="standard input")
            if stdin
            else minutes.load_document(file)
        )
        text = document.text
        report = minutes.read(text, date=day, lang=lang)
        if text_out is not None:
            text_out.write_text(text, encoding="utf-8", newline="")
    except (minutes.MinutesError, OSError) as error:
        typer.echo(f"egiz read: {error}", err=True)
        raise typer.Exit(1) from error
    if as_json:
        left_out = [{"code": one.code, "params": one.params, "text": one.text} for one in document.left_out]
        typer.echo(json.dumps({**report.to_dict(), "left_out": left_out}, ensure_ascii=False, indent=2))
    else:
        _print(report)
        for one in document.left_out:
            typer.echo(f"egiz read: {one.text}", err=True)


def _day(text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(
            f"{text!r} is no date; write it as 2026-11-20.", param_hint="--date"
        ) from error


def _print(report: Report) -> None:
    from rich.console import Console  # noqa: PLC0415 -- heavy, and help must be instant

    console = Console(highlight=False)
    day = report.report_date.isoformat() if report.report_date else "unknown"
    console.print(f"Language {report.language}, date of the report {day}, {len(report.promises)} promises\n")
    for number, one in enumerate(report.promises, start=1):
        console.print(f"[bold]{number}. {_plain(one.title)}[/bold]")
        for label, value in _lines(one):
            console.print(f"   {label:10} {_plain(value)}", soft_wrap=False)
        console.print(f"   [dim]“{_plain(' '.join(one.quote.split()))}”[/dim]\n")
    for one in report.perhaps:
        console.print(f"[dim]perhaps also: {_plain(one.title)} “{_plain(' '.join(one.quote.split()))}”[/dim]")
    _print_rest(console, report)


def _lines(one: Promise) -> list[tuple[str, str]]:
    rows = [
        ("kind", f"{one.kind}, sure {one.confidence:.2f}"),
        ("by", ", ".join(one.by)),
        ("to", ", ".join(one.to)),
        ("open", " or ".join(city.name for city in one.candidates)),
        ("due", _due(one)),
    ]
    return [(label, value) for label, value in rows if value]


def _plain(text: str) -> str:
    from rich.markup import escape  # noqa: PLC0415 -- heavy, and help must be instant

    return escape(text)


def _due(one: Promise) -> str:
    due = one.due
    if due.date:
        return due.date.isoformat()
    if due.proposed:
        return f"{due.phrase}; proposed {due.proposed.isoformat()}"
    return due.phrase or ""


def _print_rest(console: Console, report: Report) -> None:
    from rich.table import Table  # noqa: PLC0415 -- heavy, and help must be instant

    for link in report.twinnings:
        console.print(f"Twin cities, {link.status}: {_plain(link.a.name)} – {_plain(link.b.name)}")
    if report.people:
        people = Table("person", "role", "organisation", title="People")
        for person in report.people:
            people.add_row(*(_plain(part or "") for part in (person.name, person.role, person.organisation)))
        console.print(people)
    if report.places:
        places = Table("place", "GeoNames", "country", "note", title="Places")
        for place in report.places:
            note = "could also be " + ", ".join(f"{o.name} ({o.country})" for o in place.alternatives)
            number = "" if place.geonameid is None else str(place.geonameid)
            places.add_row(_plain(place.name), number, place.country or "", note if place.ambiguous else "")
        console.print(places)


def register(app: typer.Typer) -> None:
    """Add the verb to the command line."""
    app.command("read")(read)
