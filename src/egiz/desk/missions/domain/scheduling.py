"""Solve, keep as a draft, publish. Every version carries its goals with what is proved about them."""

import datetime as dt
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from egiz import meetings
from egiz.desk.core.domain.jobs import JobCancelled, JobError, enqueue
from egiz.desk.core.domain.trail import record
from egiz.desk.core.models import Job, User
from egiz.desk.missions.domain.groups import to_schedule
from egiz.desk.missions.domain.problem import Draft, Wanted, build_problem, read_draft
from egiz.desk.missions.domain.repairing import count_moves, repair_or_solve
from egiz.desk.missions.domain.slots import slots_as_json
from egiz.desk.missions.models import Mission, NotHeld, ScheduledMeeting, ScheduleVersion, Wish
from egiz.desk.missions.models.wish import AGREED

LOOK_EVERY = 0.5  # seconds between two looks at the solver
GOAL_MESSAGES = {
    "held": gettext_noop("Placing as many meetings as possible"),
    "breaks": gettext_noop("Closing the gaps in people's days"),
    "fairness": gettext_noop("Spreading the gaps fairly"),
    "idle": gettext_noop("Shortening the waiting"),
    "preferences": gettext_noop("Minding preferences"),
}
REPAIRING = gettext_noop("Taking in what is new and moving as few published meetings as possible")


class Watch(Protocol):
    """Who is told how far the solver is: a job's page, or the terminal that loads the sample."""

    def report(
        self, fraction: float, message: str = "", *, best: float | None = None, bound: float | None = None,
        **params: Any,
    ) -> None: ...  # fmt: skip

    def new_goal(self) -> None:
        """Begin the two curves anew: another goal has another scale."""


@dataclass
class _Seen:
    """What the solver's thread has said and the watching thread has not yet passed on."""

    count: Callable[[int, bool], int]
    messages: dict[str, str]
    goal: str = "held"
    best: float | None = None
    bound: float | None = None
    news: list[tuple[str, float | None, float | None]] = field(default_factory=list)
    stop: bool = False

    def take(self, progress: Any) -> bool:
        value, bound = progress.value, progress.bound
        if progress.goal == "held":
            value = None if value is None else self.count(value, False)
            bound = None if bound is None else self.count(bound, True)
        self.news.append((progress.goal, value, bound))
        return not self.stop


def base_version(mission: Mission) -> ScheduleVersion | None:
    """Return the version a new schedule starts from: the newest draft, or else the published one."""
    versions = mission.versions.exclude(state=ScheduleVersion.State.SUPERSEDED)
    return versions.order_by("-number").first()


def published_version(mission: Mission) -> ScheduleVersion | None:
    return mission.versions.filter(state=ScheduleVersion.State.PUBLISHED).first()


def what_is_missing(mission: Mission) -> str:
    """Say in one sentence why no schedule can be made yet; empty when one can."""
    if not mission.sessions.exists():
        return gettext_noop("The mission has no hours yet; add at least one session with its day and hours.")
    if not Wish.objects.filter(AGREED, mission=mission).exists() and not to_schedule(mission):
        return gettext_noop("No wish has the consent of both sides yet; only those become meetings.")
    return ""


def start(mission: Mission, user: User | None, *, seconds: int | None, note: str, repair: bool) -> Job:
    """Put the making of a new draft in the queue.

    Raises
    ------
    JobError
        If something is missing without which no schedule can be made.
    """
    if missing := what_is_missing(mission):
        raise JobError(missing)
    payload = {
        "mission": mission.pk,
        "seconds": seconds or mission.rules.seconds,
        "note": note,
        "repair": repair and published_version(mission) is not None,
    }
    return enqueue(mission.desk, "missions.solve", payload, user)


def solve_mission(  # noqa: PLR0913 - one for each thing a person chooses
    mission: Mission,
    user: User | None,
    watch: Watch,
    *,
    seconds: float | None = None,
    note: str = "",
    repair: bool = False,
    now: dt.datetime | None = None,
    kept: Callable[[ScheduleVersion], object] = lambda _version: None,
) -> ScheduleVersion:
    """Make a new draft from what is agreed now. A stop keeps the best schedule found until then.

    With `repair` as few meetings of the published version as possible move, and none that has begun by `now`.
    `kept` is told of the draft
    inside the transaction that keeps it.
    """
    if missing := what_is_missing(mission):
        raise JobError(missing)
    published = published_version(mission) if repair else None
    draft = read_draft(mission, base_version(mission), published=published, now=now)
    if not draft.slots:
        raise JobError(
            gettext_noop("No session is as long as one slot; make a session longer or the slot shorter.")
        )
    limit = seconds or mission.rules.seconds
    result, remarks = _solve(draft, watch, limit)
    with transaction.atomic():
        version = keep_version(draft, result, user, note=note, remarks=remarks)
        kept(version)
    return version


def _solve(draft: Draft, watch: Watch, seconds: float) -> tuple[Any, list[dict[str, Any]]]:
    remarks: list[dict[str, Any]] = []
    if draft.pinned:
        remarks.append({"code": "with-pins", "params": {"count": len(draft.pinned)}})
    result = None
    for keep_minimums in (True, False):
        try:
            problem = build_problem(draft, keep_minimums=keep_minimums)
        except meetings.ProblemError as error:
            raise JobError(
                gettext_noop("The mission contradicts itself: %(reason)s"), reason=str(error)
            ) from error
        result = _run(draft, problem, watch, seconds)
        if result.status != "infeasible" or not any(
            company.min_meetings for company in draft.companies.values()
        ):
            break
        # Nobody is helped by an empty page: give up the minimums, and say so.
        remarks.append({"code": "minimums-dropped", "params": {}})
    if result is None or result.status in {"infeasible", "unknown"}:
        why = "; ".join(reason.text for reason in getattr(result, "explanation", ()))
        raise JobError(
            gettext_noop("No schedule was found that keeps all pinned meetings: %(reason)s"),
            reason=why or "–",
        )
    return result, remarks + count_moves(draft, result)


def _run(draft: Draft, problem: Any, watch: Watch, seconds: float) -> Any:
    """Run the solver beside a thread that tells how far it is, so that time left and stop work all along."""
    seen = _Seen(
        meeting_counter(draft), {**GOAL_MESSAGES, "held": REPAIRING} if draft.published else GOAL_MESSAGES
    )
    began = time.monotonic()
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(repair_or_solve, draft, problem, seconds, seen.take)
        while True:
            try:
                result = future.result(timeout=LOOK_EVERY)
                _tell(seen, watch, 0.99)  # what was said since the last look
                return result  # noqa: TRY300 - the result is what ends the watching
            except NotYet:
                if future.done():  # the solver itself ran into a time-out error: not ours to swallow
                    return future.result()
                _tell(seen, watch, min((time.monotonic() - began) / (seconds * 1.05), 0.98))


def meeting_counter(draft: Draft) -> Callable[[int, bool], int]:
    """Return a function from the goal's weight to a number of meetings, for the two curves.

    One must weighs more than all wants together, so a weight falls apart into musts and wants. A bound
    says something about the number only where it grants every must.
    """
    wants = sum(wish.weight == Wish.Weight.WANT for wish in draft.wishes)
    musts = len(draft.wishes) - wants
    unit = draft.unit

    def count(weight: int, is_bound: bool) -> int:
        of_must, of_want = divmod(weight // unit, wants + 1)
        if is_bound and of_must != musts:
            return len(draft.wishes)
        return min(of_must + of_want, len(draft.wishes))

    return count


def _tell(seen: _Seen, watch: Watch, fraction: float) -> None:
    news, seen.news = seen.news, []
    if seen.stop:
        return  # a person asked to stop: what the solver says until it hears so is for nobody
    try:
        for goal, best, bound in news:
            if goal != seen.goal:
                watch.new_goal()
                seen.goal, seen.best, seen.bound = goal, None, None
            seen.best = best if best is not None else seen.best
            seen.bound = bound if bound is not None else seen.bound
            if best is not None or bound is not None:
                watch.report(fraction, seen.messages.get(goal, ""), best=seen.best, bound=seen.bound)
        watch.report(fraction, seen.messages.get(seen.goal, ""), best=seen.best, bound=seen.bound)
    except JobCancelled:
        seen.stop = True


@transaction.atomic
def keep_version(
    draft: Draft,
    result: Any,
    user: User | None,
    *,
    note: str = "",
    remarks: list[dict[str, Any]] | None = None,
) -> ScheduleVersion:
    """Save a result as the mission's next draft."""
    mission = Mission.objects.select_for_update().get(pk=draft.mission.pk)
    newest = mission.versions.aggregate(newest=Max("number"))["newest"] or 0
    version = ScheduleVersion.objects.create(
        mission=mission,
        desk_id=mission.desk_id,
        number=newest + 1,
        result_status=result.status,
        goals=_goals(draft, result),
        slots=slots_as_json(draft.slots),
        wanted=len(draft.wishes),
        seconds=result.seconds,
        stopped=result.stopped_by_limit,
        note=note[:300],
        remarks=remarks or [],
        created_by=user,
        is_sample=mission.is_sample,
    )
    _keep_meetings(draft, result, version)
    _keep_not_held(draft, result, version)
    record(mission, "schedule_made", user)
    return version


def _goals(draft: Draft, result: Any) -> list[dict[str, Any]]:
    """Return the goals as they are kept: of what is held the meetings, without what the ranks added."""
    goals = []
    for one in result.goals:
        unit = draft.unit if one.name == "held" else 1
        value, bound = (one.value // unit, one.bound // unit) if unit > 1 else (one.value, one.bound)
        goals.append({"name": one.name, "value": value, "bound": bound})
    return goals


def _keep_meetings(draft: Draft, result: Any, version: ScheduleVersion) -> None:
    wishes, pinned = draft.wish_of, {meeting.key for meeting in draft.pinned if meeting.pinned}
    tables = {table.name: table for table in draft.tables}
    interpreters = {str(one.pk): one for one in draft.interpreters}
    rows, guests = [], []
    for placed in result.meetings:
        wish, slot = wishes[placed.id], draft.slots[placed.slot]
        ours, theirs, *others = wish.companies
        guests.append(others)
        helper = interpreters.get(placed.interpreter or "")
        rows.append(
            ScheduledMeeting(
                version=version, desk_id=version.desk_id, ours=ours, theirs=theirs, **_of(wish),
                slot=placed.slot, length=placed.length, starts_at=slot.start,
                minutes=_minutes(draft, placed), people=dict(placed.people),
                table=tables.get(placed.table or ""), table_name=placed.table or "", online=placed.online,
                interpreter=helper, interpreter_name=helper.name if helper else "", pinned=wish.key in pinned,
            )
        )  # fmt: skip
    made = ScheduledMeeting.objects.bulk_create(rows, batch_size=500)
    seat = ScheduledMeeting.guests.through
    seat.objects.bulk_create(
        [
            seat(scheduledmeeting_id=row.pk, company_id=one.pk)
            for row, others in zip(made, guests, strict=True)
            for one in others
        ],
        batch_size=500,
    )


def _of(wanted: Wanted) -> dict[str, Any]:
    """Return what a meeting or a meeting left out is of: a wish, or a group meeting with its name."""
    if isinstance(wanted, Wish):
        return {"wish": wanted}
    return {"group": wanted, "title": wanted.name}


def _minutes(draft: Draft, placed: Any) -> int:
    """Return how long a meeting takes: to the end of its last slot, pauses within it included."""
    first, last = draft.slots[placed.slot], draft.slots[placed.slot + placed.length - 1]
    return int((last.end - first.start).total_seconds()) // 60


def _keep_not_held(draft: Draft, result: Any, version: ScheduleVersion) -> None:
    wishes = draft.wish_of
    left = sorted(result.not_held, key=lambda one: wishes[one.id].weight != "must")
    NotHeld.objects.bulk_create(
        [
            NotHeld(
                version=version,
                desk_id=version.desk_id,
                **_of(wishes[one.id]),
                ours=wishes[one.id].companies[0],
                theirs=wishes[one.id].companies[1],
                reasons=[_plain(reason) for reason in one.reasons],
                relaxations=[_plain(reason) for reason in one.relaxations],
            )
            for one in left
        ],
        batch_size=500,
    )


def _plain(reason: Any) -> dict[str, Any]:
    plain = {"code": reason.code, "params": dict(reason.params), "text": reason.text}
    parts = [_plain(part) for part in reason.parts]
    return {**plain, "parts": parts, "hole": reason.hole} if parts else plain


@transaction.atomic
def publish(version: ScheduleVersion, user: User | None) -> None:
    """Make a draft the mission's valid schedule; the one before it is kept as superseded."""
    Mission.objects.select_for_update().get(pk=version.mission_id)
    version.refresh_from_db(fields=["state"])
    if version.state != ScheduleVersion.State.DRAFT:
        raise ValidationError(_("Only a draft can be published; make a new one first."))
    mine = ScheduleVersion.objects.filter(mission_id=version.mission_id)
    mine.filter(state=ScheduleVersion.State.PUBLISHED).update(state=ScheduleVersion.State.SUPERSEDED)
    version.state = ScheduleVersion.State.PUBLISHED
    version.published_at, version.published_by = timezone.now(), user
    version.save(update_fields=["state", "published_at", "published_by", "updated_at"])
    record(version.mission, "schedule_published", user)


def discard(version: ScheduleVersion, user: User | None) -> None:
    """Throw a draft away; what was once published stays."""
    if version.state != ScheduleVersion.State.DRAFT:
        raise ValidationError(_("Only a draft can be thrown away."))
    record(version.mission, "draft_discarded", user)
    version.delete()


def set_pin(meeting: ScheduledMeeting, *, pinned: bool, user: User | None) -> None:
    """Pin a meeting to its slot and table: the next schedule leaves it where it is."""
    meeting.pinned = pinned
    meeting.save(update_fields=["pinned", "updated_at"])
    record(meeting, "pinned" if pinned else "unpinned", user)


@dataclass(frozen=True)
class Changes:
    """What a version changes against the published one."""

    against: int
    moved: int
    dropped: int
    added: int


def changes_against_published(version: ScheduleVersion) -> Changes | None:
    """Count what people would have to be told; nothing while no other version is published."""
    published = published_version(version.mission)
    if published is None or published.pk == version.pk:
        return None
    before, after = (_starts(one) for one in (published, version))
    return Changes(
        against=published.number,
        moved=sum(1 for wish, start in after.items() if wish in before and before[wish] != start),
        dropped=len(before.keys() - after.keys()),
        added=len(after.keys() - before.keys()),
    )


def _starts(version: ScheduleVersion) -> dict[str, Any]:
    return {row.key: row.starts_at for row in version.meetings.all()}
