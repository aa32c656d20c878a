"""One name looked up: exact keys, then forms with an ending cut or put back, then near keys."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from egiz.atlas._data import columns, place_at
from egiz.atlas._index import Posting, index
from egiz.atlas._kind_words import Asked, stems, take_apart
from egiz.atlas._model import Place
from egiz.atlas._score import Candidate, best, score
from egiz.atlas._written import declined, parts_of, spelled_out, without_preposition
from egiz.text.folding import fold, keys

_STEM_WORTH = 0.93
_BEHIND_A_SPELLING = 0.93
_LARGE = 100_000


@dataclass(frozen=True, slots=True)
class Question:
    """A look-up taken apart once."""

    name: str
    asked: Asked
    country: str | None
    prefer: frozenset[str]
    fuzzy: bool
    most: int
    in_a_case: bool = False  # a preposition stood before it


def _size(row: int) -> int:
    population = columns().population
    return int(population[row]) if row < len(population) else 10**10


def _candidates(
    postings: list[Posting], question: Question, asked: Asked, worth: float = 1.0
) -> list[Candidate]:
    """The postings as matches; of a name borne by hundreds of hamlets only the larger ones."""
    kept: list[Candidate | None] = []
    for posting in sorted(postings, key=lambda p: (p.edits, -_size(p.row), p.row)):
        place = place_at(posting.row)
        if question.country is None or place.country == question.country:
            kept.append(score(posting, place, asked, worth, question.prefer))
            if len(kept) >= question.most:
                break
    return best(kept)


def _exact(name: str) -> list[Posting]:
    return [posting for key in keys(name) for posting in index().exact(key)]


def lookup(question: Question) -> list[Candidate]:
    asked = question.asked
    found = _candidates(_exact(asked.core), question, asked)
    if asked.core != question.name:
        whole = Asked(question.name, asked.level)
        found = best([*found, *_candidates(_exact(question.name), question, whole)])
    if question.in_a_case:
        # "в Уфе" hardly means the village that is called "Уфе" where it stands alone.
        found = best([*found, *_inflected(question)])
    if any(answer.literal for answer in found):
        # What is spelled just so comes before what only sounds alike.
        behind = (replace(f, score=round(f.score * _BEHIND_A_SPELLING, 4)) for f in found if not f.literal)
        return best([*(f for f in found if f.literal), *behind])
    found += _inflected(question)
    if question.fuzzy:
        near = [posting for key in keys(asked.core) for posting in index().near(key)]
        found += _candidates(near, question, asked)
    return best(found)


def _inflected(question: Question) -> list[Candidate]:
    """Places whose name, with a case ending or shortened, is the one asked for."""
    asked = question.asked
    found = []
    for stem in (*stems(asked.core), *declined(asked.core), *spelled_out(asked.core)):
        cut = _candidates(_exact(stem), question, Asked(stem, asked.level), _STEM_WORTH)
        found += [answer for answer in cut if answer.literal and _is_near_or_large(answer.place, question)]
    return found


def _is_near_or_large(place: Place, question: Question) -> bool:
    # A word cut short is the name of some village somewhere; only a likely one is believed.
    home = not question.prefer or place.country in question.prefer or place.country == question.country
    return home or place.level != "city" or place.population >= _LARGE


def asked_for(
    name: str, country: str | None, prefer: Collection[str], *, fuzzy: bool, limit: int
) -> Question:
    """The question that a name puts, its preposition left out where no place is called so as it stands."""
    bare = without_preposition(name)
    question = Question(name, take_apart(name), country, frozenset(prefer), fuzzy, max(3 * limit, 30))
    if bare is None or any(f.literal for f in _candidates(_exact(name), question, question.asked)):
        return question
    return replace(question, name=bare, asked=take_apart(bare), in_a_case=True)


@dataclass(frozen=True, slots=True)
class Address:
    """What of an address is the name to look up, and where the rest says it lies."""

    name: str
    country: str | None = None
    regions: frozenset[tuple[str, str]] = frozenset()


def address_of(text: str) -> Address:
    """
    Read "Ургенч, Хорезмская область", "060011, г. Атырау" or "Узбекистан, Хорезм, Хива".

    Parameters
    ----------
    text
        A name, or an address with commas.

    Returns
    -------
    Address
        The first part that is neither country nor region (the region, then the country, where there is no
        other), and what the others name.
    """
    written = parts_of(text)
    if not written.around:
        return Address(written.name)
    parts = [(part, _wider_place(part)) for part in (written.name, *written.around)]
    countries = [place for _, place in parts if place is not None and place.level == "country"]
    regions = [(part, place) for part, place in parts if place is not None and place.level == "region"]
    others = [part for part, place in parts if place is None and take_apart(part).level != "district"]
    country = countries[0].country if countries else None
    if others:
        around = frozenset((place.country, place.admin1) for _, place in regions)
        return Address(others[0], country, around)
    return Address(regions[0][0] if regions else parts[0][0], country)


def either_in_brackets(text: str) -> list[str]:
    """Both names of "Semey (Semipalatinsk)"; nothing where the brackets hold a region or country."""
    before, bracket, inside = text.partition("(")
    inside = inside.partition(")")[0]
    names = [part for part in (before.strip(), inside.strip()) if fold(part)]
    return names if bracket and len(names) == 2 and _wider_place(inside) is None else []


def _wider_place(part: str) -> Place | None:
    """The country or region that a part of an address names; None for anything else."""
    question = asked_for(part, None, (), fuzzy=False, limit=3)
    found = lookup(question)
    level = question.asked.level
    matching = [f.place for f in found if level is None or f.place.level == level]
    first = matching[0] if matching else None
    return first if first is not None and first.level in ("country", "region") else None
