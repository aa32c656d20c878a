"""Meetings that fit where they are free are held before anybody is told that they are not."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from egiz.meetings.model.core import Core
from egiz.meetings.model.measure import goal_value, keeps_rules
from egiz.meetings.search.slip import Slip

Starts = NDArray[np.int32]


def fill(core: Core, starts: Starts) -> Starts:
    """The schedule with every left-out meeting that fits without moving anybody, the heaviest first.

    Of the slots that are free the one with the fewest breaks is taken.
    """
    out = [int(m) for m in np.flatnonzero((starts < 0) & core.allowed.any(axis=1)) if core.weight[m] > 0]
    if not out:
        return starts
    slip = Slip(core, starts)
    for m in sorted(out, key=lambda m: (-core.weight[m], m)):
        fitting: list[tuple[int, int]] = []
        for s in slip.fits(m):
            trial = slip.starts.copy()
            trial[m] = s
            if keeps_rules(core, trial):
                fitting.append((goal_value(core, trial, "breaks"), s))
        if fitting:
            slip.put(m, min(fitting)[1], 1)
    return slip.starts
