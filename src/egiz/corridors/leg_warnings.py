"""What a traveller must know about a way, as reasons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from egiz.corridors.answer import Leg, Reason


def warnings_of(legs: Sequence[Leg], day: date | None = None) -> tuple[Reason, ...]:
    """
    Gates of unknown status, weather, legs without a cost, services that may not run any more, old figures.

    Parameters
    ----------
    legs
        Of a way.
    day
        Of the journey; without it nothing is called old.

    Returns
    -------
    tuple[Reason, ...]
        Codes "unknown-since", "never-recorded", "weather", "no-cost", "timetable", "old-timetable",
        "old-prices".
    """
    found = [reason for leg in legs for reason in _of_leg(leg)]
    silent = sorted(
        {f"{leg.link.mode} ({leg.vehicle})" for leg in legs if leg.usd is None and not leg.crossing}
    )
    if silent:
        text = f"No cost has been read for {', '.join(silent)}: the total is a lower bound. Enter a quote."
        found.append(Reason("no-cost", {"what": ", ".join(silent)}, text))
    return (*found, *(_old(legs, day) if day else ()))


def _old(legs: Sequence[Leg], day: date) -> Iterator[Reason]:
    """Timetables of a year before the last, and the oldest price where it is three years old or more."""
    for leg in legs:
        years = [_year(service.as_of) for service in leg.services]
        if years and max(years) < day.year - 1:
            params = {"from": leg.start.id, "to": leg.end.id, "year": str(max(years))}
            text = (
                f"{leg.start.name} to {leg.end.name}: the timetable is of {max(years)}. Ask whether it holds."
            )
            yield Reason("old-timetable", params, text)
    prices = [_year(value.as_of) for leg in legs for value in leg.values if value.metric in ("usd", "usd_km")]
    if prices and min(prices) <= day.year - 3:
        text = f"The oldest price on the way is of {min(prices)}: ask for a quote."
        yield Reason("old-prices", {"year": str(min(prices))}, text)


def _year(as_of: str) -> int:
    """The year of what was read; of what bears no date that is long ago."""
    return int(as_of[:4]) if as_of[:4].isdigit() else 0


def _of_leg(leg: Leg) -> list[Reason]:
    found = []
    if leg.crossing and leg.unknown_since:
        last = leg.gate.state if leg.gate else ""
        found.append(
            Reason(
                "unknown-since",
                {
                    "crossing": leg.crossing,
                    "class": leg.vehicle,
                    "since": leg.unknown_since.isoformat(),
                    "last": last,
                },
                f"{leg.crossing} is unknown since {leg.unknown_since} for {leg.vehicle}; it was {last} then.",
            )
        )
    elif leg.crossing and leg.gate is None:
        found.append(
            Reason(
                "never-recorded",
                {"crossing": leg.crossing, "class": leg.vehicle},
                f"No status of {leg.crossing} for {leg.vehicle} has been read for that day.",
            )
        )
    share = next((v.estimate.mode for v in leg.values if v.metric == "shut_share"), 0.0)
    if share:
        way = f"{leg.start.name} to {leg.end.name}"
        text = f"{way} is shut by weather about {share:.0%} of the time in this month."
        found.append(Reason("weather", {"from": leg.start.id, "to": leg.end.id, "share": share}, text))
    doubtful = [s for s in leg.services if s.status != "observed"]
    if doubtful and len(doubtful) == len(leg.services):
        text = f"{leg.start.name} to {leg.end.name}: {doubtful[0].source}. Check that it runs."
        found.append(
            Reason("timetable", {"from": leg.start.id, "to": leg.end.id, "source": doubtful[0].source}, text)
        )
    return found
