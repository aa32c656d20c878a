"""The sheet of judgements: twenty companies of the sample, their five best partners, judged by a reader.

    python -m benchmarks.matching.judge            # judged share of today's top five
    python -m benchmarks.matching.judge --blank    # the pairs to judge

The companies are every fourth of each list from the second on, fixed before any result was looked at. The
reader saw both profiles and no score, and answered by this rubric:

2  would meet: one company offers what the other writes that it needs, or both look for the same joint work;
1  perhaps: the same trade or a neighbouring good, and a first talk would tell;
0  no reason to meet: nothing either writes is answered by the other.

``--blank`` mixes the five of each company with a fixed seed, so that their order tells nothing. The sheet of
2026-11-22 was judged inside the project by a reader who had no part in building the matching, from the
mixed pairs without scores; not by an outside expert or by the companies. One slip: before judging, the
reader had seen an earlier sheet's answers and order for six companies (``order_seen``), and its totals; the
shares of the other companies are therefore printed apart. Each row has its reason. A pair that is not in
the sheet counts as not judged.
"""

from __future__ import annotations

import csv
import random
import sys
from pathlib import Path

from egiz.matching import match, read_profiles

SAMPLE = Path(__file__).parents[2] / "src" / "egiz" / "sample" / "atyrau"
SHEET = Path(__file__).with_name("judgements.csv")
Pair = tuple[str, str]


def main() -> None:
    """Print the pairs or the shares."""
    a = read_profiles(SAMPLE / "firms_atyrau.xlsx").profiles
    b = read_profiles(SAMPLE / "firms_karakalpakstan.xlsx").profiles
    profiles = {profile.id: profile for profile in (*a, *b)}
    pairs = match(a, b, top=5).pairs
    asked = [company.id for company in (*a[1::4], *b[1::4])]
    rows = [
        (company, pair.b if company == pair.a else pair.a)
        for company in asked
        for pair in [pair for pair in pairs if company in {pair.a, pair.b}][:5]
    ]
    if "--blank" in sys.argv:
        random.Random(5).shuffle(rows)
        for one, two in sorted(rows, key=lambda row: asked.index(row[0])):
            texts = (f"{p.offers} needs {p.needs}" for p in (profiles[one], profiles[two]))
            print(one, two, *texts, sep=" | ")
        return
    with SHEET.open(encoding="utf-8", newline="") as file:
        sheet = list(csv.DictReader(file))
    known = {(row["firm"], row["partner"]): int(row["judgement"]) for row in sheet}
    known |= {(two, one): value for (one, two), value in known.items()}
    seen = {row["firm"] for row in sheet if row["order_seen"] == "yes"}
    report("all companies", rows, asked, known)
    unseen = [company for company in asked if company not in seen]
    report("companies whose order the reader had not seen", rows, unseen, known)


def report(title: str, rows: list[Pair], asked: list[str], known: dict[Pair, int]) -> None:
    """Print the judged shares of the pairs of the companies asked."""
    rows = [row for row in rows if row[0] in asked]
    judged = [known[row] for row in rows if row in known]
    print(f"{title}: {len(rows)} pairs of {len(asked)} companies, {len(judged)} judged")
    sure, maybe = (sum(value == level for value in judged) / len(judged) for level in (2, 1))
    print(f"  would meet {sure:.2f}, perhaps {maybe:.2f}, no reason {1 - sure - maybe:.2f}")
    ranked = [[row for row in rows if row[0] == company] for company in asked]
    for place in range(5):
        here = [known[five[place]] for five in ranked if len(five) > place and five[place] in known]
        print(f"  place {place + 1}: {sum(value == 2 for value in here)} of {len(here)} would meet")


if __name__ == "__main__":
    main()
