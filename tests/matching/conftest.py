"""Profiles to match."""

from __future__ import annotations

from pathlib import Path

import pytest

import egiz
from egiz.matching import Profile, read_profiles

SAMPLE = Path(egiz.__file__).parent / "sample" / "atyrau"


@pytest.fixture(scope="session")
def sample() -> tuple[tuple[Profile, ...], tuple[Profile, ...]]:
    """The two sample lists."""
    return tuple(
        read_profiles(SAMPLE / f"firms_{side}.xlsx").profiles for side in ("atyrau", "karakalpakstan")
    )
