"""Twin cities and regions in a report: which pairs, and whether they exist, are proposed or have ended."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, pairwise

from egiz.minutes.report import Candidate, PlaceMention, Promise, Twinning, TwinningStatus
from egiz.minutes.twinning_words import (
    ADJACENT_AFTER,
    ADJACENT_BEFORE,
    AND,
    BOTH,
    BUT,
    CAPITAL_OF,
    CHOICE,
    DATELINE,
    DENIED,
    EITHER,
    NOT_THIS_AFTER,
    NOT_THIS_BEFORE,
    OFFICE,
    PARTNERS_ONLY,
    RELATED,
    STEMS,
    VENUE_AFTER,
    VENUE_BEFORE,
    WITH_AFTER,
    status_of,
)

_Pair = tuple[PlaceMention, PlaceMention]
_HEAD = 300
_FAR, _NEAR = 140, 30


def alternatives(text: str, places: Sequence[PlaceMention]) -> list[list[PlaceMention]]:
    """Runs of cities joined by "or", such as "Nukus or Urgench"."""
    return _runs(text, places, EITHER)


def _runs(text: str, places: Sequence[PlaceMention], joint: re.Pattern[str]) -> list[list[PlaceMention]]:
    groups: list[list[PlaceMention]] = []
    for before, after in pairwise(places):
        if not joint.match(text[before.end : after.start]):
            continue
        if groups and groups[-1][-1] is before:
            groups[-1].append(after)
        else:
            groups.append([before, after])
    return groups


def add_candidates(text: str, promises: Sequence[Promise], places: Sequence[PlaceMention]) -> list[Promise]:
    """The promises with the cities each one leaves open."""
    result = []
    for promise in promises:
        here = [one for one in _cities(places) if promise.start <= one.start < promise.end]
        groups = alternatives(text, here)
        if not groups and promise.kind == "twinning" and CHOICE.search(promise.quote) and len(here) == 2:
            groups = [here]
        chosen = tuple(dict.fromkeys(as_candidate(one) for group in groups for one in group))
        result.append(replace(promise, candidates=chosen) if chosen else promise)
    return result


def _cities(places: Sequence[PlaceMention]) -> list[PlaceMention]:
    return [one for one in places if one.level in {"city", "district", None} and one.geonameid is not None]


def as_candidate(place: PlaceMention) -> Candidate:
    return Candidate(place.name, place.geonameid, place.country)


def find_twinnings(
    text: str, sentences: Sequence[tuple[int, int]], places: Sequence[PlaceMention]
) -> list[Twinning]:
    """Pairs of cities or regions that sentences about twinning name.

    Parameters
    ----------
    text : str
        The report.
    sentences : sequence of (int, int)
        Where each sentence stands.
    places : sequence of PlaceMention
        Every mention of a place, in the order of the text.

    Returns
    -------
    list of Twinning
        Each pair once, where it is named first; what exists wins over what is proposed.
    """
    spots = [one for one in places if one.level != "country"]
    found: dict[frozenset[object], Twinning] = {}
    for whole_start, whole_end in sentences:
        start, end = _clause(text, whole_start, whole_end)
        sentence = text[start:end]
        if not STEMS.search(sentence) or DENIED.search(sentence):
            continue
        here = [one for one in spots if start <= one.start < end and _meant(text, one, start, end)]
        here = [one for at, one in enumerate(here) if not (at and text[: one.start].rstrip().endswith("("))]
        if not here and BOTH.search(sentence):
            here = _two_named(spots, start)
        status = status_of(sentence)
        quote_start, quote_end = _tight(text, start, end)
        for a, b in _pairs(text, here, start, spots):
            key = frozenset({_identity(a), _identity(b)})
            twinning = Twinning(
                as_candidate(a), as_candidate(b), status, text[quote_start:quote_end], quote_start, quote_end
            )
            if len(key) == 2 and (key not in found or _firmer(status, found[key].status)):
                found[key] = twinning
    return list(found.values())


def _two_named(spots: Sequence[PlaceMention], start: int) -> list[PlaceMention]:
    """The two cities that a report has named so far, if it has named no third."""
    named = {_identity(one): one for one in spots if one.level == "city" and one.end <= start}
    return list(named.values()) if len(named) == 2 else []


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence without its dateline and without the half that "but" sets against the twinning."""
    dateline = DATELINE.match(text, start, end)
    start = dateline.end() if dateline and not STEMS.search(dateline[0]) else start
    for match in BUT.finditer(text, start, end):
        if not STEMS.search(text, start, match.start()):
            start = match.end()
        elif not STEMS.search(text, match.end(), end):
            return start, match.start()
    return start, end


def _identity(place: PlaceMention) -> object:
    return place.geonameid if place.geonameid is not None else place.name.casefold()


def _firmer(new: TwinningStatus, old: TwinningStatus) -> bool:
    return old == "proposed" and new != "proposed"


def _meant(text: str, place: PlaceMention, start: int, end: int) -> bool:
    """Not denied ("not with A but with B") and not merely where the paper was signed."""
    before, after = (
        text[max(start, place.start - 40) : place.start],
        text[place.end : min(end, place.end + 30)],
    )
    if (
        CAPITAL_OF.search(before)
        or NOT_THIS_BEFORE.search(before)
        or NOT_THIS_AFTER.match(text[place.start : place.end].rsplit(maxsplit=1)[-1] + after)
    ):
        return False
    shown = text[place.start : place.end]
    return not (
        (
            VENUE_BEFORE.search(text[max(start, place.start - 60) : place.start])
            and not STEMS.match(after.lstrip())
        )
        or VENUE_AFTER.match(shown.split()[-1] + after)
    )


def _pairs(text: str, here: list[PlaceMention], start: int, spots: Sequence[PlaceMention]) -> Iterator[_Pair]:
    here = list({_identity(one): one for one in reversed(here)}.values())[::-1]
    if len(here) == 1:
        host = _host(text, here[0], start, spots)
        if host is not None and _adjacent(text, here[0]):
            yield host, here[0]
        return
    if len(here) < 2:
        return
    groups = alternatives(text, here)
    if groups:
        open_ones = {_identity(one) for group in groups for one in group}
        for base in [one for one in here if _identity(one) not in open_ones][:1]:
            yield from ((base, one) for group in groups for one in group)
        return
    if len(here) == 2 and CHOICE.search(text[max(0, here[0].start - 60) : here[0].start]):
        return
    yield from _joined(text, here)


def _joined(text: str, here: list[PlaceMention]) -> Iterator[_Pair]:
    """One place with each of a list, whichever side the list stands on."""
    if len(here) == 2:
        if _related(text, here[0], here[1]):
            yield here[0], here[1]
        return
    runs = _runs(text, here, AND)
    listed = {id(one) for run in runs for one in run}
    single = [one for one in here if id(one) not in listed]
    if len(runs) == 1 and len(runs[0]) == 2 and ADJACENT_BEFORE.search(text[: runs[0][0].start][-60:]):
        yield runs[0][0], runs[0][1]  # "the twin cities A and B", whatever else is named
    elif len(runs) == 1 and single:
        yield from ((single[0], one) for one in runs[0])
    elif len(runs) == 1 and len(runs[0]) == len(here):
        # "develops ties with A, B and C" does not say who does.
        if not PARTNERS_ONLY.search(text[max(0, here[0].start - 40) : here[0].start]):
            yield from ((here[0], one) for one in here[1:])
    elif len(runs) > 1:
        # "A and B became twins, as did C and D": each couple by itself.
        for run in runs:
            yield from combinations(run, 2) if len(run) == 2 else ((run[0], one) for one in run[1:])
    elif _related(text, here[0], here[1]):
        yield here[0], here[1]


def _related(text: str, one: PlaceMention, other: PlaceMention) -> bool:
    """Whether the words between two names tie them, and are not those of somebody's office."""
    between = text[one.end : other.start]
    before = text[max(0, one.start - 60) : one.start]
    tied = bool(RELATED.search(between) or WITH_AFTER.match(text, other.start))
    # "the twin of A, B", "in A's twin B": the word for a twin stands before both.
    tied = tied or (len(between) <= _NEAR and bool(ADJACENT_BEFORE.search(before)))
    return (
        len(between) <= _FAR
        and tied
        and not OFFICE.search(text[max(0, one.start - 40) : one.start] + "|" + between)
    )


def _adjacent(text: str, place: PlaceMention) -> bool:
    """Whether the word for a twin stands right beside the name: "the twin city of A", "A's twin"."""
    return bool(
        ADJACENT_BEFORE.search(text[max(0, place.start - 60) : place.start])
        or ADJACENT_AFTER.match(text[place.end : place.end + 40])
    )


def _host(text: str, partner: PlaceMention, start: int, spots: Sequence[PlaceMention]) -> PlaceMention | None:
    """The city whose report this is: the first one named in its heading or dateline."""
    head = text.find("\n") if 0 < text.find("\n") < _HEAD else 0
    others = [one for one in spots if _identity(one) != _identity(partner)]
    early = (one for one in others if one.level in {"city", None} and one.start < max(head, 40))
    before = (one for one in others if one.end <= start)
    return next(early, None) or next(before, None)


def _tight(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in ' \n\t«“"':
        start += 1
    while end > start and text[end - 1] in " \n\t":
        end -= 1
    return start, end
