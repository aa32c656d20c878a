"""What a ranking is made of: evidence, parts, candidates, partners, and how firm the order is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from egiz.twinning._errors import TwinningError

Status = Literal["known", "conflict", "unknown"]
Value = float | int | str | None
Param = str | int | float
Level = Literal["city", "village", "region"]

TIE_STATUSES = ("proposed", "planned", "memorandum", "agreement", "existing", "dormant", "ended")
TIE_KINDS = ("twinning", "cooperation", "trade")
ACTIVE = frozenset({"memorandum", "agreement", "existing"})
PARTNERED = ACTIVE | {"dormant", "ended"}  # who was a partner once is not proposed as if for the first time

LEVEL_TOLD = 3  # countries with equally many twins that are named


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence for a person, as a code and parameters; `text` is the English sentence."""

    code: str
    params: Mapping[str, Param] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The sentence in English."""
        return self.said("en")

    def said(self, lang: str) -> str:
        """The sentence in ru, uz, kk or en."""
        from egiz.twinning.sentences import sentence  # noqa: PLC0415 - words load when somebody reads

        return sentence(self.code, self.params, lang)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON, without the sentence."""
        return {"code": self.code, "params": dict(self.params)}


@dataclass(frozen=True, slots=True)
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

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "value": self.value, "unit": self.unit, "as_of": self.as_of, "source": self.source,
            "boundary": self.boundary, "url": self.url, "doubt": self.doubt, "note": self.note,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tie:
    """A link between two places as somebody recorded it.

    `status` is one of proposed, planned, memorandum, agreement, existing (said to exist, the act not seen),
    dormant, ended; `level` is city or region; `kind` is twinning, cooperation or trade; `as_of` is when it
    began, `recorded` when the source said so; `doubt` says why an end may be another place; `themes` are the
    fields of cooperation that the paper names, with commas.
    """

    a: int
    b: int
    status: str = "agreement"
    source: str | None = None
    as_of: str | None = None
    level: str = "city"
    url: str = ""
    kind: str = "twinning"
    recorded: str = ""
    until: str = ""
    last_activity: str = ""
    doubt: str = ""
    note: str = ""
    themes: str = ""

    def __post_init__(self) -> None:
        if self.a == self.b:
            raise TwinningError(f"A place cannot be its own twin (geonameid {self.a}).")
        if self.status not in TIE_STATUSES:
            raise TwinningError(f"Must have status in {', '.join(TIE_STATUSES)}; found {self.status!r}.")
        if self.kind not in TIE_KINDS:
            raise TwinningError(f"Must have kind in {', '.join(TIE_KINDS)}; found {self.kind!r}.")

    @property
    def word(self) -> str:
        """What it is in one word: a twinning is "reported" where nobody has seen the act."""
        return "reported" if self.kind == "twinning" and self.status == "existing" else self.kind

    @property
    def is_evidence(self) -> bool:
        """Whether it may speak for another twinning: a twinning itself, between places that are sure."""
        return self.kind == "twinning" and not self.doubt

    @property
    def is_partnership(self) -> bool:
        """Whether the two are twins, or were."""
        return self.kind == "twinning" and self.status in PARTNERED

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "kind": self.word, "status": self.status, "since": self.as_of or None,
            "until": self.until or None, "last_activity": self.last_activity or None,
            "recorded": self.recorded or None, "source": self.source, "source_url": self.url,
            "doubt": self.doubt, "note": self.note,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Partner:
    """A twin that a place has or had, with every record of it, the most telling first."""

    geonameid: int
    name: str
    country: str
    ties: tuple[Tie, ...]

    @property
    def is_active(self) -> bool:
        """Whether the link is said to be in force."""
        return self.ties[0].status in ACTIVE

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON: the most telling record, and all of them."""
        named = {"geonameid": self.geonameid, "name": self.name, "country": self.country}
        return named | self.ties[0].as_dict() | {"records": [tie.as_dict() for tie in self.ties]}


@dataclass(frozen=True, slots=True)
class Twins:
    """The known twins of one place."""

    partners: tuple[Partner, ...] = ()

    @property
    def countries(self) -> tuple[tuple[str, int], ...]:
        """How many of them lie in which country, most first."""
        counts = Counter(partner.country for partner in self.partners)
        return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    @property
    def reason(self) -> Reason:
        """How many twins are known, and where most of them lie."""
        if not self.partners:
            return Reason("twins_none")
        total, most = len(self.partners), self.countries[0][1]
        first = [code for code, number in self.countries if number == most]
        params: dict[str, Param] = {
            "total": total, "country": ", ".join(first), "number": most, "countries": len(self.countries),
        }  # fmt: skip
        if total == 1:
            return Reason("twins_one", {**params, **noted(self.partners[0])})
        if 2 * most > total:
            return Reason("twins_mostly", params)
        # With many countries level, naming one as "most" would be chance.
        return Reason("twins_several" if most > 1 and len(first) <= LEVEL_TOLD else "twins_spread", params)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "total": len(self.partners),
            "countries": dict(self.countries),
            "pattern": self.reason.text,
            "pattern_code": self.reason.as_dict(),
            "partners": [partner.as_dict() for partner in self.partners],
        }


def noted(partner: Partner) -> dict[str, Param]:
    """Name, kind, date and source of a partner, for a sentence."""
    tie = partner.ties[0]
    return {
        "place": partner.geonameid, "name": partner.name, "country": partner.country, "tie": tie.word,
        "status": tie.status, "date": tie.as_of or tie.recorded, "source": tie.source or "",
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
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
            "values": [evidence.as_dict() for evidence in self.evidence],
            "reason_codes": [reason.as_dict() for reason in self.reasons],
        }


@dataclass(frozen=True, slots=True)
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
    twins: Twins = Twins()

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

    def as_dict(self, lang: str = "en") -> dict[str, Any]:
        """One candidate of the `egiz rank` document."""
        view = {"place": self.their_place, "among": self.their_list}
        return {
            "rank": self.rank,
            "geonameid": self.geonameid,
            "name": self.name,
            "country": self.country,
            "score": round(self.score, 4),
            "low": round(self.low, 4),
            "high": round(self.high, 4),
            "parts": [part.as_dict() for part in self.parts],
            "reasons": [reason.said(lang) for reason in self.reasons],
            "reason_codes": [reason.as_dict() for reason in self.reasons],
            "warnings": [reason.said(lang) for reason in self.warnings],
            "warning_codes": [reason.as_dict() for reason in self.warnings],
            "their_view": None if self.their_place is None else view,
            "twins": self.twins.as_dict(),
        }


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
    out to be; `shares` gives the part of the weight space in which each candidate is first, from `samples`
    weights where it is not exact.
    """

    certain: bool
    shares: Mapping[int, float]
    method: Literal["exact", "sampled"]
    turns: tuple[Turn, ...] = ()
    missing: tuple[Missing, ...] = ()
    best_rank: Mapping[int, int] = field(default_factory=dict)
    worst_rank: Mapping[int, int] = field(default_factory=dict)
    samples: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "certain": self.certain,
            "method": self.method,
            "samples": self.samples,
            "shares": {str(gid): round(share, 5) for gid, share in self.shares.items()},
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
    """Candidates for one place, best first, with the reasons and the firmness of the order.

    `partners` are the twins that our place has or had where the candidates lie: they stand apart and are
    ranked only when asked for. `twins` are all its twins. `level` says whether cities, villages or regions
    are ranked; `notes` what a reader must know of our own place's figures.
    """

    geonameid: int
    name: str
    country: str
    candidates: tuple[Candidate, ...]
    weights: Mapping[str, float]
    stability: Stability
    considered: int
    summary: tuple[Reason, ...] = ()
    partners: tuple[Partner, ...] = ()
    twins: Twins = Twins()
    level: Level = "city"
    notes: tuple[Reason, ...] = ()

    @cached_property
    def _by_id(self) -> dict[int, Candidate]:
        return {candidate.geonameid: candidate for candidate in self.candidates}

    def candidate(self, geonameid: int) -> Candidate:
        """The candidate with this id.

        Raises
        ------
        TwinningError
            If the place is not among the candidates.
        """
        if geonameid not in self._by_id:
            raise TwinningError(f"Place {geonameid} is not among the {len(self.candidates)} candidates.")
        return self._by_id[geonameid]

    def sentences(self, lang: str = "en") -> tuple[str, ...]:
        """The answer and what would change it, in ru, uz, kk or en."""
        return tuple(reason.said(lang) for reason in self.summary)

    def as_dict(self, lang: str = "en", *, top: int | None = None) -> dict[str, Any]:
        """The `egiz rank --json` document; `top` candidates, all for None."""
        return {
            "city": {"geonameid": self.geonameid, "name": self.name, "country": self.country},
            "level": self.level,
            "considered": self.considered,
            "summary": list(self.sentences(lang)),
            "summary_codes": [reason.as_dict() for reason in self.summary],
            "weights": {name: round(weight, 4) for name, weight in self.weights.items()},
            "candidates": [candidate.as_dict(lang) for candidate in self.candidates[:top]],
            "partners": [partner.as_dict() for partner in self.partners],
            "twins": self.twins.as_dict(),
            "notes": [reason.said(lang) for reason in self.notes],
            "note_codes": [reason.as_dict() for reason in self.notes],
            "stability": self.stability.as_dict(),
        }
