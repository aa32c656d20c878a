"""How well `egiz read` finds promises: precision, recall, kind and due, by language.

    python -m benchmarks.minutes.evaluate [--split heldout|dev] [--misses]

A found promise counts if its quote and a marked one share at least half of the shorter of the two;
each is paired once, the largest overlap first. Kind and due are counted among the pairs. A due is right
if the exact date agrees, or the vague phrase is the marked one, or both say there is none.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from dataclasses import dataclass, field

from benchmarks.minutes.gold import Marked, MarkedPromise, load_split
from egiz.minutes import Promise, read


@dataclass
class Tally:
    """Counts for one language."""

    reports: int = 0
    marked: int = 0
    found: int = 0
    paired: int = 0
    kinds: int = 0
    dues: int = 0
    confidences: list[tuple[float, bool]] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Add another tally to this one."""
        for name in ("reports", "marked", "found", "paired", "kinds", "dues"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.confidences += other.confidences


def pair(promises: tuple[MarkedPromise, ...], found: tuple[Promise, ...]) -> list[tuple[int, int]]:
    """Pairs (marked, found) by overlap of their words."""
    overlaps = []
    for at, promise in enumerate(promises):
        for to, one in enumerate(found):
            shared = min(promise.end, one.end) - max(promise.start, one.start)
            shorter = min(promise.end - promise.start, one.end - one.start)
            if shared * 2 >= shorter:
                overlaps.append((shared, at, to))
    pairs: list[tuple[int, int]] = []
    for _, at, to in sorted(overlaps, reverse=True):
        if all(at != a and to != b for a, b in pairs):
            pairs.append((at, to))
    return pairs


def due_agrees(promise: MarkedPromise, one: Promise) -> bool:
    """Whether the due found is the due marked."""
    if promise.due == "-":
        return one.due.date is None and one.due.phrase is None
    if promise.due.startswith("~"):
        return one.due.date is None and (one.due.phrase or "").casefold() == promise.due[1:].casefold()
    return one.due.date is not None and one.due.date.isoformat() == promise.due


def measure(report: Marked, *, misses: bool = False) -> Tally:
    """Read one report and count."""
    found = read(report.text, date=report.date).promises
    pairs = pair(report.promises, found)
    tally = Tally(1, len(report.promises), len(found), len(pairs))
    for at, to in pairs:
        promise, one = report.promises[at], found[to]
        tally.kinds += promise.kind == one.kind
        tally.dues += due_agrees(promise, one)
        if misses and promise.kind != one.kind:
            print(f"  {report.name}: kind {one.kind} for {promise.kind}: {one.title}")
        if misses and not due_agrees(promise, one):
            print(f"  {report.name}: due {one.due.date or one.due.phrase} for {promise.due}: {one.quote}")
    hit = {to for _, to in pairs}
    tally.confidences = [(one.confidence, to in hit) for to, one in enumerate(found)]
    if misses:
        for at, promise in enumerate(report.promises):
            if all(at != a for a, _ in pairs):
                print(f"  {report.name}: missed: {report.text[promise.start : promise.end]}")
        for to, one in enumerate(found):
            if to not in hit:
                print(f"  {report.name}: too much ({one.confidence}): {one.quote}")
    return tally


def share(part: int, whole: int) -> str:
    """A share in per cent, or a dash."""
    return f"{100 * part / whole:5.0f} %" if whole else "      -"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description="Precision and recall of egiz read on marked reports.")
    parser.add_argument("--split", choices=["heldout", "dev"], default="heldout")
    parser.add_argument("--misses", action="store_true", help="print each miss")
    options = parser.parse_args()
    tallies: dict[str, Tally] = defaultdict(Tally)
    for report in load_split(options.split):
        one = measure(report, misses=options.misses)
        tallies[report.language].add(one)
        tallies["all"].add(one)
    print(f"split: {options.split}")
    print("language  reports  marked  found  precision  recall   kind    due")
    for language in [*sorted(set(tallies) - {"all"}), "all"]:
        t = tallies[language]
        print(
            f"{language:8}  {t.reports:7}  {t.marked:6}  {t.found:5}  {share(t.paired, t.found):>9}"
            f"  {share(t.paired, t.marked)}  {share(t.kinds, t.paired)}  {share(t.dues, t.paired)}"
        )
    print("confidence  found  right")
    for low, high in ((0.45, 0.65), (0.65, 0.8), (0.8, 0.9), (0.9, 1.01)):
        rows = [right for value, right in tallies["all"].confidences if low <= value < high]
        print(f"{low:.2f}-{min(high, 1):.2f}   {len(rows):5}  {share(sum(rows), len(rows))}")


if __name__ == "__main__":
    main()
