"""A next step that two companies named becomes a promise of the desk."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from egiz.desk.core import joints
from egiz.desk.core.domain.trail import record
from egiz.desk.core.joints import Origin
from egiz.desk.core.models import User
from egiz.desk.missions.models import MeetingReport


@transaction.atomic
def make_promise(report: MeetingReport, user: User | None) -> str:
    """Make one promise of a report's next step, however often; return the address of its page.

    Raises
    ------
    ValidationError
        If no next step is named, or the desk keeps no promises.
    """
    report = MeetingReport.objects.select_for_update().get(pk=report.pk)
    if report.promise_url:
        return report.promise_url
    if not report.next_step:
        raise ValidationError(_("No next step is named here."))
    ours, theirs = report.wish.companies
    owner, other = (ours, theirs) if report.next_owner == "ours" else (theirs, ours)
    start = Origin(
        "mission",
        report.mission_id,
        report.next_step,
        purpose=f"{report.mission.name}: {ours.name} – {theirs.name}",
        days=(report.next_due,) if report.next_due else (),
        owner=owner.name,
        to=other.name,
        side=report.next_owner,
        is_sample=report.mission.is_sample,
    )
    report.promise_url = joints.begin("promise", report.desk, start, user)
    if not report.promise_url:
        raise ValidationError(_("This desk keeps no promises."))
    report.save(update_fields=["promise_url", "updated_at"])
    record(report.wish, "step_promised", user, {"next_step": ["", report.next_step]})
    return report.promise_url
