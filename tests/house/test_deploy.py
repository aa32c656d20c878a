"""What service managers and containers are given, looked at by their validators where those are installed."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from egiz.commands import VERBS
from egiz.desk.variables import KNOWN

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
UNITS = sorted(path for path in DEPLOY.iterdir() if path.suffix in {".service", ".timer"})
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
IMAGE = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
SERVICE_KEYS = {
    "build", "cap_drop", "command", "depends_on", "environment", "healthcheck", "image", "init", "ports",
    "read_only", "restart", "security_opt", "shm_size", "stop_grace_period", "tmpfs", "volumes",
}  # fmt: skip


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_finds_nothing_wrong_with_a_unit(unit, tmp_path):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    for other in UNITS:  # its programs and users are those of another machine
        text = other.read_text().replace("/opt/egiz/.venv/bin/egiz", "/bin/true")
        (tmp_path / other.name).write_text(re.sub(r"^(User|Group)=.*\n", "", text, flags=re.MULTILINE))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", tmp_path / unit.name],
        capture_output=True,
        text=True,
        check=False,
    )
    complaints = [line for line in done.stderr.splitlines() if str(tmp_path) in line or unit.name in line]
    assert complaints == []


def test_compose_holds_what_the_specification_knows():
    assert set(COMPOSE) <= {"services", "volumes", "networks", "name"}
    for service in COMPOSE["services"].values():
        assert ("image" in service) != ("build" in service)
        assert set(service) <= SERVICE_KEYS
        named = {place.split(":")[0] for place in service.get("volumes", ())}
        assert named <= set(COMPOSE["volumes"])
    assert set(COMPOSE["services"]["desk"]["depends_on"]) <= set(COMPOSE["services"])


def test_compose_sets_variables_that_a_desk_reads_and_reaches_nobody_but_this_machine():
    desk = COMPOSE["services"]["desk"]
    assert set(desk["environment"]) <= KNOWN
    assert all(port.startswith("127.0.0.1:") for port in desk["ports"])


def test_the_image_runs_as_nobody_special():
    last = IMAGE.rpartition("FROM ")[2]
    assert re.search(r"^USER (?!root)\w+$", last, re.MULTILINE)
    assert last.index("USER ") < last.index("CMD ")
    assert set(re.findall(r"EGIZ_[A-Z_]+", IMAGE)) <= KNOWN


def test_every_start_command_is_a_verb_with_options_that_it_has():
    lines = [
        COMPOSE["services"]["desk"]["command"],
        json.loads(re.findall(r"^CMD (.*)$", IMAGE, re.MULTILINE)[-1]),
    ]
    for unit in UNITS:
        lines += [
            line.split() for line in re.findall(r"egiz/\.venv/bin/(egiz .*)$", unit.read_text(), re.MULTILINE)
        ]
    assert len(lines) == 4
    for name, verb, *rest in lines:
        assert name == "egiz"
        assert verb in VERBS
        known = subprocess.run(
            [sys.executable, "-m", "egiz.cli", verb, "--help"], capture_output=True, text=True, check=True
        ).stdout
        assert all(word in known for word in rest if word.startswith("--"))
