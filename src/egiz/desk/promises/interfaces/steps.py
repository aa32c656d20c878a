"""From a promise to the room where it is kept."""

from dataclasses import dataclass
from typing import Any

from egiz.desk.core import joints
from egiz.desk.core.domain import search
from egiz.desk.core.domain.search import HitGroup
from egiz.desk.core.http import desk_url
from egiz.desk.core.models import Desk
from egiz.desk.promises.domain.origins import origin_of
from egiz.desk.promises.models import Promise

Kind = Promise.Kind

# What a promise of a kind usually turns into, the likeliest first; what no app offers is left out.
USUAL: dict[str, tuple[str, ...]] = {
    Kind.TWINNING: ("comparison", "twinning"),
    Kind.MEETING: ("day", "official_meeting"),
    Kind.EVENTS: ("events",),
    Kind.TRADE: ("mission",),
    Kind.TRIP: ("trip", "mission"),
    Kind.ASSISTANCE: ("requests",),
    Kind.DOCUMENT: ("requests",),
}
ORDER = ("comparison", "twinning", "day", "official_meeting", "mission", "events", "trip", "requests")


@dataclass(frozen=True)
class Step:
    label: Any
    url: str
    icon: str


@dataclass(frozen=True)
class Steps:
    """Where a promise may go: the usual ways of its kind, and the others."""

    usual: list[Step]
    others: list[Step]


def all_steps(desk: Desk, promise: Promise) -> Steps:
    """List everything a promise may be turned into, filled with what it says."""
    origin = origin_of(promise)
    offered = joints.turnings()
    usual = list(USUAL.get(promise.kind, ()))
    if promise.kind == Kind.TWINNING and len(promise.candidates) < 2:
        usual.reverse()  # nothing is to be compared
    if promise.part_of_id:
        offered.pop("requests", None)
    made = {
        code: Step(turning.label, turning.address(desk, origin), turning.icon)
        for code, turning in offered.items()
    }
    first = [made[code] for code in usual if code in made]
    rest = [made[code] for code in ORDER if code in made and code not in usual]
    return Steps(first, rest)


def steps_for(desk: Desk, promise: Promise) -> list[Step]:
    """List where a promise of this kind usually goes next."""
    return all_steps(desk, promise).usual


def can_become(desk: Desk, query: str) -> list[HitGroup]:
    """Find pages a promise may be tied to: those of every room but the promises and the directory."""
    own = (desk_url(desk, "promises:home"), desk_url(desk, "directory:home"))
    groups = []
    for group in search.find(desk, query):
        hits = [hit for hit in group.hits if not hit.url.startswith(own)]
        if hits:
            groups.append(HitGroup(group.label, group.icon, hits))
    return groups
