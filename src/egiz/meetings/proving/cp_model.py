"""The CP-SAT model of a schedule: one variable per meeting and first slot, breaks per participant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from egiz.meetings.model.core import Core
from egiz.meetings.model.measure import missed
from egiz.meetings.model.problem import GoalName

Starts = NDArray[np.int32]


class ScheduleModel:
    """A CP-SAT model with the goals as linear expressions.

    Parameters
    ----------
    core
        The problem's arrays.
    timing
        Add the variables for breaks and idle time (not needed to hold meetings).
    """

    def __init__(self, core: Core, *, timing: bool = True) -> None:
        from ortools.sat.python import cp_model  # noqa: PLC0415 - a heavy library, loaded when it is used

        self.core = core
        self.cp = cp_model.CpModel()
        self.begin: dict[tuple[int, int], Any] = {}
        self.held: list[Any] = []
        self.hole: dict[int, list[Any]] = {}
        self.idle: dict[int, list[Any]] = {}
        self.busy: dict[tuple[int, int], Any] = {}
        self._place()
        self._attend()
        self._share()
        self._order()
        self._tally()
        if timing:
            self._time()
        if core.problem.goals.fairness is not None and timing:
            self._fair(core.problem.goals.fairness)

    def _place(self) -> None:
        core, cp = self.core, self.cp
        for m in range(core.n_meetings):
            starts = core.starts(m)
            variables = [cp.new_bool_var(f"y{m}_{s}") for s in starts]
            self.begin.update({(m, s): v for s, v in zip(starts, variables, strict=True)})
            if core.must[m]:
                cp.add_exactly_one(variables)
                self.held.append(1)
            elif not variables:
                self.held.append(0)
            else:
                held = cp.new_bool_var(f"held{m}")
                cp.add_exactly_one([*variables, held.negated()])
                self.held.append(held)

    def running(self, m: int, s: int) -> list[Any]:
        """Variables under which meeting m runs in slot s."""
        return [self.begin[m, t] for t in self.core.over(m, s)]

    def _attend(self) -> None:
        core, cp = self.core, self.cp
        for p, mine in enumerate(core.meetings_of):
            for s in range(core.n_slots):
                self._at_once([v for m in mine for v in self.running(m, s)], int(core.room_for[p]))
            total = sum(self.held[m] for m in mine)
            if core.most[p] < len(mine):
                cp.add(total <= int(core.most[p]))
            if core.least[p] > 0:
                cp.add(total >= int(core.least[p]))

    def _at_once(self, here: list[Any], room: int) -> None:
        if room > 1 and len(here) > room:
            self.cp.add(sum(here) <= room)
        elif room == 1 and len(here) > 1:
            self.cp.add_at_most_one(here)

    def _share(self) -> None:
        for row in self.core.rows:
            for s, capacity in enumerate(row.capacity):
                here = [v for m in row.meetings for v in self.running(m, s)]
                if len(here) > capacity:
                    self.cp.add(sum(here) <= capacity)

    def _order(self) -> None:
        core, cp = self.core, self.cp
        for a, b in core.before:
            for s in core.starts(b):
                late = [self.begin[a, t] for t in core.starts(a) if t + core.length[a] > s]
                if late:
                    cp.add_at_most_one([*late, self.begin[b, s]])

    def _tally(self) -> None:
        tallies = self.core.tallies
        for most, entries in zip(tallies.most.tolist(), tallies.by_row(), strict=True):
            self.cp.add(sum(c * self.begin[m, s] for m, s, c in entries if (m, s) in self.begin) <= most)
        for nogood in self.core.nogoods:
            if all(key in self.begin for key in nogood):
                self.cp.add_bool_or([self.begin[key].negated() for key in nogood])

    def _busy(self, p: int, s: int) -> Any:
        core, cp = self.core, self.cp
        here = [v for m in core.meetings_of[p] for v in self.running(m, s)]
        if not here:
            return 0
        if len(here) == 1:
            return here[0]
        busy = cp.new_bool_var(f"b{p}_{s}")
        if core.room_for[p] == 1:
            cp.add(sum(here) == busy)
        else:
            cp.add_max_equality(busy, here)
        return busy

    def _time(self) -> None:
        core = self.core
        stretches: dict[int, list[int]] = defaultdict(list)
        for s in range(core.n_slots):
            stretches[int(core.span[s])].append(s)
        for p, mine in enumerate(core.meetings_of):
            if len(mine) < 2:
                continue
            holes: list[Any] = []
            idle: list[Any] = []
            for stretch in stretches.values():
                busy = [self._busy(p, s) for s in stretch]
                self.busy.update({(p, s): b for s, b in zip(stretch, busy, strict=True)})
                holes += self._holes(p, busy)
                idle.append(busy)
            self.hole[p] = holes
            self.idle[p] = idle

    def _holes(self, p: int, busy: list[Any]) -> list[Any]:
        # A hole ends where somebody meets again: busy now, idle just before, busy at some earlier time.
        cp = self.cp
        holes: list[Any] = []
        met: Any = None
        for i, now in enumerate(busy):
            if i >= 2 and met is not None and not isinstance(now, int):
                hole = cp.new_bool_var(f"h{p}_{len(holes)}")
                last = busy[i - 1]
                clause = [met.negated(), now.negated(), hole]
                cp.add_bool_or(clause if isinstance(last, int) else [*clause, last])
                holes.append(hole)
            if i + 1 < len(busy) and not isinstance(now, int):
                met = self._either(met, now, f"a{p}_{i}")
        return holes

    def _either(self, met: Any, now: Any, name: str) -> Any:
        """Whether somebody has met before or meets now; `met` is None where nothing was possible before."""
        if met is None:
            return now
        both = self.cp.new_bool_var(name)
        self.cp.add_implication(met, both)
        self.cp.add_implication(now, both)
        return both

    def add_idle(self) -> None:
        """Add variables for idle slots between the first and the last meeting of a stretch."""
        for p, stretches in self.idle.items():
            self.idle[p] = [gap for busy in stretches for gap in self._gaps(p, busy)]

    def _gaps(self, p: int, busy: list[Any]) -> Iterator[Any]:
        cp = self.cp
        real = [i for i, b in enumerate(busy) if not isinstance(b, int)]
        for i in range(min(real, default=0) + 1, max(real, default=0)):
            gap = cp.new_bool_var(f"i{p}_{i}")
            before, after = cp.new_bool_var(""), cp.new_bool_var("")
            for j in real:
                if j != i:
                    cp.add_implication(busy[j], before if j < i else after)
            clause = [before.negated(), after.negated(), gap]
            cp.add_bool_or(clause if isinstance(busy[i], int) else [*clause, busy[i]])
            yield gap

    def _fair(self, difference: int) -> None:
        core, cp = self.core, self.cp
        if any(len(mine) < 2 for mine in core.meetings_of):
            for holes in self.hole.values():
                if len(holes) > difference:
                    cp.add(sum(holes) <= difference)
            return
        # Hole variables may be 1 without a hole, so the fewest breaks are bounded from above by a hole count.
        least = cp.new_int_var(0, core.n_slots, "least")
        for p, holes in self.hole.items():
            cp.add(sum(holes) <= least + difference)
            cp.add(least <= self.exact_breaks(p))

    def exact_breaks(self, p: int) -> Any:
        """A participant's breaks, tied from both sides."""
        core, cp = self.core, self.cp
        runs: list[Any] = []
        for span in sorted(set(core.span.tolist())):
            stretch = [s for s in range(core.n_slots) if core.span[s] == span]
            busy = [self.busy[p, s] for s in stretch]
            firsts = list(self._firsts(busy))
            if firsts:
                some = cp.new_bool_var("")
                cp.add_max_equality(some, [b for b in busy if not isinstance(b, int)])
                runs.append(sum(firsts) - some)
        return sum(runs)

    def _firsts(self, busy: list[Any]) -> Iterator[Any]:
        """Whether somebody begins to meet, for every slot of a stretch in which that is possible."""
        cp = self.cp
        for last, now in pairwise((0, *busy)):
            if isinstance(now, int):
                continue
            if isinstance(last, int):
                yield now
                continue
            first = cp.new_bool_var("")
            cp.add_bool_and([now, last.negated()]).only_enforce_if(first)
            cp.add_bool_or([first, now.negated(), last])
            yield first

    def goal(self, name: GoalName) -> Any:
        """The expression of a goal ("held" is to be raised, all others lowered)."""
        return {
            "held": self._weight_held,
            "breaks": lambda: sum(sum(holes) for holes in self.hole.values()),
            "fairness": self._worst,
            "idle": self._idle_slots,
            "preferences": self._missed,
        }[name]()

    def _weight_held(self) -> Any:
        return sum(int(self.core.weight[m]) * h for m, h in enumerate(self.held))

    def _worst(self) -> Any:
        worst = self.cp.new_int_var(0, self.core.n_slots, "worst")
        for holes in self.hole.values():
            self.cp.add(worst >= sum(holes))
        return worst

    def _idle_slots(self) -> Any:
        self.add_idle()
        return sum(sum(terms) for terms in self.idle.values())

    def _missed(self) -> Any:
        problem = self.core.problem
        likes = {p.id: p.prefer for p in problem.participants if p.prefer}
        return sum(missed(problem.meetings[m], s, likes) * v for (m, s), v in self.begin.items())

    def keep(self, name: GoalName, value: int) -> None:
        """Ask for a goal that is at least as good as `value`."""
        expression = self.goal(name)
        self.cp.add(expression >= value) if name == "held" else self.cp.add(expression <= value)

    def hint(self, starts: Starts) -> None:
        """Offer a schedule (first slot per meeting, -1 for none) as the point to start from."""
        self.cp.clear_hints()  # type: ignore[no-untyped-call]
        for (m, s), variable in self.begin.items():
            self.cp.add_hint(variable, int(starts[m] == s))

    def read(self, value: Any) -> Starts:
        """First slot of every meeting from a function that evaluates a variable."""
        starts = np.full(self.core.n_meetings, -1, dtype=np.int32)
        for (m, s), variable in self.begin.items():
            if value(variable):
                starts[m] = s
        return starts
