"""Two models to compare with, which share nothing with the engine but the problem's arrays.

Both are for the published benchmark: two participants a meeting, every meeting a must, one slot long.
"""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import Any

from egiz.meetings.model.core import build_core
from egiz.meetings.model.problem import Problem


def cp_sat(problem: Problem, seconds: float) -> int | None:
    """Fewest breaks by the plain CP-SAT model, if proved."""
    from ortools.sat.python import cp_model  # noqa: PLC0415 - each way pays for its own libraries

    core = build_core(problem)
    cp = cp_model.CpModel()
    slots = range(core.n_slots)
    at = {(m, s): cp.new_bool_var("") for m in range(core.n_meetings) for s in slots if core.own[m, s]}
    for m in range(core.n_meetings):
        cp.add_exactly_one(at[m, s] for s in slots if (m, s) in at)
    for s in slots:
        cp.add(sum(at[m, s] for m in range(core.n_meetings) if (m, s) in at) <= len(problem.tables))
    for a, b in core.before:
        first = sum(s * at[a, s] for s in slots if (a, s) in at)
        cp.add(first < sum(s * at[b, s] for s in slots if (b, s) in at))
    breaks = [_breaks(cp, core.meetings_of[p], at, core.n_slots) for p in range(core.n_people)]
    if problem.goals.fairness is not None:
        least, most = cp.new_int_var(0, core.n_slots, ""), cp.new_int_var(0, core.n_slots, "")
        for own in breaks:
            cp.add(sum(own) >= least)
            cp.add(sum(own) <= most)
        cp.add(most - least <= problem.goals.fairness)
    cp.minimize(sum(sum(own) for own in breaks))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 2
    status = solver.solve(cp)
    return round(solver.objective_value) if status == cp_model.OPTIMAL else None


def _breaks(cp: Any, mine: tuple[int, ...], at: dict[tuple[int, int], Any], n_slots: int) -> list[Any]:
    """One variable per slot: an idle run between two meetings begins here."""
    busy, before, after = ([cp.new_bool_var("") for _ in range(n_slots)] for _ in range(3))
    for s in range(n_slots):
        cp.add(sum(at[m, s] for m in mine if (m, s) in at) == busy[s])
        cp.add_max_equality(before[s], busy[: s + 1])
        cp.add_max_equality(after[s], busy[s:])
    begins = []
    for s in range(1, n_slots - 1):
        begin = cp.new_bool_var("")
        whole = [busy[s - 1], busy[s].negated(), after[s]]
        cp.add_bool_and(whole).only_enforce_if(begin)
        cp.add_bool_or([x.negated() for x in whole] + [begin])
        begins.append(begin)
    return begins


def rc2(problem: Problem, seconds: float) -> int | None:
    """Fewest breaks by the MaxSAT encoding under RC2, if proved (the caller ends it at the limit)."""
    del seconds
    from pysat.examples.rc2 import RC2  # noqa: PLC0415 - as above

    with RC2(maxsat(problem), solver="g4", adapt=True, exhaust=True, minz=True, trim=5) as solver:
        return solver.cost if solver.compute() is not None else None


def maxsat(problem: Problem) -> Any:
    """The encoding of Bofill et al.: schedule, use, "has met", "end of hole", and the implied counts.

    Implied (their 1 and 2): a participant is busy in exactly as many slots as it has meetings, and in a slot
    at most twice as many participants are busy as there are tables.
    """
    from pysat.card import CardEnc, EncType  # noqa: PLC0415 - as above
    from pysat.formula import WCNF, IDPool  # noqa: PLC0415 - as above

    core = build_core(problem)
    pool, formula, slots = IDPool(), WCNF(), range(core.n_slots)

    def count(kind: str, literals: list[int], bound: int) -> None:
        if kind == "atmost" and bound >= len(literals):
            return
        made = getattr(CardEnc, kind)(literals, bound, vpool=pool, encoding=EncType.seqcounter)
        formula.extend(made.clauses)

    for m in range(core.n_meetings):
        count("equals", [pool.id(("x", m, s)) for s in slots if core.own[m, s]], 1)
    used = {(m, s): pool.id(("x", m, s)) for m in range(core.n_meetings) for s in slots if core.own[m, s]}
    for p, mine in enumerate(core.meetings_of):
        for s in slots:
            here, use = [used[m, s] for m in mine if (m, s) in used], pool.id(("use", p, s))
            formula.extend([[-x, use] for x in here])
            formula.append([-use, *here])
            formula.extend([[-a, -b] for a, b in combinations(here, 2)])
        count("equals", [pool.id(("use", p, s)) for s in slots], len(mine))
        _ends(formula, pool, p, core.n_slots)
    for s in slots:
        count("atmost", [x for (_, t), x in used.items() if t == s], len(problem.tables))
        count("atmost", [pool.id(("use", p, s)) for p in range(core.n_people)], 2 * len(problem.tables))
    for a, b in core.before:
        formula.extend(
            [
                [-used[a, s], -used[b, t]]
                for s in slots
                for t in slots
                if (a, s) in used and (b, t) in used and t <= s
            ]
        )
    if problem.goals.fairness is not None:
        _fair(formula, pool, core.n_people, core.n_slots, problem.goals.fairness)
    return formula


def _ends(formula: Any, pool: Any, p: int, n_slots: int) -> None:
    for s in range(n_slots):
        met, use = pool.id(("met", p, s)), pool.id(("use", p, s))
        formula.append([-use, met])
        if s:
            formula.append([-pool.id(("met", p, s - 1)), met])
        formula.append([-met, use, *([pool.id(("met", p, s - 1))] if s else [])])
        if s + 1 < n_slots:
            end, then = pool.id(("end", p, s)), pool.id(("use", p, s + 1))
            formula.extend([[-end, met], [-end, -use], [-end, then], [-met, use, -then, end]])
            formula.append([-end], weight=1)


def _fair(formula: Any, pool: Any, n_people: int, n_slots: int, difference: int) -> None:
    """Counts of holes in unary per participant, between a common fewest and that plus the difference."""
    width = n_slots // 2
    level = [pool.id(("least", k)) for k in range(width)]
    formula.extend([[-b, a] for a, b in pairwise(level)])
    for p in range(n_people):
        before: list[int] = []
        for s in range(n_slots - 1):
            end = pool.id(("end", p, s))
            now = [pool.id(("count", p, s, k)) for k in range(min(width, s + 1))]
            for k, out in enumerate(now):
                has = before[k] if k < len(before) else None
                less = before[k - 1] if k else None
                formula.extend([[-has, out]] if has else [])
                formula.append([-end, out, *([-less] if less else [])])
                formula.append([-out, end, *([has] if has else [])])
                formula.extend([[-out, less, *([has] if has else [])]] if less else [])
            before = now
        for k in range(width):
            formula.append([-level[k], before[k]])
            if k + difference < width:
                formula.append([level[k], -before[k + difference]])
