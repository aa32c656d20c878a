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
_TURKIC = frozenset({"uz", "kk", "kaa"})
_START = {
    "said": 0.2,
    "said_mean": 0.5,
    "meant": 0.5,
    "example": 1.5,
    "sound": 6.0,
    "covered": 5.0,
    "covers": 2.0,
    "lead": 2.0,
    "lead_wide": 1.0,
}


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


def pair_kind(source: str, target: str) -> str:
    """Which weights two languages take: ``"within"`` one, ``"turkic"`` where either is, else ``"across"``.

    Loan words say more between a Turkic language and its neighbours than between Russian and English.
    """
    if source == target:
        return "within"
    return "turkic" if {source, target} & _TURKIC else "across"


@cache
def shipped_fusion(kind: str = "across") -> Fusion:
    """The weights that come with the package, for one of the answers of `pair_kind`."""
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

    stacked = [_stack(evidence, rights) for evidence, rights in examples]

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        value, slope = 0.0, np.zeros(len(KINDS))
        for cube, right in stacked:
            scores = cube @ weights.astype(np.float32)
            chances = np.exp(scores - scores.max(axis=1, keepdims=True))
            chances /= chances.sum(axis=1, keepdims=True)
            mass = (chances * right).sum(axis=1, keepdims=True) + 1e-12
            value -= float(np.log(mass).mean())
            slope -= np.einsum("qt,qtk->k", chances * right / mass - chances, cube) / len(cube)
        return value + ridge * float(weights @ weights), slope + 2 * ridge * weights

    start = np.array([_START[kind] for kind in KINDS])
    bounds = [(0.0, None)] * len(KINDS)  # evidence never counts against
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 60})
    return Fusion({kind: round(float(weight), 4) for kind, weight in zip(KINDS, found.x, strict=True)})


def _stack(evidence: Mapping[str, Floats], rights: Sequence[Sequence[int]]) -> tuple[Floats, Floats]:
    """Evidence of shape (queries, texts, kinds), and ones where a text is right."""
    cube = np.stack([evidence[kind] for kind in KINDS], axis=-1).astype(np.float32)
    right = np.zeros(cube.shape[:2], dtype=np.float32)
    for row, texts in enumerate(rights):
        right[row, list(texts)] = 1.0
    return cube, right
