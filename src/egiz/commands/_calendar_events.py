# ruff: noqa: PLC0415 - libraries load when a verb runs, so that `egiz --help` is instant
"""`egiz events pull|list|export|merge`: the sector calendar."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from egiz import atlas, calendars
from egiz.calendars.selecting import Selection, select
from egiz.calendars.translations import month_in_words
from egiz.commands._language import Spoken, catalogue, checked

if TYPE_CHECKING:
    from egiz.calendars import Event
    from egiz.text.marking import Translate

events = typer.Typer(help="The sector calendar: pull, list, export and merge events.", no_args_is_help=True)
_Files = Annotated[
    list[Path] | None,
    typer.Option("--file", help="Events as JSON; the events that come with Egiz when not given."),
]
_Sector = Annotated[list[str] | None, typer.Option(help="Sector key, such as oil-gas or energy.")]
_Country = Annotated[list[str] | None, typer.Option(help="Country code, such as UZ.")]
_Month = Annotated[int | None, typer.Option(min=1, max=12, help="Month, 1 to 12.")]
_Year = Annotated[int | None, typer.Option(help="Year of the edition.")]
_Words = Annotated[str, typer.Option(help="Words of the name, city, venue or organiser.")]
_AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of a table.")]


@events.command("list")
def list_command(  # noqa: PLR0913 - every option of the command is an argument
    *,
    file: _Files = None,
    sector: _Sector = None,
    country: _Country = None,
    month: _Month = None,
    year: _Year = None,
    words: _Words = "",
    lang: Spoken = None,
    as_json: _AsJson = False,
) -> None:
    """List events: those to come, then the months in which others are expected, then past ones."""
    chosen = _chosen(file, sector, country, month, year, words)
    if as_json:
        print_json(calendars.events_to_json(chosen))
        return
    from rich.table import Table

    language = checked(lang)
    _ = catalogue(language).gettext
    statuses = _statuses(_)
    table = Table(_("when"), _("status"), _("event"), _("city"), _("organiser"), _("sources"))
    for event in sorted(chosen, key=_coming_first):
        table.add_row(
            _when(event, language),
            statuses.get(event.status, event.status),
            event.name(language),
            _city(event, language),
            event.organiser,
            str(len(event.sources)),
        )
    console().print(table)
    said = _("Events: %(count)d. A month without a day is expected from past editions, not announced.")
    typer.echo(said % {"count": len(chosen)})


def _city(event: Event, language: str) -> str:
    if event.place is None or language == "en":
        return event.place_name
    return atlas.local_name(event.place, language).name


def _statuses(_: Translate) -> dict[str, str]:
    return {
        "announced": _("announced"),
        "confirmed": _("confirmed"),
        "expected": _("expected"),
        "cancelled": _("cancelled"),
        "moved": _("moved"),
        "passed": _("passed"),
    }


@events.command("export")
def export_command(  # noqa: PLR0913 - every option of the command is an argument
    form: Annotated[str, typer.Argument(help="ics, rss, json, csv or jsonld.")] = "json",
    *,
    out: Annotated[Path | None, typer.Option(help="File to write; standard output when not given.")] = None,
    file: _Files = None,
    sector: _Sector = None,
    country: _Country = None,
    month: _Month = None,
    year: _Year = None,
    words: _Words = "",
    lang: Spoken = None,
    title: Annotated[str, typer.Option(help="Name of the calendar.")] = "Egiz sector calendar",
    as_json: _AsJson = False,
) -> None:
    """Write events as a calendar (ics), a post feed (rss), JSON, a table (csv) or page data (jsonld)."""
    chosen = _chosen(file, sector, country, month, year, words)
    if as_json:
        print_json(calendars.events_to_json(chosen))
        return
    now, language = datetime.now(UTC), checked(lang)
    writers: dict[str, Callable[[], bytes]] = {
        "ics": lambda: calendars.publishing.to_ics(chosen, title=title, now=now, language=language),
        "rss": lambda: calendars.publishing.to_rss(
            chosen, title=title, address="", language=language, now=now
        ),
        "json": lambda: calendars.publishing.to_json(chosen).encode(),
        "csv": lambda: calendars.publishing.to_csv(chosen, language=language),
        "jsonld": lambda: json.dumps(
            [page for event in chosen if (page := calendars.publishing.to_jsonld(event, language=language))],
            ensure_ascii=False,
        ).encode(),
    }
    if form not in writers:
        raise typer.BadParameter(f"{form!r} is not one of {', '.join(writers)}.", param_hint="FORM")
    content = writers[form]()
    if out is None:
        typer.echo(content, nl=False)
    else:
        out.write_bytes(content)
        typer.echo(catalogue(language).gettext("%(file)s is written.") % {"file": out})


@events.command("pull")
def pull_command(  # noqa: PLR0913 - every option of the command is an argument
    sources: Annotated[
        list[str], typer.Argument(help="Addresses or files: iCalendar, RSS, web page, CSV, XLSX.")
    ],
    *,
    kind: Annotated[str, typer.Option(help="auto, ics, rss, jsonld or table.")] = "auto",
    zone: Annotated[str, typer.Option(help="Time zone of times that name none: Asia/Tashkent.")] = "",
    country: Annotated[str, typer.Option(help="Country of all events, such as UZ.")] = "",
    year: Annotated[int | None, typer.Option(help="Year of a table whose dates name none.")] = None,
    out: Annotated[Path | None, typer.Option(help="JSON file to which the events are written.")] = None,
    lang: Spoken = None,
    as_json: _AsJson = False,
) -> None:
    """Read events from sources; a source that fails says why and spoils none of the others."""
    results = []
    for source in sources:
        try:
            results.append(_pull_one(source, {"kind": kind, "zone": zone, "country": country, "year": year}))
        except (calendars.CalendarError, OSError) as error:
            results.append(
                {"source": source, "outcome": "failed", "error": str(error), "problems": [], "events": []}
            )
    events = [event for result in results for event in result["events"]]
    for result in results:
        result["events"] = calendars.events_to_json(result["events"])
    if out is not None:
        out.write_text(
            json.dumps(calendars.events_to_json(events), ensure_ascii=False, indent=1), encoding="utf-8"
        )
    if as_json:
        print_json(results)
    else:
        _print_pulls(results, checked(lang))
    if all(result["outcome"] == "failed" for result in results):
        raise typer.Exit(1)


def _pull_one(source: str, fields: dict[str, Any]) -> dict[str, Any]:
    now = datetime.now(UTC)
    if re.match(r"^https?://", source, re.IGNORECASE):
        result = calendars.feeds.pull(
            calendars.feeds.Feed(source, source, source, **fields),
            calendars.feeds.guarded_fetcher(),
            now=now,
            find_place=calendars.places.find_place,
        )
        outcome, error = result.outcome, result.state.error
        events, problems = result.events, result.problems
    else:
        path = Path(source)
        # A file has no address; the feed only carries how it is to be read.
        feed = calendars.feeds.Feed(source, "https://file.invalid/", **fields)
        reading = calendars.feeds.read_any(path.read_bytes(), feed, now.date(), calendars.places.find_place)
        plain = calendars.Source(path.name, checked_on=now.date())
        events = tuple(replace(event, sources=(plain,)) for event in reading.events)
        outcome, error, problems = "changed", "", reading.problems
    noted = [{"where": p.where, "code": p.code, "text": p.text} for p in problems]
    return {"source": source, "outcome": outcome, "error": error, "problems": noted, "events": list(events)}


def _print_pulls(results: list[dict[str, Any]], language: str) -> None:
    _ = catalogue(language).gettext
    for result in results:
        count = _("events: %(count)d") % {"count": len(result["events"])}
        typer.echo(f"{result['source']}: {result['error'] or count}")
        for problem in result["problems"]:
            typer.echo(f"  {problem['where']}: {problem['text']}")
        for event in result["events"]:
            names = event["names"]
            typer.echo(f"  {event['start']}  {names.get(language) or next(iter(names.values()))}")


@events.command("merge")
def merge_command(
    files: Annotated[list[Path], typer.Argument(help="Events as JSON, from `egiz events pull --out`.")],
    *,
    decisions: Annotated[
        Path | None,
        typer.Option(help='What people decided, as JSON: {"same": [[uid, uid]], "different": [[…]]}.'),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="JSON file to which the merged events are written.")
    ] = None,
    lang: Spoken = None,
    as_json: _AsJson = False,
) -> None:
    """Make one event of the entries that speak of the same one; doubtful pairs are listed for a person."""
    try:
        chosen = calendars.merging.Decisions()
        if decisions is not None:
            noted = json.loads(decisions.read_text(encoding="utf-8"))
            pairs = {
                key: frozenset(calendars.pairing.pair_of(a, b) for a, b in noted.get(key, ()))
                for key in ("same", "different")
            }
            chosen = calendars.merging.Decisions(**pairs)
        result = calendars.merging.merge(_read_events(files), decisions=chosen)
    except (calendars.CalendarError, OSError, ValueError, TypeError) as error:
        stop(error)
    if out is not None:
        merged = calendars.events_to_json(item.event for item in result.events)
        out.write_text(json.dumps(merged, ensure_ascii=False, indent=1), encoding="utf-8")
    if as_json:
        print_json(
            {
                "events": [
                    {
                        "event": calendars.event_to_json(m.event),
                        "members": m.members,
                        "provenance": dict(m.provenance),
                    }
                    for m in result.events
                ],
                "ask": [
                    {"a": v.a, "b": v.b, "score": v.score, "reasons": [r.text for r in v.reasons]}
                    for v in result.ask
                ],
            }
        )
        return
    language = checked(lang)
    _ = catalogue(language).gettext
    for item in result.events:
        if len(item.members) > 1:
            count = _("entries: %(count)d") % {"count": len(item.members)}
            typer.echo(f"{_when(item.event, language)}  {item.event.name(language)}: {count}")
    for verdict in result.ask:
        params = {"score": f"{verdict.score:.2f}", "a": verdict.a, "b": verdict.b}
        typer.echo(_("Ask a person (%(score)s): %(a)s and %(b)s") % params)
    counted = {"events": len(result.events), "pairs": len(result.ask)}
    typer.echo(_("Events: %(events)d. Pairs to decide: %(pairs)d.") % counted)


def _chosen(
    file: list[Path] | None,
    sector: list[str] | None,
    country: list[str] | None,
    month: int | None,
    year: int | None,
    words: str,
) -> list[Event]:
    try:
        wanted = Selection(
            sectors=tuple(sector or ()),
            countries=tuple(code.upper() for code in country or ()),
            month=month,
            year=year,
            words=words,
        )
        return select(_read_events(file) if file else calendars.seed_events(), wanted)
    except (calendars.CalendarError, OSError) as error:
        stop(error)


def _read_events(files: list[Path]) -> list[Event]:
    events = []
    for path in files:
        try:
            records = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise calendars.CalendarError(f"{path}: it is not JSON: {error}") from None
        records = records["events"] if isinstance(records, dict) and "events" in records else records
        if not isinstance(records, list):
            raise calendars.CalendarError(
                f"{path}: a list of events is expected, as `egiz events list --json` prints it."
            )
        for number, record in enumerate(records, start=1):
            try:
                events.append(calendars.event_from_json(record))
            except (calendars.CalendarError, TypeError) as error:
                raise calendars.CalendarError(f"{path}: event {number}: {error}") from None
    return events


def _when(event: Event, language: str) -> str:
    if event.forecast is not None:
        return month_in_words(event.forecast, language)
    return (
        str(event.first_day) if event.first_day == event.last_day else f"{event.first_day} – {event.last_day}"
    )


def _coming_first(event: Event) -> tuple[int, int]:
    day = event.first_day
    if day is None:
        return 1, event.forecast.month if event.forecast else 0
    return (2, -day.toordinal()) if event.status == "passed" else (0, day.toordinal())


def console() -> Any:
    from rich.console import Console

    return Console(soft_wrap=not sys.stdout.isatty())


def print_json(document: Any) -> None:
    typer.echo(json.dumps(document, ensure_ascii=False, indent=1, default=_as_text))


def _as_text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")


def stop(error: Exception) -> NoReturn:
    typer.echo(str(error), err=True)
    raise typer.Exit(1)
