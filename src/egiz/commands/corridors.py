"""`egiz route` and `egiz corridor chart`."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from egiz import corridors
from egiz.corridors import freight, resting
from egiz.corridors.indicators import indicators

if TYPE_CHECKING:
    from egiz.corridors import Answer, Leg, Network, Option, Spread

Day = Annotated[
    datetime | None,
    typer.Option(
        "--on", formats=["%Y-%m-%d"], metavar="DATE", help="The day of leaving; today when not told."
    ),
]
Values = Annotated[
    Path | None,
    typer.Option("--values", metavar="FILE", help="Your own values.csv on top of the shipped ones."),
]
Timetable = Annotated[
    Path | None,
    typer.Option("--timetable", metavar="FILE", help="Departures: a CSV timetable or a GTFS zip."),
]
Quotes = Annotated[
    Path | None, typer.Option("--quotes", metavar="FILE", help="Offers of carriers with price and time, CSV.")
]


def register(app: typer.Typer) -> None:
    """Hang this room's verbs on the command line."""
    app.command("route")(find_route)
    corridor = typer.Typer(help="Corridors as pictures.", no_args_is_help=True)
    corridor.command("chart")(draw_chart)
    corridor.callback()(lambda: None)
    app.add_typer(corridor, name="corridor")


def find_route(  # noqa: PLR0913 - the options of the verb
    origin: Annotated[str, typer.Argument(metavar="FROM", help="A place, in any script.")],
    destination: Annotated[str, typer.Argument(metavar="TO", help="A place, in any script.")],
    *,
    vehicle: Annotated[
        str, typer.Option("--for", help="truck20, van, container, bus, car, foot, train, air or party.")
    ] = "truck20",
    on: Day = None,
    prefer: Annotated[str, typer.Option(help="What comes first: time, cost or risk.")] = "time",
    number: Annotated[int, typer.Option(min=1, help="Vehicles, containers or tickets.")] = 1,
    drivers: Annotated[
        int, typer.Option(min=1, max=2, help="Who take turns at the wheel: two rest less often.")
    ] = 1,
    detours: Annotated[bool, typer.Option("--detours", help="Ways over twice the fastest, too.")] = False,
    draws: Annotated[int, typer.Option(min=0, help="Monte Carlo draws; 0 for low, expected, high.")] = 5000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same answer.")] = 0,
    values: Values = None,
    timetable: Timetable = None,
    quotes: Quotes = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Find the ways no other beats in time, cost and risk, with crossings, ranges and sources."""
    if prefer not in ("time", "cost", "risk"):
        raise typer.BadParameter("--prefer is time, cost or risk.")
    try:
        answer = corridors.route(
            origin, destination, _day(on), vehicle, number=number, prefer=prefer,  # type: ignore[arg-type]  # checked above
            network=_network(values, timetable, quotes), draws=draws, seed=seed, detours=detours,
            drivers=drivers,
        )  # fmt: skip
    except (corridors.CorridorError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    if as_json:
        typer.echo(json.dumps(document(answer), ensure_ascii=False, indent=1))
    else:
        _print(answer)


def draw_chart(  # noqa: PLR0913 - the options of the verb
    origin: Annotated[str, typer.Argument(metavar="FROM", help="A place, in any script.")],
    destination: Annotated[str, typer.Argument(metavar="TO", help="A place, in any script.")],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="A .svg or .png file.")],
    *,
    vehicles: Annotated[str, typer.Option("--for", help="One class, or two with a comma.")] = "truck20",
    on: Day = None,
    cost: Annotated[bool, typer.Option("--cost", help="Dollars instead of hours.")] = False,
    lang: Annotated[str, typer.Option(help="en, ru, uz or kk.")] = "en",
    values: Values = None,
) -> None:
    """Draw the time-cost-distance chart of one or two corridors."""
    kind = out.suffix.lstrip(".").lower()
    if kind not in ("svg", "png"):
        raise typer.BadParameter(f"{out} must end in .svg or .png.")
    try:
        answers = [
            corridors.route(origin, destination, _day(on), vehicle.strip(), network=_network(values))
            for vehicle in vehicles.split(",")[:2]
        ]
    except (corridors.CorridorError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    options = [option for answer in answers for option in answer.options]
    if len(answers) > 1:
        options = [answer.options[0] for answer in answers if answer.options]
    if not options:
        typer.echo(answers[0].why_not.text if answers[0].why_not else "There is no way.", err=True)
        raise typer.Exit(1)
    chart = corridors.charts.tcd_chart(options[:2], measure="usd" if cost else "hours", language=lang)
    out.write_bytes(corridors.charts.render(chart, "png" if kind == "png" else "svg"))
    typer.echo(str(out))


def _day(on: datetime | None) -> date:
    return on.date() if on else date.today()  # noqa: DTZ011 - the traveller's own calendar day


def _network(values: Path | None, timetable: Path | None = None, quotes: Path | None = None) -> Network:
    network = corridors.load()
    if values:
        network = network.overlaid(values=corridors.overlay.read_values(values))
    for path, read in (
        (timetable, corridors.importers.read_timetable),
        (quotes, corridors.importers.read_quotes),
    ):
        if path:
            taken = corridors.importers.read_gtfs if path.suffix.lower() == ".zip" else read
            brought = taken(path, network, source=path.name, as_of="")
            for problem in brought.problems:
                where = f"{problem.file}, row {problem.row}, {problem.column}"
                typer.echo(f"{where}: {problem.message}", err=True)
            network = brought.onto(network)
    return network


def document(answer: Answer) -> dict[str, Any]:
    """The answer as the JSON document of the contract."""
    return {
        "from": answer.origin.name,
        "to": answer.destination.name,
        "class": answer.vehicle,
        "on": answer.when.date().isoformat(),
        "options": [
            {
                "hours": _spread(option.hours),
                "cost_usd": _cost(option),
                "cost_complete": option.usd_complete,
                "wait_hours": round(option.wait, 1),
                "rest_hours": round(option.rest, 2),
                "km": round(option.km),
                "risk": round(option.risk, 4),
                "best": list(option.best),
                "legs": [_leg(leg) for leg in option.legs],
                "drivers": [
                    {"on": d.on, "metric": d.metric, "share": round(d.share, 3)} for d in option.drivers
                ],
                **haulage(option, answer.when.date()),
                "indicators": {
                    name: None if value is None else round(value, 2)
                    for name, value in zip(
                        ("TFI1", "TFI2", "TFI3", "SWOD", "SWD"), _fields(indicators(option)), strict=True
                    )
                },
                "warnings": [
                    {"code": w.code, "params": dict(w.params), "text": w.text} for w in option.warnings
                ],
                "unknown_since": _iso(option.unknown_since),
            }
            for option in answer.options
        ],
        "closed": [
            {
                "crossing": shut.crossing,
                "class": shut.vehicle,
                "from": shut.gate.valid_from.isoformat(),
                "to": _iso(shut.gate.valid_to),
                "source": shut.gate.source,
                "checked_on": _iso(shut.gate.checked_on),
            }
            for shut in answer.closed
        ],
        "unknown_since": _iso(answer.unknown_since),
        "why_not": answer.why_not.text if answer.why_not else None,
        "instead": [
            {"kind": one.kind, "value": one.value, "hours": round(one.hours, 1), "text": one.reason.text}
            for one in answer.instead
        ],
    }


def haulage(option: Option, day: date) -> dict[str, Any]:
    """Emissions for the load of the class (a tonne, a traveller), cost of a tonne, and what is asked."""
    cargo = {leg.vehicle for leg in option.legs} & {"truck20", "van", "container"}
    load = next((freight.LOADS[one] for one in sorted(cargo) if one in freight.LOADS), 1.0)
    found = freight.emissions(option, load)
    tonne = freight.per_tonne(option, tonnes=load) if cargo else None
    return {
        "co2e_kg": {
            "low": round(found.kg[0], 1), "high": round(found.kg[1], 1), "complete": found.complete,
            "for": load, "unit": "t" if cargo else "traveller",
            "upstream": [round(x, 1) for x in found.upstream] if found.upstream else None,
            "factors": [{"name": f.name, "edition": f.edition, "url": f.url} for f in found.factors],
            "licence": freight.LICENCE,
        },
        "usd_per_tonne": round(tonne.there, 1) if tonne and tonne.complete else None,
        "asked": [
            {
                "kind": one.kind, "text": one.text, "status": one.status, "source": one.source,
                "url": one.url, "page_date": one.page_date, "old": one.is_old(day),
            }
            for one in freight.demands_on(option, day)
        ],
    }  # fmt: skip


def _fields(found: Any) -> tuple[float | None, ...]:
    return found.tfi1, found.tfi2, found.tfi3, found.swod, found.swd


def _leg(leg: Leg) -> dict[str, Any]:
    return {
        "from": leg.start.name,
        "to": leg.end.name,
        "mode": leg.link.mode,
        "class": leg.vehicle,
        "km": round(leg.km),
        "hours": _spread(leg.hours),
        "cost_usd": _spread(leg.usd),
        "wait_hours": round(leg.wait, 1),
        "rest_hours": round(leg.rest, 2),
        "crossing": leg.crossing or None,
        "status": leg.status,
        "source": leg.source,
        "as_of": leg.as_of,
        "unknown_since": _iso(leg.unknown_since),
        "values": [
            {
                "on": v.on, "metric": v.metric, "low": v.estimate.low, "mode": v.estimate.mode,
                "high": v.estimate.high, "status": v.status, "source": v.source, "as_of": v.as_of,
            }
            for v in leg.values
        ],
    }  # fmt: skip


def _spread(spread: Spread | None) -> dict[str, float] | None:
    if spread is None:
        return None
    return {"p10": round(spread.p10, 2), "p50": round(spread.p50, 2), "p90": round(spread.p90, 2)}


def _cost(option: Option) -> dict[str, Any] | None:
    """The cost of a way; "complete" is false where it is only a part of it."""
    found = _spread(option.usd)
    return None if found is None else {**found, "complete": option.usd_complete}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _until(day: date | None) -> str:
    return f"to {day}" if day else "on, end not known"


def _print(answer: Answer) -> None:
    from rich.console import Console  # noqa: PLC0415 - keeps `egiz --help` instant

    console = Console()
    for shut in answer.closed:
        console.print(
            f"{shut.crossing} is closed for {shut.vehicle} "
            f"from {shut.gate.valid_from} {_until(shut.gate.valid_to)} ({shut.gate.source})."
        )
    if answer.why_not:
        console.print(answer.why_not.text)
    for option in answer.options:
        _print_option(console, option, answer)
    for one in answer.instead:
        console.print(f"Instead, {one.value}: about {one.hours:.0f} h. {one.reason.text}")


def _print_haulage(console: Any, option: Option, answer: Answer) -> None:
    found = haulage(option, answer.when.date())
    co2 = found["co2e_kg"]
    kg = f"{co2['low']:,.0f}" if co2["low"] == co2["high"] else f"{co2['low']:,.0f} to {co2['high']:,.0f}"
    least = "" if co2["complete"] else "at least "
    console.print(f"Emissions for {co2['for']:g} {co2['unit']}: {least}{kg} kg CO2e (UK factors of 2025).")
    if found["usd_per_tonne"] is not None:
        console.print(f"A tonne costs {found['usd_per_tonne']:,.0f} USD.")
    for one in found["asked"]:
        old = " The page is old: ask whether it still holds." if one["old"] else ""
        console.print(f"{one['kind'].capitalize()}: {one['text']} ({one['source']}){old}", highlight=False)


def _print_option(console: Any, option: Option, answer: Answer) -> None:
    from rich.table import Table  # noqa: PLC0415 - keeps `egiz --help` instant

    best = ", ".join(f"best in {name}" for name in option.best) or "between the others"
    cost = "cost unknown"
    if option.usd:
        least = "" if option.usd_complete else "at least "
        cost = f"{least}{option.usd.p50:,.0f} USD ({option.usd.p10:,.0f} to {option.usd.p90:,.0f})"
    hours = option.hours
    title = (
        f"{answer.origin.name} to {answer.destination.name}, {answer.vehicle}, {best}: {hours.p50:.1f} h "
        f"({hours.p10:.1f} to {hours.p90:.1f}) from leaving, {cost}, {option.km:.0f} km, "
        f"risk {option.risk:.0%}"
    )
    table = Table("Leg", "By", "km", "Hours", "USD", "Status", "Sources", title=title)
    numbers: dict[str, int] = {}
    for leg in option.legs:
        sources = [t.source for t in leg.services] + [t.source for t in leg.values]
        marks = sorted({numbers.setdefault(source, len(numbers) + 1) for source in sources})
        table.add_row(
            f"{leg.start.name} to {leg.end.name}",
            f"{leg.link.mode}, {leg.vehicle}",
            "" if leg.crossing else f"{leg.km:.0f}",
            f"{leg.hours.p50:.1f} ({leg.hours.p10:.1f} to {leg.hours.p90:.1f})",
            f"{leg.usd.p50:,.0f}" if leg.usd else "unknown",
            leg.status + (f", unknown since {leg.unknown_since}" if leg.unknown_since else ""),
            " ".join(str(mark) for mark in marks),
        )
    console.print(table)
    if option.rest:
        crew = "One driver" if answer.drivers == 1 else "Two drivers"
        console.print(
            f"{crew} must rest for {option.rest:.1f} h on the way ({resting.SOURCE}): "
            f"about {option.whole:.0f} h in all."
        )
    if option.wait >= 1:
        console.print(f"Before leaving for the first departure there are about {option.wait:.0f} h to wait.")
    _print_haulage(console, option, answer)
    for source, number in numbers.items():
        console.print(f"{number}  {source}", highlight=False)
    for warning in option.warnings:
        console.print(warning.text, highlight=False)
