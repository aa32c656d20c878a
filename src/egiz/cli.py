"""The command line: one verb per room, each kept in `egiz.commands`."""

from __future__ import annotations

import importlib
import importlib.util
import sys

import typer

import egiz
from egiz._compiled import keep_compiled

COMMANDS = ("minutes", "atlas", "twinning", "calendars", "matching", "meetings", "corridors", "trips", "desk")

app = typer.Typer(
    name="egiz",
    help="Turns what two regions promise each other into things that happen.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback(invoke_without_command=True)
def _version(
    *,
    version: bool = typer.Option(False, "--version", help="Print the version and leave.", is_eager=True),
) -> None:
    if version:
        typer.echo(f"egiz {egiz.__version__}")
        raise typer.Exit


def main() -> None:
    """Run the command line with UTF-8 output whatever the terminal's locale says."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    keep_compiled()
    app()


for _room in COMMANDS:
    if importlib.util.find_spec(f"egiz.commands.{_room}"):
        importlib.import_module(f"egiz.commands.{_room}").register(app)


if __name__ == "__main__":
    main()
