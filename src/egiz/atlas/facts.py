"""Numbers about places, each with its source, date and boundary; what disagrees is shown, never averaged."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Literal

from egiz.atlas._errors import FactError
from egiz.atlas.periods import Period

Boundary = Literal["city", "district", "region", "region urban", "country", "unclear"]
SourceClass = Literal["statistics office", "official", "press", "encyclopedia", "own figure", "derived"]

BOUNDARIES: tuple[Boundary, ...] = ("city", "district", "region", "region urban", "country", "unclear")
SOURCE_CLASSES: tuple[SourceClass, ...] = (
    "statistics office", "official", "own figure", "derived", "press", "encyclopedia",
)  # fmt: skip
"""From the most to the least trusted, for choosing which value is shown first."""
OWN: SourceClass = "own figure"
"""A figure of the reader's own: it leads where it is not older than what would lead otherwise."""
OwnFigure = Literal["leads", "older", "doubted", "boundary"]

CURRENCIES = frozenset({"KZT", "UZS", "USD", "EUR", "RUB", "KGS", "TJS", "TMT", "CNY", "TRY", "AZN"})
NEAR_YEARS = 5.0
"""Values further apart in time than this are not held against each other."""

_SAME_DAY_TOLERANCE = 0.005
_TOLERANCE = 0.03
_DRIFT_A_YEAR = {"population": 0.03}
_USUAL_DRIFT = 0.15


@dataclass(frozen=True, slots=True)
class Fact:
    """
    One statement of one source about one place.

    Parameters
    ----------
    indicator
        What is stated: "population", "grp", "grp_share", "area" …
    place
        GeoNames id.
    value
        The number as the source gives it, or a word ("oil and gas") for a tag.
    unit
        "people", "km2", "%", "rank", "mln KZT", "thousand UZS a head" …; empty for a tag. A currency is
        written by its ISO code as the last or only capital word.
    as_of
        Date or period, ISO 8601: "2023", "2023-01", "2024-04-01", "2024-01/2024-06"; empty when the source
        does not say.
    source
        Who says so, in words.
    source_url
        Where it can be read; may be empty for a figure typed by hand.
    boundary
        What the number speaks of: the city proper, the district, the region, its urban part …
    note
        Anything a reader should know.
    source_class
        Kind of source; decides which value is shown first, never which is right.
    doubt
        Why the value should not be relied on; empty when nothing speaks against it.
    rounding
        Half the last digit given, in the unit of the value: 50 for "153.8 thousand" in people.

    Raises
    ------
    FactError
        When a field breaks a rule; the message says which.
    """

    indicator: str
    place: int
    value: float | str
    unit: str
    as_of: str
    source: str
    source_url: str = ""
    boundary: Boundary = "city"
    note: str = ""
    source_class: SourceClass = "press"
    doubt: str = ""
    rounding: float = 0.0

    def __post_init__(self) -> None:
        if not self.indicator or self.indicator != self.indicator.strip().lower():
            raise FactError("indicator", self.indicator, "a lower-case word such as population")
        if isinstance(self.value, float) and not math.isfinite(self.value):
            raise FactError("value", str(self.value), "a finite number or a word")
        if isinstance(self.value, str) and not self.value.strip():
            raise FactError("value", "", "a number or a word")
        if self.boundary not in BOUNDARIES:
            raise FactError("boundary", self.boundary, "one of " + ", ".join(BOUNDARIES))
        self._check_source()
        Period.parse(self.as_of)

    def _check_source(self) -> None:
        if not self.source.strip():
            raise FactError("source", "", "who says so; a number without a source is not a fact")
        if self.source_class not in SOURCE_CLASSES:
            raise FactError("source_class", self.source_class, "one of " + ", ".join(SOURCE_CLASSES))
        if self.source_url and not self.source_url.startswith(("http://", "https://")):
            raise FactError("source_url", self.source_url, "an address with http:// or https://")

    @property
    def number(self) -> float | None:
        """The value, if it is a number."""
        return None if isinstance(self.value, str) else float(self.value)

    @property
    def period(self) -> Period | None:
        """When it holds; None where the source does not say."""
        return Period.parse(self.as_of)

    @property
    def currency(self) -> str | None:
        """The currency inside the unit, if any."""
        return next((word for word in self.unit.split() if word in CURRENCIES), None)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two facts that cannot both hold: same place, indicator and boundary, near dates, too far apart."""

    a: Fact
    b: Fact
    ratio: float
    """The larger value over the smaller."""

    @property
    def params(self) -> dict[str, str | float]:
        """What a translated sentence needs: both values with date and source, the per cent between them."""
        low, high = self._sorted
        return {
            "low": low.number or 0.0, "low_as_of": low.as_of, "low_source": low.source,
            "high": high.number or 0.0, "high_as_of": high.as_of, "high_source": high.source,
            "unit": low.unit, "boundary": low.boundary, "percent": round(100 * (self.ratio - 1)),
        }  # fmt: skip

    @property
    def _sorted(self) -> list[Fact]:
        return sorted((self.a, self.b), key=lambda fact: fact.number or 0.0)

    @property
    def text(self) -> str:
        """The conflict in one English sentence."""
        low, high = self._sorted
        return (
            f"{low.source} gives {_shown(low)}, {high.source} gives {_shown(high)}: "
            f"{100 * (self.ratio - 1):.0f} % more for the same boundary ({low.boundary})."
        )


def _shown(fact: Fact) -> str:
    value = f"{fact.value:,.10g}" if isinstance(fact.value, (int, float)) else fact.value
    return f"{value} {fact.unit}".strip() + (f" ({fact.as_of})" if fact.as_of else " (no date)")


def _subject(fact: Fact) -> tuple[int, str, str, str]:
    return fact.place, fact.indicator, fact.unit, fact.boundary


def _allowed(a: Fact, b: Fact, years: float) -> float:
    """The share by which two values of one thing may differ."""
    same_day = a.as_of == b.as_of and a.as_of != ""
    return _SAME_DAY_TOLERANCE if same_day else _TOLERANCE + years * _drift(a.indicator)


def _numbers(a: Fact, b: Fact) -> tuple[float, float] | None:
    """The two values, the smaller first; None where the facts do not speak of one thing in numbers."""
    if _subject(a) != _subject(b) or a.number is None or b.number is None or a.boundary == "unclear":
        return None
    return min(a.number, b.number), max(a.number, b.number)


def conflict_between(a: Fact, b: Fact) -> Conflict | None:
    """
    Whether two facts contradict each other.

    Parameters
    ----------
    a, b
        Any two facts.

    Returns
    -------
    Conflict or None
        A conflict when place, indicator, unit and boundary agree, the dates are within five years, and the
        values are further apart than rounding and a plausible change in that time (3 % plus 3 % a year for
        population, 15 % a year for others; half a per cent for one and the same date).
    """
    numbers = _numbers(a, b)
    if numbers is None:
        return None
    years = _years_apart(a, b)
    if years is None or years > NEAR_YEARS:
        return None
    low, high = numbers
    if high - low <= abs(low) * _allowed(a, b, years) + a.rounding + b.rounding:
        return None
    return Conflict(a, b, round(high / low, 4) if low > 0 else math.inf)


def _drift(indicator: str) -> float:
    return _DRIFT_A_YEAR.get(indicator, _USUAL_DRIFT)


def _years_apart(a: Fact, b: Fact) -> float | None:
    first, second = a.period, b.period
    if first is None or second is None:
        # A value without a date is held against every dated one, as if it were of the same time.
        return 0.0
    return first.years_to(second)


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known of one indicator of one place: the value shown first, all values, their conflicts."""

    first: Fact | None
    facts: tuple[Fact, ...]
    conflicts: tuple[Conflict, ...]

    @property
    def status(self) -> Literal["known", "conflict", "unknown"]:
        """Whether there is a value and whether another one contradicts it."""
        if self.first is None:
            return "unknown"
        return "conflict" if self.conflicts else "known"

    @property
    def bounds(self) -> tuple[float, float] | None:
        """Lowest and highest value among the first one and those in conflict with each other."""
        if self.first is None or self.first.number is None:
            return None
        values = [fact.number for c in self.conflicts for fact in (c.a, c.b) if fact.number is not None]
        return min([self.first.number, *values]), max([self.first.number, *values])


@dataclass(frozen=True)
class Facts:
    """A set of facts, with what disagrees in it."""

    facts: tuple[Fact, ...] = ()
    _by_place: dict[int, tuple[Fact, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_place: dict[int, list[Fact]] = {}
        for fact in self.facts:
            by_place.setdefault(fact.place, []).append(fact)
        ordered = {place: tuple(sorted(facts, key=_trust)) for place, facts in by_place.items()}
        object.__setattr__(self, "_by_place", ordered)

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.facts)

    def __len__(self) -> int:
        return len(self.facts)

    def with_facts(self, more: Iterable[Fact]) -> "Facts":
        """These facts and some more; one stated twice word for word is kept once."""
        return Facts(tuple(dict.fromkeys((*self.facts, *more))))

    def about(
        self, place: int, indicator: str | None = None, boundary: Boundary | None = None
    ) -> tuple[Fact, ...]:
        """
        The facts of a place, the most trusted and newest first.

        Parameters
        ----------
        place
            GeoNames id.
        indicator, boundary
            Only these, if given.

        Returns
        -------
        tuple[Fact, ...]
            Facts without a doubt first, then by kind of source, then by date.
        """
        if place not in self._by_place:
            return ()
        return tuple(
            fact
            for fact in self._by_place[place]
            if indicator in (None, fact.indicator) and boundary in (None, fact.boundary)
        )

    def reading(self, place: int, indicator: str, boundary: Boundary | None = None) -> Reading:
        """
        The value to show first, with all others and the conflicts among them.

        Parameters
        ----------
        place
            GeoNames id.
        indicator
            What is asked for.
        boundary
            Only of this boundary; without it the boundary of the most trusted fact counts.

        Returns
        -------
        Reading
            ``first`` is None when there is no fact, or only doubted ones.
        """
        facts = self.about(place, indicator, boundary)
        sound = [fact for fact in facts if not fact.doubt]
        first = _leading(sound)
        same = facts if first is None else tuple(f for f in facts if f.boundary == first.boundary)
        pairs = (conflict_between(a, b) for a, b in combinations(same, 2))
        return Reading(first, facts, tuple(filter(None, pairs)))

    def _sure_of_others(self, place: int, indicator: str, boundary: Boundary | None) -> Fact | None:
        """The first figure of somebody else that nobody doubts."""
        known = self.about(place, indicator, boundary)
        return next((fact for fact in known if fact.source_class != OWN and not fact.doubt), None)

    def own_figure(
        self, place: int, indicator: str, boundary: Boundary | None = None
    ) -> tuple[Fact, Fact | None, OwnFigure] | None:
        """
        Whether a reader's own figure (source class "own figure") is the one that is shown first, and why not.

        Parameters
        ----------
        place, indicator, boundary
            As for ``reading``.

        Returns
        -------
        tuple or None
            The newest own figure, the fact that leads (or that led before it), and "leads", "older",
            "doubted" or "boundary"; None where there is no own figure, or no other fact beside it.
        """
        own = [fact for fact in self.about(place, indicator) if fact.source_class == OWN]
        if not own:
            return None
        newest = min(own, key=_trust)
        first = self.reading(place, indicator, boundary).first
        if first is newest:
            other = self._sure_of_others(place, indicator, boundary)
            return (newest, other, "leads") if other else None
        if newest.doubt:
            return newest, first, "doubted"
        return newest, first, "boundary" if boundary not in (None, newest.boundary) else "older"

    def conflicts(self, place: int | None = None) -> tuple[Conflict, ...]:
        """
        All pairs of facts that contradict each other.

        Parameters
        ----------
        place
            Only those about this place.

        Returns
        -------
        tuple[Conflict, ...]
            In the order in which the facts stand.
        """
        wanted: dict[int, list[Fact]] = {}
        for fact in self.facts:
            if place in (None, fact.place):
                wanted.setdefault(fact.place, []).append(fact)
        pairs = (conflict_between(a, b) for facts in wanted.values() for a, b in combinations(facts, 2))
        return tuple(conflict for conflict in pairs if conflict is not None)


def _leading(sound: list[Fact]) -> Fact | None:
    """The first by trust, unless a reader's own figure of the same boundary is at least as new."""
    if not sound:
        return None
    first = sound[0]
    own = [fact for fact in sound if fact.source_class == OWN and fact.boundary == first.boundary]
    newest = min(own, key=_trust, default=first)
    return newest if _middle(newest) >= _middle(first) else first


def _middle(fact: Fact) -> float:
    period = fact.period
    return period.middle if period else 0.0


def _trust(fact: Fact) -> tuple[bool, int, float]:
    return bool(fact.doubt), SOURCE_CLASSES.index(fact.source_class), -_middle(fact)
