"""Small problems and a brute-force solver."""

from __future__ import annotations

import itertools
import os
from pathlib import Path

import pytest

from egiz.meetings import Goals, Meeting, Participant, Problem, Slot, Table


@pytest.fixture(scope="session")
def cases() -> Path:
    root = os.environ.get("EGIZ_CASES")
    folder = (Path(root) if root else Path(__file__).parents[3] / "shared" / "cases") / "meetings"
    if not folder.is_dir():
        pytest.skip(f"no published cases at {folder}")
    return folder


def small(
    pairs: list[tuple[int, int]],
    *,
    people: int = 4,
    slots: int = 4,
    tables: int = 2,
    must: bool = True,
    fairness: int | None = None,
    weights: list[int] | None = None,
    away: dict[int, set[int]] | None = None,
    order: list[tuple[int, int]] | None = None,
) -> Problem:
    """A problem of two-party meetings with the goals held and breaks."""
    away = away or {}
    return Problem(
        slots=tuple(Slot() for _ in range(slots)),
        participants=tuple(
            Participant(f"p{i}", unavailable=frozenset(away.get(i, ())), mode="in_person")
            for i in range(people)
        ),
        meetings=tuple(
            Meeting(
                f"m{k}",
                (f"p{a}", f"p{b}"),
                must=must,
                weight=(weights or [1] * len(pairs))[k],
                after=tuple(f"m{x}" for x, y in order or () if y == k),
            )
            for k, (a, b) in enumerate(pairs)
        ),
        tables=tuple(Table(f"t{k}") for k in range(tables)),
        goals=Goals(order=("held", "breaks"), fairness=fairness, breaks_per="event"),
        check_loads=False,
    )


def brute_force(problem: Problem) -> tuple[int, int] | None:
    """Best (weight held, breaks) by trying everything; None where no schedule holds all musts."""
    best: tuple[int, int] | None = None
    index = {p.id: i for i, p in enumerate(problem.participants)}
    options = [[*range(len(problem.slots)), *([] if m.must else [-1])] for m in problem.meetings]
    for choice in itertools.product(*options):
        value = value_of(problem, dict(zip((m.id for m in problem.meetings), choice, strict=True)), index)
        if value is not None and (best is None or (-value[0], value[1]) < (-best[0], best[1])):
            best = value
    return best


def value_of(problem: Problem, slot: dict[str, int], index: dict[str, int]) -> tuple[int, int] | None:
    """Weight held and breaks of a choice of slots (-1 for not held); None where it breaks a rule."""
    used: list[int] = [0] * len(problem.slots)
    busy: list[list[int]] = [[] for _ in problem.participants]
    for m in problem.meetings:
        s = slot[m.id]
        if s < 0:
            continue
        used[s] += 1
        if used[s] > len(problem.tables):
            return None
        if any(slot[a] >= s for a in m.after if slot[a] >= 0):
            return None
        for key in m.participants:
            person = index[key]
            if s in busy[person] or s in problem.participants[person].unavailable:
                return None
            busy[person].append(s)
    breaks = [sum(b - a > 1 for a, b in itertools.pairwise(sorted(slots))) for slots in busy]
    limit = problem.goals.fairness
    if limit is not None and max(breaks) - min(breaks) > limit:
        return None
    return sum(m.weight for m in problem.meetings if slot[m.id] >= 0), sum(breaks)
