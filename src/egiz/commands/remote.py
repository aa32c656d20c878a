"""`egiz remote`: ask a desk that runs elsewhere, with a key made on its page “Keys for programs”."""

from __future__ import annotations

import inspect
import json
import os
import sys
from typing import Annotated, Any, NoReturn

import typer

from egiz.client import ApiError, Client
from egiz.client.operations import Operations

COLUMNS = 7
KEY = "EGIZ_KEY"


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("remote")(remote)


def remote(
    operation: Annotated[
        str, typer.Argument(help="What is asked; without it all operations are listed.")
    ] = "",
    values: Annotated[
        list[str] | None, typer.Argument(help="NAME=VALUE; a list or an object as JSON.")
    ] = None,
    at: Annotated[str, typer.Option(help="The desk's page: https://desk.example.org/d/atyrau")] = "",
    lang: Annotated[str, typer.Option(help="The language of refusals: ru, uz, kk or en.")] = "en",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Ask a desk elsewhere; its key stands in EGIZ_KEY, so that no list of commands holds it."""
    if not operation:
        typer.echo("\n".join(_described()))
        return
    ask = getattr(Operations, operation, None)
    if operation.startswith("_") or ask is None or operation not in vars(Operations):
        _refuse(f"{operation} is no operation; `egiz remote` lists them.")
    desk = _desk(at, lang)
    given = _given(ask, values or [])
    try:
        if operation.startswith("list_") and operation != "list_changes":
            found: Any = list(desk.every(getattr(desk, operation), **given))
        else:
            found = getattr(desk, operation)(**given)
    except ApiError as error:
        _refuse(str(error))
    _print(found, as_json=as_json or not sys.stdout.isatty())


def _described() -> list[str]:
    methods = {name: one for name, one in vars(Operations).items() if not name.startswith("_")}
    return [f"{name:24} {inspect.getdoc(one)}" for name, one in sorted(methods.items())]


def _desk(at: str, lang: str) -> Client:
    address, _slash, desk = at.rstrip("/").partition("/d/")
    if not desk or "/" in desk:
        _refuse("Name the desk's page with --at, such as --at https://desk.example.org/d/atyrau")
    if not (key := os.environ.get(KEY, "")):
        _refuse(f"Put a key of the desk into {KEY}; an owner makes one on the page “Keys for programs”.")
    return Client(address, desk, key, language=lang)


def _given(ask: Any, values: list[str]) -> dict[str, Any]:
    known = {name: one for name, one in inspect.signature(ask).parameters.items() if name != "self"}
    given = {}
    for value in values:
        name, equals, text = value.partition("=")
        if not equals or name not in known:
            _refuse(f"{value}: write NAME=VALUE with one of {', '.join(known) or 'no names'}.")
        given[name] = _read(text, str(known[name].annotation))
    missing = [name for name, one in known.items() if one.default is one.empty and name not in given]
    if missing:
        _refuse(f"Missing: {', '.join(missing)}.")
    return given


def _read(text: str, kind: str) -> Any:
    """Read a value as what the operation takes: text as it is where it takes text."""
    if "str" in kind.replace("dict[str, Any]", ""):
        return text
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        _refuse(f"{text} is no {kind}; write lists and objects as JSON.")


def _print(found: Any, *, as_json: bool) -> None:
    if as_json or not (isinstance(found, list) and found):
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    from rich.console import Console  # noqa: PLC0415 - for terminals only
    from rich.table import Table  # noqa: PLC0415 - as above

    names = [name for name, value in found[0].items() if not isinstance(value, dict | list)][:COLUMNS]
    table = Table(*names)
    for row in found:
        table.add_row(*("" if row.get(name) is None else str(row[name]) for name in names))
    Console().print(table)


def _refuse(text: str) -> NoReturn:
    typer.echo(text, err=True)
    raise typer.Exit(1)
