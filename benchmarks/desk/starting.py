"""Each start command of image, compose file and systemd units, run as a plain process.

    python -m benchmarks.desk.starting [--sample FOLDER] [--only image,compose,egiz.service,egiz-backup]

No container and no service manager is needed: a command is taken from its file as it stands, with the
environment that the file gives; only addresses of another machine (the port, `/var/lib/egiz`, the database's
host, the programs' folder) are put in place. A served desk must answer the image's own health check and
/readyz, and end within the file's grace when it is told to; the backup must be one that `egiz restore` takes.
Exits with 1 when one does not.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from benchmarks.desk.trial import Desk, Postgres, free_port, trial_folder

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
PORT = "8000"


@dataclass(frozen=True)
class Start:
    """A command as it stands in its file, with what the file gives it."""

    name: str
    line: tuple[str, ...]
    env: dict[str, str]
    grace: float


def _image() -> str:
    return (DEPLOY / "Containerfile").read_text(encoding="utf-8")


def _last_command(text: str) -> tuple[str, ...]:
    return tuple(json.loads(re.findall(r"^CMD (.*)$", text, re.MULTILINE)[-1]))


def _health_check() -> list[str]:
    (found,) = re.findall(r"^HEALTHCHECK.*?CMD (\[.*?\])$", _image(), re.MULTILINE | re.DOTALL)
    return [str(word) for word in json.loads(found)]


def _unit(name: str) -> Start:
    text = (DEPLOY / name).read_text(encoding="utf-8")
    (line,) = re.findall(r"^ExecStart=(.*)$", text, re.MULTILINE)
    env = dict(one.split("=", 1) for one in re.findall(r"^Environment=(.*)$", text, re.MULTILINE))
    grace = re.search(r"^TimeoutStopSec=(\d+)$", text, re.MULTILINE)
    return Start(name, tuple(shlex.split(line.replace("%%", "%"))), env, float(grace[1]) if grace else 90)


def starts() -> Iterator[Start]:
    """Read all start commands from their files."""
    yield Start("image", _last_command(_image()), {}, 10)
    service = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]["desk"]
    given = {"POSTGRES_PASSWORD": "trial", "EGIZ_HOSTS": "egiz.example"}

    def filled(text: str) -> str:
        return re.sub(
            r"\$\{(\w+)(?::[-?]([^}]*))?\}", lambda found: given.get(found[1], found[2] or ""), text
        )

    env = {name: filled(str(value)) for name, value in service["environment"].items()}
    yield Start("compose", tuple(service["command"]), env, float(service["stop_grace_period"].rstrip("s")))
    yield _unit("egiz.service")
    yield _unit("egiz-backup.service")


class Trial:
    """The folders that stand for another machine's, and what is run in them."""

    def __init__(self, folder: Path, sample: Path | None) -> None:
        self.folder, self.var, self.sample = folder, folder / "var", sample
        self.postgres: Postgres | None = None
        if sample:
            shutil.copytree(sample, self.var)
        self.var.mkdir(exist_ok=True)

    def here(self, text: str, port: int) -> str:
        """Put this machine's places where another's stand."""
        programs = Path(sys.executable).parent
        text = text.replace("/opt/egiz/.venv/bin", str(programs)).replace("/var/lib/egiz", str(self.var))
        text = text.replace("/var/backups/egiz", str(self.folder)).replace(":8000", f":{port}")
        if "@database:5432" in text:
            self.postgres = self.postgres or Postgres(self.folder / "postgres")
            return self.postgres.url
        return str(port) if text == PORT else text

    def environment(self, start: Start, port: int) -> dict[str, str]:
        plain = {name: value for name, value in os.environ.items() if not name.startswith("EGIZ_")}
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        given = {name: self.here(value, port) for name, value in start.env.items()}
        return {**plain, "PATH": path, "EGIZ_VAR": str(self.var), **given}

    def run(self, start: Start) -> str:
        """Run one; give what is wrong with it, or nothing."""
        port = free_port()
        line = [self.here(word, port) for word in start.line]
        env = self.environment(start, port)
        if "backup" in start.name:
            return self._backed_up(line, env)
        with (self.folder / f"{start.name}.log").open("wb") as log:
            process = subprocess.Popen(line, env=env, cwd=self.folder, stdout=log, stderr=log)
            try:
                return self._served(process, env, port) or _ended(process, start.grace)
            finally:
                process.kill()
                process.wait()

    def _served(self, process: subprocess.Popen[bytes], env: dict[str, str], port: int) -> str:
        healthy = [self.here(word, port) for word in _health_check()]
        checks = [healthy, [word.replace("/healthz", "/readyz") for word in healthy]]
        until, said = time.monotonic() + 300, ""
        while checks and process.poll() is None and time.monotonic() < until:
            done = subprocess.run(checks[0], env=env, capture_output=True, text=True, check=False)
            if done.returncode:
                said = done.stderr.strip()[-200:]
                time.sleep(1)
            else:
                checks.pop(0)
        if process.poll() is not None:
            return f"ended with {process.poll()}"
        return f"{len(checks)} of 2 checks never came true: {said}" if checks else ""

    def _backed_up(self, line: list[str], env: dict[str, str]) -> str:
        (self.folder / "passphrase").write_text("a sentence of the trial\n")
        env["CREDENTIALS_DIRECTORY"] = str(self.folder)
        done = subprocess.run(line, env=env, cwd=self.folder, capture_output=True, text=True, check=False)
        made = list(self.folder.glob("desk-*.egiz"))
        if done.returncode or len(made) != 1:
            return f"exit {done.returncode}: {done.stderr.strip()[-300:]}"
        other = Desk(self.folder, "sqlite", data=self.folder / "other")
        back = other.run("restore", str(made[0]), "--passphrase-file", str(self.folder / "passphrase"))
        other.log.close()
        return back.stderr.strip()[-300:] if back.returncode else ""


def _ended(process: subprocess.Popen[bytes], grace: float) -> str:
    process.terminate()
    try:
        process.wait(grace)
    except subprocess.TimeoutExpired:
        return f"did not end within {grace:.0f} s"
    return "" if process.returncode in {0, -15} else f"ended with {process.returncode}"


def main() -> None:
    """Run them one after the other."""
    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=plain)
    parser.add_argument("--sample", type=Path, help="the folder of a desk that is there already (SQLite)")
    parser.add_argument("--only", default="", help="parts of names, with commas")
    options = parser.parse_args()
    folder = trial_folder("starting")
    trial = Trial(folder, options.sample)
    wrong = 0
    try:
        for start in starts():
            if not any(part in start.name for part in options.only.split(",")):
                continue
            said = trial.run(start)
            wrong += bool(said)
            print(f"{'!' if said else ' '} {start.name:20} {' '.join(start.line)[:70]:70} {said}", flush=True)
    finally:
        if trial.postgres:
            trial.postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
