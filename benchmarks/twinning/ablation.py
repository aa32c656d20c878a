"""What each group of features and each learner brings: `python -m benchmarks.twinning.ablation --seed 1`.

One seed's training groups are made once. The conditional logit is fitted on everything, without one group at
a time, and on the attributes or paths alone; then the net joins it. Each is asked the country questions of
the validation links.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.twinning.protocol import Answers, expected_rank, links_file, questions, split
from egiz.twinning.features import ALL_FEATURES, GROUPS, matrix, queries
from egiz.twinning.learning import Model, fit_logit, fit_model
from egiz.twinning.network import Network
from egiz.twinning.training import MOST, cross_fitted


def main() -> None:
    """Print a line for each set of features."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--most", type=int, default=1000, help="questions asked")
    options.add_argument("--learn", type=int, default=MOST, help="questions learned from")
    chosen = options.parse_args()
    if not links_file().exists():
        sys.exit(f"No links at {links_file()}; set EGIZ_CASES to the folder that holds twins/links.csv.")
    links = split(chosen.seed)
    train = np.unique(np.sort(links.train, axis=1), axis=0)
    inside, _ = cross_fitted(train, seed=chosen.seed, most=chosen.learn)
    network = Network.build(links.train)
    asked = list(questions(links.validation, "country", chosen.most, chosen.seed))
    tables = [matrix(q) for q in queries(network, network.tendencies, [(a, rows) for a, _, rows in asked])]
    exam = Exam(asked, tables, network.tendencies.degrees)
    sets = {"everything": ALL_FEATURES}
    sets |= {
        f"without {name}": tuple(f for f in ALL_FEATURES if f not in group) for name, group in GROUPS.items()
    }
    sets |= {"attributes alone": tuple(GROUPS["attributes"]), "paths alone": tuple(GROUPS["paths"])}
    for name, features in sets.items():
        at = [ALL_FEATURES.index(f) for f in features]
        exam.ask(f"logit, {name}", at, Model(fit_logit(inside, features, inside.features[:, at])))
    everything = list(range(len(ALL_FEATURES)))
    whole = fit_model(inside, everything, seed=chosen.seed)
    exam.ask("logit and net", everything, whole)


@dataclass
class Exam:
    """The questions, with the features of every candidate."""

    asked: list[tuple[int, int, NDArray[np.int64]]]
    tables: list[NDArray[np.float32]]
    degrees: NDArray[np.float32]

    def ask(self, name: str, at: list[int], model: Model) -> None:
        """Print how one model does."""
        answers = Answers()
        for (a, b, rows), table in zip(self.asked, self.tables, strict=True):
            answers.city.append(a)
            answers.partner.append(b)
            answers.rank.append(expected_rank(model.score(table[:, at]), int(np.flatnonzero(rows == b)[0])))
        every, apart = answers.figures(), answers.figures(self.degrees[np.array(answers.partner)] == 0)
        print(
            f"{name:28s} {len(at):3d} features  MRR {every['mrr']:.4f}  hits@10 {every['hits10']:.3f}  "
            f"partner without links ({apart['queries']}): MRR {apart.get('mrr', 0):.3f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
