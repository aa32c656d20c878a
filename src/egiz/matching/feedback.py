"""Learning from a desk's own accepted and declined wishes: a small model that is shown and can be reset."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from egiz.matching._errors import MatchingError
from egiz.matching.engine import Pair

KINDS = ("phrase", "code", "supply", "missing")
FEWEST = 20
"""Answers of each sort below which nothing is learned: fewer would follow chance."""
_STRONGEST = 3.0


@dataclass(frozen=True, slots=True)
class Feedback:
    """One wish that was answered."""

    pair: Pair
    accepted: bool


@dataclass(frozen=True)
class Weighting:
    """How much each kind of reason counts in this desk, 1 meaning as shipped.

    Parameters
    ----------
    factors
        One factor for each of `KINDS`, between 1/3 and 3.
    accepted, declined
        How many answers it was learned from.
    """

    factors: dict[str, float] = field(default_factory=lambda: dict.fromkeys(KINDS, 1.0))
    accepted: int = 0
    declined: int = 0

    def score(self, pair: Pair) -> float:
        """The pair's score under these factors, 0 to 1; unchanged while nothing is learned."""
        amounts = _amounts(pair)
        shift = sum(math.log(self.factors[kind]) * amounts[kind] for kind in KINDS)
        odds = pair.score / max(1e-9, 1 - pair.score) * math.exp(shift)
        return round(odds / (1 + odds), 6)

    def to_json(self) -> str:
        """The model as text, to be kept and shown."""
        return json.dumps({"factors": self.factors, "accepted": self.accepted, "declined": self.declined})

    @classmethod
    def from_json(cls, text: str) -> Weighting:
        """Read what `to_json` wrote.

        Raises
        ------
        MatchingError
            If the text is not such a model.
        """
        try:
            found: dict[str, Any] = json.loads(text)
            factors = {kind: float(found["factors"][kind]) for kind in KINDS}
            return cls(factors, int(found["accepted"]), int(found["declined"]))
        except (KeyError, TypeError, ValueError) as error:
            raise MatchingError("not a weighting written by to_json") from error


def learn_weighting(answers: Iterable[Feedback], *, ridge: float = 5.0) -> Weighting:
    """Learn how much each kind of reason counts from answers.

    Logistic regression of the answers on the amounts of each kind, starting from the pair's own score and
    pulled towards no change by `ridge`. With fewer than `FEWEST` answers of either sort nothing is learned.
    """
    from scipy.optimize import minimize  # noqa: PLC0415 - not needed to match

    rows = list(answers)
    yes = sum(row.accepted for row in rows)
    counted = Weighting(accepted=yes, declined=len(rows) - yes)
    if min(yes, len(rows) - yes) < FEWEST:
        return counted
    amounts = np.array([[_amounts(row.pair)[kind] for kind in KINDS] for row in rows])
    scores = np.clip([row.pair.score for row in rows], 1e-6, 1 - 1e-6)
    base = np.log(scores / (1 - scores))
    signs = np.where([row.accepted for row in rows], 1.0, -1.0)

    def loss(free: np.ndarray) -> tuple[float, np.ndarray]:
        margin = signs * (base + free[0] + amounts @ free[1:])
        pull = -signs / (1 + np.exp(np.clip(margin, -50, 50)))
        value = float(np.logaddexp(0, -margin).sum() + ridge * free[1:] @ free[1:])
        slope = np.concatenate([[pull.sum()], amounts.T @ pull + 2 * ridge * free[1:]])
        return value, slope

    limit = math.log(_STRONGEST)
    bounds = [(None, None), *([(-limit, limit)] * len(KINDS))]
    free = minimize(loss, np.zeros(1 + len(KINDS)), jac=True, method="L-BFGS-B", bounds=bounds).x
    factors = {kind: round(math.exp(float(value)), 4) for kind, value in zip(KINDS, free[1:], strict=True)}
    return Weighting(factors, yes, len(rows) - yes)


def _amounts(pair: Pair) -> dict[str, float]:
    """How much of each kind a pair brings: summed weights, and the number of things that stand against it."""
    found = {
        kind: sum(reason.weight for reason in pair.reasons if reason.kind == kind)
        for kind in ("phrase", "code", "supply")
    }
    return {**found, "missing": float(len(pair.missing))}
