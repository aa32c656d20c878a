"""Which companies should meet: profiles, text and code similarity across languages, mutual score, selection."""

from egiz.matching._errors import (
    CodeError,
    LexiconError,
    MatchingError,
    ProfileError,
    SelectionError,
    WorkbookError,
)
from egiz.matching.engine import MatchResult, Pair, match
from egiz.matching.profiles import COOPERATION, Loaded, Problem, Profile
from egiz.matching.reasons import Reason
from egiz.matching.workbook import read_profiles

__all__ = [
    "COOPERATION",
    "CodeError",
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
    "WorkbookError",
    "match",
    "read_profiles",
]
