"""Joining the kinds of evidence into one number, with weights learned on held-out tasks."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from egiz.matching.evidence import KINDS

Floats = NDArray[np.float32]
_START = {"said": 0.25, "said_mean": 0.8, "meant": 0.4, "meant_mean": 0.5, "concept": 4.0, "sound": 5.0}


@dataclass(frozen=True)
class Fusion:
    """Weights of the kinds of evidence; a text's odds of being the answer grow with their sum."""

    weights: dict[str, float]

    def joined(self, evidence: Mapping[str, Floats]) -> Floats:
        """One array out of one per kind."""
        return np.asarray(
            sum(np.float32(self.weights.get(kind, 0.0)) * evidence[kind] for kind in KINDS),
            dtype=np.float32,
        )


@cache
def shipped_fusion(kind: str = "across") -> Fusion:
    """The weights that come with the package: ``"across"`` languages or ``"within"`` one."""
    source = files("egiz.matching") / "data" / "fusion.json"
    if not source.is_file():
        return Fusion(_START)
    return Fusion(json.loads(source.read_text(encoding="utf-8"))[kind])


def fit_fusion(
    examples: Sequence[tuple[Mapping[str, Floats], Sequence[Sequence[int]]]],
    *,
    ridge: float = 1e-3,
) -> Fusion:
    """Learn the weights by which the right texts come out likeliest (softmax over each query's texts).

    Parameters
    ----------
    examples
        For each task the evidence and, for each query, the positions of its right texts. Every task counts
        the same, whatever its size.
    ridge
        Weight of the squared length of the weights; keeps them finite.
    """
    from scipy.optimize import minimize  # noqa: PLC0415 - not needed to search

    stacked = [
        (
            np.stack([evidence[kind] for kind in KINDS], axis=-1).astype(np.float64),
            [np.asarray(sorted(right)) for right in rights],
        )
        for evidence, rights in examples
    ]

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        value, slope = 0.0, np.zeros(len(KINDS))
        for cube, rights in stacked:
            for row, right in zip(cube, rights, strict=True):
                scores = row @ weights
                chances = np.exp(scores - scores.max())
                chances /= chances.sum()
                mass = chances[right].sum() + 1e-12
                target = np.zeros_like(chances)
                target[right] = chances[right] / mass
                value -= float(np.log(mass)) / len(rights)
                slope -= (target - chances) @ row / len(rights)
        return value + ridge * float(weights @ weights), slope + 2 * ridge * weights

    start = np.array([_START[kind] for kind in KINDS])
    bounds = [(0.0, None)] * len(KINDS)  # evidence never counts against
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 60})
    return Fusion({kind: round(float(weight), 4) for kind, weight in zip(KINDS, found.x, strict=True)})
