"""The worker with real processes; each scenario is in `work`."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.desk.core.work import SCENARIOS

ROOT = Path(__file__).resolve().parents[3]


def run(folder, name):
    command = [sys.executable, "-m", "tests.desk.core.work", str(folder), name]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """The folder of a desk with nothing in it."""
    folder = tmp_path_factory.mktemp("var")
    ended = run(folder, "migrate")
    assert ended.returncode == 0, ended.stderr
    return folder


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__)
def test_worker(scenario, empty, tmp_path):
    folder = shutil.copytree(empty, tmp_path / "var")
    ended = run(folder, scenario.__name__)
    assert ended.returncode == 0, ended.stderr[-3000:]
