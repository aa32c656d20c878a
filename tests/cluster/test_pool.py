"""What happens to a run when workers die, differ or are not there."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from distributed import Client

from egiz.cluster import ClusterError, Pool, connect, match_registers
from egiz.cluster.companies import Others, find_partners
from egiz.cluster.runs import opened
from tests.cluster.registers import companies, laid

A = list(companies("GCED2011", 31, prefix="a"))
B = list(companies("NACE2", 25, prefix="b"))


@pytest.fixture(scope="module")
def real():
    """A worker process that is started anew when it dies."""
    with connect(workers=1, memory="1GB") as pool:
        yield pool


def die_once(marker, *arguments):
    """The work itself, by a worker that was killed in the middle of it once."""
    if not Path(marker).exists():
        Path(marker).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return find_partners(*arguments)


def die_always(*_arguments):
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_worker_keeps_to_the_memory_it_was_given(real, tmp_path):
    (worker,) = real.looks(tmp_path)
    assert worker["memory"] == 10**9
    with pytest.raises(ClusterError, match="does not see"):
        real.looks(tmp_path / "elsewhere")


def test_a_killed_worker_changes_nothing_and_one_that_always_dies_costs_its_part_only(pool, real, tmp_path):
    a, b = laid(tmp_path / "a", A, 40), laid(tmp_path / "b", B, 20)
    whole = match_registers(pool, a, b, tmp_path / "whole", top=3)
    terms = tuple(str(path) for path in sorted((tmp_path / "whole" / "terms").iterdir()))
    others = Others(terms, str(tmp_path / "whole" / "shared"), "x")
    calls = {
        f"{at:05d}-{path.stem}": (str(tmp_path / "marker"), str(path), others, 3)
        for at, path in enumerate(sorted(a.iterdir()))
    }
    with opened(tmp_path / "out", {"kind": "test"}) as run:
        outcome = run.make(real, "partners", die_once, calls, suffix=".parquet")
        # One death is enough to give a call up: each further one costs the start of a process.
        real.client.cluster.scheduler.allowed_failures = 0
        lost = run.make(real, "lost", die_always, {"x": ()}, suffix=".parquet")
    assert (tmp_path / "marker").exists()
    assert outcome.checksum == whole.checksum
    assert list(lost.failed) == ["x"]
    assert "every worker that took it died" in lost.failed["x"]


def test_a_cluster_without_workers_says_how_to_start_one(tmp_path):
    with (
        Client(processes=False, n_workers=0, dashboard_address="127.0.0.1:0") as client,
        pytest.raises(ClusterError, match="dask worker ADDRESS"),
    ):
        Pool(client).looks(tmp_path)


@pytest.mark.parametrize("memory", ["much", "2", "10MB", "-1GB"])
def test_memory_that_is_none_is_refused_with_what_would_be_right(memory):
    with pytest.raises(ClusterError, match="write it as 500MB or 2GB"), connect(memory=memory):
        pass
