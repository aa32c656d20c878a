"""A small network of neurons that starts from the logit's score and learns what a sum cannot say.

Plain NumPy: two hidden layers of leaky rectifiers, the logit's own likelihood (the true partner among its
group), Adam with decoupled weight decay (Loshchilov and Hutter 2019) and a cosine schedule.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from egiz.twinning.columns import Floats32

if TYPE_CHECKING:
    from egiz.twinning.training import Sample

LEAK = np.float32(0.05)
HIDDEN = (96, 32)
EPOCHS = 10
BATCH = 256  # groups
RATE, DECAY = 2e-3, 4e-3
MOMENTUM, SPREAD = 0.9, 0.999
STEPS_OF_PATH = 12  # points of the integral that shares a score among the features


@dataclass(frozen=True)
class Net:
    """Weights and biases, layer by layer; an empty one adds nothing."""

    weights: tuple[Floats32, ...] = ()
    biases: tuple[Floats32, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.weights)

    def score(self, z: Floats32) -> Floats32:
        """What the net adds to each score; `z` are standardised features, shape (n, f)."""
        return self.layers(z)[-1][:, 0]

    def layers(self, z: Floats32) -> list[Floats32]:
        """The input and every layer's output."""
        found = [z]
        for number, (w, b) in enumerate(zip(self.weights, self.biases, strict=True), start=1):
            out = found[-1] @ w + b
            found.append(out if number == len(self.weights) else np.where(out > 0, out, LEAK * out))
        return found

    def contributions(self, z: Floats32) -> Floats32:
        """What each feature adds beyond an average candidate, shape (n, f).

        Integrated gradients (Sundararajan, Taly and Yan 2017) from the mean of all features; the parts of a
        row sum to its score less the mean's, up to the error of the sum that stands for the integral.
        """
        total = np.zeros_like(z)
        for step in (np.arange(STEPS_OF_PATH) + 0.5) / STEPS_OF_PATH:
            total += self._slope(z * np.float32(step))
        return total / np.float32(STEPS_OF_PATH) * z

    def _slope(self, z: Floats32) -> Floats32:
        outs = self.layers(z)
        back: Floats32 = np.ones((len(z), 1), np.float32)
        for number in range(len(self.weights) - 1, -1, -1):
            back = back @ self.weights[number].T
            if number:
                back = back * np.where(outs[number] > 0, np.float32(1), LEAK)
        return back


def fit_net(sample: Sample, z: Floats32, start: Floats32, *, seed: int, epochs: int = EPOCHS) -> Net:
    """Learn what to add to `start`.

    Parameters
    ----------
    sample : Sample
        Groups of candidates, the true partner first in each.
    z : ndarray of float32, shape (n, f)
        Standardised features, missing ones zero.
    start : ndarray of float32, shape (n,)
        The scores that the net adds to.
    seed : int
        Same sample and seed, same net.
    epochs : int
        How often every group is seen.
    """
    rng = np.random.default_rng(seed)
    parts = _made(z.shape[1], rng)
    adam = _Adam(parts, steps=epochs * max(1, len(sample.sizes) // BATCH))
    firsts = np.cumsum(sample.sizes) - sample.sizes
    depth = len(parts) // 2
    for _ in range(epochs):
        order = rng.permutation(len(firsts))
        for at in range(0, max(1, len(order) - BATCH + 1), BATCH):
            groups = order[at : at + BATCH]
            rows, sizes = _rows(firsts, sample.sizes, groups)
            net = Net(tuple(parts[:depth]), tuple(parts[depth:]))
            outs = net.layers(z[rows])
            pull = _pull(outs[-1][:, 0] + start[rows] + sample.offset[rows], sizes)
            adam.move(parts, _slopes(net, outs, pull))
    return Net(tuple(parts[:depth]), tuple(parts[depth:]))


def _made(width: int, rng: np.random.Generator) -> list[Floats32]:
    shapes = list(pairwise((width, *HIDDEN, 1)))
    weights = [(rng.standard_normal(s) * np.sqrt(2 / s[0])).astype(np.float32) for s in shapes]
    weights[-1] *= np.float32(0.1)  # begin near the logit
    return [*weights, *(np.zeros(s[1], np.float32) for s in shapes)]


def _rows(
    firsts: NDArray[np.int64], sizes: NDArray[np.int64], groups: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    taken = sizes[groups]
    starts = np.repeat(firsts[groups] - np.r_[0, np.cumsum(taken)[:-1]], taken)
    return starts + np.arange(taken.sum()), taken


def _pull(scores: Floats32, sizes: NDArray[np.int64]) -> Floats32:
    """Slope of the mean negative log-likelihood in each score."""
    starts = np.cumsum(sizes) - sizes
    group = np.repeat(np.arange(len(sizes)), sizes)
    share = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
    share /= np.add.reduceat(share, starts)[group]
    share[starts] -= 1
    return (share / np.float32(len(sizes))).astype(np.float32)


def _slopes(net: Net, outs: Sequence[Floats32], pull: Floats32) -> list[Floats32]:
    back = pull[:, None]
    weights: list[Floats32] = []
    biases: list[Floats32] = []
    for number in range(len(net.weights) - 1, -1, -1):
        weights.insert(0, outs[number].T @ back)
        biases.insert(0, back.sum(axis=0))
        if number:
            back = (back @ net.weights[number].T) * np.where(outs[number] > 0, np.float32(1), LEAK)
    return [*weights, *biases]


class _Adam:
    def __init__(self, parts: Sequence[Floats32], *, steps: int) -> None:
        self.mean = [np.zeros_like(part) for part in parts]
        self.square = [np.zeros_like(part) for part in parts]
        self.steps, self.done = steps, 0

    def move(self, parts: list[Floats32], slopes: Sequence[Floats32]) -> None:
        self.done += 1
        rate = RATE * 0.5 * (1 + np.cos(np.pi * min(1.0, self.done / self.steps)))
        for k, (part, slope) in enumerate(zip(parts, slopes, strict=True)):
            self.mean[k] += (1 - MOMENTUM) * (slope - self.mean[k])
            self.square[k] += (1 - SPREAD) * (slope * slope - self.square[k])
            mean = self.mean[k] / (1 - MOMENTUM**self.done)
            spread = np.sqrt(self.square[k] / (1 - SPREAD**self.done)) + 1e-8
            decay = DECAY * part if part.ndim == 2 else np.float32(0)
            parts[k] = (part - rate * (mean / spread + decay)).astype(np.float32)
