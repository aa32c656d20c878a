from . import advice, bulk, candidates, finder, gloss, remarks, sentences, workbook
from ._errors import (
    CodeError,
    LexiconError,
    MatchingError,
    ProfileError,
    SelectionError,
    WorkbookError,
)
from .duplicates import Duplicate, find_duplicates
from .engine import MatchResult, Pair, match
from .feedback import Feedback, Weighting, learn_weighting
from .given_up import GivenUp
from .index import Index
from .learning import learn_lexicon
from .lexicon import Lexicon
from .profiles import COOPERATION, Column, Loaded, Problem, Profile
from .reasons import Reason
from .similarity import texts_to_read
from .workbook import read_profiles

__all__ = [
    "COOPERATION",
    "CodeError",
    "Column",
    "Duplicate",
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
    "advice",
    "bulk",
    "candidates",
    "find_duplicates",
    "finder",
    "gloss",
    "learn_lexicon",
    "learn_weighting",
    "match",
    "read_profiles",
    "remarks",
    "sentences",
    "texts_to_read",
    "workbook",
]
