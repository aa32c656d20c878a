"""Why there is no schedule: a smallest set of wishes that contradict each other, in the organiser's words."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from egiz.meetings.model.core import Core
from egiz.meetings.model.result import Reason
from egiz.meetings.model.sentences import compound, reason
from egiz.meetings.proving.explain import MOST_NAMED, name_of, names_of, no_slot, slots_named
from egiz.meetings.proving.sat import encode_wishes

Wish = tuple[str, int]
# Choices of meeting and slot up to which clauses are made to explain.
LARGEST = 120_000
# Conflicts of one question: a set that is not refuted within them is not made smaller.
BUDGET = 20_000


def explain_infeasible(core: Core, seconds: float) -> tuple[Reason, ...]:
    """What contradicts what.

    Parameters
    ----------
    core
        The problem's arrays.
    seconds
        Time for making the set of contradicting wishes smaller.
    """
    alone = [
        compound("must-without-slot", (no_slot(core, m),), "why", meeting=core.problem.meetings[m].id)
        for m in np.flatnonzero(core.must & ~core.own.any(axis=1)).tolist()
    ]
    if alone:
        return tuple(alone)
    found, smallest = smallest_conflict(core, seconds)
    if not found:
        return (reason("by-search"),)
    return (_in_words(core, found, smallest=smallest),)


def smallest_conflict(core: Core, seconds: float) -> tuple[list[Wish], bool]:
    """Wishes that cannot be had together, and whether without any one of them the others can.

    Empty where nothing was refuted in time or the contradiction lies in a limit of fairness.
    """
    if int(core.own.sum()) > LARGEST:
        return [], False
    from pysat.solvers import Solver  # noqa: PLC0415 - loaded when a contradiction is explained

    deadline = time.monotonic() + seconds
    formula, wishes = encode_wishes(core)
    of = {literal: wish for wish, literal in wishes.items()}
    with Solver(name="glucose42", bootstrap_with=formula.clauses) as solver:
        left = _refuted(solver, list(wishes.values()), BUDGET * 10)
        if left is None:
            return [], False
        kept, smallest = _shrunk(solver, left, deadline)
    return sorted(of[x] for x in kept), smallest


def _shrunk(solver: Any, left: list[int], deadline: float) -> tuple[list[int], bool]:
    """The refuted wishes without those that can be left out, and whether each of the others was tried."""
    smallest = True
    kept: list[int] = []
    while left:
        literal = left.pop()
        if time.monotonic() > deadline:
            return [*kept, literal, *left], False
        smaller = _refuted(solver, [*kept, *left], BUDGET)
        if smaller is None:
            smallest &= solver.get_status() is True
            kept.append(literal)
        else:
            kept, left = [x for x in kept if x in smaller], [x for x in left if x in smaller]
    return kept, smallest


def _refuted(solver: Any, asked: list[int], budget: int) -> list[int] | None:
    """The part of the wishes that is refuted; None where there is a schedule or none was refuted in time."""
    solver.conf_budget(budget)
    if solver.solve_limited(assumptions=asked) is not False:
        return None
    return list(solver.get_core() or [])


def _in_words(core: Core, wishes: list[Wish], *, smallest: bool) -> Reason:
    found = None
    kinds = {kind for kind, _ in wishes}
    if kinds == {"must"}:
        musts = [m for _, m in wishes]
        found = _one_person(core, musts) or _one_pool(core, musts)
    elif len(wishes) == 1:
        found = _too_few(core, wishes[0][1])
    parts = tuple(_wish(core, wish) for wish in wishes)
    return found or compound("conflict" if smallest else "conflict-among", parts, "wishes")


def _slots_of(core: Core, musts: list[int]) -> set[int]:
    return {t for m in musts for s in np.flatnonzero(core.own[m]).tolist() for t in core.running(m, s)}


def _ids(core: Core, musts: list[int]) -> str:
    return ", ".join(core.problem.meetings[m].id for m in musts)


def _one_person(core: Core, musts: list[int]) -> Reason | None:
    """Where one participant is in all of them and has fewer slots than they take."""
    slots = sorted(_slots_of(core, musts))
    load = int(core.length[musts].sum())
    for p in sorted(set.intersection(*(set(core.people[m]) for m in musts))):
        there = len(slots) * int(core.room_for[p])
        if load <= there:
            continue
        if len(slots) == 1 and len(musts) > 1:
            return reason(
                "same-slot",
                meetings=_ids(core, musts),
                slot=slots_named(core, slots),
                name=name_of(core, p),
            )
        return reason(
            "participant-overfull", name=name_of(core, p), load=load, open=there, meetings=_ids(core, musts)
        )
    return None


def _one_pool(core: Core, musts: list[int]) -> Reason | None:
    """Where all of them share places of which there are too few in their slots."""
    slots = sorted(_slots_of(core, musts))
    load = int(core.length[musts].sum())
    for row in core.rows:
        there = sum(row.capacity[s] for s in slots)
        if row.kind not in ("group", "person") and set(musts) <= set(row.meetings) and load > there:
            return reason("places-overfull", load=load, open=there, kind=row.label)
    return None


def _too_few(core: Core, p: int) -> Reason | None:
    """The most meetings a participant can have when nobody else asks for anything."""
    from pysat.card import CardEnc, EncType  # noqa: PLC0415 - loaded when a contradiction is explained
    from pysat.solvers import Solver  # noqa: PLC0415 - as above

    formula, _ = encode_wishes(core)
    held = [-formula.drop[m] for m in core.meetings_of[p]]
    for count in range(int(core.least[p]) - 1, -1, -1):
        clauses = (
            []
            if count == 0
            else CardEnc.atleast(held, count, vpool=formula.pool, encoding=EncType.totalizer).clauses
        )
        with Solver(name="glucose42", bootstrap_with=[*formula.clauses, *clauses]) as solver:
            solver.conf_budget(BUDGET)
            if solver.solve_limited():
                return reason("too-few-possible", name=name_of(core, p), least=int(core.least[p]), most=count)
    return None


def _wish(core: Core, wish: Wish) -> Reason:
    kind, number = wish
    if kind == "least":
        return reason("wish-least", name=name_of(core, number), least=int(core.least[number]))
    meeting = core.problem.meetings[number]
    names = names_of(core, core.people[number])
    slots = np.flatnonzero(core.own[number]).tolist()
    if meeting.after:
        return reason("wish-must-after", meeting=meeting.id, names=names, earlier=", ".join(meeting.after))
    if len(slots) <= MOST_NAMED and len(slots) < core.n_slots:
        return reason("wish-must-at", meeting=meeting.id, names=names, slots=slots_named(core, slots))
    return reason("wish-must", meeting=meeting.id, names=names)
