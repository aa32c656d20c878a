"""What a traveller must know about a way, as reasons."""

from __future__ import annotations

from collections.abc import Sequence

from egiz.corridors.answer import Leg, Reason


def warnings_of(legs: Sequence[Leg]) -> tuple[Reason, ...]:
    """
    Gates of unknown status, weather, legs without a cost, services that may not run any more.

    Returns
    -------
    tuple[Reason, ...]
        Codes "unknown-since", "never-recorded", "weather", "no-cost", "timetable".
    """
    found = [reason for leg in legs for reason in _of_leg(leg)]
    silent = sorted(
        {f"{leg.link.mode} ({leg.vehicle})" for leg in legs if leg.usd is None and not leg.crossing}
    )
    if silent:
        text = f"No cost has been read for {', '.join(silent)}: the total is a lower bound. Enter a quote."
        found.append(Reason("no-cost", {"what": ", ".join(silent)}, text))
    return tuple(found)


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
