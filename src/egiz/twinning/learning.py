"""Two learners in a row: a conditional logit that generalises, and trees that correct it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from egiz.twinning.columns import Floats32
from egiz.twinning.features import FEATURES
from egiz.twinning.training import Sample

CLIP = 4.0
SQUARE = 0.3  # squares weigh less against the ridge than the features themselves
RIDGE = 6e-4
STEPS = 60
ROUNDS = 40
TREES: dict[str, Any] = {
    "learning_rate": 0.08,
    "num_leaves": 15,
    "min_data_in_leaf": 100,
    "min_sum_hessian_in_leaf": 2.0,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.6,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "max_bin": 63,
    "num_threads": 1,  # more threads only wait for each other on a busy machine
    "deterministic": True,
    "force_col_wise": True,
    "verbose": -1,
}


@dataclass(frozen=True)
class Logit:
    """Linear in standardised features and their squares.

    Missing values count through a flag of their own; a candidate without any link has weights of its own, so
    that it is judged by what is known of it and not by the silence of the network.
    """

    names: tuple[str, ...]
    mean: Floats32
    scale: Floats32
    weights: Floats32

    def expand(self, features: Floats32) -> Floats32:
        """Columns the weights apply to, shape (n, 4 f)."""
        z, missing, cold = self._prepare(features)
        return np.hstack([z, SQUARE * z * z, missing, cold])

    def score(self, features: Floats32) -> Floats32:
        """Linear scores, shape (n,)."""
        # Column by column: the pieces stay in the processor's cache, which halves the time for a whole world.
        plain, square, flag, backing = np.split(self.weights, 4)
        total = np.zeros(len(features), np.float32)
        cold = features[:, self.names.index("no_link")] if "no_link" in self.names else None
        for k in range(len(self.names)):
            z = (features[:, k] - self.mean[k]) / self.scale[k]
            missing = np.isnan(z)
            if missing.any():
                z[missing] = 0
                total += missing * flag[k]
            np.clip(z, -CLIP, CLIP, out=z)
            slope = plain[k] if cold is None else plain[k] + backing[k] * cold
            total += z * (slope + SQUARE * square[k] * z)
        return total

    def contributions(self, features: Floats32) -> Floats32:
        """What each feature adds to each score, shape (n, f)."""
        z, missing, cold = self._prepare(features)
        plain, square, flag, backing = np.split(self.weights, 4)
        return z * plain + SQUARE * z * z * square + missing * flag + cold * backing

    def _prepare(self, features: Floats32) -> tuple[Floats32, Floats32, Floats32]:
        z = (features - self.mean) / self.scale
        missing = np.isnan(z)
        z = np.clip(np.where(missing, np.float32(0), z), -CLIP, CLIP)
        cold = z * features[:, [self.names.index("no_link")]] if "no_link" in self.names else 0 * z
        return z, missing.astype(np.float32), cold


def fit_logit(sample: Sample, names: Sequence[str], features: Floats32) -> Logit:
    """Maximum likelihood of the true partner within its group (softmax), with a ridge.

    Sampled candidates stand for the ones left out through the logarithm of their sampling rate (McFadden
    1978).
    """
    mean = np.nanmean(features, axis=0).astype(np.float32)
    scale = (np.nanstd(features, axis=0) + 1e-6).astype(np.float32)
    empty = Logit(tuple(names), mean, scale, np.zeros(4 * len(names), np.float32))
    z = empty.expand(features)
    starts = np.cumsum(sample.sizes) - sample.sizes
    group = np.repeat(np.arange(len(starts)), sample.sizes)
    target = z[starts].sum(axis=0, dtype=np.float64)
    n = len(starts)

    def loss(w: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        s = z @ w.astype(np.float32) + sample.offset
        top = np.maximum.reduceat(s, starts)
        e = np.exp(s - top[group])
        total = np.add.reduceat(e, starts)
        value = float((np.log(total) + top - s[starts]).sum(dtype=np.float64)) / n + RIDGE * float(w @ w)
        slope = (z.T @ (e / total[group]) - target) / n + 2 * RIDGE * w
        return value, slope.astype(np.float64)

    found = minimize(loss, np.zeros(z.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    return Logit(tuple(names), mean, scale, found.x.astype(np.float32))


def _softmax(sample: Sample) -> Any:
    # The listwise likelihood of the logit for the trees too. LambdaMART's own pairs know nothing of sampling
    # rates and would learn to distrust what made a candidate hard enough to be sampled.
    starts = np.cumsum(sample.sizes) - sample.sizes
    group = np.repeat(np.arange(len(starts)), sample.sizes)
    labels = sample.labels.astype(np.float64)

    def slopes(scores: NDArray[np.float64], _data: Any) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        s = scores + sample.offset
        e = np.exp(s - np.maximum.reduceat(s, starts)[group])
        p = e / np.add.reduceat(e, starts)[group]
        return p - labels, np.maximum(p * (1 - p), 1e-6)

    return slopes


@dataclass(frozen=True)
class Model:
    """A logit and the trees that start from its score (boosted with the same likelihood)."""

    logit: Logit
    trees: str

    @cached_property
    def booster(self) -> Any:
        """The trees as LightGBM reads them."""
        import lightgbm  # noqa: PLC0415 - heavy, only when a model scores

        return lightgbm.Booster(model_str=self.trees)

    def score(self, features: Floats32) -> NDArray[np.float64]:
        """Scores, higher is likelier; shape (n,)."""
        linear = self.logit.score(features).astype(np.float64)
        if not self.trees:
            return linear
        steps: NDArray[np.float64] = self.booster.predict(features, raw_score=True, num_threads=1)
        return linear + steps

    def contributions(self, features: Floats32) -> NDArray[np.float64]:
        """What each feature adds to each score (for the trees their SHAP values), shape (n, f)."""
        linear = self.logit.contributions(features).astype(np.float64)
        if not self.trees:
            return linear
        steps: NDArray[np.float64] = self.booster.predict(features, pred_contrib=True, num_threads=1)
        return linear + steps[:, :-1]


def fit_model(sample: Sample, columns: Sequence[int], *, seed: int, rounds: int = ROUNDS) -> Model:
    """Fit logit and trees on some columns of a sample."""
    import lightgbm  # noqa: PLC0415 - heavy, only when a model is trained

    every = tuple(FEATURES)
    names = [every[c] for c in columns]
    features = sample.features[:, list(columns)]
    logit = fit_logit(sample, names, features)
    if not rounds:
        return Model(logit, "")
    data = lightgbm.Dataset(
        features,
        sample.labels,
        group=sample.sizes,
        init_score=logit.score(features).astype(np.float64),
        feature_name=names,
    )
    booster = lightgbm.train({**TREES, "seed": seed, "objective": _softmax(sample)}, data, rounds)
    return Model(logit, booster.model_to_string())
