"""Which companies should meet: profiles, similarity across languages, mutual score, selection."""

from egiz.matching._errors import (
    CodeError,
    EmbeddingError,
    LexiconError,
    MatchingError,
    ProfileError,
    SelectionError,
    WorkbookError,
)
from egiz.matching.duplicates import Duplicate, find_duplicates
from egiz.matching.engine import MatchResult, Pair, match
from egiz.matching.feedback import Feedback, Weighting, learn_weighting
from egiz.matching.given_up import GivenUp
from egiz.matching.index import Index
from egiz.matching.learning import learn_lexicon
from egiz.matching.lexicon import Lexicon
from egiz.matching.profiles import COOPERATION, Loaded, Problem, Profile
from egiz.matching.reasons import Reason
from egiz.matching.workbook import read_profiles

__all__ = [
    "COOPERATION",
    "CodeError",
    "Duplicate",
    "EmbeddingError",
    "Feedback",
    "GivenUp",
    "Index",
    "Lexicon",
    "LexiconError",
    "Loaded",
    "MatchResult",
    "MatchingError",
    "Pair",
    "Problem",
    "Profile",
    "ProfileError",
    "Reason",
    "SelectionError",
    "Weighting",
    "WorkbookError",
    "find_duplicates",
    "learn_lexicon",
    "learn_weighting",
    "match",
    "read_profiles",
]
