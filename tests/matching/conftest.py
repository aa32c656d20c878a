"""Profiles to match."""

from __future__ import annotations

from pathlib import Path

import pytest

from egiz.matching import Profile, read_profiles

SAMPLE = Path(__file__).parents[2] / "examples" / "atyrau"


@pytest.fixture(scope="session")
def sample() -> tuple[tuple[Profile, ...], tuple[Profile, ...]]:
    """The two sample lists."""
    return tuple(
        read_profiles(SAMPLE / f"firms_{side}.xlsx").profiles for side in ("atyrau", "karakalpakstan")
    )
