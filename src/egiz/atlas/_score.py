"""How well a place answers to a name: the weights, and the score made of them."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from egiz.atlas._index import ALTERNATE, Posting, index
from egiz.atlas._kind_words import Asked, take_apart
from egiz.atlas._model import Level, Match, Place
from egiz.text.folding import fold, plain

# Set by hand on the names of tests/atlas/names.csv and on the traps of the region.
_ALTERNATE_WORTH = 0.87
_OTHER_SPELLING = 0.96
_OTHER_SPELLING_OF_ALTERNATE = 0.93
_NEAR_KEY_WORTH = 0.92
_EDIT_COSTS = 0.9
_OTHER_FIRST_LETTER = 0.8
_HOME_GAIN = 0.05
_HOME_GAIN_OF_A_GUESS = 0.12
_OTHER_LEVEL_WORTH = 0.5
_REGION_BY_ITS_CITY_NAME = 0.85
_SMALLEST = 0.6
_SMALLEST_OF_A_GUESS = 0.45


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that answers, before it is known under which of its names."""

    place: Place
    score: float
    posting: Posting
    wanted: str
    literal: bool

    def match(self) -> Match:
        """The answer with the name that was found."""
        return Match(self.place, self.score, matched_name(self.posting, self.wanted))


def prominence(place: Place) -> float:
    """How likely a place is to be meant, 0 … 1, by its size alone."""
    if place.level == "country":
        return 1.0
    if place.level == "region":
        return 0.8
    return min(1.0, math.log10(place.population + 10) / 7.3)


def matched_name(posting: Posting, wanted: str) -> str:
    """The name that answered: the very spelling if there is one, else the one that was filed."""
    names = index().names(posting.row)
    if posting.edits:
        return names[posting.name]
    return next((name for name in names if plain(name) == wanted), names[posting.name])


def score(
    posting: Posting, place: Place, asked: Asked, worth: float, prefer: frozenset[str]
) -> Candidate | None:
    """
    How well one posting answers.

    Parameters
    ----------
    posting, place
        What was found.
    asked
        The name asked for.
    worth
        What the way there is worth: less when a case ending was cut off.
    prefer
        Countries that gain.

    Returns
    -------
    Candidate or None
        None for a key of one or two letters that only looks alike.
    """
    wanted = plain(asked.core)
    literal = not posting.edits and any(plain(name) == wanted for name in index().names(posting.row))
    if len(posting.key) < 5 and not literal and not _alike_in_length(posting, wanted):
        return None
    if posting.kind == ALTERNATE:
        worth *= _ALTERNATE_WORTH * (1.0 if literal else _OTHER_SPELLING_OF_ALTERNATE)
    elif not literal:
        worth *= _OTHER_SPELLING
    if posting.edits:
        worth *= _NEAR_KEY_WORTH - _EDIT_COSTS * posting.edits / max(6, len(posting.key))
        worth *= 1.0 if posting.key[0] in fold(asked.core)[:1] else _OTHER_FIRST_LETTER
    small = _SMALLEST_OF_A_GUESS if posting.edits else _SMALLEST
    gain = _HOME_GAIN_OF_A_GUESS if posting.edits else _HOME_GAIN
    likely = small + (1 - small) * prominence(place) + (gain if place.country in prefer else 0.0)
    worth *= _level_worth(place, posting, wanted, asked.level) * min(1.0, likely)
    return Candidate(place, round(max(0.0, worth), 4), posting, wanted, literal)


def _alike_in_length(posting: Posting, wanted: str) -> bool:
    # A key this short says little: "zzzzqqq" is no way of writing the airport code ZQK.
    apart = abs(len(plain(take_apart(matched_name(posting, wanted)).core)) - len(wanted))
    return apart <= (3 if len(posting.key) > 2 else 0)


def _level_worth(place: Place, posting: Posting, wanted: str, level: Level | None) -> float:
    if level is not None:
        return 1.0 if place.level == level else _OTHER_LEVEL_WORTH
    if place.level != "region":
        return 1.0
    # "Atyrau" alone means the city, and the region only behind it; "Khorezm" means the region.
    bare = take_apart(matched_name(posting, wanted)).level is None
    return 1.0 if bare else _REGION_BY_ITS_CITY_NAME


def best(found: Iterable[Candidate | None]) -> list[Candidate]:
    """The best answer of each place, sorted."""
    by_place: dict[int, Candidate] = {}
    for answer in found:
        if answer is not None:
            known = by_place.get(answer.place.geonameid)
            if known is None or answer.score > known.score:
                by_place[answer.place.geonameid] = answer
    return sorted(by_place.values(), key=lambda f: (-f.score, -f.place.population, f.place.geonameid))
