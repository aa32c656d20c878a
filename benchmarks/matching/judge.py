"""The sheet of judgements: twenty firms of the sample, their five best partners, judged by a reader.

    python -m benchmarks.matching.judge            # judged share of today's top five
    python -m benchmarks.matching.judge --blank    # the pairs to judge

The firms are every fourth of each list from the second on, fixed before any result was looked at. The
reader saw both profiles and no score, and answered: 2 would meet, 1 perhaps, 0 no reason to meet. The reader
wrote the sample too, so the sheet shows what the ranking puts on top, not what a stranger would say; a pair
that is not in the sheet counts as not judged.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from egiz.matching import match, read_profiles

SAMPLE = Path(__file__).parents[2] / "examples" / "atyrau"
SHEET = Path(__file__).with_name("judgements.csv")


def main() -> None:
    """Print the pairs or the shares."""
    a = read_profiles(SAMPLE / "firms_atyrau.xlsx").profiles
    b = read_profiles(SAMPLE / "firms_karakalpakstan.xlsx").profiles
    profiles = {profile.id: profile for profile in (*a, *b)}
    pairs = match(a, b, top=5).pairs
    asked = [firm.id for firm in (*a[1::4], *b[1::4])]
    rows = [
        (firm, pair.b if firm == pair.a else pair.a)
        for firm in asked
        for pair in [pair for pair in pairs if firm in {pair.a, pair.b}][:5]
    ]
    if "--blank" in sys.argv:
        for one, two in rows:
            texts = (f"{p.offers} needs {p.needs}" for p in (profiles[one], profiles[two]))
            print(one, two, *texts, sep=" | ")
        return
    with SHEET.open(encoding="utf-8", newline="") as file:
        known = {(row["firm"], row["partner"]): int(row["judgement"]) for row in csv.DictReader(file)}
    known |= {(two, one): value for (one, two), value in known.items()}
    judged = [known[row] for row in rows if row in known]
    tops = [next((row for row in rows if row[0] == firm), ("", "")) for firm in asked]
    first = [known[row] for row in tops if row in known]
    print(f"{len(rows)} pairs of {len(asked)} firms, {len(judged)} judged")
    sure, maybe = (sum(value == level for value in judged) / len(judged) for level in (2, 1))
    print(f"would meet {sure:.2f}, perhaps {maybe:.2f}")
    print(f"best partner would meet: {sum(v == 2 for v in first)} of {len(first)} firms")


if __name__ == "__main__":
    main()
