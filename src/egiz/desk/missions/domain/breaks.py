"""Gaps between a participant's meetings, counted as the engine counts them: maximal idle runs in a span."""

from itertools import pairwise

from egiz.desk.missions.domain.queries import sitting
from egiz.desk.missions.domain.slots import SlotTime, slots_of_version
from egiz.desk.missions.models import Mission, ScheduleVersion

Span = tuple[int, str]


def span_of(slot: SlotTime, breaks_per: str) -> Span:
    """Return the stretch a slot belongs to, within which waiting counts."""
    if breaks_per == "event":
        return (0, "")
    return (slot.day, slot.session if breaks_per == "session" else "")


def count_breaks(version: ScheduleVersion, mission: Mission) -> dict[int, int]:
    """Count the gaps of every company that has a meeting."""
    slots = slots_of_version(version, mission.tz)
    spans = [span_of(slot, mission.rules.breaks_per) for slot in slots]
    used: dict[int, set[int]] = {}
    for pk, slot, length in sitting(version):
        used.setdefault(pk, set()).update(range(slot, slot + length))
    return {pk: _gaps(sorted(mine), spans) for pk, mine in used.items()}


def _gaps(mine: list[int], spans: list[Span]) -> int:
    return sum(b - a > 1 and spans[a] == spans[b] for a, b in pairwise(mine))
