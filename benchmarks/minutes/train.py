"""Train the second opinion: which sentences are promises, and of what kind.

python -m benchmarks.minutes.train

The sentences stand in `benchmarks/minutes/sentences` (how they were labelled is said there); those of our own
marked reports are added. A logistic regression on the vectors of `egiz.text.sense` and on words and
endings (`egiz.minutes.opinion_words`), in numpy. What it says of
sentences that it has not seen (five parts, each left out in turn) is printed, and the weights are written to
`src/egiz/minutes/data/opinion.npz`.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from benchmarks.minutes.gold import Marked, load_split
from egiz.minutes.opinion import SPREAD
from egiz.minutes.opinion_words import word_features
from egiz.minutes.report import KINDS
from egiz.text.sense import DIMENSIONS, sense

SENTENCES: Final = Path(__file__).parent / "sentences"
WEIGHTS: Final = Path(__file__).parents[2] / "src" / "egiz" / "minutes" / "data" / "opinion.npz"
_PARTS, _SEED, _ROUNDS = 5, 7, 12
_PULL, _PULL_KIND = 30.0, 1.0
_WORDS_OF_KIND = 0.6
_NONE = "-"

Numbers = npt.NDArray[np.float64]


def labelled() -> list[tuple[str, str, str]]:
    """Language, label (a kind or "-") and sentence."""
    found = []
    for path in sorted(SENTENCES.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            label, sentence = line.split("\t")
            found.append((path.stem, label, sentence))
    for report in load_split("dev"):
        found += _of_report(report)
    return list(dict.fromkeys(found))


def _of_report(report: Marked) -> list[tuple[str, str, str]]:
    found = []
    for match in re.finditer(r"[^.!?\n]+[.!?]?", report.text):
        words = match[0].strip()
        if len(words.split()) < 3:
            continue
        marked = [one for one in report.promises if one.start < match.end() and match.start() < one.end]
        found.append((report.language, marked[0].kind if marked else _NONE, words))
    return found


def fit(x: Numbers, y: Numbers, pull: float) -> Numbers:
    """Weights of a logistic regression, the last one without a feature.

    There are far more features than sentences: Newton's steps are taken in the space of the sentences.

    Parameters
    ----------
    x : array of shape (n, d)
    y : array of shape (n,)
        1 or 0.
    pull : float
        How strongly the weights are drawn to nought.
    """
    alike, size = x @ x.T, len(x)
    shares, offset = np.zeros(size), 0.0
    system = np.ones((size + 1, size + 1))
    system[size, size] = 0
    for _ in range(_ROUNDS):
        score = alike @ shares + offset
        chance = 1 / (1 + np.exp(-score))
        bend = np.maximum(chance * (1 - chance), 1e-5)
        system[:size, :size] = alike + np.diag(pull / bend)
        *found, level = np.linalg.solve(system, np.append(score + (y - chance) / bend, 0))
        moved = np.abs(np.array(found) - shares).max()
        shares, offset = np.array(found), level
        if moved < 1e-6:
            break
    return np.append(x.T @ shares, offset)


def fit_kinds(x: Numbers, labels: npt.NDArray[np.str_]) -> Numbers:
    """One regression for each kind against the others; words count less than for being a promise."""
    data = x.copy()
    data[:, DIMENSIONS:] *= _WORDS_OF_KIND
    found = np.stack([fit(data, (labels == kind).astype(float), _PULL_KIND) for kind in KINDS])
    found[:, DIMENSIONS:-1] *= _WORDS_OF_KIND
    return found


def _score(x: Numbers, weights: Numbers) -> Numbers:
    return x @ weights[..., :-1].T + weights[..., -1]


def main() -> None:
    """Train, print how well it does and write the weights."""
    engine = sense()
    if engine is None:
        sys.exit("The sentence model does not run on this machine.")
    rows = labelled()
    sentences = [row[2] for row in rows]
    sense_of = engine.passages(sentences).astype(np.float64)
    middle = sense_of.mean(axis=0)
    x = np.hstack([(sense_of - middle) * SPREAD, word_features(sentences)])
    languages, labels = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    y = (labels != _NONE).astype(float)
    part = np.random.default_rng(_SEED).permutation(len(rows)) % _PARTS
    chance, kinds = np.zeros(len(rows)), np.empty(len(rows), dtype=labels.dtype)
    for out in range(_PARTS):
        seen = part != out
        chance[~seen] = _score(x[~seen], fit(x[seen], y[seen], _PULL))
        those = seen & (y == 1)
        kinds[~seen] = np.array(KINDS)[_score(x[~seen], fit_kinds(x[those], labels[those])).argmax(axis=1)]
    print(f"{len(rows)} sentences, {int(y.sum())} promises; those left out in turn:")
    for language in [*sorted(set(languages)), "all"]:
        here = np.full(len(rows), fill_value=True) if language == "all" else languages == language
        hits = ((chance > 0) & (y == 1) & here).sum()
        recall, precision = hits / (y[here] == 1).sum(), hits / ((chance > 0) & here).sum()
        right = (kinds == labels)[here & (y == 1)].mean()
        print(
            f"{language:4} {here.sum():5}  recall {recall:.2f}  precision {precision:.2f}  kind {right:.2f}"
        )
    WEIGHTS.parent.mkdir(exist_ok=True)
    np.savez_compressed(
        WEIGHTS,
        middle=middle.astype(np.float32),
        promise=fit(x, y, _PULL).astype(np.float16),
        kinds=fit_kinds(x[y == 1], labels[y == 1]).astype(np.float16),
    )
    print(f"{WEIGHTS.name}: {WEIGHTS.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
