"""Group meetings: called by the organiser, agreed to company by company, scheduled with all others."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain.trail import record
from egiz.desk.core.models import User
from egiz.desk.missions.domain.badges import names_of
from egiz.desk.missions.models import Company, GroupMeeting, GroupSeat, Mission, ScheduledMeeting
from egiz.desk.missions.models.group import MOST_SEATS
from egiz.desk.missions.models.wish import Consent


def groups_of(mission: Mission) -> QuerySet[GroupMeeting]:
    """List a mission's group meetings with their seats, in two queries."""
    seats = GroupSeat.objects.select_related("company", "recorded_by").order_by(
        "company__side", "company__name", "pk"
    )
    return (
        GroupMeeting.objects.filter(mission=mission)
        .select_related("host")
        .prefetch_related(Prefetch("seats", seats, to_attr="all_seats"))
    )


def to_schedule(mission: Mission) -> list[GroupMeeting]:
    """Return the group meetings that enough companies agreed to."""
    return [one for one in groups_of(mission) if one.comes_about]


@transaction.atomic
def call(group: GroupMeeting, companies: Collection[Company], user: User | None) -> GroupMeeting:
    """Call a group meeting: everybody named is still to be asked.

    Raises
    ------
    ValidationError
        If there are too few or too many companies, or one is of another mission or not accepted.
    """
    named = {one.pk: one for one in (*([group.host] if group.host else []), *companies)}
    _check(group, list(named.values()))
    group.save()
    GroupSeat.objects.bulk_create(
        [
            GroupSeat(mission=group.mission, desk_id=group.desk_id, group=group, company=one)
            for one in named.values()
        ]
    )
    record(group.mission, "group_called", user, {"group": ["", group.name]})
    return group


@transaction.atomic
def invite(group: GroupMeeting, companies: Collection[Company], user: User | None) -> list[Company]:
    """Ask further companies; return those that are new."""
    there = set(group.seats.values_list("company_id", flat=True))
    new = [one for one in companies if one.pk not in there]
    _check(group, [*Company.objects.filter(pk__in=there), *new])
    GroupSeat.objects.bulk_create(
        [GroupSeat(mission=group.mission, desk_id=group.desk_id, group=group, company=one) for one in new]
    )
    if new:
        record(group.mission, "group_called", user, {"group": ["", group.name]})
    return new


def _check(group: GroupMeeting, companies: Collection[Company]) -> None:
    if any(one.mission_id != group.mission_id for one in companies):
        raise ValidationError(_("All companies must be on the list of this mission."))
    if not 2 <= len(companies) <= MOST_SEATS:
        raise ValidationError(
            _("A group meeting has from 2 to %(most)s companies, not %(count)s."),
            params={"most": MOST_SEATS, "count": len(companies)},
        )
    if len(companies) < group.least:
        raise ValidationError(
            _("%(least)s companies at least are asked for, and only %(count)s are named."),
            params={"least": group.least, "count": len(companies)},
        )


def answer(seat: GroupSeat, value: str, user: User | None, note: str = "") -> None:
    """Write down a company's answer; `user` is None when it answered through its own link.

    Whoever answers in a company's name says in `note` how that company gave its consent.
    """
    if value not in (Consent.ASKED, Consent.AGREED, Consent.DECLINED):
        raise ValidationError(_("An answer is asked, agreed or declined."))
    if user is not None and value == Consent.AGREED and not note.strip():
        raise ValidationError(_("Write how the company gave its consent, for example: by phone, 3 December."))
    before = seat.consent
    if before == value:
        return
    seat.consent, seat.recorded_by, seat.consent_note = value, user, note.strip()[:300]
    seat.save(update_fields=["consent", "recorded_by", "consent_note", "updated_at"])
    record(seat.group.mission, "group_answered", user, {"group": [before, f"{seat.group.name}: {value}"]})


def choose_person(seat: GroupSeat, name: str) -> None:
    """Say which of its people a company sends; empty for whoever is free."""
    if name and name not in names_of(seat.company):
        raise ValidationError(_("“%(name)s” is not among the people of this company."), params={"name": name})
    seat.person = name
    seat.save(update_fields=["person", "updated_at"])


def write_outcome(group: GroupMeeting, *, held: bool | None, outcome: str, user: User | None) -> None:
    """Write down whether a group meeting was held and what came of it."""
    group.held, group.outcome = held, outcome.strip()[:600]
    group.save(update_fields=["held", "outcome", "updated_at"])
    record(group.mission, "group_reported", user, {"group": ["", group.name]})


def call_off(group: GroupMeeting, user: User | None) -> None:
    """Take a group meeting back; published versions keep what they said."""
    record(group.mission, "group_called_off", user, {"group": [group.name, ""]})
    group.delete()


def forget_people(company: Company) -> None:
    """Take the names of a company's people out of the group meetings of earlier versions."""
    key = str(company.pk)
    for meeting in ScheduledMeeting.objects.filter(guests=company):
        if key in meeting.people:
            meeting.people = {other: name for other, name in meeting.people.items() if other != key}
            meeting.save(update_fields=["people", "updated_at"])
