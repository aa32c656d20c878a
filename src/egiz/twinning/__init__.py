"""Which city: what twin cities look like, the desk's own criteria, and a comparison on evidence."""

from __future__ import annotations

from egiz.atlas import UnknownPlaceError
from egiz.twinning._errors import LinksError, ModelFileError, TwinningError, WeightsError
from egiz.twinning.model import (
    Candidate,
    Evidence,
    Missing,
    Part,
    Ranking,
    Reason,
    Stability,
    Tie,
    Turn,
)
from egiz.twinning.ranker import Ranker, fit, load, stream_pairs
from egiz.twinning.ranking import rank
from egiz.twinning.sources import read_links
from egiz.twinning.weights import DEFAULT_GROUPS, DEFAULT_WEIGHTS, Region, simplex_regions

__all__ = [
    "DEFAULT_GROUPS",
    "DEFAULT_WEIGHTS",
    "Candidate",
    "Evidence",
    "LinksError",
    "Missing",
    "ModelFileError",
    "Part",
    "Ranker",
    "Ranking",
    "Reason",
    "Region",
    "Stability",
    "Tie",
    "Turn",
    "TwinningError",
    "UnknownPlaceError",
    "WeightsError",
    "fit",
    "load",
    "rank",
    "read_links",
    "simplex_regions",
    "stream_pairs",
]
