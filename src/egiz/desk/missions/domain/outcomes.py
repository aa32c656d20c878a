"""What came of a mission, counted from what people wrote down: contracts and memoranda apart, sums honest."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from babel.numbers import get_territory_currencies
from django.db.models import Count, Q

from egiz.desk.core.models import Desk
from egiz.desk.missions.domain.reports import begun, differences
from egiz.desk.missions.models import ExchangeRate, MeetingReport, Mission

CENT = Decimal("0.01")


def currency_of(desk: Desk, today: dt.date) -> str:
    """Return the money of the desk's own country."""
    found = get_territory_currencies(desk.country, start_date=today)
    return str(found[0]) if found else "USD"


@dataclass(frozen=True)
class Sum:
    """An amount of one currency, and what it is in the desk's own; nothing where no rate is kept."""

    currency: str
    value: Decimal
    converted: Decimal | None = None
    rate: ExchangeRate | None = None


@dataclass
class Signed:
    """Contracts, or memoranda: how many, who says so, how much."""

    label: Any
    meetings: int = 0
    by_both: int = 0
    by_one: int = 0
    without_sum: int = 0
    # Two sides name different sums: neither is counted.
    disputed: int = 0
    sums: list[Sum] = field(default_factory=list)
    # The sums together in the desk's currency; nothing when a rate is missing.
    total: Decimal | None = None


@dataclass(frozen=True)
class Tally:
    """Counts for the outcomes page: only what somebody wrote down."""

    meetings: int
    # Published meetings that have begun; each has two sides who can answer.
    begun: int
    answers: int
    held: int
    not_held: int
    disputed: int
    results: list[tuple[str, Any, int]]
    contracts: Signed
    memoranda: Signed
    currency: str
    rating: Decimal | None
    rated: int

    @property
    def could_answer(self) -> int:
        return 2 * self.begun


def tally(mission: Mission, meetings: int, now: dt.datetime) -> Tally:
    """Count what the sides of a mission's meetings said."""
    written: dict[int, list[MeetingReport]] = {}
    for report in MeetingReport.objects.filter(mission=mission).order_by("wish_id", "side"):
        written.setdefault(report.wish_id, []).append(report)
    held = [[one.held for one in said if one.held is not None] for said in written.values()]
    results: dict[str, int] = {}
    for said in written.values():
        for result in {one.result for one in said if one.result}:
            results[result] = results.get(result, 0) + 1
    ratings = [one.rating for said in written.values() for one in said if one.rating]
    own = currency_of(mission.desk, now.astimezone(mission.desk.zone).date())
    rates = newest_rates(own)
    return Tally(
        meetings=meetings,
        begun=begun(mission, now),
        answers=_answers(mission, now),
        held=sum(bool(said) and all(said) for said in held),
        not_held=sum(bool(said) and not any(said) for said in held),
        disputed=sum(bool(differences(said)) for said in written.values()),
        results=[(v, label, results[v]) for v, label in MeetingReport.Result.choices if v in results],
        contracts=signed(written.values(), MeetingReport.Result.CONTRACT, own, rates),
        memoranda=signed(written.values(), MeetingReport.Result.MEMORANDUM, own, rates),
        currency=own,
        rating=(Decimal(sum(ratings)) / len(ratings)).quantize(Decimal("0.1")) if ratings else None,
        rated=len(ratings),
    )


def _answers(mission: Mission, now: dt.datetime) -> int:
    """Count the sides that said whether their published meeting was held."""
    rows = MeetingReport.objects.filter(
        mission=mission,
        held__isnull=False,
        wish__meetings__version__state="published",
        wish__meetings__starts_at__lte=now,
    )
    return rows.aggregate(count=Count("pk", distinct=True))["count"]


def newest_rates(into: str) -> dict[str, ExchangeRate]:
    """Return the newest kept rate of each currency into the desk's own."""
    rates: dict[str, ExchangeRate] = {}
    for rate in ExchangeRate.objects.filter(into=into).order_by("on", "pk"):
        rates[rate.currency] = rate
    return rates


def signed(
    written: Iterable[list[MeetingReport]], result: str, own: str, rates: dict[str, ExchangeRate]
) -> Signed:
    """Count the meetings that ended in a contract, or in a memorandum, and add up what may be added."""
    made = Signed(MeetingReport.Result(result).label)
    amounts: dict[str, Decimal] = {}
    for said in written:
        who = [one for one in said if one.result == result]
        if not who:
            continue
        made.meetings += 1
        made.by_both += len(who) == 2
        made.by_one += len(who) == 1
        named = {(one.value, one.currency) for one in who if one.value is not None}
        if not named:
            made.without_sum += 1
        elif len(named) > 1:
            made.disputed += 1
        else:
            ((value, currency),) = named
            amounts[currency] = amounts.get(currency, Decimal()) + (value or Decimal())
    made.sums = [converted(currency, amounts[currency], own, rates) for currency in sorted(amounts)]
    parts = [one.converted for one in made.sums]
    if parts and None not in parts:
        made.total = sum((part for part in parts if part is not None), Decimal())
    return made


def converted(currency: str, value: Decimal, own: str, rates: dict[str, ExchangeRate]) -> Sum:
    """Turn an amount into the desk's currency at the newest kept rate, if there is one."""
    if currency == own:
        return Sum(currency, value, value)
    rate = rates.get(currency)
    if rate is None:
        return Sum(currency, value)
    return Sum(currency, value, (value * rate.rate / rate.units).quantize(CENT), rate)


def next_steps(mission: Mission) -> list[MeetingReport]:
    """List the next steps people named, those without a promise first."""
    rows = MeetingReport.objects.filter(mission=mission).exclude(next_step="")
    rows = rows.select_related("wish__asker", "wish__partner")
    return list(rows.annotate(kept=Count("pk", filter=~Q(promise_url=""))).order_by("kept", "next_due", "pk"))
