"""A backup of a large desk while people write to it, restored elsewhere and compared row by row.

    python -m benchmarks.desk.backing [--database sqlite|postgresql] [--promises 100000] [--encrypt]

The desk is served and four people write promises all along. The backup is written by `egiz backup`, restored
by `egiz restore` into an empty desk (on the other database with `--into`), and backed up again: both backups
must say the same, table by table. What was confirmed before the backup began must be in it. A backup with one
byte changed, one cut short and, encrypted, one opened with a wrong passphrase must be refused.
"""

# ruff: noqa: PLC0415 - Django is imported once its settings are known
from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

from benchmarks.desk.faults import Noted, Writers
from benchmarks.desk.promises import fill
from benchmarks.desk.trial import Desk, keeper, trial_folder

CONFIRMED_FIRST = 20  # promises that must be in the backup, whatever is written while it is made
WORDS = "a sentence only the keeper knows"


def made(folder: Path, database: str, promises: int) -> Desk:
    desk = Desk(folder, database)
    desk.start_django()
    from django_scopes import scopes_disabled

    from egiz.desk.core.models import Desk as DeskRow

    row = DeskRow.objects.create(name="Large", slug="atyrau", country="KZ", their_country="UZ", language="ru")
    with scopes_disabled():
        fill(row, promises)
        keeper()
    return desk


def manifest(path: Path, passphrase: str = "") -> dict[str, Any]:
    from egiz.desk.launch.backup import verify

    return verify(path, passphrase)


def titles(path: Path, passphrase: str) -> set[str]:
    """Read what the promises of a backup are called, from the file itself."""
    from egiz.desk.launch.backup import opened

    with opened(path, passphrase) as file, zipfile.ZipFile(file) as archive:
        lines = archive.read("rows/promises.promise.jsonl").decode().splitlines()
    return {json.loads(line)["fields"]["title"] for line in lines}


def timed(desk: Desk, *arguments: str) -> tuple[float, subprocess.CompletedProcess[str]]:
    began = time.monotonic()
    done = desk.run(*arguments)
    return time.monotonic() - began, done


def refused(desk: Desk, path: Path, what: str, passphrase: str) -> bool:
    """Say whether a spoilt backup is refused, and print why."""
    desk.env["EGIZ_BACKUP_PASSPHRASE"] = passphrase
    done = desk.run("restore", str(path))
    lines = done.stderr.strip().splitlines()
    print(f"  {what}: exit {done.returncode}, {(lines or ['no word'])[-1][:110]}")
    return done.returncode == 1


def run(options: argparse.Namespace, folder: Path) -> int:
    words = WORDS if options.encrypt else ""
    desk = made(folder / "one", options.database, options.promises)
    other = Desk(folder / "two", options.into or options.database)
    try:
        return compared(options, folder, (desk, other), words)
    finally:
        desk.close()
        other.close()


def compared(options: argparse.Namespace, folder: Path, desks: tuple[Desk, Desk], words: str) -> int:
    desk, other = desks
    first, second = folder / "first.egiz", folder / "second.egiz"
    desk.env["EGIZ_BACKUP_PASSPHRASE"] = other.env["EGIZ_BACKUP_PASSPHRASE"] = words
    desk.start()
    desk.wait_ready()
    noted = Noted()
    writers = Writers(desk, noted, 4)
    try:
        until = time.monotonic() + 120
        while len(noted.promises) < CONFIRMED_FIRST and time.monotonic() < until:
            time.sleep(0.1)
        before = set(noted.promises)
        seconds, done = timed(desk, "backup", str(first))
        during = len(noted.promises) - len(before)
    finally:
        writers.stop()
    if done.returncode:
        raise RuntimeError(done.stderr)
    missing = before - titles(first, words)
    print(
        f"{options.database}{', encrypted' if words else ''}: {done.stdout.strip()}\n"
        f"  written in {seconds:.1f} s, {first.stat().st_size / 2**20:.1f} MB; {during} promises written "
        f"meanwhile; {len(missing)} of {len(before)} confirmed before it are missing"
    )
    back, done = timed(other, "restore", str(first))
    if done.returncode:
        raise RuntimeError(done.stderr)
    again, done = timed(other, "backup", str(second))
    one, two = manifest(first, words), manifest(second, words)
    differing = [name for name in one["digests"] if one["digests"][name] != two["digests"].get(name)]
    print(
        f"  restored in {back:.1f} s{' on ' + options.into if options.into else ''}, backed up again in "
        f"{again:.1f} s: {sum(one['counts'].values())} rows in {len(one['counts'])} tables, "
        f"{len(differing)} tables differ {differing[:3]}"
    )
    empty = Desk(folder / "three", "sqlite")
    content = bytearray(first.read_bytes())
    content[len(content) // 2] ^= 1
    (folder / "changed.egiz").write_bytes(content)
    (folder / "cut.egiz").write_bytes(content[: len(content) // 2])
    good = refused(empty, folder / "changed.egiz", "one byte changed", words)
    good &= refused(empty, folder / "cut.egiz", "cut in half", words)
    if words:
        good &= refused(empty, first, "a wrong passphrase", "another sentence altogether")
    empty.close()
    return int(bool(missing or not before or differing or not good or noted.faults))


def main() -> None:
    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=plain)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--into", choices=("sqlite", "postgresql"), help="the database it is restored on")
    parser.add_argument("--promises", type=int, default=100_000)
    parser.add_argument("--encrypt", action="store_true")
    options = parser.parse_args()
    folder = trial_folder("backing")
    for name in ("one", "two", "three"):
        (folder / name).mkdir()
        (folder / name).chmod(0o755)
    os.chdir(folder)
    try:
        code = run(options, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
