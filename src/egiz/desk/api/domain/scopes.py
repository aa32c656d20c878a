"""The kinds of things that a program's key opens, each to read or to write."""

from typing import Any

from django.utils.translation import gettext_lazy as _

KINDS: dict[str, Any] = {
    "promises": _("Promises"),
    "meetings": _("Official meetings and reports"),
    "comments": _("Comments"),
    "directory": _("People and organisations"),
    "twinnings": _("Twin cities, facts, measures"),
    "missions": _("Missions, wishes, schedules"),
    "companies": _("Companies"),
    "outcomes": _("Outcomes"),
    "events": _("Events"),
    "days": _("Common days"),
    "trips": _("Trips"),
    "papers": _("Papers"),
    "jobs": _("Long work"),
    "changes": _("History of changes"),
    "webhooks": _("Webhooks"),
    "partners": _("Partner desks and what is kept together"),
}
# What is only ever read.
READ_ONLY = frozenset({"changes"})
SCOPES = tuple(
    f"{kind}:{act}" for kind in KINDS for act in ("read", "write") if (kind, act) != ("changes", "write")
)
# What stands in the history, by the kind whose scope lets it be read. What is not here is not told.
KIND_OF = {
    "promises.promise": "promises",
    "promises.officialmeeting": "meetings",
    "directory.person": "directory",
    "directory.organisation": "directory",
    "twinnings.twinning": "twinnings",
    "twinnings.comparison": "twinnings",
    "twinnings.placefact": "twinnings",
    "twinnings.measure": "twinnings",
    "missions.mission": "missions",
    "missions.wish": "missions",
    "missions.scheduleversion": "missions",
    "missions.company": "companies",
    "missions.meetingreport": "outcomes",
    "events.eventrecord": "events",
    "days.poll": "days",
    "trips.trip": "trips",
    "papers.paper": "papers",
    "sharing.partner": "partners",
}


def targets_of(scopes: list[str]) -> list[str]:
    """List the kinds of records of which somebody with these scopes may be told."""
    kinds = {scope.partition(":")[0] for scope in scopes}
    return sorted(target for target, kind in KIND_OF.items() if kind in kinds)
