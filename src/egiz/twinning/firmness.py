"""How firm the order of candidates is, and the sentences that say so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from egiz.twinning.model import Candidate, Missing, Param, Reason, Stability, Turn
from egiz.twinning.places import Floats
from egiz.twinning.weights import SAMPLES, turning_weight, win_shares

TURNS_TOLD, MISSING_TOLD = 2, 2


def _matrix(candidates: Sequence[Candidate]) -> Floats:
    return np.array([[part.score or 0.0 for part in c.parts] for c in candidates], dtype=np.float64)


def _turns(values: Floats, shares: Mapping[str, float], ids: Sequence[int]) -> Iterator[Turn]:
    """For every criterion the weight, if any, with which another candidate is first."""
    weights = np.array(list(shares.values()))
    for k, name in enumerate(shares):
        if turn := turning_weight(values, weights, k, 0):
            yield Turn(name, turn[0], float(weights[k]), ids[turn[1]])


def stability_of(candidates: Sequence[Candidate], shares: Mapping[str, float]) -> Stability:
    """How firm an order is: whether anything unknown, disputed or weighed otherwise changes the first."""
    values, ids = _matrix(candidates), [c.geonameid for c in candidates]
    wins, exact = win_shares(values, ids)
    first = candidates[0]
    turns = _turns(values, shares, ids)
    lows, highs = np.array([c.low for c in candidates]), np.array([c.high for c in candidates])
    by_low, by_high = np.sort(lows), np.sort(highs)
    best = 1 + len(lows) - np.searchsorted(by_low, highs, side="right")
    worst = len(highs) - np.searchsorted(by_high, lows, side="left")
    return Stability(
        certain=first.low > max((c.high for c in candidates[1:]), default=-1.0),
        shares=dict(sorted(wins.items(), key=lambda item: -item[1])),
        method="exact" if exact else "sampled",
        turns=tuple(sorted(turns, key=lambda t: abs(t.weight - t.now))),
        missing=_missing(candidates),
        best_rank=dict(zip(ids, best.tolist(), strict=True)),
        worst_rank=dict(zip(ids, worst.tolist(), strict=True)),
        samples=0 if exact else SAMPLES,
    )


def _missing(candidates: Sequence[Candidate]) -> tuple[Missing, ...]:
    first = candidates[0]
    found = []
    for candidate in candidates[1:]:
        if candidate.high <= first.score:
            continue
        for part in candidate.parts:
            reach = candidate.score + part.weight * (part.high - (part.score or 0.0))
            if part.status != "known" and reach > first.score:
                found.append(Missing(candidate.geonameid, part.criterion, part.status, reach))
    found.sort(key=lambda m: -m.could_reach)
    return tuple(found)


def summarise(candidates: Sequence[Candidate], stability: Stability) -> tuple[Reason, ...]:
    """The answer, how firm it is, and the nearest weight that would change it."""
    names = {c.geonameid: c.name for c in candidates}
    first = candidates[0]
    said = [_first(first, stability, alone=len(candidates) == 1)]
    for turn in stability.turns[:TURNS_TOLD]:
        turned: dict[str, Param] = {
            "place": turn.winner, "name": names[turn.winner], "criterion": turn.criterion,
            "now": _percent(turn.now), "weight": _percent(turn.weight),
        }  # fmt: skip
        said.append(Reason(_turn_code(turn), turned))
    said += [
        Reason(
            "missing",
            {"place": lack.geonameid, "name": names[lack.geonameid], "criterion": lack.criterion},
        )
        for lack in stability.missing[:MISSING_TOLD]
    ]
    return tuple(said)


def _turn_code(turn: Turn) -> str:
    if turn.weight > turn.now:
        return "turn_up"
    # "Nought per cent or less" is no sentence.
    return "turn_down" if _percent(turn.weight) > 0 else "turn_without"


def _percent(share: float) -> float:
    return round(100 * share, 1)


def _first(first: Candidate, stability: Stability, *, alone: bool) -> Reason:
    params: dict[str, Param] = {"place": first.geonameid, "name": first.name}
    if alone:
        return Reason("first_alone", params)
    code = "first_certain" if stability.certain else "first"
    share = stability.shares.get(first.geonameid, 0.0)
    if share < 1.0 - 1e-9:
        # Rounded down, so that "all" is never said beside a weight that changes the answer.
        return Reason(code, {**params, "share": int(1000 * share) / 10})
    if stability.method == "exact":
        return Reason(f"{code}_all", params)
    return Reason(f"{code}_sampled", {**params, "samples": stability.samples})
