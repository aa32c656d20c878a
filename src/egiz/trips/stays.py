"""How long a person may stay: rules as data, counted over past and planned stays."""

from __future__ import annotations

import csv
import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).with_name("data")
ONE_DAY = dt.timedelta(days=1)
KINDS = ("entry", "window")
STALE_AFTER = 365  # days after which a rule that nobody has looked up again is shown as stale


class StayError(ValueError):
    """A stay or a rule that contradicts itself; the message says what would be right."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One limit on the stay of one country's citizens in another.

    Parameters
    ----------
    id
        Short name, unique among the rules asked.
    kind
        ``"entry"``: at most `days` days in one stay. ``"window"``: at most `days` days in any `window` days.
    citizens, host
        ISO 3166-1 alpha-2: whose citizens, and in which country.
    days
        How many days are allowed.
    window
        Length in days of the moving window; 0 for a rule of kind ``"entry"``.
    valid_from, valid_until
        The rule holds for entries from the first day to the last; None where no end is known.
    as_of, checked_on, source, url, note
        The source's own date, the day somebody last read it, and where.

    Raises
    ------
    StayError
        If the numbers or days contradict each other, or the source is missing.
    """

    id: str
    kind: str
    citizens: str
    host: str
    days: int
    window: int
    valid_from: dt.date
    valid_until: dt.date | None
    as_of: str
    checked_on: dt.date
    source: str
    url: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise StayError(
                f"Rule {self.id}: the kind is {self.kind!r}; one of {', '.join(KINDS)} is expected."
            )
        if self.days < 1:
            raise StayError(f"Rule {self.id}: {self.days} days; at least 1 is expected.")
        if self.kind == "window" and self.window < self.days:
            raise StayError(f"Rule {self.id}: {self.days} days do not fit a window of {self.window}.")
        if self.citizens == self.host:
            raise StayError(f"Rule {self.id}: citizens of {self.host} need no rule in their own country.")
        if self.valid_until is not None and self.valid_until < self.valid_from:
            raise StayError(f"Rule {self.id}: it ends on {self.valid_until}, before it begins.")
        if not self.source:
            raise StayError(f"Rule {self.id}: it has no source; name who said so.")

    def status(self, on: dt.date) -> str:
        """Whether the rule can be used on a day: ``valid``, ``stale``, ``expired`` or ``not_yet``."""
        if on < self.valid_from:
            return "not_yet"
        if self.valid_until is not None and on > self.valid_until:
            return "expired"
        return "stale" if (on - self.checked_on).days > STALE_AFTER else "valid"


@dataclass(frozen=True, slots=True)
class Stay:
    """Days in one country, from the day of entry to the day of departure, both counted.

    Raises
    ------
    StayError
        If the departure lies before the entry.
    """

    host: str
    entered: dt.date
    left: dt.date
    planned: bool = False

    def __post_init__(self) -> None:
        if self.left < self.entered:
            raise StayError(f"The departure on {self.left} lies before the entry on {self.entered}.")

    def days(self) -> Iterator[dt.date]:
        """Every day of the stay."""
        return (self.entered + n * ONE_DAY for n in range((self.left - self.entered).days + 1))


@dataclass(frozen=True, slots=True)
class Count:
    """Where a person stands with one rule on one day.

    ``used`` and ``left`` are whole days, the day asked about included in `used` when it is a day of a stay.
    ``breaks_on`` is the first day that is one too many if all stays take place as given; None if none is.
    ``last_day`` is the last day of an unbroken stay that begins on the day asked about (or goes on from it),
    with the stays already given; None if not even that day is free. Numbers are None while the rule's status
    is ``expired`` or ``not_yet``: an expired rule is never counted with.
    """

    rule: Rule
    status: str
    used: int | None = None
    left: int | None = None
    breaks_on: dt.date | None = None
    last_day: dt.date | None = None
    outlives: bool = False

    @property
    def known(self) -> bool:
        """Whether the numbers may be used."""
        return self.used is not None


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a person's stay in one country.

    ``status``: ``home`` (own country), ``unknown_nationality``, ``no_rule`` (none is on record for the pair),
    ``unknown`` (only expired rules are), ``broken``, ``close`` (a week or less is left) or ``within``.
    """

    status: str
    host: str
    counts: tuple[Count, ...] = ()

    @property
    def breaks_on(self) -> dt.date | None:
        """The first day that breaks any of the rules."""
        return min((c.breaks_on for c in self.counts if c.breaks_on), default=None)

    @property
    def tightest(self) -> tuple[Count, ...]:
        """The counts to say where not all are: every broken rule, or the one that ends the stay first."""
        usable = [one for one in self.counts if one.known]
        if broken := [one for one in usable if one.breaks_on]:
            return tuple(broken)
        # No last day means that not even the day asked about is free: nothing is tighter.
        return tuple(sorted(usable, key=lambda one: one.last_day or dt.date.min)[:1])


def count(stays: Iterable[Stay], rule: Rule, on: dt.date) -> Count:
    """Count a person's stays against one rule.

    The day of entry and the day of departure both count: the sources do not say otherwise, and so the answer
    is never too generous. Stays that overlap are counted once. Only stays entered while the rule holds count.

    Parameters
    ----------
    stays
        Past and planned stays, in any order and any country.
    rule
        The rule to ask.
    on
        The day asked about.

    Returns
    -------
    Count
        Days used and left, the day on which the stays break the rule, the last free day.
    """
    status = rule.status(on)
    if status in {"expired", "not_yet"}:
        return Count(rule, status)
    mine = [stay for stay in stays if stay.host == rule.host]
    end = rule.valid_until
    counted = _joined(s for s in mine if s.entered >= rule.valid_from and (end is None or s.entered <= end))
    outlives = end is not None and any(stay.left > end for stay in mine)
    count_kind = _count_entry if rule.kind == "entry" else _count_window
    used, breaks_on, last_day = count_kind(counted, rule, on)
    return Count(rule, status, used, max(0, rule.days - used), breaks_on, last_day, outlives)


def _joined(stays: Iterable[Stay]) -> list[Stay]:
    """Join stays that overlap; two that only touch (out and in again on one day) stay two entries."""
    made: list[Stay] = []
    for stay in sorted(stays, key=lambda one: (one.entered, one.left)):
        if made and stay.entered < made[-1].left:
            made[-1] = Stay(stay.host, made[-1].entered, max(made[-1].left, stay.left))
        else:
            made.append(stay)
    return made


def _count_entry(stays: list[Stay], rule: Rule, on: dt.date) -> tuple[int, dt.date | None, dt.date | None]:
    here = next((stay for stay in reversed(stays) if stay.entered <= on <= stay.left), None)
    begun = here.entered if here else on
    used = (on - begun).days + 1 if here else 0
    too_long = (stay.entered + rule.days * ONE_DAY for stay in stays if len(list(stay.days())) > rule.days)
    last = begun + (rule.days - 1) * ONE_DAY
    return used, min(too_long, default=None), last if last >= on else None


def _count_window(stays: list[Stay], rule: Rule, on: dt.date) -> tuple[int, dt.date | None, dt.date | None]:
    days = sorted({day for stay in stays for day in stay.days()})
    return _used(days, rule, on), _first_break(days, rule), _last_day(days, rule, on)


def _used(days: list[dt.date], rule: Rule, on: dt.date) -> int:
    return bisect_right(days, on) - bisect_right(days, on - rule.window * ONE_DAY)


def _first_break(days: list[dt.date], rule: Rule) -> dt.date | None:
    return next((day for day in days if _used(days, rule, day) > rule.days), None)


def _last_day(days: list[dt.date], rule: Rule, on: dt.date) -> dt.date | None:
    """Search by halves: a longer stay never breaks the rule later than a shorter one."""

    def breaks(length: int) -> bool:
        stayed = sorted({*days, *(on + n * ONE_DAY for n in range(length))})
        return _first_break(stayed, rule) is not None

    fits = bisect_left(range(1, rule.days + 2), True, key=breaks)
    return on + (fits - 1) * ONE_DAY if fits else None


@cache
def rules() -> tuple[Rule, ...]:
    """The rules shipped with Egiz, each with its source and the day it was last read.

    Raises
    ------
    StayError
        If a row contradicts itself.
    """
    with (DATA / "stays.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Rule(
                row["rule"], row["kind"], row["citizens"], row["host"], int(row["days"]),
                int(row["window"] or 0), dt.date.fromisoformat(row["valid_from"]),
                dt.date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
                row["as_of"], dt.date.fromisoformat(row["checked_on"]),
                row["source"], row["url"], row["note"],
            )
            for row in csv.DictReader(file)
        )  # fmt: skip


def standing(
    nationality: str | None,
    host: str,
    stays: Sequence[Stay],
    on: dt.date,
    *,
    known: Sequence[Rule] | None = None,
    close: int = 7,
) -> Standing:
    """Say where a person stands with the stay rules of one country.

    Parameters
    ----------
    nationality
        The passport's country (ISO 3166-1 alpha-2); empty or None when it is not known.
    host
        The country of the stay.
    stays
        The person's past and planned stays.
    on
        The day asked about: usually the last day of the planned stay.
    known
        The rules to ask; by default those shipped. A desk adds its own.
    close
        So many days left, or fewer, are worth a warning.

    Returns
    -------
    Standing
        The status and the count of each rule for this pair of countries.
    """
    if nationality == host:
        return Standing("home", host)
    if not nationality:
        return Standing("unknown_nationality", host)
    asked = [r for r in (rules() if known is None else known) if (r.citizens, r.host) == (nationality, host)]
    counts = tuple(count(stays, rule, on) for rule in asked)
    if not asked:
        return Standing("no_rule", host)
    return Standing(_status([one for one in counts if one.known], close), host, counts)


def _status(usable: list[Count], close: int) -> str:
    if not usable:
        return "unknown"
    if any(one.breaks_on for one in usable):
        return "broken"
    return "close" if any(one.left is not None and one.left <= close for one in usable) else "within"
