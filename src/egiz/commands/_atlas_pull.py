"""`egiz atlas facts` and `egiz atlas pull …`: what is known of a place, and more of it from outside."""

# ruff: noqa: PLC0415 - libraries load when a verb runs, so that `egiz --help` is instant

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from egiz import atlas

if TYPE_CHECKING:
    from egiz.atlas import Fact, TwinLink

atlas_app = typer.Typer(
    no_args_is_help=True, help="Facts about places, and links between them, with sources."
)
pull_app = typer.Typer(no_args_is_help=True, help="Bring in facts and twin links from outside.")
atlas_app.add_typer(pull_app, name="pull")


class Kind(StrEnum):
    """What to bring in."""

    LINKS = "links"
    FACTS = "facts"


_AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of a table.")]
_Out = Annotated[Path | None, typer.Option("--out", help="Write a CSV file that the atlas reads back.")]
_Private = Annotated[bool, typer.Option("--allow-private", hidden=True)]
_Pause = Annotated[float, typer.Option(min=0.0, help="Seconds between two questions to one source.")]


@atlas_app.command("facts")
def facts_command(
    name: Annotated[str, typer.Argument(help="A city or region, or its GeoNames id.")],
    *,
    country: Annotated[str | None, typer.Option("--in", help="Country by its two letters.")] = None,
    file: Annotated[Path | None, typer.Option("--file", help="More facts, as CSV or XLSX.")] = None,
    as_json: _AsJson = False,
) -> None:
    """Show what sources say of a place, and where they contradict each other."""
    try:
        found = atlas.place(_ids([name], country)[0])
        facts = atlas.shipped_facts()
        if file is not None:
            imported = atlas.load_facts(file)
            _report(imported.errors)
            facts = facts.with_facts(imported.items)
    except atlas.AtlasError as error:
        _stop(str(error))
    about, conflicts = facts.about(found.geonameid), facts.conflicts(found.geonameid)
    order = {fact.indicator: number for number, fact in reversed(list(enumerate(about)))}
    if as_json:
        texts = [{"a": asdict(c.a), "b": asdict(c.b), "ratio": c.ratio, "text": c.text} for c in conflicts]
        _print_json({"place": asdict(found), "facts": [asdict(f) for f in about], "conflicts": texts})
        return
    _print_facts(sorted(about, key=lambda fact: order[fact.indicator]))
    for conflict in conflicts:
        typer.echo(f"Conflict, {conflict.a.indicator}: {conflict.text}")
    for fact in about:
        if fact.doubt:
            typer.echo(f"In doubt, {fact.indicator} {_number(fact.value)} ({fact.source}): {fact.doubt}")
    if not about:
        typer.echo(f"No fact about {found.name} is on record.")


@pull_app.command("wikidata")
def wikidata_command(  # noqa: PLR0913 - every option of the command is an argument
    places: Annotated[list[str], typer.Argument(help="Cities or regions by name or GeoNames id.")],
    *,
    kind: Annotated[Kind, typer.Option("--kind", help="Twin links or populations.")] = Kind.LINKS,
    country: Annotated[str | None, typer.Option("--in", help="Country of the names.")] = None,
    out: _Out = None,
    as_json: _AsJson = False,
    pause: _Pause = 1.0,
    endpoint: Annotated[str | None, typer.Option(help="Another query service.")] = None,
    private: _Private = False,
) -> None:
    """Twin links (P190, both directions) or populations (P1082) of places from Wikidata."""
    from egiz.atlas.sources import wikidata

    address = endpoint or wikidata.ENDPOINT
    try:
        ids = _ids(places, country)
        client = _client(pause, private=private)
        if kind is Kind.LINKS:
            links = wikidata.pull_links(ids, client, endpoint=address)
            _finish_links(links.items, links.problems, out, as_json=as_json)
        else:
            facts = wikidata.pull_populations(ids, client, endpoint=address)
            _finish_facts(facts.items, facts.problems, out, as_json=as_json)
    except atlas.AtlasError as error:
        _stop(str(error))


@pull_app.command("worldbank")
def worldbank_command(  # noqa: PLR0913 - every option of the command is an argument
    *,
    countries: Annotated[str, typer.Option(help="Two-letter codes: KZ,UZ.")] = "KZ,UZ",
    indicators: Annotated[str, typer.Option(help="World Bank codes.")] = "SP.POP.TOTL,NY.GDP.MKTP.CD",
    years: Annotated[str | None, typer.Option(help="First and last year: 2015:2024.")] = None,
    out: _Out = None,
    as_json: _AsJson = False,
    pause: _Pause = 0.5,
    endpoint: Annotated[str | None, typer.Option(help="Another address of the API.")] = None,
    private: _Private = False,
) -> None:
    """Country figures from the World Bank."""
    from egiz.atlas.sources import worldbank

    span = _years(years)
    client = _client(pause, private=private)
    items: list[Fact] = []
    problems: list[Any] = []
    try:
        for code in (part.strip() for part in indicators.split(",") if part.strip()):
            pulled = worldbank.pull_indicator(
                [part.strip() for part in countries.split(",") if part.strip()],
                code,
                client,
                years=span,
                endpoint=endpoint or worldbank.ENDPOINT,
            )
            items += pulled.items
            problems += pulled.problems
    except atlas.AtlasError as error:
        _stop(str(error))
    _finish_facts(items, problems, out, as_json=as_json)


@pull_app.command("csv")
def csv_command(
    file: Annotated[Path, typer.Argument(help="A .csv or .xlsx table with a heading.")],
    *,
    kind: Annotated[Kind, typer.Option("--kind", help="What its rows are.")] = Kind.FACTS,
    column: Annotated[
        list[str] | None, typer.Option("--column", help="Field and heading: value=Население.")
    ] = None,
    constant: Annotated[
        list[str] | None, typer.Option("--set", help="Field and value for all rows: boundary=city.")
    ] = None,
    sheet: Annotated[str | None, typer.Option(help="Sheet of an .xlsx file.")] = None,
    out: _Out = None,
    as_json: _AsJson = False,
) -> None:
    """Facts or twin links from a table; bad rows are reported, good ones kept."""
    columns, constants = _pairs(column, "--column"), _pairs(constant, "--set")
    try:
        if kind is Kind.LINKS:
            links = atlas.load_links(file, columns=columns, constants=constants, sheet=sheet)
            _finish_links(links.items, links.errors, out, as_json=as_json)
        else:
            facts = atlas.load_facts(file, columns=columns, constants=constants, sheet=sheet)
            _finish_facts(facts.items, facts.errors, out, as_json=as_json)
    except atlas.AtlasError as error:
        _stop(str(error))


def _client(pause: float, *, private: bool) -> atlas.sources.Client:
    return atlas.sources.Client(pause=pause, allow_private=private)


def _ids(given: Sequence[str], country: str | None) -> list[int]:
    ids = []
    for text in given:
        if text.strip().isdigit():
            ids.append(atlas.place(int(text)).geonameid)
            continue
        answer = atlas.resolve(text, country=country)
        if answer.place is None:
            raise atlas.AtlasError(f"No place is called {text!r}.")
        if answer.ambiguous:
            options = ", ".join(
                f"{m.place.geonameid} {m.place.name} ({m.place.country})" for m in answer.alternatives[:4]
            )
            raise atlas.AtlasError(f"{text!r} may be several places; give the id of one: {options}.")
        ids.append(answer.place.geonameid)
    return ids


def _years(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    first, _, last = text.partition(":")
    if not (first.isdigit() and (last or first).isdigit() and int(first) <= int(last or first)):
        raise typer.BadParameter(f"{text!r} is not a span of years such as 2015:2024.", param_hint="--years")
    return int(first), int(last or first)


def _pairs(given: list[str] | None, option: str) -> dict[str, str]:
    pairs = {}
    for text in given or []:
        field, equals, value = text.partition("=")
        if not (field and equals and value):
            raise typer.BadParameter(f"{text!r} is not like field=text.", param_hint=option)
        pairs[field.strip()] = value.strip()
    return pairs


def _finish_facts(
    items: Sequence[Fact], problems: Iterable[object], out: Path | None, *, as_json: bool
) -> None:
    def save(path: Path) -> None:
        atlas.save_facts(path, items)

    _finish(items, problems, out, save, lambda: _print_facts(items), as_json=as_json)


def _finish_links(
    items: Sequence[TwinLink], problems: Iterable[object], out: Path | None, *, as_json: bool
) -> None:
    def save(path: Path) -> None:
        atlas.save_links(path, items)

    _finish(items, problems, out, save, lambda: _print_links(items), as_json=as_json)


def _finish(
    items: Sequence[Any],
    problems: Iterable[object],
    out: Path | None,
    save: Callable[[Path], None],
    show: Callable[[], None],
    *,
    as_json: bool,
) -> None:
    texts = [str(problem) for problem in problems]
    if out is not None:
        save(out)
    if as_json:
        _print_json({"items": [asdict(item) for item in items], "problems": texts})
    elif out is None:
        show()
    else:
        typer.echo(f"{out}: {len(items)} rows.")
    _report(texts)
    if texts and not items:
        _stop("Nothing usable came.")


def _report(problems: Iterable[object]) -> None:
    for problem in problems:
        typer.echo(str(problem), err=True)


def _print_facts(facts: Sequence[Fact]) -> None:
    several = len({fact.place for fact in facts}) > 1
    rows = [
        [
            *([atlas.place(fact.place).name] if several else []),
            fact.indicator,
            f"{_number(fact.value)} {fact.unit}".strip(),
            fact.as_of or "–",
            fact.boundary,
            f"{fact.source} – in doubt" if fact.doubt else fact.source,
        ]
        for fact in facts
    ]
    _print_table((*(["place"] if several else []), "what", "value", "as of", "boundary", "source"), rows)


def _print_links(links: Sequence[TwinLink]) -> None:
    rows = (
        (atlas.place(x.a).name, atlas.place(x.b).name, x.level, x.status, x.since or "–", x.source)
        for x in links
    )
    _print_table(("place", "twin", "level", "status", "since", "source"), rows)


def _print_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1))
    for heading in headings:
        table.add_column(
            heading, no_wrap=heading in ("what", "as of", "boundary", "level", "status", "since")
        )
    for row in rows:
        table.add_row(*row)
    if table.row_count:
        Console(soft_wrap=not sys.stdout.isatty()).print(table)


def _number(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:,.10g}"


def _print_json(document: Any) -> None:
    typer.echo(json.dumps(document, ensure_ascii=False, indent=1))


def _stop(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(1)
