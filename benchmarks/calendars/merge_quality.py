"""How well are duplicate events found? ``python benchmarks/calendars/merge_quality.py [--show]``.

Precision and recall of automatic merging on the labelled pairs (see README.md for how they were labelled),
beside plain string similarity. A pair left to a person counts as not merged.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from rapidfuzz.fuzz import token_set_ratio

from egiz.calendars import Event, event_from_json
from egiz.calendars.pairing import candidate_pairs, forbidden, judge

PAIRS = sorted(Path(__file__).parent.glob("pairs*.jsonl"))
SPLITS = (
    *(
        "first",
        "second",
        "fresh",
        "listed ahead",
        "listed past",
        "assemblies",
        "shows",
        "congresses",
        "fairs",
    ),
    *("gatherings", "markets", "all"),
)


def load() -> list[dict]:
    """Read the labelled pairs, with both entries as events from sources of their own."""
    lines = [line for path in PAIRS for line in path.read_text(encoding="utf-8").splitlines()]
    rows = [json.loads(line) for line in lines]
    for row in rows:
        for side in "ab":
            record = {**row[side], "uid": f"{row['id']}{side}", "sources": [{"title": f"{row['id']}{side}"}]}
            row[side] = event_from_json(record)
    return rows


def decide(a: Event, b: Event) -> str:
    """What merging does with the pair, blocking included."""
    return judge(a, b).decision if list(candidate_pairs([a, b])) else "different"


def by_strings(a: Event, b: Event) -> str:
    """Plain string similarity within the same hard rules, the usual way."""
    if forbidden(a, b):
        return "different"
    best = max(token_set_ratio(x, y) for x in a.names.values() for y in b.names.values())
    return "same" if best >= 85 else "different"


def score(rows: list[dict], decisions: list[str]) -> str:
    """Format precision, recall and the share left to a person."""
    truth = [row["label"] == "same" for row in rows]
    merged = [d == "same" for d in decisions]
    hits = sum(t and m for t, m in zip(truth, merged, strict=True))
    precision = hits / max(1, sum(merged))
    recall = hits / max(1, sum(truth))
    return f"{precision:9.3f} {recall:7.3f} {decisions.count('ask'):4d}"


def main() -> None:
    """Print one table, and with --show every pair that was decided wrongly."""
    rows = load()
    print(f"{len(rows)} pairs: {dict(Counter(row['label'] for row in rows))}")
    print(f"{'split':12} {'method':10} {'pairs':>5} precision recall  ask")
    for split in SPLITS:
        part = [row for row in rows if split in (row["split"], "all")]
        for name, method in (("strings", by_strings), ("egiz", decide)):
            decisions = [method(row["a"], row["b"]) for row in part]
            print(f"{split:12} {name:10} {len(part):5} {score(part, decisions)}")
    if "--show" in sys.argv:
        for row in rows:
            decision = decide(row["a"], row["b"])
            if decision != row["label"]:
                verdict = judge(row["a"], row["b"])
                why = ", ".join(f"{r.code} {r.weight:+.1f}" for r in verdict.reasons)
                print(
                    f"{row['id']:3} {row['split']:8} {row['label']:9} → {decision:9} {verdict.score:.2f} "
                    f"{row['a'].name()} | {row['b'].name()} ({why})"
                )


if __name__ == "__main__":
    main()
