"""Two ordinary ways to a schedule, to compare with: greedy, and edge colouring.

Usage: python -m benchmarks.meetings.starts [--seconds 60] NAME [NAME …]

A name is a generated case (L250, X1000, Y5000; with a p at the end a schedule without breaks exists), or the
same with a seed of our own generator, as in X1000-7. With `--seconds 0` only the two starts are made.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.meetings.cases import cases
from benchmarks.meetings.clock import Stopwatch
from benchmarks.meetings.fairs import fair
from egiz.meetings import Limits, Problem, check, load_problem, result_to_document, solve
from egiz.meetings.model.core import Core, build_core
from egiz.meetings.model.measure import goal_value


def named(name: str) -> Problem:
    """A generated case, or one of our own generator."""
    base, _, seed = name.partition("-")
    if seed:
        return fair(base, int(seed))
    path = cases() / "generated" / f"{name}.json"
    return load_problem(path if path.exists() else path.with_suffix(".json.gz"))


def bits(word: int) -> Iterator[int]:
    """Numbers of the set bits."""
    while word:
        low = word & -word
        yield low.bit_length() - 1
        word ^= low


class Draft:
    """A schedule under construction: who meets whom when, and slots as bits of a number."""

    def __init__(self, core: Core) -> None:
        self.sides = [(who[0], who[1]) for who in core.people]
        self.slot = [-1] * core.n_meetings
        self.at: list[dict[int, int]] = [{} for _ in range(core.n_people)]
        self.busy = [0] * core.n_people
        self.open = [0] * core.n_people
        for p, mine in enumerate(core.meetings_of):
            for s in np.flatnonzero(core.allowed[list(mine)].any(axis=0)) if mine else ():
                self.open[p] |= 1 << int(s)
        self.seats = list(core.rows[0].capacity)
        self.used = [0] * core.n_slots

    def free(self, p: int) -> int:
        return self.open[p] & ~self.busy[p]

    def put(self, m: int, s: int) -> None:
        if self.slot[m] >= 0:
            raise ValueError("A meeting is placed once.")
        self._mark(m, s)

    def _mark(self, m: int, s: int) -> None:
        self.slot[m] = s
        self.used[s] += 1
        for p in self.sides[m]:
            self.at[p][s] = m
            self.busy[p] |= 1 << s

    def path(self, p: int, s: int, t: int) -> tuple[list[int], int]:
        """The meetings of the path that p, busy in s only of the two, begins; and its other end."""
        found = []
        while s in self.at[p]:
            m = self.at[p][s]
            found.append(m)
            a, b = self.sides[m]
            p = b if p == a else a
            s, t = t, s
        return found, p

    def flip(self, path: list[int], s: int, t: int) -> None:
        """Exchange s and t on a path."""
        before = [(m, self.slot[m]) for m in path]
        for m, here in before:
            self.used[here] -= 1
            for p in self.sides[m]:
                del self.at[p][here]
                self.busy[p] &= ~(1 << here)
        for m, here in before:
            self._mark(m, t if here == s else s)

    def may(self, path: list[int], end: int, s: int, t: int) -> bool:
        """Whether the last one on the path is free to change."""
        to = t if len(path) % 2 else s
        return bool(self.open[end] >> to & 1)

    def placed(self) -> int:
        return sum(s >= 0 for s in self.slot)


def greedy(core: Core) -> Draft:
    """The busiest first, each where it adds the fewest breaks and then the least idle time."""
    draft = Draft(core)
    load = [len(mine) for mine in core.meetings_of]
    order = sorted(range(core.n_meetings), key=lambda m: -sum(load[p] for p in draft.sides[m]))
    for m in order:
        a, b = draft.sides[m]
        room = [s for s in bits(draft.free(a) & draft.free(b)) if draft.used[s] < draft.seats[s]]
        if room:
            draft.put(m, min(room, key=lambda s: _worse(draft.busy[a], s) + _worse(draft.busy[b], s)))
    return draft


def _worse(busy: int, s: int) -> float:
    def cost(word: int) -> float:
        runs = (word & ~(word << 1)).bit_count()
        span = word.bit_length() - ((word & -word).bit_length() - 1)
        return runs + 0.01 * (span - word.bit_count())

    return cost(busy | 1 << s) - (cost(busy) if busy else 1.0)


def colouring(core: Core) -> Draft:
    """Slots as colours: alternating paths make room for each meeting, then even out the slots."""
    draft = Draft(core)
    for m, (a, b) in enumerate(draft.sides):
        common = draft.free(a) & draft.free(b)
        if not common:
            common = _make_room(draft, a, b)
        if common:
            draft.put(m, next(bits(common)))
    for s, seats in enumerate(draft.seats):
        while draft.used[s] > seats and _even_out(draft, s):
            pass
    return draft


def _make_room(draft: Draft, a: int, b: int) -> int:
    for s in bits(draft.free(a)):
        for t in bits(draft.free(b)):
            # b is busy in s and free in t: its path frees s, unless it ends in a.
            path, end = draft.path(b, s, t)
            if end != a and draft.may(path, end, s, t):
                draft.flip(path, s, t)
                return 1 << s
    return 0


def _even_out(draft: Draft, s: int) -> bool:
    for t in sorted(range(len(draft.seats)), key=lambda t: draft.used[t] - draft.seats[t]):
        if draft.used[t] >= draft.seats[t]:
            return False
        for p, busy in enumerate(draft.busy):
            if busy >> s & 1 and draft.free(p) >> t & 1:
                path, end = draft.path(p, s, t)
                if len(path) % 2 and draft.may(path, end, s, t):
                    draft.flip(path, s, t)
                    return True
    return False


def main() -> None:
    """Print the starts and our schedule of each case, with the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="+")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--workers", type=int, default=2)
    words = parser.parse_args()
    for name in words.names:
        problem = named(name)
        core = build_core(problem)
        print(f"{name}: {core.n_people} participants, {core.n_meetings} meetings, {core.n_slots} slots")
        starts = {"greedy": greedy, "edge colouring": colouring}
        values = {}
        for label, make in starts.items():
            begin = time.process_time()
            draft = make(core)
            values[label] = goal_value(core, np.array(draft.slot, dtype=np.int32), "breaks")
            over = sum(max(0, u - c) for u, c in zip(draft.used, draft.seats, strict=True))
            print(
                f"  {label}: {draft.placed()} placed, {values[label]} breaks, {over} beyond the tables, "
                f"cpu {time.process_time() - begin:.1f} s",
                flush=True,
            )
        if words.seconds:
            _ours(problem, words.seconds, words.workers, values)


def _ours(problem: Problem, seconds: float, workers: int, values: dict[str, int]) -> None:
    with Stopwatch() as watch:
        result = solve(problem, limits=Limits(seconds, workers), seed=1)
    goal = result.goal("breaks")
    first = next((p.seconds for p in result.improvements if p.value is not None), None)
    ratios = ", ".join(f"{goal.value / max(1, value):.3f} of {label}" for label, value in values.items())
    rules = [b.rule for b in check(result_to_document(result), problem)]
    print(
        f"  ours: {len(result.meetings)} placed, {goal.value} breaks (at least {goal.bound}), first schedule "
        f"after {first} s, wall {watch.wall:.0f} s, cpu {watch.cpu:.0f} s, broken rules {rules}; {ratios}",
        flush=True,
    )


if __name__ == "__main__":
    main()
