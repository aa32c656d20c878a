"""The command line: one verb per room, each kept in `egiz.commands`."""

from __future__ import annotations

import errno
import importlib
import sys
from functools import lru_cache
from typing import Any

import typer
from typer.core import TyperGroup

import egiz
from egiz._compiled import keep_compiled
from egiz.commands import VERBS

# What somebody tries first; each runs as it stands, but for the names of files.
EXAMPLES = (
    ("egiz demo --lang ru", "a desk with a sample in it, at http://127.0.0.1:8000/"),
    ("egiz read report.docx", "what a report promises, by whom, until when"),
    ("egiz rank Atyrau --in UZ", "which cities of Uzbekistan suit Atyrau, and why"),
    ("egiz window --between KZ,UZ --from 2027-02-01", "the days on which both sides work"),
    ("egiz schedule mission.xlsx", "who meets whom, when and where, with the proof"),
    ("egiz route Atyrau Nukus --for truck20", "the ways there, in hours and money"),
    ("egiz read --help", "what one verb takes; the same for every verb"),
)


class Rooms(TyperGroup):
    """The verbs by name; a room's module is loaded when one of its verbs is called."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the form that typer asks for
        """Name every verb."""
        return list(VERBS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a verb's command, None for a word that is no verb."""
        return _room(VERBS[cmd_name][0]).get_command(ctx, cmd_name) if cmd_name in VERBS else None

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - as above
        """Print the verbs with one line each."""
        with formatter.section("Commands"):
            formatter.write_dl([(verb, line) for verb, (_room, line) in VERBS.items()])
        with formatter.section("Examples"):
            formatter.write_dl(list(EXAMPLES))


@lru_cache
def _room(name: str) -> TyperGroup:
    room = typer.Typer(rich_markup_mode=None)
    room.callback()(lambda: None)  # a room with one verb is a group too
    importlib.import_module(f"egiz.commands.{name}").register(room)
    return typer.main.get_group(room)


app = typer.Typer(
    name="egiz",
    cls=Rooms,
    help="Turns what two regions promise each other into things that happen.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help: loading what draws boxes takes longer than everything else
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
    try:
        app()
    except Exception as error:
        if not (text := _told(error)):
            raise
        sys.exit(text)


def _told(error: Exception) -> str:
    """Say what only a person can mend: a setting, a database that is away, a full disk; else nothing."""
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EROFS}:
        return (
            f"{error.strerror}: {error.filename or 'the disk'}. Make room, or write elsewhere; begin again."
        )
    if "egiz.desk.environment" in sys.modules:  # a verb of the desk
        from egiz.desk.launch.refusals import said  # noqa: PLC0415 - loaded where the desk is

        return said(error)
    return ""


if __name__ == "__main__":
    main()
