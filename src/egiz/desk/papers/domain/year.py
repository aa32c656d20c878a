"""What the desk can count for a year's report; what it does not keep stays blank."""

import datetime as dt
from collections.abc import Sequence

from egiz.desk.core.models import Desk
from egiz.desk.missions.models import MeetingReport, Mission
from egiz.desk.papers.domain.filled import Filled
from egiz.desk.promises.models import Promise
from egiz.desk.trips.models import Trip
from egiz.desk.twinnings.domain import due
from egiz.desk.twinnings.domain.register import register, sleeps
from egiz.desk.twinnings.models import Measure, Status

SIGNED = (Status.MEMORANDUM, Status.AGREEMENT)
MOST_NAMED = 20


def results_of(missions: Sequence[int]) -> dict[str, int]:
    """Count the meetings both sides call held, or one calls held and none denies, and what came of them."""
    said: dict[int, list[MeetingReport]] = {}
    for report in MeetingReport.objects.filter(mission__in=missions):
        said.setdefault(report.wish_id, []).append(report)
    counted = {"meetings": 0, "contracts": 0, "memoranda": 0}
    for reports in said.values():
        answers = [one.held for one in reports if one.held is not None]
        results = {one.result for one in reports}
        counted["meetings"] += bool(answers) and all(answers)
        counted["contracts"] += MeetingReport.Result.CONTRACT in results
        counted["memoranda"] += MeetingReport.Result.MEMORANDUM in results
    return counted


def _plans(first: dt.date, last: dt.date) -> dict[str, int]:
    """Count the measures that were due in the year, by what became of them by its end."""
    measures = [
        one
        for one in Measure.objects.filter(due__startswith=str(first.year))
        if (due.ends(one.due) or last) <= last
    ]
    done = [one for one in measures if one.status == Measure.Status.DONE]
    return {
        "due": len(measures),
        "done": len(done),
        "late": sum(one.is_open or (one.done_on is not None and one.done_on > last) for one in measures),
        "dropped": sum(one.status == Measure.Status.DROPPED for one in measures),
    }


def report(desk: Desk, made: Filled, year: int | None = None) -> Filled:
    """Fill a report on a year (the last whole one): papers, trips, missions, what was not done."""
    year = year or desk.today().year - 1
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    links = list(register())
    signed = [one for one in links if one.status in SIGNED]
    missions = Mission.objects.filter(status=Mission.Status.HELD, sessions__date__range=(first, last))
    held = sorted(set(missions.values_list("pk", flat=True)))
    out = Trip.objects.filter(status=Trip.Status.HELD, leaves_on__range=(first, last)).count()
    made.fields |= {
        "year": year,
        "in_force": len(signed),
        "new": sum(one.since.startswith(str(year)) for one in signed),
        "ended": sum(one.ended_on is not None and first <= one.ended_on <= last for one in links),
        "dormant": sum(sleeps(one, last) for one in signed),
        **_plans(first, last),
        "visits_out": out,
        "missions": len(held),
        **results_of(held),
    }
    missed = Promise.objects.filter(status__in=Promise.LIVE, due_on__range=(first, last))
    made.say(desk.language, not_done=list(missed.values_list("title", flat=True)[:MOST_NAMED]))
    made.name = str(year)
    return made
