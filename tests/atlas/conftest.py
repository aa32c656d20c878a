"""A server on this machine and a client that may talk to it."""

from collections.abc import Iterator

import pytest

from egiz.atlas.sources import Client, Limits
from tests.atlas.loopback import Server


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.close()


@pytest.fixture
def waits() -> list[float]:
    """The seconds a client would have slept."""
    return []


@pytest.fixture
def client(waits: list[float]) -> Client:
    limits = Limits(wait=0.4, total=1.5, repeats=2, max_bytes=100_000, max_unpacked=200_000)
    return Client(limits=limits, pause=0.0, allow_private=True, sleep=waits.append)
