"""How sure a reading is: the cue's own rate, moved by what stands around it.

The rates are set from how often such sentences were promises in the benchmark's development reports;
`python -m benchmarks.minutes.evaluate` prints how they hold up on the others.
"""

from __future__ import annotations

from collections.abc import Sequence

from egiz.minutes.report import Due, Kind

LOWEST = 0.46
WORTH_SHOWING = 0.3
WEAK = 0.29
"""What a weak cue is worth: nothing by itself, a promise if the sentence model agrees."""
# Cooperation that is only wished for cannot be ticked off; what somebody will do for it can be asked about.
SOFT = frozenset({"wished", "proposed", "interested", "ready", "supported", "needed"})
_DRAWBACKS = {"generic": 0.15, "generic wish": 0.3, "earlier": 0.3, "hedged": 0.15, "background": 0.5}


def settle(
    base: float, *, kind: Kind, due: Due | None, named: bool, drawbacks: Sequence[str] = ()
) -> float | None:
    """The confidence, rounded to hundredths; None if it is too low even for a "perhaps".

    Parameters
    ----------
    base : float
        How often such a cue makes a promise, 0..1.
    kind : Kind
        What it is about; a known kind counts for it.
    due : Due or None
        A deadline counts for it.
    named : bool
        Whether the text says who promises.
    drawbacks : sequence of str
        "generic", "generic wish", "earlier", "hedged" or "background", each once.
    """
    if base == WEAK:
        return WEAK
    value = base + (0.05 if kind != "other" else -0.1)
    value += 0.05 if due and (due.date or due.phrase) else 0.0
    value += 0.04 if named else 0.0
    value -= sum(_DRAWBACKS[drawback] for drawback in drawbacks)
    value = round(min(0.97, value), 2)
    return value if value >= WORTH_SHOWING else None
