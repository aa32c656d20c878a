"""What the sentence model adds: hits@1, hits@10, mean reciprocal rank of words, of the model, and of both.

    python -m benchmarks.matching.sense_gain [--queries N] [--depth N] [--tasks uksic,hs,…]

Lexicons are learned on other lists, or on other chapters than those asked (fold 1; the weights of words
were learned on fold 4); `depth` texts that the words find best are put in order again. The weight of it
is the shipped one; the rows below it say what other weights would have given. What the model reads is kept
between runs in the temporary folder: the first run takes minutes. Last, for the new lists, the cover of
phrases that `egiz match` goes by, without and with the model.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import numpy as np

from benchmarks.matching import tasks
from benchmarks.matching.learn import VECTORS, fold, other_lists
from benchmarks.matching.tasks import Pairs, Task
from egiz.matching.crosslingual import Phrases
from egiz.matching.fusion import pair_kind, shipped_fusion
from egiz.matching.index import Index
from egiz.matching.learning import learn_lexicon
from egiz.matching.lexicon import Lexicon
from egiz.matching.meaning import meanings
from egiz.matching.similarity import with_model
from egiz.text.sense import sense
from egiz.text.sense_store import SenseStore

TRIED = (5.0, 10.0, 20.0, 30.0)


def _new(at: int, *own: str) -> Callable[[], tuple[Task, Pairs]]:
    """A new list: lexicons know goods and the activities of other lists, but neither side of this one."""
    readers = {
        "hs": tasks.hs_pairs,
        "cpv": tasks.cpv_pairs,
        "okved": tasks.okved_pairs,
        "gced": tasks.gced_pairs,
    }

    def made() -> tuple[Task, Pairs]:
        task = tasks.company_like() if at < 0 else tasks.new_lists()[at]
        return task, [pair for name, read in readers.items() if name not in own for pair in read()]

    return made


def _folded(
    whole: Callable[[], Task], pairs: Callable[[frozenset[str]], Pairs]
) -> Callable[[], tuple[Task, Pairs]]:
    def made() -> tuple[Task, Pairs]:
        task, held = fold(whole(), 1)
        return task, pairs(held)

    return made


TASKS = {
    "uksic": _new(0, "gced"),
    "ssic": _new(1, "gced"),
    "nic": _new(2, "okved"),
    "firm": _new(-1, "gced"),
    "uz": _folded(
        lambda: tasks.uzbek_classes("en"),
        lambda held: tasks.uzbek_pairs("en", lambda group: group not in held),
    ),
    "hs": _folded(
        tasks.hs6, lambda held: [*other_lists("hs"), *tasks.hs_pairs(lambda group: group not in held)]
    ),
    "cpv": _folded(
        tasks.cpv_task, lambda held: [*other_lists("cpv"), *tasks.cpv_pairs(lambda group: group not in held)]
    ),
}


def show(name: str, task: Task, scores: np.ndarray) -> None:
    """One line of the table."""
    ids = np.argsort(-scores, axis=1, kind="stable")[:, :10]
    first, ten, rank = tasks.score(ids, task.relevant)
    print(f"{name:44} {len(task.queries):5} {first:6.3f} {ten:6.3f} {rank:6.3f}", flush=True)


def ask(task: Task, pairs: Pairs, store: SenseStore, depth: int) -> None:
    """Measure one task."""
    lexicon = learn_lexicon(tasks.apart(pairs, task), task.source, task.target)
    index = Index(task.documents, [task.target] * len(task.documents), [lexicon])
    spoken = [task.source] * len(task.queries)
    scores = index.scores(task.queries, spoken)
    show(f"{task.name}: words", task, scores)
    best = np.argsort(-scores, axis=1, kind="stable")[:, :depth]
    ids = np.unique(best)
    clock = time.process_time()
    asked = meanings(store, task.queries, spoken)
    held = meanings(store, [task.documents[at] for at in ids], [task.target] * len(ids))
    spent = time.process_time() - clock
    cosines = np.zeros_like(scores)
    cosines[:, ids] = asked @ held.T
    if len(ids) == len(task.documents):
        show(f"{task.name}: the model alone", task, cosines)
    weight = shipped_fusion(pair_kind(task.source, task.target)).weights["sense"]
    for tried in (weight, *TRIED):
        both = np.full_like(scores, -np.inf)
        summed = scores + np.float32(tried) * cosines
        np.put_along_axis(both, best, np.take_along_axis(summed, best, axis=1), axis=1)
        show(f"{task.name}: both, weight {tried:g}", task, both)
    print(f"  {len(ids)} texts and {len(spoken)} queries read or looked up in {spent:.0f} CPU s")
    if len(ids) == len(task.documents):
        _phrases(task, lexicon, cosines)


def _phrases(task: Task, lexicon: Lexicon, cosines: np.ndarray) -> None:
    """The cover of phrases, which `egiz match` goes by."""
    phrases = Phrases(task.documents, [task.target] * len(task.documents), [lexicon])
    words = phrases.similarity(task.queries, [task.source] * len(task.queries))
    show(f"{task.name}: cover of phrases, words", task, words)
    show(f"{task.name}: cover of phrases, both", task, with_model(words, cosines))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--depth", type=int, default=300)
    parser.add_argument("--tasks", default=",".join(TASKS))
    chosen = parser.parse_args()
    store = SenseStore(sense(), VECTORS)
    print(f"{'task':44} {'n':>5} {'h@1':>6} {'h@10':>6} {'mrr':>6}")
    for name in chosen.tasks.split(","):
        task, pairs = TASKS[name]()
        keep = np.random.default_rng(7).permutation(len(task.queries))[: chosen.queries]
        ask(task.part(sorted(keep.tolist())), pairs, store, chosen.depth)


if __name__ == "__main__":
    main()
