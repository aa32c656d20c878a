"""The goals of a given schedule and whether it keeps the rules; the checker has a path of its own."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from egiz.meetings.model.core import Core
from egiz.meetings.model.pools import Row
from egiz.meetings.model.problem import GoalName, Meeting

Starts = NDArray[np.int32]


def busy_grid(core: Core, starts: Starts) -> NDArray[np.int32]:
    """(P, S) number of meetings of each participant in each slot."""
    meetings, who = core.attendance
    return _count(core, starts, meetings, who, core.n_people)


def _count(
    core: Core, starts: Starts, meetings: NDArray[np.intp], owner: NDArray[np.intp], n: int
) -> NDArray[np.int32]:
    """(n, S) number of the listed meetings that run in each slot, by owner."""
    grid = np.zeros((n, core.n_slots), dtype=np.int32)
    held = starts[meetings] >= 0
    for k in range(int(core.length.max(initial=0))):
        now = held & (core.length[meetings] > k)
        np.add.at(grid, (owner[now], starts[meetings[now]] + k), 1)
    return grid


def breaks_and_idle(core: Core, starts: Starts) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Per participant: maximal idle runs between meetings of a stretch, and the idle slots in them."""
    grid = busy_grid(core, starts) > 0
    breaks = np.zeros(core.n_people, dtype=np.int64)
    idle = np.zeros(core.n_people, dtype=np.int64)
    for span in np.unique(core.span):
        part = grid[:, core.span == span]
        some = part.any(axis=1)
        rises = part[:, :1].sum(axis=1) + (part[:, 1:] & ~part[:, :-1]).sum(axis=1)
        width = part.shape[1] - part[:, ::-1].argmax(axis=1) - part.argmax(axis=1)
        breaks += np.where(some, rises - 1, 0)
        idle += np.where(some, width - part.sum(axis=1), 0)
    return breaks, idle


def goal_value(core: Core, starts: Starts, name: GoalName) -> int:
    """Value of one goal ("changes" needs the places and is counted by the assignment)."""
    if name == "held":
        return int(core.weight[starts >= 0].sum())
    if name == "preferences":
        return _missed_in_all(core, starts)
    breaks, idle = breaks_and_idle(core, starts)
    if name == "breaks":
        return int(breaks.sum())
    if name == "fairness":
        return int(breaks.max(initial=0))
    if name == "idle":
        return int(idle.sum())
    raise KeyError(name)


def _missed_in_all(core: Core, starts: Starts) -> int:
    wanted = core.problem.meetings
    likes = {p.id: p.prefer for p in core.problem.participants if p.prefer}
    return sum(missed(wanted[m], int(s), likes) for m, s in enumerate(starts) if s >= 0)


def missed(meeting: Meeting, s: int, likes: dict[str, frozenset[int]]) -> int:
    """How many wishes for other slots a meeting in slot s leaves open: its own and its participants'."""
    own = int(bool(meeting.prefer) and s not in meeting.prefer)
    return own + sum(s not in likes[p] for p in meeting.participants if p in likes)


def vector(core: Core, starts: Starts) -> tuple[int, ...]:
    """The goals in their order, all to be lowered, for comparing two schedules."""
    names = [n for n in core.problem.goals.order if n != "changes"]
    return tuple(-goal_value(core, starts, n) if n == "held" else goal_value(core, starts, n) for n in names)


def difference(core: Core, starts: Starts) -> int:
    """Largest difference of the numbers of breaks of two participants."""
    breaks, _ = breaks_and_idle(core, starts)
    return int(breaks.max() - breaks.min()) if len(breaks) else 0


def keeps_row(core: Core, starts: Starts, row: Row) -> bool:
    """Whether no slot has more of a row's meetings than it holds."""
    inside = np.array(row.meetings, dtype=np.intp)
    used = _count(core, starts, inside, np.zeros_like(inside), 1)
    return bool((used[0] <= np.array(row.capacity)).all())


def _keeps_rows(core: Core, starts: Starts) -> bool:
    return all(keeps_row(core, starts, row) for row in core.rows)


def _keeps_tallies(core: Core, starts: Starts) -> bool:
    return core.tallies.kept(starts)


def keeps_rules(core: Core, starts: Starts, *, fair: bool = True) -> bool:
    """Whether a schedule keeps every rule of the core (with `fair` off: all but the fairness limit)."""
    limit = core.problem.goals.fairness if fair else None
    return all(kept(core, starts) for kept in RULES) and (limit is None or difference(core, starts) <= limit)


def _keeps_slots(core: Core, starts: Starts) -> bool:
    on = np.flatnonzero(starts >= 0)
    return not core.must[starts < 0].any() and bool(core.allowed[on, starts[on]].all())


def _keeps_loads(core: Core, starts: Starts) -> bool:
    if (busy_grid(core, starts) > core.room_for[:, None]).any():
        return False
    counts = core.counts(starts >= 0)
    return bool(((core.least <= counts) & (counts <= core.most)).all())


def _keeps_nogoods(core: Core, starts: Starts) -> bool:
    return not any(all(starts[m] == s for m, s in nogood) for nogood in core.nogoods)


def _keeps_order(core: Core, starts: Starts) -> bool:
    return not any(
        starts[a] >= 0 <= starts[b] and starts[a] + core.length[a] > starts[b] for a, b in core.before
    )


# The cheap ones first.
RULES = (_keeps_slots, _keeps_loads, _keeps_rows, _keeps_tallies, _keeps_nogoods, _keeps_order)
