"""The same code found across languages: hits@1, hits@10, mean reciprocal rank.

    python -m benchmarks.matching.crosslingual [--quick]

Lexicons are learned for each task on other lists, or on other chapters of the same list (five folds); pairs
that share a label's text with a query or with its right answer are dropped. The weights of the evidence are
the shipped ones, learned on the fifth fold of chapters (150 queries of each task); that fold itself is asked
with weights learned on the fourth, so no figure is on what it learned from. ``--quick`` asks 300 queries.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable

import numpy as np

from benchmarks.matching import spelling, tasks
from benchmarks.matching.learn import OTHER_WEIGHTS, SHIPPED, fold, other_lists
from benchmarks.matching.tasks import Pairs, Task
from egiz.matching.fusion import Fusion, pair_kind
from egiz.matching.index import Index
from egiz.matching.languages import stems
from egiz.matching.learning import learn_lexicon
from egiz.matching.space import Space

SOUND = Fusion({"sound": 1.0})


def search(task: Task, pairs: Pairs) -> np.ndarray:
    """The ten best texts for each query, by weights that were not learned on its chapter."""
    found = np.zeros((len(task.queries), 10), dtype=np.int64)
    other = Fusion(json.loads(OTHER_WEIGHTS.read_text())[pair_kind(task.source, task.target)])
    kept = tasks.apart(pairs, task)
    lexicons = [learn_lexicon(kept, task.source, task.target)]
    for fusion, learned_on in ((None, False), (other, True)):
        rows = [at for at, group in enumerate(task.groups) if (int(group) % 5 == SHIPPED) == learned_on]
        if rows:
            part = task.part(rows)
            index = Index(task.documents, [task.target] * len(task.documents), lexicons, fusion)
            found[rows] = index.search(part.queries, 10, [task.source] * len(rows))[0]
    return found


def words_only(task: Task) -> np.ndarray:
    """Ids found by stems alone (TF-IDF)."""
    space = Space([stems(text, task.target) for text in task.documents])
    near = space.vectors([stems(text, task.source) for text in task.queries]) @ space.matrix.T
    return np.argsort(-near.toarray(), axis=1, kind="stable")[:, :10]


def show(name: str, task: Task, ids: np.ndarray, note: str = "") -> None:
    """One line of the table."""
    first, ten, rank = tasks.score(ids, task.relevant)
    print(f"{name:44} {len(task.queries):6} {first:6.3f} {ten:6.3f} {rank:6.3f}  {note}", flush=True)


def ask(name: str, task: Task, pairs: Pairs) -> None:
    """Learn, search, print."""
    clock = time.process_time()
    show(name, task, search(task, pairs), f"{time.process_time() - clock:.0f} CPU s")


def ask_folds(name: str, task: Task, pairs: Callable[[frozenset[str]], Pairs]) -> None:
    """Five folds of chapters: each asked with a lexicon that has not seen it."""
    found = np.zeros((len(task.queries), 10), dtype=np.int64)
    clock = time.process_time()
    for number in range(5):
        part, held = fold(task, number)
        rows = [at for at, group in enumerate(task.groups) if group in held]
        found[rows] = search(part, pairs(held))
    show(name, task, found, f"{time.process_time() - clock:.0f} CPU s")


def baselines(task: Task) -> None:
    """Stems alone, and romanised pieces alone."""
    show(f"{task.name}: stems", task, words_only(task))
    index = Index(task.documents, [task.target] * len(task.documents), [], SOUND)
    show(
        f"{task.name}: romanised pieces",
        task,
        index.search(task.queries, 10, [task.source] * len(task.queries))[0],
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="300 queries of each task")
    quick = parser.parse_args().quick

    def some(task: Task) -> Task:
        keep = np.random.default_rng(7).permutation(len(task.queries))[: 300 if quick else None]
        return task.part(sorted(keep.tolist()))

    print(f"{'task':44} {'n':>6} {'h@1':>6} {'h@10':>6} {'mrr':>6}")
    nace, company, hs6, cpv = map(some, (tasks.nace(), tasks.company_like(), tasks.hs6(), tasks.cpv_task()))
    goods = [*tasks.hs_pairs(), *tasks.cpv_pairs()]
    for task in (nace, company):
        baselines(task)
        ask(f"{task.name}: from HS, CPV", task, goods)
        ask(f"{task.name}: from HS, CPV, OKVED and other lists", task, other_lists("gced"))
    for task, own, read in ((hs6, "hs", tasks.hs_pairs), (cpv, "cpv", tasks.cpv_pairs)):
        baselines(task)
        ask(f"{task.name}: from other lists", task, other_lists(own))
        ask_folds(
            f"{task.name}: and other chapters, 5 folds",
            task,
            lambda held, own=own, read=read: [*other_lists(own), *read(lambda group: group not in held)],
        )
    for target in ("ru", "en"):
        task = some(tasks.uzbek_classes(target))
        baselines(task)
        ask_folds(
            f"{task.name}: other chapters, 5 folds",
            task,
            lambda held, target=target: tasks.uzbek_pairs(target, lambda group: group not in held),
        )
    for target in ("ru", "en"):
        task = tasks.kazakh_chapters(target)
        baselines(task)
        ids, _ = Index(task.documents, [target] * len(task.documents)).search(
            task.queries, 10, ["kk"] * len(task.queries)
        )
        show(f"{task.name}: shipped lexicons", task, ids)
    for task in spelling.known_items():
        index = Index(task.documents, [task.target] * len(task.documents), [])
        show(task.name, task, index.search(task.queries, 10, [task.source] * len(task.queries))[0])


if __name__ == "__main__":
    main()
