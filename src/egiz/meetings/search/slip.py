"""New meetings slipped into a schedule without moving anybody."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from egiz.meetings.model.core import Core
from egiz.meetings.model.measure import busy_grid, keeps_rules

Starts = NDArray[np.int32]
LOOKS = 500
MANY = 60


class Slip:
    """A schedule and what is still free in it.

    Parameters
    ----------
    core
        The problem's arrays.
    starts
        First slots of the meetings that stay; -1 for the others.
    """

    def __init__(self, core: Core, starts: Starts) -> None:
        self.core = core
        self.starts = starts.copy()
        self.busy = busy_grid(core, starts)
        self.counts = np.array([int((starts[list(mine)] >= 0).sum()) for mine in core.meetings_of])
        shape = (len(core.rows), core.n_slots)
        self.free = np.array([row.capacity for row in core.rows], dtype=np.int64).reshape(shape)
        self.rows_of: dict[int, list[int]] = defaultdict(list)
        for r, row in enumerate(core.rows):
            for m in row.meetings:
                self.rows_of[m].append(r)
                if starts[m] >= 0:
                    self.free[r, starts[m] : starts[m] + core.length[m]] -= 1
        self.looks = iter(range(LOOKS))

    def hold(self, new: list[int]) -> Starts | None:
        """The schedule with all of `new` in it, if a short look finds one."""
        found = len(new) <= MANY and self._place(new) and keeps_rules(self.core, self.starts)
        return self.starts if found else None

    def _place(self, left: list[int]) -> bool:
        if not left:
            return True
        options = {m: self.fits(m) for m in left}
        # Who has the fewest ways out chooses first.
        m = min(left, key=lambda x: len(options[x]))
        for s in options[m]:
            if next(self.looks, None) is None:
                return False
            self.put(m, s, 1)
            if self._place([x for x in left if x != m]):
                return True
            self.put(m, s, -1)
        return False

    def fits(self, m: int) -> list[int]:
        """First slots at which a meeting fits beside the others (order and daily rules are not looked at)."""
        core, who, rows = self.core, list(self.core.people[m]), self.rows_of[m]
        if (self.counts[who] >= core.most[who]).any():
            return []
        room = core.room_for[who][:, None]
        times = ((s, slice(s, s + int(core.length[m]))) for s in core.starts(m))
        return [s for s, at in times if (self.busy[who, at] < room).all() and (self.free[rows, at] > 0).all()]

    def put(self, m: int, s: int, sign: int) -> None:
        """Place (sign 1) or remove (sign -1) a meeting."""
        who, at = list(self.core.people[m]), slice(s, s + int(self.core.length[m]))
        self.starts[m] = s if sign > 0 else -1
        self.busy[who, at] += sign
        self.free[self.rows_of[m], at] -= sign
        self.counts[who] += sign
