"""What a report of a meeting holds once it is read: people, places, organisations and promises."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from egiz.minutes._errors import InvalidReportError

Kind = Literal["twinning", "meeting", "events", "trip", "assistance", "document", "trade", "other"]
OrganisationKind = Literal["consulate", "chamber", "council", "company", "authority", "other"]
TwinningStatus = Literal["existing", "proposed", "ended"]

KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was read as it was: a code with parameters to translate, and an English sentence."""

    code: str
    params: dict[str, str | int | float]
    text: str


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named in the text, resolved to GeoNames where that is possible.

    `ambiguous` says that another reading of the name was about as good; the other readings
    are in `alternatives`. Nothing resolved leaves `geonameid` and `country` empty.
    """

    name: str
    geonameid: int | None
    country: str | None
    ambiguous: bool = False
    alternatives: tuple[Candidate, ...] = ()
    level: str | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A city that is open to be chosen, as in "Nukus or Urgench"."""

    name: str
    geonameid: int | None
    country: str | None


@dataclass(frozen=True, slots=True)
class Due:
    """When a promise falls due.

    `date` is set only if the text fixes a day (the last day of a month, quarter or year for
    "in March", "by the end of the quarter"). `proposed` is a follow-up date worked out for a
    vague phrase; it needs the report's date.
    """

    date: dt.date | None = None
    phrase: str | None = None
    proposed: dt.date | None = None
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise with the words it was read from; `text[start:end] == quote`."""

    title: str
    quote: str
    start: int
    end: int
    kind: Kind
    by: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    due: Due = field(default_factory=Due)
    confidence: float = 0.5
    reasons: tuple[Reason, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise InvalidReportError(f"Kind must be one of {', '.join(KINDS)}; got {self.kind!r}.")
        if not 0 <= self.start < self.end or self.end - self.start != len(self.quote):
            raise InvalidReportError(
                f"A quote must span start..end; {self.start}..{self.end} is not {len(self.quote)} characters."
            )
        if not 0.0 <= self.confidence <= 1.0:
            raise InvalidReportError(f"Confidence must lie in 0..1; got {self.confidence}.")
        if not self.title.strip():
            raise InvalidReportError("A promise must have a title.")


@dataclass(frozen=True, slots=True)
class Twinning:
    """Two cities said to be twins, or said to become so."""

    a: Candidate
    b: Candidate
    status: TwinningStatus
    quote: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Person:
    """A person named in the text, with the role and organisation given there."""

    name: str
    role: str | None = None
    organisation: str | None = None


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation named in the text; `place` is the GeoNames id of its seat or territory."""

    name: str
    kind: OrganisationKind
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A report that was read; offsets count characters of the text given to `read`.

    `perhaps` holds sentences that may be promises and are not sure enough to be among `promises`.
    """

    language: str
    report_date: dt.date | None
    promises: tuple[Promise, ...] = ()
    twinnings: tuple[Twinning, ...] = ()
    people: tuple[Person, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    perhaps: tuple[Promise, ...] = ()
    languages: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain data with the keys of the public contract, ready for `json.dumps`."""
        return {
            "language": self.language,
            "report_date": _iso(self.report_date),
            "languages": list(self.languages or (self.language,)),
            "commitments": [_promise(item) for item in self.promises],
            "perhaps": [_promise(item) for item in self.perhaps],
            "twinnings": [_twinning(item) for item in self.twinnings],
            "people": [
                {"name": item.name, "role": item.role, "organisation": item.organisation}
                for item in self.people
            ],
            "organisations": [
                {"name": item.name, "kind": item.kind, "place": item.place} for item in self.organisations
            ],
            "places": [_place(item) for item in self.places],
        }


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _reason(reason: Reason | None) -> dict[str, Any] | None:
    return {"code": reason.code, "params": dict(reason.params), "text": reason.text} if reason else None


def _candidate(item: Candidate) -> dict[str, Any]:
    return {"name": item.name, "geonameid": item.geonameid, "country": item.country}


def _promise(item: Promise) -> dict[str, Any]:
    return {
        "title": item.title,
        "quote": item.quote,
        "start": item.start,
        "end": item.end,
        "kind": item.kind,
        "by": list(item.by),
        "to": list(item.to),
        "candidates": [_candidate(city) for city in item.candidates],
        "due": {
            "date": _iso(item.due.date),
            "phrase": item.due.phrase,
            "proposed": _iso(item.due.proposed),
            "reason": _reason(item.due.reason),
        },
        "confidence": item.confidence,
        "reasons": [_reason(reason) for reason in item.reasons],
    }


def _twinning(item: Twinning) -> dict[str, Any]:
    return {
        "a": _candidate(item.a),
        "b": _candidate(item.b),
        "status": item.status,
        "quote": item.quote,
        "start": item.start,
        "end": item.end,
    }


def _place(item: PlaceMention) -> dict[str, Any]:
    return {
        "name": item.name,
        "geonameid": item.geonameid,
        "country": item.country,
        "ambiguous": item.ambiguous,
        "level": item.level,
        "alternatives": [_candidate(other) for other in item.alternatives],
        "start": item.start,
        "end": item.end,
    }
