"""Comparing two entries: may they be the same event, and what speaks for it."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from urllib.parse import urlsplit

import numpy as np

from egiz import atlas
from egiz.text.sense import sense

from .events import Event
from .naming import contradictions, keys, series_of, similarity, take_apart, told_alone
from .readers._common import guess_language
from .sector_tree import with_ancestors

BLOCK_DAYS = 3
SAME_PLACE_KM = 40.0
SAME, ASK = 0.9, 0.3
UNDISPUTED = 0.825  # is enough where nothing at all speaks against
# Cosines of names in two languages, found on the labelled pairs: what is asked where words know nothing of
# the names, how much less where they agree and where both names carry one number, how much more where one
# speaks of something that the other does not, and the least.
SENSE_ALONE, BY_WORDS, BY_NUMBER, BY_SILENCE, SENSE = 0.925, 0.05, 0.012, 0.015, 0.88
Pair = tuple[str, str]
# Listings of everybody's events: an address there says nothing about whose event it is.
_LISTINGS = frozenset(
    {
        "10times.com", "docs.google.com", "eventbrite.com", "eventseye.com", "expomap.ru", "exponet.ru",
        "facebook.com", "forms.gle", "google.com", "instagram.com", "linkedin.com", "t.me", "telegram.me",
        "tradefairdates.com", "vk.com", "youtube.com",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MergeReason:
    """One thing that speaks for or against two entries being the same event."""

    code: str
    weight: float
    text: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is thought of two entries: "same", "different" or "ask" (a person decides)."""

    a: str
    b: str
    decision: str
    score: float
    reasons: tuple[MergeReason, ...]

    @property
    def pair(self) -> Pair:
        """The two uids in a fixed order."""
        return pair_of(self.a, self.b)


def pair_of(a: str, b: str) -> Pair:
    """Two uids in a fixed order."""
    return (a, b) if a <= b else (b, a)


def forbidden(a: Event, b: Event) -> str:
    """Why two entries can never be the same event, whatever else agrees; empty when nothing forbids it.

    Another year is another edition, another edition number too; and an event takes place in one city.
    """
    rules = {
        "forecast": (a.forecast is None) != (b.forecast is None),
        "year": a.year != b.year and not _moved_from(a, b),
        "edition": bool(a.edition and b.edition and a.edition != b.edition),
        "country": _other_country(a, b),
        "place": bool(a.place and b.place and a.place != b.place and _km(a.place, b.place) > SAME_PLACE_KM),
        "month": bool(a.forecast and b.forecast and a.forecast.month != b.forecast.month),
    }
    broken = next((code for code, is_broken in rules.items() if is_broken), "")
    return broken or next((code for code in ("year", "edition") if code in _clashes(a, b)), "")


def _clashes(a: Event, b: Event) -> set[str]:
    return {c for x in a.names.values() for y in b.names.values() for c in contradictions(x, y)}


def _decided(score: float, reasons: Sequence[MergeReason]) -> str:
    disputed = any(reason.weight < 0 for reason in reasons)
    return "same" if score >= (SAME if disputed else UNDISPUTED) else "ask" if score >= ASK else "different"


def judge(a: Event, b: Event) -> Verdict:
    """Compare two entries and say whether they are the same event, with the reasons weighed.

    The score is a logistic sum of hand-set weights, in the order of what people look at first: the series,
    the name across scripts, the days, the organiser and its site, the venue.
    """
    rule = forbidden(a, b)
    if rule:
        reason = MergeReason(rule, -math.inf, f"Different {rule}: never the same event.")
        return Verdict(a.uid, b.uid, "different", 0.0, (reason,))
    reasons = [reason for weigh in _WEIGHERS for reason in weigh(a, b)]
    score = 1 / (1 + math.exp(2.2 - sum(reason.weight for reason in reasons)))
    decision = _decided(score, reasons)
    if decision != "same" and (meaning := _by_sense(a, b, reasons)):
        decision, reasons = "same", [*reasons, meaning]
    return Verdict(a.uid, b.uid, decision, round(score, 4), tuple(reasons))


def _by_sense(a: Event, b: Event, reasons: Sequence[MergeReason]) -> MergeReason | None:
    """A second opinion on names in two languages: the sentence model on what they mean.

    In one language it is not asked: it takes "forum with Tajikistan" for "forum with Azerbaijan". Nor where
    anything but the words of the name speaks against: another form, another sector, one source for both.
    """
    if any(reason.weight < 0 for reason in reasons if reason.code != "name") or not _may_be_translated(a, b):
        return None
    one, other = (max(event.names.values(), key=len) for event in (a, b))
    alone = told_alone(one, other)
    if alone > 1:
        return None
    numbered = any(reason.code == "edition" for reason in reasons)
    least = SENSE_ALONE - BY_WORDS * similarity(one, other) - BY_NUMBER * numbered + BY_SILENCE * alone
    if _likeness(one, other) < max(SENSE, least):
        return None
    return MergeReason("sense", 0.0, "On the same days, and their names mean the same in two languages.")


def _may_be_translated(a: Event, b: Event) -> bool:
    """On the very same days in one place, and told in two languages."""
    if not a.first_day or a.first_day != b.first_day or a.last_day != b.last_day or a.place != b.place:
        return False
    spoken = [set(map(_language, event.names.values())) for event in (a, b)]
    return not set(a.names) & set(b.names) and not spoken[0] & spoken[1]


_language = lru_cache(maxsize=100_000)(guess_language)


@lru_cache(maxsize=10_000)
def _likeness(one: str, other: str) -> float:
    model = sense()
    if model is None:
        return 0.0
    first, second = model.passages([one, other])
    return float(first @ second)


def candidate_pairs(
    events: Sequence[Event], *, fresh: Container[str] | None = None
) -> Iterator[tuple[Event, Event]]:
    """Yield the pairs worth comparing: first days within three days of each other in one city.

    An event that was moved also meets those on its former day, and one whose city is unknown meets all of its
    days. ``fresh`` holds the uids of new and changed entries: pairs without one of them are left out.
    """
    near = neighbours({event.place for event in events if event.place})
    blocks: dict[tuple[date, int], list[int]] = defaultdict(list)
    for index, event in enumerate(events):
        for day in _block_days(event):
            blocks[day, event.place or 0].append(index)
    days = {day for day, _ in blocks}
    everywhere = (0, *near)
    for index, event in enumerate(events):
        if fresh is not None and event.uid not in fresh:
            continue
        met: set[int] = set()
        for day in _block_days(event):
            for step in range(-BLOCK_DAYS, BLOCK_DAYS + 1):
                other_day = day + timedelta(days=step)
                if other_day in days:
                    for place in near[event.place] if event.place else everywhere:
                        met.update(blocks.get((other_day, place), ()))
        for other in sorted(met):
            comes = index < other or (fresh is not None and events[other].uid not in fresh)
            if comes and index != other and _worth_comparing(event, events[other]):
                yield event, events[other]


def _worth_comparing(a: Event, b: Event) -> bool:
    if _other_country(a, b):
        return False
    if (a.series and a.series == b.series) or (a.url and _own_site(a) == _own_site(b)):
        return True
    met = any(not keys(x).isdisjoint(keys(y)) for x in a.names.values() for y in b.names.values())
    return met or (_may_be_translated(a, b) and bool(a.place or a.country))


def neighbours(places: set[int]) -> dict[int, tuple[int, ...]]:
    """Give for each place those within reach, itself and "unknown" (0) among them.

    Parameters
    ----------
    places
        GeoNames ids; one that the atlas does not know has only itself.
    """
    known = sorted(place for place in places if _point(place) is not None)
    near: dict[int, tuple[int, ...]] = {place: (0, place) for place in places}
    points = np.array([_point(place) for place in known], dtype=float).reshape(-1, 2)
    for place, (lat, lon) in zip(known, points, strict=True):
        reach = np.flatnonzero(atlas.distance_km(lat, lon, points[:, 0], points[:, 1]) <= SAME_PLACE_KM)
        near[place] = (0, *(known[at] for at in reach))
    return near


@lru_cache(maxsize=100_000)
def _point(place: int) -> tuple[float, float] | None:
    try:
        found = atlas.place(place)
    except atlas.AtlasError:
        return None
    return found.lat, found.lon


def _other_country(a: Event, b: Event) -> bool:
    return bool(a.country and b.country and a.country != b.country)


def _block_days(event: Event) -> Iterator[date]:
    if event.forecast:
        # A forecast has no day; all forecasts of a month meet in one block.
        yield date(1, event.forecast.month, 15)
    if event.first_day:
        yield event.first_day
    if event.previous_start:
        yield event.previous_start


@lru_cache(maxsize=100_000)
def _km(a: int, b: int) -> float:
    one, other = _point(a), _point(b)
    if one is None or other is None:
        return math.inf
    return float(atlas.distance_km(*one, *other))


def _moved_from(a: Event, b: Event) -> bool:
    pairs = ((a.previous_start, b.first_day), (b.previous_start, a.first_day))
    return any(old and day and abs((old - day).days) <= BLOCK_DAYS for old, day in pairs)


def _weigh_series(a: Event, b: Event) -> list[MergeReason]:
    one, other = _series(a), _series(b)
    if not (one and other):
        return []
    if one == other:
        return [MergeReason("series", 4.0, "They are the same series.")]
    return [MergeReason("series", -5.0, "They are different series.")]


def _series(event: Event) -> str:
    return event.series or next(filter(None, map(series_of, event.names.values())), "")


def _weigh_names(a: Event, b: Event) -> list[MergeReason]:
    best = max(similarity(one, other) for one in a.names.values() for other in b.names.values())
    found = [MergeReason("name", 7.5 * (best - 0.45), f"Their names agree to {best:.0%}.")]
    clashes = [set(contradictions(one, other)) for one in a.names.values() for other in b.names.values()]
    for code, weight in (("place", -4.0), ("sector", -3.0), ("body", -4.0), ("form", -1.5)):
        if all(code in clash for clash in clashes):
            found.append(MergeReason(f"name-{code}", weight, f"Their names speak of a different {code}."))
    return found


def _weigh_editions(a: Event, b: Event) -> list[MergeReason]:
    one, other = ({take_apart(name).edition for name in event.names.values()} - {None} for event in (a, b))
    if one & other:
        return [MergeReason("edition", 1.0, "Their names carry the same number.")]
    return []


def _weigh_ends(a: Event, b: Event) -> tuple[float, str]:
    if a.end is None or b.end is None:
        return 0.9, "They start on the same day."
    if a.last_day == b.last_day:
        return 1.2, "They take place on the same days."
    return 0.5, "They start on the same day and end on different ones."


def _weigh_days(a: Event, b: Event) -> list[MergeReason]:
    one, two = _span(a), _span(b)
    if one is None or two is None:
        return []
    code, weight, text = "days", -0.9, "Their days do not overlap."
    if one[0] == two[0]:
        weight, text = _weigh_ends(a, b)
    elif one[0] <= two[1] and two[0] <= one[1]:
        weight, text = 0.1, "Their days overlap."
    elif _moved_from(a, b):
        weight, text = 0.6, "One was moved away from the other's day."
    return [MergeReason(code, weight, text)]


def _span(event: Event) -> tuple[date, date] | None:
    """First and last day; None where they are not known."""
    if event.first_day is None or event.last_day is None:
        return None
    return event.first_day, event.last_day


def _weigh_place(a: Event, b: Event) -> list[MergeReason]:
    if a.place and b.place:
        return [MergeReason("place", 0.5, "They take place in the same city.")]
    return []


def _weigh_texts(a: Event, b: Event) -> list[MergeReason]:
    found = []
    for code, one, other, gain, loss in (
        ("venue", a.venue, b.venue, 0.7, -0.4),
        ("organiser", a.organiser, b.organiser, 1.0, -0.4),
    ):
        if one and other:
            same = similarity(one, other) >= 0.5
            text = f"They have the same {code}." if same else f"They name a different {code}."
            found.append(MergeReason(code, gain if same else loss, text))
    return found


def _weigh_sites(a: Event, b: Event) -> list[MergeReason]:
    if a.url and b.url and a.url == b.url:
        return [MergeReason("site", 3.0, "They link to the same page.")]
    one, other = _own_site(a), _own_site(b)
    if one and one == other:
        return [MergeReason("site", 1.3, f"They link to the same site, {one}.")]
    return []


def _weigh_sectors(a: Event, b: Event) -> list[MergeReason]:
    if a.sectors and b.sectors and not set(with_ancestors(a.sectors)) & set(with_ancestors(b.sectors)):
        return [MergeReason("sector", -1.5, "They belong to different sectors.")]
    return []


def _weigh_sources(a: Event, b: Event) -> list[MergeReason]:
    shared = {s.url or s.title for s in a.sources} & {s.url or s.title for s in b.sources}
    if shared:
        return [MergeReason("source", -2.5, "One source lists both.")]
    return []


_WEIGHERS: tuple[Callable[[Event, Event], list[MergeReason]], ...] = (
    _weigh_series,
    _weigh_names,
    _weigh_editions,
    _weigh_days,
    _weigh_place,
    _weigh_texts,
    _weigh_sites,
    _weigh_sectors,
    _weigh_sources,
)


def _own_site(event: Event) -> str:
    host = (urlsplit(event.url).hostname or "").removeprefix("www.")
    parts = host.split(".")
    short = ".".join(
        parts[-3:] if len(parts) > 2 and re.fullmatch(r"com|org|gov|net|co", parts[-2]) else parts[-2:]
    )
    return "" if host in _LISTINGS or short in _LISTINGS else short
