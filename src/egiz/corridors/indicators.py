"""CAREC's trade facilitation indicators of a way, beside what CPMM measured."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from egiz.corridors.answer import Option

SECTION_KM = 500.0
UNITS = {"TFI1": "h", "TFI2": "USD", "TFI3": "USD/500 km/20 t", "SWOD": "km/h", "SWD": "km/h"}
"""TFI1 time and TFI2 cost at border crossings, TFI3 cost over 500 km for 20 t, TFI4 speed without delays
(SWOD) and with them (SWD)."""


@dataclass(frozen=True, slots=True)
class Indicators:
    """
    TFI1 to TFI4 of one way; each is None where it does not apply or the costs are not known.

    Parameters
    ----------
    tfi1
        Hours at border crossings.
    tfi2
        USD at border crossings.
    tfi3
        USD over 500 km for the vehicle asked about (20 t for truck20 and container).
    swod, swd
        km/h on the way without and with the time at crossings and in waits.
    """

    tfi1: float | None
    tfi2: float | None
    tfi3: float | None
    swod: float | None
    swd: float | None


@dataclass(frozen=True, slots=True)
class Measured:
    """One figure of CPMM: where, by which mode, which indicator, its value, year and source."""

    zone: str
    mode: str
    indicator: str
    value: float
    year: str
    source: str
    note: str


def indicators(option: Option, number: int = 1) -> Indicators:
    """
    The indicators of a way, from the medians of its legs.

    Parameters
    ----------
    option
        From `route`.
    number
        The vehicles its cost was asked for.

    Returns
    -------
    Indicators
        By the definitions of CAREC CPMM.
    """
    border = [leg for leg in option.legs if leg.crossing]
    at_border = sum(leg.hours.p50 for leg in border)
    paid = [leg.usd.p50 for leg in border if leg.usd]
    waits = sum(min(leg.wait, leg.hours.p50) for leg in option.legs if not leg.crossing)
    moving = sum(leg.hours.p50 for leg in option.legs) - at_border - waits
    total = option.usd.p50 if option.usd and option.usd_complete else None
    return Indicators(
        at_border if border else None,
        sum(paid) / number if paid else None,
        total / number / option.km * SECTION_KM if total is not None and option.km else None,
        option.km / moving if moving > 0 and option.km else None,
        option.km / option.hours.p50 if option.hours.p50 > 0 and option.km else None,
    )


@cache
def measured() -> tuple[Measured, ...]:
    """The single figures of CPMM kept here, each with its year."""
    path = Path(__file__).parent / "data" / "cpmm.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            Measured(
                r["zone"], r["mode"], r["indicator"], float(r["value"]), r["year"], r["source"], r["note"]
            )
            for r in csv.DictReader(file)
        )
