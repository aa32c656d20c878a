"""The schedule as clauses, to ask for one with at most K breaks.

Follows the MaxSAT view of Bofill et al. (JAIR 74, 2022): a variable per participant and slot, one for
"has met before", and one for "a hole ends here". Added to it: the participants busy in a slot are at most
twice the places (or as many as the largest meetings need), counted over participants, which lets the
counting argument of `attendance` work inside the search.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from egiz.meetings.core import Core

Starts = NDArray[np.int32]
Clause = list[int]
PAIRWISE = 6


@dataclass
class Formula:
    """Clauses, the variables of first slots, and the hole variables."""

    pool: Any
    clauses: list[Clause] = field(default_factory=list)
    begin: dict[tuple[int, int], int] = field(default_factory=dict)
    busy: dict[tuple[int, int], int] = field(default_factory=dict)
    holes: dict[int, list[int]] = field(default_factory=dict)

    def new(self) -> int:
        """A new variable."""
        return int(self.pool.id(("v", self.pool.top + 1)))

    def at_most(self, literals: list[int], limit: int) -> None:
        """At most `limit` of the literals."""
        if len(literals) <= limit:
            return
        if limit == 0:
            self.clauses += [[-x] for x in literals]
        elif limit == 1 and len(literals) <= PAIRWISE:
            self.clauses += [[-a, -b] for a, b in combinations(literals, 2)]
        else:
            self._card("atmost", literals, limit, sequential=limit == 1)

    def exactly(self, literals: list[int], count: int) -> None:
        """Exactly `count` of the literals."""
        if len(literals) < count:
            self.clauses.append([self.new()])
            self.clauses.append([-self.clauses[-1][0]])
        elif count == 1:
            self.clauses.append(list(literals))
            self.at_most(literals, 1)
        elif len(literals) == count:
            self.clauses += [[x] for x in literals]
        else:
            self._card("equals", literals, count, sequential=False)

    def _card(self, kind: str, literals: list[int], bound: int, *, sequential: bool) -> None:
        from pysat.card import CardEnc, EncType  # noqa: PLC0415 - loaded in the prover's process only

        encoding = EncType.seqcounter if sequential else EncType.totalizer
        made = getattr(CardEnc, kind)(literals, bound, vpool=self.pool, encoding=encoding)
        self.clauses.extend(made.clauses)


def suits(core: Core) -> bool:
    """Whether the clauses cover this problem: every meeting a must, one slot long, one representative."""
    ends = (core.least > 0) | (core.most < [len(mine) for mine in core.meetings_of])
    return bool(
        core.must.all() and (core.length == 1).all() and (core.room_for == 1).all() and not ends.any()
    )


def encode(core: Core, breaks: int, *, counting: bool = True) -> Formula:
    """Clauses that hold exactly for the schedules with at most `breaks` breaks.

    Parameters
    ----------
    core
        A problem for which `suits` holds.
    breaks
        Most breaks in total.
    counting
        Add the implied counts of participants per slot.
    """
    from pysat.formula import IDPool  # noqa: PLC0415 - loaded in the prover's process only

    formula = Formula(IDPool())
    for m in range(core.n_meetings):
        starts = core.starts(m)
        formula.begin.update({(m, s): formula.new() for s in starts})
        formula.exactly([formula.begin[m, s] for s in starts], 1)
    _attend(core, formula)
    _share(core, formula, counting=counting)
    for a, b in core.before:
        for s in core.starts(b):
            formula.clauses += [
                [-formula.begin[a, t], -formula.begin[b, s]] for t in core.starts(a) if t >= s
            ]
    for p, mine in enumerate(core.meetings_of):
        if len(mine) > 1:
            formula.holes[p] = _holes(core, formula, p)
    if core.problem.goals.fairness is not None:
        _fair(core, formula, core.problem.goals.fairness)
    formula.at_most([h for holes in formula.holes.values() for h in holes], breaks)
    return formula


def _attend(core: Core, formula: Formula) -> None:
    for p, mine in enumerate(core.meetings_of):
        mine_busy = []
        for s in range(core.n_slots):
            here = [formula.begin[m, s] for m in mine if (m, s) in formula.begin]
            if not here:
                continue
            formula.at_most(here, 1)
            busy = formula.new()
            formula.busy[p, s] = busy
            mine_busy.append(busy)
            formula.clauses += [[-h, busy] for h in here]
            formula.clauses.append([-busy, *here])
        if len(mine) > 1:
            formula.exactly(mine_busy, len(mine))


def _share(core: Core, formula: Formula, *, counting: bool) -> None:
    for row in core.rows:
        members = set(row.meetings)
        largest = max(len(core.people[m]) for m in row.meetings)
        whole = [p for p, mine in enumerate(core.meetings_of) if mine and set(mine) <= members]
        for s, capacity in enumerate(row.capacity):
            here = [formula.begin[m, s] for m in row.meetings if (m, s) in formula.begin]
            formula.at_most(here, capacity)
            if counting and len(here) > capacity:
                formula.at_most(
                    [formula.busy[p, s] for p in whole if (p, s) in formula.busy], largest * capacity
                )


def _holes(core: Core, formula: Formula, p: int) -> list[int]:
    holes: list[int] = []
    for span in np.unique(core.span):
        met = 0
        for s in np.flatnonzero(core.span == span):
            now = formula.busy.get((p, int(s)), 0)
            if now and met:
                last = formula.busy.get((p, int(s) - 1), 0)
                hole = formula.new()
                formula.clauses.append([-met, -now, hole, *([last] if last else [])])
                formula.clauses += [[-hole, now], [-hole, met]]
                if last:
                    formula.clauses.append([-hole, -last])
                holes.append(hole)
            if now:
                met = _either(formula, met, now)
    return holes


def _either(formula: Formula, met: int, now: int) -> int:
    if not met:
        return now
    both = formula.new()
    formula.clauses += [[-met, both], [-now, both], [-both, met, now]]
    return both


def _fair(core: Core, formula: Formula, difference: int) -> None:
    if any(len(mine) < 2 for mine in core.meetings_of):
        for holes in formula.holes.values():
            formula.at_most(holes, difference)
        return
    # Everyone may have breaks: "all have at least k" lets anyone have as many as k + difference.
    counts = {p: _sorted(formula, holes) for p, holes in formula.holes.items()}
    most = max(len(c) for c in counts.values())
    levels = [formula.new() for _ in range(max(0, most - difference))]
    formula.clauses += [[-b, a] for a, b in pairwise(levels)]
    for k, level in enumerate(levels):
        for count in counts.values():
            formula.clauses.append([-level, count[k]] if k < len(count) else [-level])
            if k + difference < len(count):
                formula.clauses.append([level, -count[k + difference]])


def _sorted(formula: Formula, literals: list[int]) -> list[int]:
    """Outputs o[k]: at least k + 1 of the literals (both directions), by counting along the list."""
    counts: list[int] = []
    for x in literals:
        fresh = [formula.new() for _ in range(len(counts) + 1)]
        for k, out in enumerate(fresh):
            before = counts[k] if k < len(counts) else 0
            below = counts[k - 1] if k else 0
            if before:
                formula.clauses.append([-before, out])
            formula.clauses.append([-x, out, *([-below] if below else [])])
            formula.clauses.append([-out, x, *([before] if before else [])])
            if below:
                formula.clauses.append([-out, below, *([before] if before else [])])
        counts = fresh
    return counts


def read(core: Core, formula: Formula, model: list[int]) -> Starts:
    """First slots from a model."""
    true = {x for x in model if x > 0}
    starts = np.full(core.n_meetings, -1, dtype=np.int32)
    for (m, s), variable in formula.begin.items():
        if variable in true:
            starts[m] = s
    return starts
