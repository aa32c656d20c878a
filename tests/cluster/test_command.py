from __future__ import annotations

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from egiz.cli import app
from tests.cluster.registers import companies, laid

RUN = CliRunner()


def test_match_prints_where_its_parts_are_and_goes_on_where_it_stopped(tmp_path, pool):
    address = pool.client.scheduler.address
    a = laid(tmp_path / "a", list(companies("GCED2011", 31, prefix="a")), 30)
    b = laid(tmp_path / "b", list(companies("NACE2", 31, prefix="b")), 30)
    (a / "broken.parquet").write_bytes(b"no")
    asked = ["cluster", "match", str(a), str(b), "--out", str(tmp_path / "out"), "--scheduler", address]
    first = RUN.invoke(app, asked)
    assert first.exit_code == 1
    assert "broken: broken.parquet: no Parquet file that can be read" in first.stderr
    (a / "broken.parquet").unlink()
    changed = RUN.invoke(app, asked)
    assert (changed.exit_code, "made from something else (a)" in changed.stderr) == (1, True)
    asked[5] = str(tmp_path / "new")
    document = json.loads(RUN.invoke(app, [*asked, "--json"]).stdout)
    again = json.loads(RUN.invoke(app, [*asked, "--json"]).stdout)
    assert (document["kept"], again["kept"]) == (0, len(document["parts"]))
    assert again["checksum"] == document["checksum"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["match", "nowhere", "nowhere", "--out", "x", "--memory", "lots"], "write it as 500MB or 2GB"),
        (["pull", "nowhere", "--out", "x"], "nowhere"),
        (["split", "nowhere.xlsx", "x"], "nowhere.xlsx"),
    ],
)
def test_a_wrong_input_is_named_and_leaves_nothing(tmp_path, monkeypatch, arguments, message):
    monkeypatch.chdir(tmp_path)
    result = RUN.invoke(app, ["cluster", *arguments])
    assert (result.exit_code, message in result.stderr) == (1, True)
    assert not (tmp_path / "x" / "manifest.json").exists()


def test_without_the_extra_it_says_how_to_install_it(tmp_path):
    code = (
        "import sys; sys.modules['distributed'] = None; sys.modules['pyarrow'] = None\n"
        "from egiz.cli import main; main()"
    )
    command = [sys.executable, "-c", code, "cluster", "rank", "--out", str(tmp_path / "out")]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert found.returncode == 1
    assert 'pip install "egiz[cluster]"' in found.stderr
    assert not (tmp_path / "out").exists()
