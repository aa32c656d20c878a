"""`egiz route` and `egiz corridor chart`."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from egiz import corridors
from egiz.commands._language import Spoken, checked

if TYPE_CHECKING:
    from egiz.corridors import Network

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
    lang: Spoken = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Find the ways no other beats in time, cost and risk, with crossings, ranges and sources."""
    if prefer not in ("time", "cost", "risk"):
        raise typer.BadParameter("--prefer is time, cost or risk.")
    try:
        network = _network(values, timetable, quotes)
        answer = corridors.route(
            origin, destination, _day(on), vehicle, number=number, prefer=prefer,  # type: ignore[arg-type]  # checked above
            network=network, draws=draws, seed=seed, detours=detours,
            drivers=drivers,
        )  # fmt: skip
    except (corridors.CorridorError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    if as_json:
        from egiz.commands._route_document import document  # noqa: PLC0415 - keeps `egiz --help` instant

        typer.echo(json.dumps(document(answer), ensure_ascii=False, indent=1))
    else:
        from egiz.commands._route import Shown  # noqa: PLC0415 - as above

        Shown(answer, network, checked(lang)).show()


def draw_chart(  # noqa: PLR0913 - the options of the verb
    origin: Annotated[str, typer.Argument(metavar="FROM", help="A place, in any script.")],
    destination: Annotated[str, typer.Argument(metavar="TO", help="A place, in any script.")],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="A .svg or .png file.")],
    *,
    vehicles: Annotated[str, typer.Option("--for", help="One class, or two with a comma.")] = "truck20",
    on: Day = None,
    cost: Annotated[bool, typer.Option("--cost", help="Dollars instead of hours.")] = False,
    lang: Spoken = None,
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
    chart = corridors.charts.tcd_chart(
        options[:2], measure="usd" if cost else "hours", language=checked(lang)
    )
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
