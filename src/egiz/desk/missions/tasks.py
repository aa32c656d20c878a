"""Long work of the missions: matching and scheduling, each a job with progress, stop and result."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from egiz.desk.core.domain.jobs import JobContext, JobError, JobResult, handler
from egiz.desk.core.domain.periodic import every
from egiz.desk.core.http import desk_url
from egiz.desk.missions.domain import followups, matching, scheduling
from egiz.desk.missions.models import Mission, ScheduleVersion


def _mission(context: JobContext) -> Mission:
    mission = Mission.objects.filter(pk=context.payload["mission"]).first()
    if mission is None:
        raise JobError(gettext_noop("The mission was removed before this work began."))
    return mission


class JobWatch:
    """Passes the solver's news on to the job's page."""

    def __init__(self, context: JobContext) -> None:
        self.context = context

    def report(self, fraction: float, message: str = "", **values: Any) -> None:
        self.context.report(fraction, message, **values)

    def new_goal(self) -> None:
        self.context.job.curve = []


@handler("missions.match", _("Finding partners for each company"), seconds=3600, memory_mb=8192)
def match_companies(context: JobContext) -> JobResult:
    mission = _mission(context)
    count = matching.run_matching(mission, context.report)
    return JobResult({"pairs": count}, desk_url(context.desk, "missions:matches", mission.pk))


# A stop keeps the best schedule found until then: checking and writing it may take a moment.
@handler("missions.solve", _("Making the schedule"), seconds=3 * 3600, memory_mb=8192, stop_grace=60)
def make_schedule(context: JobContext) -> JobResult:
    mission = _mission(context)

    def result(version: ScheduleVersion) -> JobResult:
        url = desk_url(context.desk, "missions:schedule", mission.pk, version.number)
        return JobResult({"version": version.number}, url)

    version = scheduling.solve_mission(
        mission,
        context.user,
        JobWatch(context),
        seconds=context.payload.get("seconds"),
        note=context.payload.get("note", ""),
        repair=bool(context.payload.get("repair")),
        kept=lambda version: context.done(result(version)),
    )
    return result(version)


@every(minutes=60, name="missions.follow_up")
def follow_up(now: dt.datetime) -> None:
    """Ask again what came of the meetings, in every desk where the day for it has come."""
    followups.ask_all(now)
