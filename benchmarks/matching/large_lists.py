"""Long lists: what candidates out of the index keep of the objective that every pair would give.

    python -m benchmarks.matching.large_lists [--companies 2000] [--sample 300]

Companies are made up by mixing phrases and codes of the two sample lists. All pairs are scored for a sample
only, the first companies of either list; the same companies are matched by candidates, then the whole lists.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from egiz.matching import Profile, match, read_profiles

LISTS = Path(__file__).parents[2] / "src" / "egiz" / "sample" / "atyrau"


def companies(known: Sequence[Profile], count: int, seed: int) -> list[Profile]:
    """Companies each made of two known ones: the offers and codes of one, the needs of the other."""
    draw = random.Random(seed)
    made = []
    for at in range(count):
        one, two = draw.choice(known), draw.choice(known)
        offers = draw.sample(one.offers, min(len(one.offers), 2))
        needs = draw.sample(two.needs, min(len(two.needs), 2))
        made.append(
            replace(
                one,
                id=f"{seed}-{at}",
                name=f"Sample {seed}-{at}",
                registration="",
                not_with=(),
                offers=tuple(offers),
                needs=tuple(needs),
                need_codes=two.need_codes,
                need_hs_codes=two.need_hs_codes,
            )
        )
    return made


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--companies", type=int, default=2000)
    parser.add_argument("--sample", type=int, default=300)
    chosen = parser.parse_args()
    known = [read_profiles(LISTS / f"firms_{side}.xlsx").profiles for side in ("atyrau", "karakalpakstan")]
    a, b = companies(known[0], chosen.companies, 1), companies(known[1], chosen.companies, 2)
    few = (a[: chosen.sample], b[: chosen.sample])
    rows = [
        ("sample, every pair", few, True),
        ("sample, candidates", few, False),
        ("all, candidates", (a, b), False),
    ]
    print("what             companies a side  meetings  objective  of the first  CPU s")
    first = 0.0
    for what, lists, dense in rows:
        clock = time.process_time()
        found = match(*lists, dense=dense)
        spent = time.process_time() - clock
        first = first or found.objective
        share = f"{found.objective / first:12.4f}" if lists is few else " " * 12
        print(
            f"{what:20} {len(lists[0]):12,}  {len(found.selected):8,}  "
            f"{found.objective:9.2f}  {share}  {spent:5.1f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
