"""Who is told of a new version: only those for whom something changed, and only that."""

from babel.dates import format_skeleton, format_time
from django.utils import translation
from django.utils.translation import gettext as _

from egiz.desk.core.interfaces.languages import locale
from egiz.desk.missions.domain import registering
from egiz.desk.missions.domain.history import Change, changes_between
from egiz.desk.missions.interfaces import letters
from egiz.desk.missions.interfaces.calendars import place_of
from egiz.desk.missions.models import Company, Mission, ScheduledMeeting, ScheduleVersion


def tell(mission: Mission, before: ScheduleVersion, after: ScheduleVersion) -> int:
    """Queue a letter to each company for which something changed; return how many those are."""
    of_company: dict[int, list[Change]] = {}
    companies: dict[int, Company] = {}
    for change in changes_between(before, after):
        for company in (change.meeting.ours, change.meeting.theirs):
            companies[company.pk] = company
            of_company.setdefault(company.pk, []).append(change)
    registration = registering.registration_of(mission)
    for pk, changes in of_company.items():
        company = companies[pk]
        company.mission = mission
        if registration.base_url and company.email:
            with translation.override(company.reads):
                lines = [line_of(change, company, mission) for change in changes]
            letters.write(company, "changed", registration, key=str(after.number), changes=lines)
    return len(of_company)


def line_of(change: Change, company: Company, mission: Mission) -> str:
    """Say one change in a line, as the company reads it."""
    partner = change.meeting.partner_of(company).name
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
