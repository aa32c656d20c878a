"""The schedule as clauses, to ask for one with at most K breaks.

Follows the MaxSAT view of Bofill et al. (JAIR 74, 2022): a variable per participant and slot, one for
"has met before", and one for "a hole ends here". Added to it: the participants busy in a slot are at most
twice the places (or as many as the largest meetings need), counted over participants, which lets the
counting argument of `attendance` work inside the search. Where that argument proves nothing, clauses that
count meetings instead can be far easier to refute and to satisfy. Meetings may be optional (their lost weight
is counted), long, or of participants with several representatives.

The number of breaks is not a clause but a row of counters, so that one solver can be asked again and again
with another limit and keeps what it has learnt.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import combinations, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from egiz.meetings.model.core import Core
from egiz.meetings.model.pools import Row

Starts = NDArray[np.int32]
Clause = list[int]
PAIRWISE = 6
# How many different sums of lost weight the clauses may count.
LARGE_LOSS = 400


@dataclass
class Formula:
    """Clauses, the variables of first slots, and the hole variables."""

    pool: Any
    clauses: list[Clause] = field(default_factory=list)
    begin: dict[tuple[int, int], int] = field(default_factory=dict)
    busy: dict[tuple[int, int], int] = field(default_factory=dict)
    holes: dict[int, list[int]] = field(default_factory=dict)
    drop: dict[int, int] = field(default_factory=dict)

    @property
    def breaks(self) -> list[int]:
        """Every hole variable."""
        return [h for holes in self.holes.values() for h in holes]

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

    def at_least(self, literals: list[int], count: int) -> None:
        """At least `count` of the literals."""
        if count == 1:
            self.clauses.append(list(literals))
        elif count > 1:
            self.at_most([-x for x in literals], len(literals) - count)
            if len(literals) < count:
                self.never()

    def falling(self, literals: list[int]) -> None:
        """Each literal only with the one before it."""
        self.clauses += [[-b, a] for a, b in pairwise(literals)]

    def never(self) -> None:
        """No schedule at all."""
        self.clauses.append([self.new()])
        self.clauses.append([-self.clauses[-1][0]])

    def exactly(self, literals: list[int], count: int) -> None:
        """Exactly `count` of the literals."""
        if len(literals) < count:
            self.never()
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


def suits(core: Core, lost: int = 0) -> bool:
    """Whether the clauses can count this loss of weight (they cover every other rule)."""
    return bool(core.must.all()) or len(_sums(core, lost)) <= LARGE_LOSS


def encode(core: Core, breaks: int | None = None, *, lost: int = 0, counting: bool = True) -> Formula:
    """Clauses that hold exactly for the schedules that lose at most `lost` of the weight.

    Parameters
    ----------
    core
        The problem's arrays.
    breaks
        Most breaks in total; None leaves their number open.
    lost
        Most weight of placeable meetings that are not held.
    counting
        Add the implied counts of participants per slot.
    """
    from pysat.formula import IDPool  # noqa: PLC0415 - loaded in the prover's process only

    formula = Formula(IDPool())
    _place(core, formula, lost)
    _attend(core, formula)
    _share(core, formula, counting=counting)
    _order(core, formula)
    _tally(core, formula)
    for p, mine in enumerate(core.meetings_of):
        if len(mine) > 1:
            formula.holes[p] = _holes(core, formula, p)
    if core.problem.goals.fairness is not None:
        _fair(core, formula, core.problem.goals.fairness)
    if breaks is not None:
        formula.at_most(formula.breaks, breaks)
    return formula


def encode_wishes(core: Core) -> tuple[Formula, dict[tuple[str, int], int]]:
    """Clauses without any wish, and for each wish a variable that asks for it.

    The wishes are ("must", meeting) and ("least", participant); what the rules of meetings allow is taken as
    it was given (`own`), so that nothing that follows from the wishes themselves is assumed.
    """
    from pysat.formula import IDPool  # noqa: PLC0415 - loaded in the prover's process only

    free = replace(core, allowed=core.own, must=np.zeros_like(core.must), least=np.zeros_like(core.least))
    formula = Formula(IDPool())
    for m in range(free.n_meetings):
        formula.begin.update({(m, s): formula.new() for s in free.starts(m)})
        formula.drop[m] = formula.new()
        formula.exactly([*(formula.begin[m, s] for s in free.starts(m)), formula.drop[m]], 1)
    _attend(free, formula)
    _share(free, formula, counting=True)
    _order(free, formula)
    _tally(free, formula)
    wishes: dict[tuple[str, int], int] = {}
    for m in np.flatnonzero(core.must).tolist():
        wishes["must", m] = formula.new()
        formula.clauses.append([-wishes["must", m], -formula.drop[m]])
    for p in np.flatnonzero(core.least > 0).tolist():
        wishes["least", p] = formula.new()
        held = [-formula.drop[m] for m in core.meetings_of[p]]
        _wish_for(formula, wishes["least", p], held, int(core.least[p]))
    return formula, wishes


def _wish_for(formula: Formula, wish: int, literals: list[int], least: int) -> None:
    """The wish asks for at least so many of the literals."""
    from pysat.card import CardEnc, EncType  # noqa: PLC0415 - loaded in the prover's process only

    if len(literals) < least:
        formula.clauses.append([-wish])
        return
    made = CardEnc.atleast(literals, least, vpool=formula.pool, encoding=EncType.totalizer)
    formula.clauses += [[-wish, *clause] for clause in made.clauses]


def _place(core: Core, formula: Formula, lost: int) -> None:
    for m in range(core.n_meetings):
        starts = core.starts(m)
        formula.begin.update({(m, s): formula.new() for s in starts})
        begins = [formula.begin[m, s] for s in starts]
        if core.must[m] or (begins and core.weight[m] > lost):
            formula.exactly(begins, 1)
        elif begins:
            formula.drop[m] = formula.new()
            formula.exactly([*begins, formula.drop[m]], 1)
    _lose(formula, core, lost)


def _sums(core: Core, lost: int) -> list[int]:
    """Every loss of weight up to `lost` that leaving out meetings can add up to."""
    able = ~core.must & core.allowed.any(axis=1) & (core.weight <= lost)
    sums = {0}
    for weight in core.weight[able].tolist():
        sums |= {s + weight for s in sums if s + weight <= lost}
        if len(sums) > LARGE_LOSS:
            break
    return sorted(sums)


def _lose(formula: Formula, core: Core, lost: int) -> None:
    """Count the lost weight meeting by meeting: at[s] is "at least s is lost so far"."""
    at: dict[int, int] = {}
    for m, drop in formula.drop.items():
        fresh = {s: formula.new() for s in at}
        formula.clauses += [[-at[s], fresh[s]] for s in at]
        for s in (0, *sorted(at)):
            total = s + int(core.weight[m])
            so_far = [-at[s]] if s else []
            if total > lost:
                # The first sum that is too much forbids all larger ones.
                formula.clauses.append([-drop, *so_far])
                break
            if total not in fresh:
                fresh[total] = formula.new()
            formula.clauses.append([-drop, *so_far, fresh[total]])
        formula.falling(list(map(fresh.__getitem__, sorted(fresh))))
        at = fresh


def _order(core: Core, formula: Formula) -> None:
    """Order by "has begun by": one clause per slot instead of one per pair of slots."""
    begun = _begun(core, formula)
    for a, b in core.before:
        for s in core.starts(b):
            early = [t for t in core.starts(a) if t + core.length[a] <= s]
            late = core.starts(a)[len(early) :]
            if late and early:
                out = _some(formula.drop.get(a, 0))
                formula.clauses.append([-formula.begin[b, s], begun[a, early[-1]], *out])
            else:
                formula.clauses += [[-formula.begin[b, s], -formula.begin[a, t]] for t in late]


def _begun(core: Core, formula: Formula) -> dict[tuple[int, int], int]:
    """For every meeting with an order, whether it has begun by each of its first slots."""
    begun: dict[tuple[int, int], int] = {}
    for m in {m for pair in core.before for m in pair}:
        last = 0
        for s in core.starts(m):
            now = formula.begin[m, s]
            if last:
                now = formula.new()
                formula.clauses += [[-last, now], [-formula.begin[m, s], now]]
                formula.clauses.append([-now, last, formula.begin[m, s]])
            begun[m, s] = last = now
    return begun


def _some(literal: int) -> list[int]:
    """A literal for a clause; none where it is 0."""
    return [literal] if literal else []


def _attend(core: Core, formula: Formula) -> None:
    for p, mine in enumerate(core.meetings_of):
        busy = [_busy(core, formula, p, s) for s in range(core.n_slots)]
        if len(mine) > 1 and core.room_for[p] == 1 and formula.drop.keys().isdisjoint(mine):
            formula.exactly(list(filter(None, busy)), _load(core, mine))
        _number(core, formula, p)


def _load(core: Core, meetings: tuple[int, ...]) -> int:
    """Slots that meetings take; what can never begin anywhere is not held and takes no time."""
    return sum(int(core.length[m]) for m in meetings if core.must[m] or core.allowed[m].any())


def _running(core: Core, formula: Formula, meetings: tuple[int, ...], s: int) -> list[int]:
    """The first slots with which one of the meetings runs in slot s."""
    return [formula.begin[m, t] for m in meetings for t in core.over(m, s)]


def _busy(core: Core, formula: Formula, p: int, s: int) -> int:
    """Whether a participant is busy in a slot, with a meeting a person at most; 0 where it cannot be."""
    here = _running(core, formula, core.meetings_of[p], s)
    if not here:
        return 0
    formula.at_most(here, int(core.room_for[p]))
    busy = formula.new()
    formula.busy[p, s] = busy
    formula.clauses += [[-h, busy] for h in here]
    formula.clauses.append([-busy, *here])
    return busy


def _number(core: Core, formula: Formula, p: int) -> None:
    """A participant's fewest and most meetings."""
    mine = core.meetings_of[p]
    begins = [formula.begin[m, s] for m in mine for s in core.starts(m)]
    if core.most[p] < len(mine):
        formula.at_most(begins, int(core.most[p]))
    if core.least[p] > 0:
        formula.at_least(begins, int(core.least[p]))


def _share(core: Core, formula: Formula, *, counting: bool) -> None:
    for row in core.rows:
        whole = _whole(core, row)
        largest = max(len(core.people[m]) for m in row.meetings)
        same = counting and _counts_alike(core, row, whole)
        for s, capacity in enumerate(row.capacity):
            here = _running(core, formula, row.meetings, s)
            if len(here) <= capacity:
                continue
            if not same:
                formula.at_most(here, capacity)
            if counting:
                busy = [formula.busy.get((p, s), 0) for p in whole]
                formula.at_most(list(filter(None, busy)), largest * capacity)


def _whole(core: Core, row: Row) -> list[int]:
    """Participants who have no meeting outside a row."""
    members = set(row.meetings)
    return [p for p, mine in enumerate(core.meetings_of) if mine and members.issuperset(mine)]


def _counts_alike(core: Core, row: Row, whole: list[int]) -> bool:
    """Whether nobody of a row is elsewhere and its meetings are equally large: both counts say the same."""
    largest = max(len(core.people[m]) for m in row.meetings)
    inside = set(whole)
    alone = all(len(core.people[m]) == largest and inside.issuperset(core.people[m]) for m in row.meetings)
    return alone and bool((core.room_for[whole] == 1).all())


def _tally(core: Core, formula: Formula) -> None:
    """Rules on people's days: entries that weigh one count first slots, others busy slots."""
    for rule, most, entries in zip(
        core.tallies.rules, core.tallies.most.tolist(), core.tallies.by_row(), strict=True
    ):
        known = [(formula.begin[m, s], c) for m, s, c in entries if (m, s) in formula.begin]
        if all(c == 1 for _, c in known):
            formula.at_most([x for x, _ in known], most)
        else:
            busy = [formula.busy.get((rule.who, t), 0) for t in rule.slots]
            formula.at_most(list(filter(None, busy)), most)
    _nogoods(core, formula)


def _nogoods(core: Core, formula: Formula) -> None:
    for nogood in core.nogoods:
        if all(key in formula.begin for key in nogood):
            formula.clauses.append([-formula.begin[key] for key in nogood])


def _holes(core: Core, formula: Formula, p: int) -> list[int]:
    holes: list[int] = []
    for span in np.unique(core.span):
        met = 0
        for s in np.flatnonzero(core.span == span):
            now = formula.busy.get((p, int(s)), 0)
            if now and met:
                last = formula.busy.get((p, int(s) - 1), 0)
                hole = formula.new()
                formula.clauses.append([-met, -now, hole, *_some(last)])
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
    counts = [_sorted(formula, holes) for holes in formula.holes.values()]
    levels = [formula.new() for _ in range(max(0, max(map(len, counts)) - difference))]
    formula.falling(levels)
    for k, level in enumerate(levels):
        for count in counts:
            formula.clauses.append([-level, *count[k : k + 1]])
            formula.clauses += [[level, -more] for more in count[k + difference : k + difference + 1]]


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
            formula.clauses.append([-x, out, *_some(-below)])
            formula.clauses.append([-out, x, *_some(before)])
            if below:
                formula.clauses.append([-out, below, *_some(before)])
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
