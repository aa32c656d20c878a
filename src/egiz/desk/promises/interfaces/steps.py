"""From a promise to the room where it is kept."""

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain import search
from egiz.desk.core.domain.search import HitGroup
from egiz.desk.core.http import desk_url
from egiz.desk.core.models import Desk
from egiz.desk.promises.models import Promise

Kind = Promise.Kind

# By name only: a room that is not installed is not offered.
STEPS: dict[str, tuple[tuple[str, Any, str], ...]] = {
    Kind.TWINNING: (("twinnings:compare", _("Compare the cities"), "arrow-left-right"),),
    Kind.MEETING: (("days:window", _("Find a day that suits both sides"), "calendar-days"),),
    Kind.EVENTS: (("events:home", _("Open the calendar of events"), "calendar-days"),),
    Kind.TRADE: (("missions:new", _("Set up a mission"), "handshake"),),
    Kind.TRIP: (
        ("trips:new", _("Prepare a trip"), "route"),
        ("missions:new", _("Set up a mission"), "handshake"),
    ),
}


@dataclass(frozen=True)
class Step:
    label: Any
    url: str
    icon: str


def steps_for(desk: Desk, promise: Promise) -> list[Step]:
    """List where a promise of this kind usually goes next."""
    found = []
    for name, label, icon in STEPS.get(promise.kind, ()):
        try:
            found.append(Step(label, desk_url(desk, name) + _from(name, promise), icon))
        except NoReverseMatch:
            continue
    return found


def _from(name: str, promise: Promise) -> str:
    """Tell the room of trips which promise it comes from: it ties the two by itself."""
    return f"?from=promise&id={promise.pk}" if name == "trips:new" else ""


def can_become(desk: Desk, query: str) -> list[HitGroup]:
    """Find pages a promise may be tied to: those of every room but the promises and the directory."""
    own = (desk_url(desk, "promises:home"), desk_url(desk, "directory:home"))
    groups = []
    for group in search.find(desk, query):
        hits = [hit for hit in group.hits if not hit.url.startswith(own)]
        if hits:
            groups.append(HitGroup(group.label, group.icon, hits))
    return groups
