"""Low, expected and high of every leg without draws."""

from __future__ import annotations

from datetime import datetime, timedelta

from egiz.corridors.answer import Spread
from egiz.corridors.label_setting import Label
from egiz.corridors.network import Network
from egiz.corridors.rides import WEEK, Ride, boarding, usual_wait
from egiz.corridors.values import Value


def bounds(
    network: Network, label: Label, start: datetime, number: int
) -> list[tuple[Spread, Spread | None]]:
    """
    Hours and cost of every leg of a way.

    Returns
    -------
    list
        Low, expected, high in place of P10, P50, P90; expected hours and the rest add up to the label's.
    """
    labels: list[Label] = []
    here: Label | None = label
    while here is not None and here.ride is not None:
        labels.append(here)
        here = here.before
    return [_bound(network, one, start, number) for one in labels[::-1]]


def _bound(network: Network, label: Label, start: datetime, number: int) -> tuple[Spread, Spread | None]:
    taken, before = label.ride, label.before
    assert taken is not None and before is not None  # noqa: S101, PT018 - only labels with a ride come here
    day = (start + timedelta(hours=before.hours)).date()
    low, high = _travel(taken)
    if taken.vehicle != before.vehicle or taken.services:
        board = boarding(network, taken.vehicle, day, timetable=bool(taken.services))
        low, high = low + sum(v.estimate.low for v in board), high + sum(v.estimate.high for v in board)
    if taken.services and before.boarded:
        usual = usual_wait(taken.services)
        high += max(label.wait, usual.high if usual else WEEK)
    if taken.wait:
        low, high = low + taken.wait.estimate.low, high + taken.wait.estimate.high
    high += sum(pair[1].estimate.high for pair in (taken.queue, taken.shut) if pair)
    expected = label.wait + taken.hours
    return Spread(min(low, expected), expected, max(high, expected)), _money(taken, number)


def _travel(taken: Ride) -> tuple[float, float]:
    timed = [service.hours for service in taken.services if service.hours]
    if timed:
        return min(t.low for t in timed), max(t.high for t in timed)
    if taken.fixed:
        return taken.fixed.estimate.low, taken.fixed.estimate.high
    if taken.km and taken.pace:
        km, pace = taken.km.estimate, taken.pace.estimate
        return km.low / pace.high, km.high / pace.low
    return taken.hours, taken.hours


def _money(taken: Ride, number: int) -> Spread | None:
    if taken.usd is None:
        return None
    fares = [service.usd for service in taken.services if service.usd]
    if fares:
        low, high = min(f.low for f in fares), max(f.high for f in fares)
    else:
        low, high = _paid(taken.money, taken.km)
    return Spread(min(low, taken.usd) * number, taken.usd * number, max(high, taken.usd) * number)


def _paid(money: Value | None, km: Value | None) -> tuple[float, float]:
    if money is None:
        return 0.0, 0.0
    if money.metric == "usd" or km is None:
        return money.estimate.low, money.estimate.high
    return money.estimate.low * km.estimate.low, money.estimate.high * km.estimate.high
