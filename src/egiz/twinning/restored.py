"""A ranking from the document it was written to, and a ranking narrowed to a few of its candidates."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from egiz.twinning.firmness import stability_of, summarise
from egiz.twinning.model import (
    Candidate,
    Evidence,
    Missing,
    Part,
    Partner,
    Ranking,
    Reason,
    Stability,
    Tie,
    Turn,
    Twins,
)

Document = Mapping[str, Any]


def narrowed(ranking: Ranking, ids: Sequence[int]) -> Ranking:
    """The same ranking with only some candidates: their parts stay, how firm the order is is found anew.

    Raises
    ------
    TwinningError
        If one of them is not a candidate.
    """
    wanted = {ranking.candidate(gid).geonameid for gid in ids}
    kept = tuple(
        dataclasses.replace(candidate, rank=spot)
        for spot, candidate in enumerate((c for c in ranking.candidates if c.geonameid in wanted), 1)
    )
    stability = stability_of(kept, ranking.weights)
    return dataclasses.replace(
        ranking, candidates=kept, stability=stability, summary=summarise(kept, stability)
    )


def ranking_from(document: Document) -> Ranking:
    """The ranking that `Ranking.as_dict` wrote; figures as rounded there.

    Raises
    ------
    KeyError
        If a key of the document is missing.
    """
    city = document["city"]
    return Ranking(
        city["geonameid"],
        city["name"],
        city["country"],
        tuple(_candidate(row) for row in document["candidates"]),
        dict(document["weights"]),
        _stability(document["stability"]),
        document["considered"],
        _reasons(document["summary_codes"]),
        tuple(_partner(city["geonameid"], row) for row in document["partners"]),
        _twins(city["geonameid"], document["twins"]),
        document["level"],
        _reasons(document["note_codes"]),
    )


def _reasons(rows: Sequence[Document]) -> tuple[Reason, ...]:
    return tuple(Reason(row["code"], row["params"]) for row in rows)


def _candidate(row: Document) -> Candidate:
    view = row["their_view"] or {}
    return Candidate(
        row["rank"],
        row["geonameid"],
        row["name"],
        row["country"],
        row["score"],
        row["low"],
        row["high"],
        tuple(_part(part) for part in row["parts"]),
        _reasons(row["reason_codes"]),
        _reasons(row["warning_codes"]),
        view.get("place"),
        view.get("among"),
        _twins(row["geonameid"], row["twins"]),
    )


def _part(row: Document) -> Part:
    same = ("criterion", "value", "unit", "as_of", "source", "score", "weight", "status", "low", "high")
    return Part(
        **{key: row[key] for key in same},
        evidence=tuple(Evidence(**value) for value in row["values"]),
        reasons=_reasons(row["reason_codes"]),
    )


def _twins(place: int, row: Document) -> Twins:
    return Twins(tuple(_partner(place, partner) for partner in row["partners"]))


def _partner(place: int, row: Document) -> Partner:
    ties = tuple(_tie(place, row["geonameid"], record) for record in row["records"])
    return Partner(row["geonameid"], row["name"], row["country"], ties)


def _tie(a: int, b: int, row: Document) -> Tie:
    kind = "twinning" if row["kind"] == "reported" else row["kind"]
    return Tie(
        a, b, row["status"], row["source"], row["since"], "city", row["source_url"], kind,
        row["recorded"] or "", row["until"] or "", row["last_activity"] or "", row["doubt"], row["note"],
    )  # fmt: skip


def _stability(row: Document) -> Stability:
    return Stability(
        row["certain"],
        {int(gid): share for gid, share in row["shares"].items()},
        row["method"],
        tuple(Turn(t["criterion"], t["weight"], t["now"], t["winner"]) for t in row["turns"]),
        tuple(Missing(**lack) for lack in row["missing"]),
        {int(gid): spot for gid, spot in row["best_rank"].items()},
        {int(gid): spot for gid, spot in row["worst_rank"].items()},
        row["samples"],
    )
