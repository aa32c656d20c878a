"""Which of the ways that no other beats make sense to a person.

Of ways that differ in time, cost and risk there are many that nobody would take. Kept are

* none that takes more than `DETOUR` times as long as the fastest, unless one asks for detours (all times with
  the rest that drivers must keep);
* one that is slower or dearer for the sake of its risk, only if that is lower by at least `SAFER`, or if
  it goes by gates known to be open where the other goes by some of which nothing is known;
* one whose cost is not known in full, only if it is faster or safer than every way of known cost: what is
  not known is no reason to call it cheap, and nothing of unknown cost is "best in cost".
"""

from __future__ import annotations

from collections.abc import Sequence

from egiz.corridors.answer import Option

DETOUR = 2.0
SAFER = 0.1
"""Ten chances in a hundred to find the way shut: smaller differences of our assumed risks mean nothing."""
ALIKE = 0.02
"""Two per cent of time or money are no difference."""


def sensible(options: Sequence[Option], *, detours: bool = False) -> list[Option]:
    """
    The options that make sense beside the others, in their order.

    Parameters
    ----------
    options
        Of one question.
    detours
        Keep ways of any length.
    """
    if not options:
        return []
    fastest = min(option.whole for option in options)
    found = [o for o in options if detours or o.whole <= DETOUR * fastest]
    return [
        o for k, o in enumerate(found) if not any(_better(p, o, j < k) for j, p in enumerate(found) if j != k)
    ]


def _better(one: Option, other: Option, is_earlier: bool) -> bool:
    """Whether a person who knows the one has no use for the other."""
    slower = other.whole >= one.whole * (1 - ALIKE)
    if not slower or other.risk <= one.risk - SAFER or _surer(other, one):
        return False
    dearer = _is_dearer(one, other)
    alike = _alike(one, other)
    return dearer and (not alike or is_earlier)


def _surer(one: Option, other: Option) -> bool:
    """Whether the one goes by gates known to be open and the other by some of which nothing is known."""
    unknown = {"unknown-since", "never-recorded"}
    known, guessed = (not unknown & {w.code for w in option.warnings} for option in (one, other))
    return known and not guessed and one.risk < other.risk


def _is_dearer(one: Option, other: Option) -> bool:
    if not one.usd_complete or one.usd is None:
        # Both unknown: nothing speaks for the slower one. Only the other known: it stays.
        return not other.usd_complete or other.usd is None
    if not other.usd_complete or other.usd is None:
        return True
    return other.usd.p50 >= one.usd.p50 * (1 - ALIKE)


def _alike(one: Option, other: Option) -> bool:
    """Whether each would rule out the other."""
    return (
        abs(one.whole - other.whole) <= ALIKE * max(one.whole, other.whole)
        and one.risk - SAFER < other.risk < one.risk + SAFER
        and _is_dearer(other, one)
    )


def best_in(options: Sequence[Option]) -> list[tuple[str, ...]]:
    """What each option is best in: time, cost (only where it is known in full) and risk."""
    priced = [o for o in options if o.usd_complete and o.usd is not None]
    firsts = {
        "time": min(options, key=lambda o: (o.whole, o.risk), default=None),
        "cost": min(priced, key=lambda o: (o.usd.p50 if o.usd else 0.0, o.whole), default=None),
        "risk": min(options, key=lambda o: (o.risk, o.whole), default=None),
    }
    return [tuple(name for name, first in firsts.items() if first is option) for option in options]
