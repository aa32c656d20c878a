"""What a ranking is made of: evidence, parts, candidates, and how firm the order is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from egiz.twinning._errors import TwinningError

Status = Literal["known", "conflict", "unknown"]
Value = float | int | str | None

TIE_STATUSES = ("proposed", "planned", "memorandum", "agreement", "existing", "dormant", "ended")
ACTIVE = frozenset({"memorandum", "agreement", "existing"})


@dataclass(frozen=True)
class Reason:
    """One sentence for a person: a code and parameters to translate, and the English text."""

    code: str
    params: Mapping[str, str | int | float]
    text: str


@dataclass(frozen=True)
class Evidence:
    """One value with its unit, date, source and the boundary it speaks of."""

    value: Value
    unit: str = ""
    as_of: str | None = None
    source: str | None = None
    boundary: str = "city"
    url: str = ""
    doubt: str = ""
    note: str = ""


@dataclass(frozen=True)
class Tie:
    """A twin link between two places as somebody recorded it.

    `status` is one of proposed, planned, memorandum, agreement, existing (said to exist, the act not seen),
    dormant, ended; `level` is city or region.
    """

    a: int
    b: int
    status: str = "agreement"
    source: str | None = None
    as_of: str | None = None
    level: str = "city"
    url: str = ""

    def __post_init__(self) -> None:
        if self.a == self.b:
            raise TwinningError(f"A place cannot be its own twin (geonameid {self.a}).")
        if self.status not in TIE_STATUSES:
            raise TwinningError(f"Must have status in {', '.join(TIE_STATUSES)}; found {self.status!r}.")


@dataclass(frozen=True)
class Part:
    """What one criterion says about one candidate.

    `score` is in 0..1 and None when the fact is missing; `low` and `high` bound it over conflicting and
    missing values; `evidence` holds every value that was found, the one used first.
    """

    criterion: str
    value: Value
    unit: str
    as_of: str | None
    source: str | None
    score: float | None
    weight: float
    status: Status
    low: float = 0.0
    high: float = 1.0
    evidence: tuple[Evidence, ...] = ()
    reasons: tuple[Reason, ...] = ()

    def __post_init__(self) -> None:
        if (self.score is None) != (self.status == "unknown"):
            raise TwinningError(f"Must have a score exactly when the fact is known ({self.criterion}).")
        if not 0 <= self.low <= (self.low if self.score is None else self.score) <= self.high <= 1:
            raise TwinningError(f"Must have 0 <= low <= score <= high <= 1 ({self.criterion}).")

    def as_dict(self) -> dict[str, Any]:
        """The keys of the `egiz rank` document."""
        return {
            "criterion": self.criterion,
            "value": self.value,
            "unit": self.unit,
            "as_of": self.as_of,
            "source": self.source,
            "score": None if self.score is None else round(self.score, 4),
            "weight": round(self.weight, 4),
            "status": self.status,
            "low": round(self.low, 4),
            "high": round(self.high, 4),
            "values": [
                {
                    "value": e.value,
                    "unit": e.unit,
                    "as_of": e.as_of,
                    "source": e.source,
                    "boundary": e.boundary,
                    "url": e.url,
                    "doubt": e.doubt,
                }
                for e in self.evidence
            ],
        }


@dataclass(frozen=True)
class Candidate:
    """A place with its score: what is proved (`score`), and what it is at least and at most.

    `their_place` of `their_list` is where our city stands on this place's own list, by precedent; None beyond
    the first ten and where no model ships.
    """

    rank: int
    geonameid: int
    name: str
    country: str
    score: float
    low: float
    high: float
    parts: tuple[Part, ...]
    reasons: tuple[Reason, ...] = ()
    warnings: tuple[Reason, ...] = ()
    their_place: int | None = None
    their_list: int | None = None

    def part(self, criterion: str) -> Part:
        """The part of one criterion.

        Raises
        ------
        TwinningError
            If the criterion was not asked for.
        """
        for part in self.parts:
            if part.criterion == criterion:
                return part
        asked = ", ".join(part.criterion for part in self.parts)
        raise TwinningError(f"No criterion {criterion!r} in this ranking; it has {asked}.")


@dataclass(frozen=True)
class Turn:
    """The winner changes when one criterion's weight passes `weight` (the others keep their proportions)."""

    criterion: str
    weight: float
    now: float
    winner: int


@dataclass(frozen=True)
class Missing:
    """A fact that is unknown or disputed and could change who is first."""

    geonameid: int
    criterion: str
    status: Status
    could_reach: float


@dataclass(frozen=True)
class Stability:
    """How firm the order is.

    `certain` is true when the first candidate stays first whatever the missing and conflicting facts turn
    out to be; `shares` gives the part of the weight space in which each candidate is first.
    """

    certain: bool
    shares: Mapping[int, float]
    method: Literal["exact", "sampled"]
    turns: tuple[Turn, ...] = ()
    missing: tuple[Missing, ...] = ()
    best_rank: Mapping[int, int] = field(default_factory=dict)
    worst_rank: Mapping[int, int] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "certain": self.certain,
            "method": self.method,
            "shares": {str(gid): round(share, 4) for gid, share in self.shares.items()},
            "turns": [
                {
                    "criterion": t.criterion,
                    "now": round(t.now, 4),
                    "weight": round(t.weight, 4),
                    "winner": t.winner,
                }
                for t in self.turns
            ],
            "missing": [
                {
                    "geonameid": m.geonameid,
                    "criterion": m.criterion,
                    "status": m.status,
                    "could_reach": round(m.could_reach, 4),
                }
                for m in self.missing
            ],
            "best_rank": {str(gid): rank for gid, rank in self.best_rank.items()},
            "worst_rank": {str(gid): rank for gid, rank in self.worst_rank.items()},
        }


@dataclass(frozen=True)
class Ranking:
    """Candidates for one city, best first, with the reasons and the firmness of the order."""

    geonameid: int
    name: str
    country: str
    candidates: tuple[Candidate, ...]
    weights: Mapping[str, float]
    stability: Stability
    considered: int
    summary: tuple[Reason, ...] = ()

    def candidate(self, geonameid: int) -> Candidate:
        """The candidate with this id.

        Raises
        ------
        TwinningError
            If the place is not among the candidates.
        """
        for candidate in self.candidates:
            if candidate.geonameid == geonameid:
                return candidate
        raise TwinningError(f"Place {geonameid} is not among the {len(self.candidates)} candidates.")

    def sentences(self) -> tuple[str, ...]:
        """The answer and what would change it, in English."""
        return tuple(reason.text for reason in self.summary)

    def as_dict(self) -> dict[str, Any]:
        """The `egiz rank --json` document."""
        return {
            "city": {"geonameid": self.geonameid, "name": self.name, "country": self.country},
            "considered": self.considered,
            "summary": list(self.sentences()),
            "weights": {name: round(weight, 4) for name, weight in self.weights.items()},
            "candidates": [
                {
                    "rank": c.rank,
                    "geonameid": c.geonameid,
                    "name": c.name,
                    "country": c.country,
                    "score": round(c.score, 4),
                    "low": round(c.low, 4),
                    "high": round(c.high, 4),
                    "parts": [part.as_dict() for part in c.parts],
                    "reasons": [reason.text for reason in c.reasons],
                    "reason_codes": [{"code": r.code, "params": dict(r.params)} for r in c.reasons],
                    "warnings": [reason.text for reason in c.warnings],
                    "their_view": None
                    if c.their_place is None
                    else {"place": c.their_place, "among": c.their_list},
                }
                for c in self.candidates
            ],
            "stability": self.stability.as_dict(),
        }
