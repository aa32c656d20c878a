"""How long people wait between their meetings: minutes of idle slots, as the gaps are counted."""

from dataclasses import dataclass
from itertools import pairwise

from egiz.desk.missions.domain.breaks import span_of
from egiz.desk.missions.domain.queries import sitting
from egiz.desk.missions.domain.slots import slots_of_version
from egiz.desk.missions.models import Mission, ScheduleVersion


@dataclass(frozen=True)
class Waiting:
    """The waiting of one version, in minutes."""

    total: int
    # The longest waiting of one participant between two meetings, and whose it is.
    longest: int
    whose: int | None
    # No schedule that holds the same meetings waits less: each proved gap is at least one slot long.
    at_least: int


def waiting_of(version: ScheduleVersion, mission: Mission) -> Waiting:
    """Add up what every participant of a version waits."""
    slots = slots_of_version(version, mission.tz)
    spans = [span_of(slot, mission.rules.breaks_per) for slot in slots]
    used: dict[int, set[int]] = {}
    for pk, slot, length in sitting(version):
        used.setdefault(pk, set()).update(range(slot, slot + length))
    total, longest, whose = 0, 0, None
    for pk, mine in used.items():
        for a, b in pairwise(sorted(mine)):
            if spans[a] != spans[b]:
                continue
            minutes = sum(slot.minutes for slot in slots[a + 1 : b])
            total += minutes
            if minutes > longest:
                longest, whose = minutes, pk
    gaps = version.goal("breaks")
    shortest = min((slot.minutes for slot in slots), default=0)
    return Waiting(total, longest, whose, min(total, gaps["bound"] * shortest) if gaps else 0)
