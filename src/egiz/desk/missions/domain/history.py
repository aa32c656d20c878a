"""How each meeting stands after all published versions: where, since which version, or that it is off."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from egiz.desk.missions.domain.queries import with_any
from egiz.desk.missions.models import Mission, ScheduledMeeting, ScheduleVersion
from egiz.desk.missions.models.schedule import with_guests

State = ScheduleVersion.State


@dataclass(frozen=True)
class Standing:
    """A meeting as it was last published."""

    meeting: ScheduledMeeting
    # The version in which it came to stand as it does, or in which it was dropped.
    since: ScheduleVersion
    dropped: bool = False


def place_of(meeting: ScheduledMeeting) -> tuple[Any, ...]:
    """Return what people have to be told of when it changes: hour, length, table or online, interpreter."""
    return (
        meeting.starts_at, meeting.minutes, meeting.length, meeting.online, meeting.table_name,
        meeting.interpreter_name, sorted(meeting.company_ids),
    )  # fmt: skip


def standings(
    mission: Mission, of: Collection[int] | None = None, upto: ScheduleVersion | None = None
) -> list[Standing]:
    """Go through the published versions, and at last through `upto`, which may be a draft.

    With `of` only the meetings of these companies are looked at.
    """
    versions = list(mission.versions.filter(state__in=(State.PUBLISHED, State.SUPERSEDED)).order_by("number"))
    if upto is not None:
        versions = [one for one in versions if one.number < upto.number] + [upto]
    rows = ScheduledMeeting.objects.filter(version__in=versions).select_related("ours", "theirs")
    rows = rows.prefetch_related(with_guests())
    if of is not None:
        rows = rows.filter(with_any(of))
    in_version: dict[int, dict[str, ScheduledMeeting]] = {}
    for row in rows.order_by("slot", "id"):
        # The wish outlives every version; a meeting whose wish is gone can only stand for itself.
        in_version.setdefault(row.version_id, {})[row.key] = row
    now: dict[str, Standing] = {}
    for version in versions:
        here = in_version.get(version.pk, {})
        for key, meeting in here.items():
            meeting.version = version
            before = now.get(key)
            same = before and not before.dropped and place_of(before.meeting) == place_of(meeting)
            now[key] = Standing(meeting, before.since if before and same else version)
        for key, before in list(now.items()):
            if key not in here and not before.dropped:
                now[key] = Standing(before.meeting, version, dropped=True)
    return sorted(now.values(), key=lambda one: (one.meeting.starts_at, one.meeting.pk))


@dataclass(frozen=True)
class Change:
    """What a version changes for two companies: a meeting that is new, dropped, or elsewhere."""

    kind: str
    before: ScheduledMeeting | None
    after: ScheduledMeeting | None

    @property
    def meeting(self) -> ScheduledMeeting:
        """Return the meeting as it will be, or as it was."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 - one of the two is always there
        return found


def changes_between(before: ScheduleVersion | None, after: ScheduleVersion) -> list[Change]:
    """List what people have to be told when one published version follows another."""
    old, new = ({} if version is None else _by_wish(version) for version in (before, after))
    found = [Change("new", None, row) for key, row in new.items() if key not in old]
    found += [Change("dropped", row, None) for key, row in old.items() if key not in new]
    for key, row in new.items():
        was = old.get(key)
        if was is not None and place_of(was) != place_of(row):
            found.append(Change("moved" if was.starts_at != row.starts_at else "place", was, row))
    return sorted(found, key=lambda one: (one.meeting.starts_at, one.meeting.pk))


def _by_wish(version: ScheduleVersion) -> dict[str, ScheduledMeeting]:
    rows = version.meetings.select_related("ours", "theirs").prefetch_related(with_guests())
    return {row.key: row for row in rows}
