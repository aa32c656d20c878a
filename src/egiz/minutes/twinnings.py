"""Twin cities said to exist or proposed, and the cities a choice is between."""

# ruff: noqa: E501 -- a list of stems is read as one line

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from egiz.minutes.report import Candidate, Commitment, PlaceMention, Twinning

_STEMS = re.compile(
    r"(?i)побратим|породнённ|породненн|birodar|биродар|qardosh shahar|қардош шаҳар|бауырлас|егіз қала|"
    r"\btwin(?:ned|ning|s)?\b|twin (?:city|cities|town)|sister (?:city|cities|town)"
)
_EITHER = re.compile(
    r"(?i)^[\s,()«»\"]*(?:либо|или|или же|yoki|ёки|немесе|әлде|or)\s+(?:с |город\w* |g\. |the )?[\s«\"]*$|^\s*/\s*$"
)
_AND = re.compile(
    r"(?i)^[\s–—-]*(?:(?:и|с|со|va|ва|bilan|билан|пен|мен|бен|және|and|with|–|—|-)[\s]*)(?:город\w*\s|the city of\s)?$|^\s*[–—-]\s*$"
)
_CHOICE = re.compile(r"(?i)\bмежду\b|\bbetween\b|\bвыб[оеи]р|\bchoos|\bchoice|\btanla|танла|таңда|бірін")
_EXISTING = re.compile(
    r"(?i)являются|является|стали побратим|стал побратим|уже|побратимы с \d|are (?:already )?(?:twin|sister)|is (?:already )?(?:twin|sister)|"
    r"became|have been|hisoblanadi|ҳисобланади|болып табылады|бауырлас қалалар\b|birodar shaharlar\b|twinned since|города-побратимы\b"
)


def alternatives(text: str, places: Sequence[PlaceMention]) -> list[list[PlaceMention]]:
    """Runs of cities joined by "or", such as "Nukus or Urgench"."""
    groups: list[list[PlaceMention]] = []
    for before, after in pairwise(places):
        if not _EITHER.match(text[before.end : after.start]):
            continue
        if groups and groups[-1][-1] is before:
            groups[-1].append(after)
        else:
            groups.append([before, after])
    return groups


def add_candidates(
    text: str, commitments: Sequence[Commitment], places: Sequence[PlaceMention]
) -> list[Commitment]:
    """The commitments with the cities each one leaves open."""
    result = []
    for commitment in commitments:
        here = [one for one in _cities(places) if commitment.start <= one.start < commitment.end]
        groups = alternatives(text, here)
        if not groups and commitment.kind == "twinning" and _is_choice(commitment.quote) and len(here) == 2:
            groups = [here]
        chosen = tuple(dict.fromkeys(as_candidate(one) for group in groups for one in group))
        result.append(replace(commitment, candidates=chosen) if chosen else commitment)
    return result


def _is_choice(quote: str) -> bool:
    return bool(re.search(r"(?i)выб[оеи]р|choos|choice|decision between|tanla|танла|таңда|бірін", quote))


def _cities(places: Sequence[PlaceMention]) -> list[PlaceMention]:
    return [one for one in places if one.level in {"city", "district", None}]


def as_candidate(place: PlaceMention) -> Candidate:
    return Candidate(place.name, place.geonameid, place.country)


def find_twinnings(
    text: str,
    sentences: Sequence[tuple[int, int]],
    places: Sequence[PlaceMention],
    commitments: Sequence[Commitment],
) -> list[Twinning]:
    """Pairs of cities in sentences about twinning; a promise's pairs are proposed, a statement's exist."""
    cities = [one for one in _cities(places) if one.geonameid is not None]
    found: dict[frozenset[int], Twinning] = {}
    for start, end in sentences:
        sentence = text[start:end]
        if not _STEMS.search(sentence):
            continue
        here = [one for one in cities if start <= one.start < end]
        promise = next(
            (one for one in commitments if one.kind == "twinning" and start <= one.start < end), None
        )
        inside = [one for one in here if promise and promise.start <= one.start < promise.end]
        if promise and len(inside) > 1:
            _keep(found, _pairs(text, inside), "proposed", promise.quote, promise.start, promise.end)
            here = [one for one in here if one not in inside]
        if len(here) > 1 and _EXISTING.search(sentence) and not (promise and len(inside) > 1):
            quote_start, quote_end = _tight(text, start, end)
            _keep(found, _pairs(text, here), "existing", text[quote_start:quote_end], quote_start, quote_end)
    return list(found.values())


def _keep(
    found: dict[frozenset[int], Twinning],
    pairs: list[tuple[PlaceMention, PlaceMention]],
    status: str,
    quote: str,
    start: int,
    end: int,
) -> None:
    for a, b in pairs:
        if a.geonameid is None or b.geonameid is None or a.geonameid == b.geonameid:
            continue
        key = frozenset({a.geonameid, b.geonameid})
        found.setdefault(
            key,
            Twinning(
                as_candidate(a),
                as_candidate(b),
                "existing" if status == "existing" else "proposed",
                quote,
                start,
                end,
            ),
        )


def _pairs(text: str, cities: list[PlaceMention]) -> list[tuple[PlaceMention, PlaceMention]]:
    groups = alternatives(text, cities)
    if groups:
        open_ones = {one.geonameid for group in groups for one in group}
        fixed = [one for one in cities if one.geonameid not in open_ones][:1]
        return [(base, one) for base in fixed for group in groups for one in group]
    if len(cities) == 2 and _is_choice(text[max(0, cities[0].start - 60) : cities[0].start]):
        return []
    return [(cities[0], cities[1])]


def _tight(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in ' \n\t«“"':
        start += 1
    while end > start and text[end - 1] in " \n\t":
        end -= 1
    return start, end
