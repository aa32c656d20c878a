from . import dossier_parts, sentences, sources
from ._errors import LinksError, ModelFileError, TwinningError, UnknownPlaceError, WeightsError
from .charts import dot_plot, render, weight_triangle
from .comparison import Comparison, compare, comparison_of
from .dossier import dossier_pdf, write_dossier
from .evaluation import evaluate
from .model import (
    Candidate,
    Evidence,
    Missing,
    Part,
    Partner,
    Ranking,
    Reason,
    Stability,
    Tie,
    Turn,
    Twins,
)
from .places import spot_of
from .precedents import Standing
from .ranker import Ranker, fit, load, stream_pairs
from .ranking import rank
from .restored import narrowed, ranking_from
from .sentences import words
from .sources import read_links
from .weights import (
    DEFAULT_GROUPS,
    DEFAULT_WEIGHTS,
    NOT_FOR,
    Region,
    default_weights,
    read_weights,
    simplex_regions,
)

__all__ = [
    "DEFAULT_GROUPS",
    "DEFAULT_WEIGHTS",
    "NOT_FOR",
    "Candidate",
    "Comparison",
    "Evidence",
    "LinksError",
    "Missing",
    "ModelFileError",
    "Part",
    "Partner",
    "Ranker",
    "Ranking",
    "Reason",
    "Region",
    "Stability",
    "Standing",
    "Tie",
    "Turn",
    "TwinningError",
    "Twins",
    "UnknownPlaceError",
    "WeightsError",
    "compare",
    "comparison_of",
    "default_weights",
    "dossier_parts",
    "dossier_pdf",
    "dot_plot",
    "evaluate",
    "fit",
    "load",
    "narrowed",
    "rank",
    "ranking_from",
    "read_links",
    "read_weights",
    "render",
    "sentences",
    "simplex_regions",
    "sources",
    "spot_of",
    "stream_pairs",
    "weight_triangle",
    "words",
    "write_dossier",
]
