"""Build the wheel, install it into an empty environment, and run the demonstration there as a stranger would.

    python scripts/check_package.py [FOLDER]

The demonstration runs in another folder, with an installation that it may not write to, and as another user
where this one may write everywhere, and without any network but this machine's own. It must print five
promises with their quotes, and the desk must speak four languages.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOT_WANTED = ("docopt", "natasha", "pymorphy2")
PROMISES, LANGUAGES = 5, 4
ROW = re.compile(r"^│ (\d+) +│(.*)$")
OFFLINE = """
import socket

connect = socket.socket.connect

def here_only(self, address):
    if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1", "localhost"):
        raise OSError(f"There is no network here; {address} was asked for.")
    return connect(self, address)

socket.socket.connect = here_only
"""
PAGES = """
from django.test import Client
from django.conf import settings
for code, _name in settings.LANGUAGES:
    answer = Client().get("/accounts/login/", headers={"accept-language": code}, SERVER_NAME="localhost")
    title = answer.content.decode().partition("<title>")[2].partition("</title>")[0]
    print(code, answer.status_code, title.encode().hex())
"""


def run(command: Sequence[str | Path], **options: object) -> str:
    """Run a command and return what it printed; what it says on standard error is shown."""
    print("$", *command, flush=True)
    line = [str(part) for part in command]
    done = subprocess.run(line, stdout=subprocess.PIPE, text=True, check=True, **options)  # type: ignore[call-overload] # options are the caller's
    return str(done.stdout)


def build(folder: Path) -> Path:
    """Build the wheel with the tools that pyproject.toml names."""
    run([sys.executable, "-m", "venv", folder / "tools"])
    pip = [folder / "tools" / "bin" / "python", "-m", "pip"]
    run([*pip, "wheel", "-q", "--no-deps", "-w", folder / "dist", ROOT])
    return next((folder / "dist").glob("egiz-*.whl"))


def install(wheel: Path, folder: Path) -> Path:
    """Install the wheel with plain pip in the versions of the lock; return the environment's programs."""
    venv.create(folder / "env", with_pip=True)
    lock = (ROOT / "requirements" / "run.txt").read_text()
    pins = re.findall(r"^\S+==\S+(?: ;[^\\]+)?", lock, re.MULTILINE)
    (folder / "pins.txt").write_text("\n".join(pins))
    programs = folder / "env" / "bin"
    pip = [programs / "python", "-m", "pip"]
    run([*pip, "install", "-q", "-c", folder / "pins.txt", wheel])
    run([*pip, "check"])
    installed = run([*pip, "list", "--format", "freeze"])
    if found := [name for name in NOT_WANTED if f"{name}==" in installed.lower()]:
        sys.exit(f"plain pip brought {', '.join(found)} in")
    return programs


def as_stranger(folder: Path) -> dict[str, object]:
    """How to run a program that may write into its own folder only."""
    home = folder / "elsewhere"
    home.mkdir()
    (folder / "offline").mkdir()
    (folder / "offline" / "sitecustomize.py").write_text(OFFLINE)
    run(["chmod", "-R", "a-w,a+rX", folder / "env", folder / "offline"])
    folder.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("EGIZ_", "PYTHON"))}
    environment = kept | {"HOME": "/nonexistent", "COLUMNS": "160", "PYTHONUTF8": "1"}
    environment["PYTHONPATH"] = str(folder / "offline")
    stranger: dict[str, object] = {"cwd": home, "env": environment}
    if os.geteuid() == 0:  # who may do everything would not notice that a folder is read-only
        os.chown(home, 65534, 65534)
        stranger |= {"user": 65534, "group": 65534, "extra_groups": []}
    return stranger


def promises(printed: str) -> int:
    """Count the numbered rows of the table of promises; each must carry its quote."""
    table = printed.partition("What was promised")[2].partition("Suggestions wait")[0]
    rows = re.split(r"^[├└].*$", table, flags=re.MULTILINE)
    numbered = [row for row in rows if any(ROW.match(line) for line in row.splitlines())]
    return sum("“" in row for row in numbered)


def check(folder: Path) -> None:
    """Do all of it in an empty folder."""
    programs = install(build(folder), folder)
    stranger = as_stranger(folder)
    printed = run([programs / "egiz", "demo", "--no-serve", "--lang", "en"], **stranger)
    print(printed)
    pages = run([programs / "egiz", "manage", "shell", "-v0", "-c", PAGES], **stranger).splitlines()
    spoken = {title for _code, status, title in map(str.split, pages) if status == "200"}
    found = promises(printed)
    print(f"{found} promises with quotes, {len(spoken)} languages")
    if (found, len(spoken)) != (PROMISES, LANGUAGES):
        sys.exit(f"{PROMISES} promises and {LANGUAGES} languages were expected")


def main() -> None:
    """Use the folder that is named, or one that is removed afterwards."""
    if len(sys.argv) > 1:
        folder = Path(sys.argv[1]).resolve()
        folder.mkdir(parents=True)
        check(folder)
        return
    with tempfile.TemporaryDirectory() as name:
        check(Path(name))


if __name__ == "__main__":
    main()
