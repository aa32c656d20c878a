"""Two learners: a conditional logit that generalises, and a net that corrects it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from egiz.twinning.columns import Floats32
from egiz.twinning.features import FEATURES
from egiz.twinning.net import Net, fit_net

if TYPE_CHECKING:
    from egiz.twinning.training import Sample

CLIP = 4.0
SQUARE = 0.3  # squares weigh less against the ridge than the features themselves
RIDGE = 6e-4
STEPS = 60
# The net starts from the logit's score and adds this share of what it found: all of it orders worse.
NET_SHARE = 0.7


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

    def standard(self, features: Floats32) -> Floats32:
        """Standardised and clipped features, missing ones zero; shape (n, f)."""
        return self._prepare(features)[0].astype(np.float32)

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
    from scipy.optimize import minimize  # noqa: PLC0415 - heavy, only when a model is trained

    mean, scale = _measures(features)
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


def _measures(features: Floats32) -> tuple[Floats32, Floats32]:
    """Mean and spread of each column over what is known; 0 and next to nothing where that is nothing."""
    known = np.maximum((~np.isnan(features)).sum(axis=0), 1)
    mean = np.nansum(features, axis=0, dtype=np.float64) / known
    square = np.nansum((features - mean.astype(np.float32)) ** 2, axis=0, dtype=np.float64) / known
    return mean.astype(np.float32), (np.sqrt(square) + 1e-6).astype(np.float32)


@dataclass(frozen=True)
class Model:
    """A logit, and a net that starts from its score; without it the logit answers alone."""

    logit: Logit
    net: Net = field(default_factory=Net)

    def score(self, features: Floats32) -> NDArray[np.float64]:
        """Scores, higher is likelier; shape (n,)."""
        total = self.logit.score(features).astype(np.float64)
        if self.net:
            total += NET_SHARE * self.net.score(self.logit.standard(features))
        return total

    def contributions(self, features: Floats32) -> NDArray[np.float64]:
        """What each feature adds to each score (for the net by integrated gradients), shape (n, f)."""
        total = self.logit.contributions(features).astype(np.float64)
        if self.net:
            total += NET_SHARE * self.net.contributions(self.logit.standard(features))
        return total


def fit_model(sample: Sample, columns: Sequence[int], *, seed: int, corrected: bool = True) -> Model:
    """Fit a logit on some columns of a sample and, unless told otherwise, what corrects it."""
    every = tuple(FEATURES)
    names = [every[c] for c in columns]
    features = sample.features[:, list(columns)]
    logit = fit_logit(sample, names, features)
    if not corrected:
        return Model(logit)
    return Model(logit, fit_net(sample, logit.standard(features), logit.score(features), seed=seed))
