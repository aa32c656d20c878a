"""`egiz demo`, `egiz serve`, `egiz manage`: the web desk from a terminal."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from egiz.commands._language import Spoken

if TYPE_CHECKING:
    from egiz.desk.launch.prepare import Login
    from egiz.desk.launch.processes import Address

Host = typer.Option("127.0.0.1", "--host", help="Address to listen on.")
Target = typer.Argument(help="Where to write it, such as desk.egiz.")
Written = typer.Argument(help="A file that egiz backup wrote.", exists=True)
Passphrase = typer.Option(
    None, "--passphrase-file", help="A file whose text encrypts the backup.", exists=True, dir_okay=False
)
Port = typer.Option(8000, "--port", min=1, max=65535, help="Port to listen on.")


def register(app: typer.Typer) -> None:
    """Add the desk's verbs."""
    app.command("demo")(demo)
    app.command("serve")(serve)
    app.command("backup")(backup)
    app.command("restore")(restore)
    app.command("doctor")(doctor)
    app.command(
        "manage",
        context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
        help="Run one of Django's own commands, such as createsuperuser or migrate.",
    )(manage)


def demo(
    *,
    no_serve: bool = typer.Option(False, "--no-serve", help="Print the result and leave."),
    lang: Spoken = None,
    host: str = Host,
    port: int = Port,
) -> None:
    """Load the sample desk, print what came of the meeting, and serve it."""
    from egiz.desk.launch import results  # noqa: PLC0415 - the desk loads for its own verbs only
    from egiz.desk.launch.processes import Address  # noqa: PLC0415 - see above

    address = Address(host, port)
    if not no_serve:
        _ensure_free(address)
    login = _prepared()
    if no_serve:
        results.print_results(lang or "en")
        return

    def show() -> None:
        results.print_results(lang or "en")
        results.print_login(address.url, login)

    _serve(address, show)


def _prepared() -> Login:
    from egiz.desk.launch import results  # noqa: PLC0415 - see above

    try:
        return results.prepare_with_progress()
    except results.DemoError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


def serve(host: str = Host, port: int = Port) -> None:
    """Serve the desk: web server and background worker; Ctrl-C ends both."""
    from egiz.desk.launch import prepare  # noqa: PLC0415 - the desk loads for its own verbs only
    from egiz.desk.launch.processes import Address  # noqa: PLC0415 - see above

    address = Address(host, port)
    _ensure_free(address, patiently=True)  # a service manager begins it anew while what it killed still ends
    prepare.start_django()
    prepare.wait_for_database(lambda text: typer.echo(text, err=True))
    prepare.migrate()
    from egiz.desk.core.domain import invitations  # noqa: PLC0415 - after the desk has started

    typer.echo(f"The desk is at {address.url} (Ctrl-C ends it).")
    if invitations.needs_first_person():
        typer.echo("Nobody can log in yet. The first person comes by this link, once, within a day:")
        typer.echo(address.url.rstrip("/") + invitations.first_visit_path())
    _serve(address)


def backup(file: Path = Target, passphrase_file: Path | None = Passphrase) -> None:
    """Write the whole desk into one file: rows, files, signing key; verified after writing.

    With a passphrase (--passphrase-file, or EGIZ_BACKUP_PASSPHRASE) the file is encrypted.
    """
    from egiz.desk.launch import backup as door  # noqa: PLC0415 - the desk loads for its own verbs only

    passphrase = _passphrase(passphrase_file)
    _start()
    _told(lambda: door.write(file, passphrase), file)


def _passphrase(file: Path | None) -> str:
    if file is None:
        return os.environ.get("EGIZ_BACKUP_PASSPHRASE", "")
    words = file.read_text(encoding="utf-8").strip()
    if not words:
        typer.echo(f"{file} is empty; its first line should be the passphrase.", err=True)
        raise typer.Exit(1)
    return words


def restore(file: Path = Written, passphrase_file: Path | None = Passphrase) -> None:
    """Take a backup back into an empty desk, on SQLite or PostgreSQL; every row is compared with it."""
    from egiz.desk.launch import backup as door  # noqa: PLC0415 - see above
    from egiz.desk.launch import prepare  # noqa: PLC0415 - see above

    passphrase = _passphrase(passphrase_file)
    _start()
    prepare.migrate()
    _told(lambda: door.restore(file, passphrase), file)


def doctor() -> None:
    """Look at everything a desk needs and say what is wrong; exit code 1 when something is."""
    from egiz.desk.launch import doctor as room  # noqa: PLC0415 - see above

    _start()
    found = room.look()
    for one in found:
        typer.echo(f"{'ok  ' if one.good else 'BAD '} {one.what}: {one.words}")
    raise typer.Exit(int(not all(one.good for one in found)))


def _start() -> None:
    from egiz.desk.launch import prepare  # noqa: PLC0415 - see above

    prepare.start_django()


def _told(act: Callable[[], dict[str, Any]], file: Path) -> None:
    from egiz.desk.launch.backup import BackupError  # noqa: PLC0415 - see above

    try:
        manifest = act()
    except BackupError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    except OSError as error:
        typer.echo(
            f"{error.filename or file}: {error.strerror}. Make room there, or take another place.", err=True
        )
        raise typer.Exit(1) from error
    files = sum(name.startswith("media/") for name in manifest["digests"])
    typer.echo(f"{file}: {sum(manifest['counts'].values())} rows, {files} files, every digest right.")


def manage(context: typer.Context) -> None:
    """Hand the rest of the line to Django."""
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - see above

    from egiz.desk.launch import prepare  # noqa: PLC0415 - see above

    prepare.start_django()
    execute_from_command_line(["egiz manage", *context.args])


def _ensure_free(address: Address, *, patiently: bool = False) -> None:
    from egiz.desk.launch import processes  # noqa: PLC0415 - see above

    try:
        (processes.wait_until_free if patiently else processes.ensure_free)(address)
    except processes.PortBusyError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


def _serve(address: Address, meanwhile: Callable[[], None] = lambda: None) -> None:
    from egiz.desk.launch.processes import commands, run_together  # noqa: PLC0415 - see above

    raise typer.Exit(run_together(commands(address), meanwhile))
