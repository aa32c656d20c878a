"""What each side says about a meeting. Both answers are kept, also when they contradict each other."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain.trail import record
from egiz.desk.core.models import Side, User
from egiz.desk.missions.domain.followups import answered
from egiz.desk.missions.models import Company, MeetingReport, Mission, ScheduledMeeting, ScheduleVersion, Wish

HELD = {"yes": True, "no": False, "": None}
# What may be said; what a form does not ask stays as it was said before.
SAYABLE = (
    "held", "fault", "result", "rating", "value", "currency", "signed_on",
    "next_step", "next_owner", "next_due", "note",
)  # fmt: skip


def meeting_of(wish: Wish) -> ScheduledMeeting | None:
    """Return the meeting a report speaks of: as published now, or else as it last was."""
    versions = (ScheduleVersion.State.PUBLISHED, ScheduleVersion.State.SUPERSEDED)
    rows = wish.meetings.filter(version__state__in=versions)
    return rows.order_by("-version__number").first()


def side_of(wish: Wish, company: Company) -> str:
    """Return on which side of a meeting a company answers; of two on one side the asker answers first."""
    return Side.OURS.value if wish.companies[0].pk == company.pk else Side.THEIRS.value


def not_yet(wish: Wish, now: dt.datetime) -> str:
    """Say why nothing can be reported yet; empty when the meeting has begun."""
    meeting = meeting_of(wish)
    if meeting is None:
        return str(_("This meeting stands in no published schedule; there is nothing to report."))
    if now < meeting.starts_at:
        return str(_("This meeting has not begun; it can be reported from its hour on."))
    return ""


@transaction.atomic
def write_report(
    wish: Wish,
    side: str,
    user: User | None,
    *,
    now: dt.datetime | None = None,
    by_company: Company | None = None,
    **said: Any,
) -> MeetingReport:
    """Write down what one side says; only what is given changes.

    Raises
    ------
    ValidationError
        If the meeting has not begun, or what is said contradicts itself.
    """
    moment = now or timezone.now()
    if side not in {Side.OURS, Side.THEIRS} or set(said) - set(SAYABLE):
        raise ValidationError(_("A meeting was held or not held; its outcome is one of the list."))
    if why := not_yet(wish, moment):
        raise ValidationError(why)
    Wish.objects.select_for_update().get(pk=wish.pk)
    report = MeetingReport.objects.filter(wish=wish, side=side).first() or MeetingReport(
        wish=wish, side=side, mission=wish.mission
    )
    before = {name: getattr(report, name) for name in SAYABLE} if report.pk else {}
    for name, value in said.items():
        setattr(report, name, HELD.get(value) if name == "held" and isinstance(value, str) else value)
    _settle(report)
    report.by_company = by_company is not None
    report.recorded_by = user
    report.full_clean(exclude=["desk", "wish", "mission", "recorded_by"])
    report.save()
    if by_company is not None:
        answered(by_company, moment)
    after = {name: getattr(report, name) for name in SAYABLE}
    changes = {
        name: [_plain(before.get(name)), _plain(value)]
        for name, value in after.items()
        if before.get(name) != value and not (value in {"", None} and name not in before)
    }
    if changes:
        record(wish, f"reported_{side}", user, changes)
    return report


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | bool | int):
        return "" if value is None else value
    return str(value)


def _settle(report: MeetingReport) -> None:
    """Leave out what cannot be: a fault of what was held, a sum of what is not signed."""
    report.note = report.note.strip()[:2000]
    report.next_step = report.next_step.strip()
    report.currency = report.currency.strip().upper()
    if report.held is not False:
        report.fault = MeetingReport.Fault.UNKNOWN
    if report.result not in MeetingReport.SIGNED:
        report.value, report.currency, report.signed_on = None, "", None
    if report.value is not None and not report.currency:
        raise ValidationError({"currency": _("A sum needs its currency.")})
    if report.value is None:
        report.currency = ""
    if report.held is False and report.result in MeetingReport.SIGNED:
        raise ValidationError({"result": _("What was not held cannot have ended in a signature.")})
    if not report.next_step:
        if report.next_owner or report.next_due:
            raise ValidationError({"next_step": _("Say what is to be done by then.")})
    elif not report.next_owner:
        raise ValidationError({"next_owner": _("Say whose step it is.")})


def differences(written: Iterable[MeetingReport]) -> list[str]:
    """Name what two sides say differently: only where both said something about it."""
    said = list(written)
    if len(said) < 2:
        return []
    a, b = said[:2]
    found = []
    if None not in {a.held, b.held} and a.held != b.held:
        found.append("held")
    if a.held is False and b.held is False and a.fault and b.fault and a.fault != b.fault:
        found.append("fault")
    signed = {one.result for one in (a, b)} & set(MeetingReport.SIGNED)
    if a.result and b.result and a.result != b.result and signed:
        found.append("result")
    elif signed and a.result == b.result:
        if None not in {a.value, b.value} and (a.value, a.currency) != (b.value, b.currency):
            found.append("value")
        if None not in {a.signed_on, b.signed_on} and a.signed_on != b.signed_on:
            found.append("signed_on")
    # Each may well have a step of its own; only where each waits for the other is it worth a look.
    if a.next_step and b.next_step and a.next_owner != a.side and b.next_owner != b.side:
        found.append("next_owner")
    return found


def begun(mission: Mission, now: dt.datetime) -> int:
    """Count the published meetings that have begun by now."""
    return ScheduledMeeting.objects.filter(
        version__mission=mission, version__state=ScheduleVersion.State.PUBLISHED, starts_at__lte=now
    ).count()
