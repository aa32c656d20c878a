"""Rest of those who drive: how long one may be at the wheel, and what the rest between adds to a journey.

The limits are those of the AETR, the agreement on the work of crews in international road transport, to which
Kazakhstan, Uzbekistan, Turkmenistan, Azerbaijan and Russia belong: nine hours at the wheel between two daily
rests of eleven hours, and three quarters of an hour after four and a half hours. The ministry of transport of
Kazakhstan tells the first and the last of these for lorries and buses at home, too. For cars and light
lorries, which the agreement leaves out, the same is taken: our assumption. Not counted are the tenth hour of
two days a week, shorter rests that are made up for later, and the rest of a week.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from egiz.corridors._errors import CorridorError
from egiz.corridors.model import Link

DRIVEN = frozenset({"truck20", "van", "bus", "car"})
"""Classes with a driver who makes the whole journey."""
CARRIED = frozenset({"foot"})
"""Who asks for these takes one bus after another: passengers sleep on the way, and drivers change."""
SOURCE = "AETR, articles 6 to 8; ati.su 118148 for Kazakhstan"
URLS = (
    "https://www.ndfr.nl/content/BWBV0004455-20220423",
    "https://news.ati.su/news/2024/09/07/perevozchikam-prigotovitsja-kazahstan-predupredil-o-masshtabnyh-proverkah-na-dorogah-118148",
)
MOST_DRIVERS = 2


@dataclass(frozen=True, slots=True)
class Shift:
    """
    What a crew may do.

    Parameters
    ----------
    wheel
        Hours at the wheel between two daily rests.
    stretch, pause
        Hours at the wheel after which one stands for so many; no pause where another drives on.
    rest
        Hours of a daily rest.
    """

    wheel: float
    stretch: float
    pause: float
    rest: float

    def between(self, before: float, after: float) -> float:
        """Hours of rest from so many hours at the wheel to so many, both since the last daily rest."""
        return self._until(after) - self._until(before)

    def _until(self, hours: float) -> float:
        # Exactly at the limit one may be there already: rest is due only for what is driven beyond it.
        days = max(0, math.ceil(hours / self.wheel - 1e-9) - 1)
        today = hours - days * self.wheel
        breaks = max(0, math.ceil(today / self.stretch - 1e-9) - 1)
        whole = max(0, math.ceil(self.wheel / self.stretch - 1e-9) - 1)
        return days * self.rest + (days * whole + breaks) * self.pause


SHIFTS = {1: Shift(9.0, 4.5, 0.75, 11.0), 2: Shift(18.0, 18.0, 0.0, 11.0)}
"""By number of drivers. Two take turns: each rests from the wheel while the other drives (derived)."""


def shift_of(drivers: int) -> Shift:
    """
    The limits of a crew.

    Raises
    ------
    CorridorError
        For another number than one or two.
    """
    if drivers not in SHIFTS:
        raise CorridorError(f"A vehicle has 1 or {MOST_DRIVERS} drivers, not {drivers}.")
    return SHIFTS[drivers]


def rested(
    shift: Shift, wheel: float, link: Link, still: float, hours: float, *, driving: bool
) -> tuple[float, float]:
    """
    What a ride adds to the rest, and the hours at the wheel after it.

    Parameters
    ----------
    wheel
        Hours at the wheel since the last daily rest.
    still, hours
        Hours waited before the ride, and on it. To stand or sail as long as a daily rest is one.
    driving
        Whether one of the crew is at the wheel.
    """
    if still >= shift.rest:
        wheel = 0.0
    if driving:
        return shift.between(wheel, wheel + hours), wheel + hours
    if link.mode != "crossing" and hours >= shift.rest:
        wheel = 0.0
    return 0.0, wheel
