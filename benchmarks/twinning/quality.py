"""Quality of the ranker on held-out links, over seeds: `python -m benchmarks.twinning.quality --seeds 1,2,3`.

Prints the country and world tasks, with the links at hand and from parameters alone, partners without any
known link, regions of the world, and calibration. `--most N` asks a seeded sample of N questions a task.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.twinning.protocol import Answers, Split, expected_rank, links_file, questions, run, split
from egiz import atlas
from egiz.twinning import Ranker, fit, load
from egiz.twinning.features import queries
from egiz.twinning.network import Network
from egiz.twinning.places import world

CENTRAL_ASIA = frozenset({"KZ", "UZ", "KG", "TJ", "TM"})


def main() -> None:
    """Run the seeds that were asked for."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seeds", default="1,2,3")
    options.add_argument("--most", type=int, default=None)
    options.add_argument("--world-most", type=int, default=None)
    options.add_argument("--out", type=Path, default=None)
    chosen = options.parse_args()
    if not links_file().exists():
        sys.exit(f"No links at {links_file()}; set EGIZ_CASES to the folder that holds twins/links.csv.")
    results = [measure(int(s), chosen.most, chosen.world_most) for s in chosen.seeds.split(",")]
    for name in results[0]:
        for key in ("mrr", "hits10"):
            values = [r[name][key] for r in results if key in r[name]]
            if values:
                print(f"mean over seeds: {name:32s} {key:7s} {np.mean(values):.4f}")
    if chosen.out is not None:
        chosen.out.write_text(json.dumps(results, indent=1), encoding="utf-8")


def measure(seed: int, most: int | None, world_most: int | None) -> dict[str, dict[str, float]]:
    """All figures of one seed."""
    links = split(seed)
    started, cpu = time.perf_counter(), time.process_time()
    ranker = fit(links.train_ids(), seed=seed)
    spent = time.perf_counter() - started
    print(f"seed {seed}: fit {spent:.0f} s, {time.process_time() - cpu:.0f} s of one core")
    found: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model.npz"
        ranker.save(file, links=False)
        print(f"seed {seed}: parameters alone take {file.stat().st_size / 1e6:.1f} MB", flush=True)
        alone = load(file)
    for name, model in (("links", ranker), ("parameters", alone)):
        for task, count in (("country", most), ("world", world_most or most)):
            answers = run(model.score, links.test, task, most=count, seed=seed)
            found |= report(f"{name}, {task}", answers, ranker)
            for key, figures in found.items():
                if key.startswith(f"{name}, {task}"):
                    print(f"seed {seed}: {key:44s}", line(figures), flush=True)
    calibration(ranker, links.test, seed)
    found["pagerank alone, country"] = pagerank(links, most)
    print(f"seed {seed}: pagerank alone, country", line(found["pagerank alone, country"]), flush=True)
    return found


def pagerank(links: Split, most: int | None) -> dict[str, float]:
    """The strongest simple baseline on the same questions: personalised PageRank."""
    network = Network.build(links.train)
    questions_ = list(questions(links.test, "country", most, links.seed))
    answers = Answers()
    asked = [(a, rows) for a, _, rows in questions_]
    for (a, b, rows), query in zip(questions_, queries(network, network.tendencies, asked), strict=True):
        answers.city.append(a)
        answers.partner.append(b)
        answers.rank.append(expected_rank(query.path("pagerank"), int(np.flatnonzero(rows == b)[0])))
    return answers.figures()


def line(figures: dict[str, float]) -> str:
    """One row of the table."""
    if not figures["queries"]:
        return "no questions"
    return (
        f"n {figures['queries']:5d}  MRR {figures['mrr']:.4f} [{figures['low']:.3f}, {figures['high']:.3f}]"
        f"  hits@1 {figures['hits1']:.3f}  @10 {figures['hits10']:.3f}  @100 {figures['hits100']:.3f}"
        f"  median {figures['median']:.0f}"
    )


def report(name: str, answers: Answers, ranker: Ranker) -> dict[str, dict[str, float]]:
    """Figures of one task: all, partners without a link, and parts of the world."""
    places, t = world(), ranker.tendencies
    city, partner = np.array(answers.city), np.array(answers.partner)
    found = {name: answers.figures()}
    found[f"{name}, partner has no link"] = answers.figures(t.degrees[partner] == 0)
    codes = np.array(places.country_codes)
    ours, theirs = codes[places.country[city]], codes[places.country[partner]]
    central = np.isin(ours, list(CENTRAL_ASIA)) | np.isin(theirs, list(CENTRAL_ASIA))
    found[f"{name}, Central Asia on a side"] = answers.figures(central)
    part = {code: record.continent for code, record in atlas.countries().items()}
    continents = np.array([part.get(code, "") for code in theirs])
    for continent in ("EU", "AS", "NA", "SA", "AF"):
        found[f"{name}, partner in {continent}"] = answers.figures(continents == continent)
    return found


def calibration(ranker: Ranker, test: np.ndarray, seed: int) -> None:
    """How often a candidate given a probability (softmax of the scores in a country) is the partner."""
    pairs: list[tuple[float, bool]] = []

    def score(city: int, candidates: list[int]) -> np.ndarray:
        scores = ranker.score(city, candidates)
        spread = np.exp(scores - scores.max())
        chances.append(spread / spread.sum())
        rows.append(np.asarray(candidates))
        return scores

    chances: list[np.ndarray] = []
    rows: list[np.ndarray] = []
    answers = run(score, test, "country", most=800, seed=seed)
    for p, ids, partner in zip(chances, rows, world().ids[np.array(answers.partner)], strict=True):
        pairs += [(float(x), bool(i == partner)) for x, i in zip(p, ids, strict=True)]
    p, hit = np.array([x for x, _ in pairs]), np.array([h for _, h in pairs])
    for low, high in ((0, 0.001), (0.001, 0.01), (0.01, 0.05), (0.05, 0.2), (0.2, 0.5), (0.5, 1.01)):
        inside = (p >= low) & (p < high)
        if inside.any():
            print(
                f"seed {seed}: chance {low:.3f} to {high:.2f}: said {p[inside].mean():.4f}, "
                f"was {hit[inside].mean():.4f} (n {inside.sum()})"
            )


if __name__ == "__main__":
    main()
