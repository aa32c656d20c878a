"""Money in several currencies, at a rate that carries its date and source."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from egiz.trips._errors import ProblemError, refuse

_CURRENCY = re.compile(r"[A-Z]{3}")


MOST = 10_000_000_000
"""Sums of more are not counted exactly."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency.

    Parameters
    ----------
    amount
        Not negative.
    currency
        ISO 4217, e.g. ``"KZT"``, ``"UZS"``, ``"USD"``.
    """

    amount: float
    currency: str

    def __post_init__(self) -> None:
        if not 0 <= self.amount <= MOST:
            refuse("amount", f"Must have an amount of 0 to {MOST:,}, has {self.amount}.")
        if not _CURRENCY.fullmatch(self.currency):
            refuse("currency", f"Must have a currency of three capital letters, has {self.currency!r}.")


@dataclass(frozen=True, slots=True)
class Rates:
    """What one US dollar costs, on a day, according to a source.

    Parameters
    ----------
    as_of, source
        The day of the rate and who published it.
    per_usd
        Units of each currency for one US dollar, greater than 0.
    """

    as_of: dt.date
    source: str
    per_usd: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.source.strip():
            refuse("rate-source", "Must have a source for the rates.", "rates")
        for currency, rate in self.per_usd.items():
            if not rate > 0 or not _CURRENCY.fullmatch(currency):
                refuse(
                    "rate", f"Must have a rate above 0 for a currency of three letters: {currency}.", "rates"
                )

    def knows(self, currency: str) -> bool:
        """Whether amounts in this currency can be exchanged."""
        return currency == "USD" or currency in self.per_usd

    def exchange(self, money: Money, currency: str) -> Money:
        """
        The same money in another currency, through the US dollar.

        Raises
        ------
        ProblemError
            Where a rate is missing.
        """
        if money.currency == currency:
            return money
        for c in (money.currency, currency):
            if not self.knows(c):
                raise ProblemError("no-rate", f"Must have a rate for {c}; there is none as of {self.as_of}.")
        usd = money.amount / self.per_usd.get(money.currency, 1.0)
        return Money(usd * self.per_usd.get(currency, 1.0), currency)
