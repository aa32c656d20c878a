"""Who is told of a new version: only those for whom something changed, and only that."""

from dataclasses import dataclass

from babel.dates import format_skeleton, format_time
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from egiz.desk.core.interfaces.languages import locale
from egiz.desk.core.models import User
from egiz.desk.missions.domain import scheduling
from egiz.desk.missions.domain.history import Change, changes_between
from egiz.desk.missions.interfaces import letters
from egiz.desk.missions.interfaces.calendars import place_of
from egiz.desk.missions.interfaces.whom import whom
from egiz.desk.missions.models import (
    Company,
    Letter,
    Mission,
    Registration,
    ScheduledMeeting,
    ScheduleVersion,
)


@dataclass(frozen=True, slots=True)
class Concerned:
    """Whom a new version concerns: how many companies, and those of them no letter reaches."""

    companies: int
    unreached: tuple[Company, ...]


@transaction.atomic
def publish(version: ScheduleVersion, registration: Registration, user: User | None) -> Concerned | None:
    """Publish a version and write to whom it concerns: both, or neither; nothing where it is the first.

    Raises
    ------
    ValidationError
        If the version is no draft.
    """
    mission = Mission.objects.select_for_update().get(pk=version.mission_id)
    before = scheduling.published_version(mission)
    scheduling.publish(version, user)
    return tell(registration, before, version) if before is not None else None


def tell(registration: Registration, before: ScheduleVersion, after: ScheduleVersion) -> Concerned:
    """Queue a letter to each company for which something changed."""
    mission = registration.mission
    of_company: dict[int, list[Change]] = {}
    companies: dict[int, Company] = {}
    for change in changes_between(before, after):
        for company in change.meeting.companies:
            companies[company.pk] = company
            of_company.setdefault(company.pk, []).append(change)
    unreached = []
    for pk, changes in of_company.items():
        company = companies[pk]
        company.mission = mission
        with translation.override(company.reads):
            lines = [line_of(change, company, mission) for change in changes]
        letter = letters.write(company, "changed", registration, key=str(after.number), changes=lines)
        if letter is not None and letter.state == Letter.State.HELD:
            unreached.append(company)
    return Concerned(len(of_company), tuple(unreached))


def line_of(change: Change, company: Company, mission: Mission) -> str:
    """Say one change in a line, as the company reads it."""
    partner = whom(change.meeting, company)
    if change.after is None and change.before is not None:
        return _("%(partner)s: cancelled (was %(before)s)") % {
            "partner": partner,
            "before": where(change.before, mission),
        }
    now = where(change.meeting, mission)
    if change.before is None:
        return _("%(partner)s: new, %(now)s") % {"partner": partner, "now": now}
    words = {"partner": partner, "now": now, "before": where(change.before, mission)}
    return _("%(partner)s: %(now)s (was %(before)s)") % words


def where(meeting: ScheduledMeeting, mission: Mission) -> str:
    """Write when and where a meeting is."""
    start = meeting.starts_at.astimezone(mission.tz)
    day = format_skeleton("MMMEd", start, locale=locale())
    return f"{day}, {format_time(start, 'HH:mm', locale=locale())}, {place_of(meeting, mission)}"
