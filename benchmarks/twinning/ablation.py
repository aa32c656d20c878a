"""What each group of features brings: `python -m benchmarks.twinning.ablation --seed 1 --most 1000`.

One seed's training groups are made once; the conditional logit is fitted without one group at a time, and on
the attributes alone, and asked the country questions.
"""

from __future__ import annotations

import argparse
import sys

import numpy as np

from benchmarks.twinning.protocol import Answers, expected_rank, links_file, questions, split
from egiz.twinning.features import ALL_FEATURES, GROUPS, matrix, queries
from egiz.twinning.learning import Model, fit_logit
from egiz.twinning.network import Network
from egiz.twinning.training import cross_fitted


def main() -> None:
    """Print a line for each set of features."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--most", type=int, default=1000)
    chosen = options.parse_args()
    if not links_file().exists():
        sys.exit(f"No links at {links_file()}; set EGIZ_CASES to the folder that holds twins/links.csv.")
    links = split(chosen.seed)
    inside, _ = cross_fitted(np.unique(np.sort(links.train, axis=1), axis=0), seed=chosen.seed, most=8000)
    network = Network.build(links.train)
    asked = list(questions(links.validation, "country", chosen.most, chosen.seed))
    tables = [matrix(q) for q in queries(network, network.tendencies, [(a, rows) for a, _, rows in asked])]
    sets = {"everything": ALL_FEATURES}
    sets |= {
        f"without {name}": tuple(f for f in ALL_FEATURES if f not in group) for name, group in GROUPS.items()
    }
    sets |= {"attributes alone": tuple(GROUPS["attributes"]), "paths alone": tuple(GROUPS["paths"])}
    sets["parameters (no paths)"] = tuple(f for f in ALL_FEATURES if f not in GROUPS["paths"])
    for name, features in sets.items():
        at = [ALL_FEATURES.index(f) for f in features]
        model = Model(fit_logit(inside, features, inside.features[:, at]), "")
        answers = Answers()
        for (a, b, rows), table in zip(asked, tables, strict=True):
            answers.city.append(a)
            answers.partner.append(b)
            answers.rank.append(expected_rank(model.score(table[:, at]), int(np.flatnonzero(rows == b)[0])))
        cold = network.tendencies.degrees[np.array(answers.partner)] == 0
        all_, apart = answers.figures(), answers.figures(cold)
        print(
            f"{name:28s} {len(features):3d} features  MRR {all_['mrr']:.4f}  hits@10 {all_['hits10']:.3f}  "
            f"partner without links ({apart['queries']}): MRR {apart.get('mrr', 0):.3f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
