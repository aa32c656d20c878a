"""Which city: what twin cities look like, the desk's own criteria, and a comparison on evidence."""

from __future__ import annotations

from egiz.atlas import UnknownPlaceError
from egiz.twinning._errors import LinksError, ModelFileError, TwinningError, WeightsError
from egiz.twinning.charts import dot_plot, render, weight_triangle
from egiz.twinning.comparison import Comparison, compare
from egiz.twinning.dossier import dossier_pdf, write_dossier
from egiz.twinning.evaluation import evaluate
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
from egiz.twinning.precedents import Standing
from egiz.twinning.ranker import Ranker, fit, load, stream_pairs
from egiz.twinning.ranking import rank
from egiz.twinning.sources import read_links
from egiz.twinning.weights import DEFAULT_GROUPS, DEFAULT_WEIGHTS, Region, read_weights, simplex_regions

__all__ = [
    "DEFAULT_GROUPS",
    "DEFAULT_WEIGHTS",
    "Candidate",
    "Comparison",
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
    "Standing",
    "Tie",
    "Turn",
    "TwinningError",
    "UnknownPlaceError",
    "WeightsError",
    "compare",
    "dossier_pdf",
    "dot_plot",
    "evaluate",
    "fit",
    "load",
    "rank",
    "read_links",
    "read_weights",
    "render",
    "simplex_regions",
    "stream_pairs",
    "weight_triangle",
    "write_dossier",
]
