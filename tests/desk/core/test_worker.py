"""The worker with real processes; each scenario is in `work`."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.desk.conftest import on_a_file
from tests.desk.core.work import SCENARIOS

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    """A process that has loaded the desk and forks another for each scenario."""
    command = [sys.executable, "-m", "tests.desk.core.work", str(tmp_path_factory.mktemp("var"))]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, **pipes) as process:
        yield process
        process.stdin.close()


@on_a_file
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__)
def test_worker(scenario, stage):
    print(scenario.__name__, file=stage.stdin, flush=True)
    code, said = json.loads(stage.stdout.readline())
    assert code == 0, said[-3000:]
