"""A scheduler and one worker of Dask's own inside this process, shared by the tests of a file."""

from __future__ import annotations

import pytest
from distributed import Client

from egiz.cluster import Pool


@pytest.fixture(scope="module")
def pool():
    with Client(
        processes=False,
        n_workers=1,
        threads_per_worker=2,
        dashboard_address="127.0.0.1:0",
        worker_dashboard_address="127.0.0.1:0",  # else it is open to the network
    ) as client:
        yield Pool(client)
