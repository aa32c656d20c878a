"""What stands in the way of a meeting that is not held, slot by slot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from egiz.meetings.model.core import Core
from egiz.meetings.model.measure import busy_grid
from egiz.meetings.model.tallies import Rule, find_rules

Starts = NDArray[np.int32]


@dataclass(frozen=True, order=True)
class Block:
    """One thing in the way.

    `kind` is "busy", "away", "office" or "most" with a participant in `what`; "pool" with the pool's number
    ("person" where its units are a participant's people),
    "group" with a row, "order" with a meeting, "tally" with one of `rules`; "own" for slots that the
    meeting's own rules exclude; "never" for meetings that cannot be held in any way.
    """

    kind: str
    what: int


class Blocks:
    """What a schedule leaves free, asked again and again."""

    def __init__(self, core: Core, starts: Starts) -> None:
        self.core, self.starts = core, starts
        self.busy = busy_grid(core, starts)
        self.counts = core.counts(starts >= 0)
        self.used = np.zeros((len(core.rows), core.n_slots), dtype=np.int64)
        for m in np.flatnonzero(starts >= 0).tolist():
            self.used[core.rows_of[m], starts[m] : starts[m] + core.length[m]] += 1
        self.parts = [(slot.day, slot.session) for slot in core.problem.slots]
        # All rules and all slots, also those that the meeting's own rules exclude: what would hold it there?
        self.rules = list(find_rules(core.problem, core.meetings_of))
        self.sums = [sum(self._taken(rule, m, int(starts[m])) for m in rule.meetings) for rule in self.rules]
        self.rules_of: dict[int, list[int]] = defaultdict(list)
        for r, rule in enumerate(self.rules):
            for m in rule.meetings:
                self.rules_of[m].append(r)
        self.before: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for a, b in core.before:
            self.before[a].append((a, b))
            self.before[b].append((a, b))

    def _taken(self, rule: Rule, m: int, s: int) -> int:
        """What a meeting adds to a rule from slot s on."""
        taken = sum(t in rule.slots for t in self.core.running(m, s)) if s >= 0 else 0
        return min(taken, 1) if rule.touching else taken

    def own_slots(self, m: int) -> list[int]:
        """First slots from which the meeting does not run over a session's end, whatever its rules say."""
        core, length = self.core, int(self.core.length[m])
        return [s for s in range(core.n_slots - length + 1) if self.parts[s] == self.parts[s + length - 1]]

    def at(self, m: int, s: int) -> frozenset[Block]:
        """Everything in the way of meeting m beginning in slot s."""
        core = self.core
        meeting = core.problem.meetings[m]
        found = {*self._orders(m, s), *self._tallies(m, s)}
        if (meeting.slots is not None and s not in meeting.slots) or meeting.fixed_slot not in (None, s):
            found.add(Block("own", 0))
        if m in core.impossible:
            found.add(Block("never", 0))
        for t in core.running(m, s):
            found |= self._people(m, t)
            found |= self._places(m, t)
        return frozenset(found | {Block("most", p) for p in core.people[m] if self.counts[p] >= core.most[p]})

    def _orders(self, m: int, s: int) -> Iterator[Block]:
        core, starts = self.core, self.starts
        for a, b in self.before[m]:
            early = b == m and starts[a] >= 0 and starts[a] + core.length[a] > s
            late = a == m and 0 <= starts[b] < s + core.length[m]
            if early or late:
                yield Block("order", a if b == m else b)

    def _tallies(self, m: int, s: int) -> Iterator[Block]:
        for r in self.rules_of[m]:
            taken = self._taken(self.rules[r], m, s)
            if taken and self.sums[r] + taken > self.rules[r].most:
                yield Block("tally", r)

    def _people(self, m: int, t: int) -> set[Block]:
        core = self.core
        found: set[Block] = set()
        online = core.ways[m] == (False, True)
        for p in core.people[m]:
            person = core.problem.participants[p]
            if t in person.unavailable:
                found.add(Block("away", p))
            elif self.busy[p, t] >= core.room_for[p]:
                found.add(Block("busy", p))
            if online and person.mode != "in_person" and not core.in_office(p, t):
                found.add(Block("office", p))
        return found

    def _places(self, m: int, t: int) -> set[Block]:
        core = self.core
        found: set[Block] = set()
        for r in core.rows_of[m]:
            row = core.rows[r]
            if self.used[r, t] >= row.capacity[t]:
                found.add(self._full(r))
        for k, pool in enumerate(core.pools):
            units = self._need(k, m, t)
            if units is not None and not pool.capacity(units)[t]:
                found.add(Block("person" if pool.who >= 0 else "pool", k))
        return found

    def _full(self, r: int) -> Block:
        """What a full row means."""
        row = self.core.rows[r]
        if row.kind == "group":
            return Block("group", r)
        if row.kind != "person":
            return Block("pool", int(row.kind == "interpreter"))
        owner = [
            self.core.problem.participants[pool.who].id if pool.who >= 0 else "" for pool in self.core.pools
        ]
        return Block("person", owner.index(row.label))

    def _need(self, k: int, m: int, t: int) -> frozenset[int] | None:
        if k == 0:
            return self.core.seats[m].need(t) if m in self.core.seats else None
        return self.core.needs[k].get(m)
