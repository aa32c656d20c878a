"""Events that strangers propose: taken in with care, decided by a person."""

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from egiz.desk.core.domain import trail
from egiz.desk.core.models import Desk, User
from egiz.desk.events.domain.assembling import save_event
from egiz.desk.events.domain.merging import compare
from egiz.desk.events.models import CalendarSettings, Entry, EventRecord, Proposal

if TYPE_CHECKING:
    from egiz.calendars import Event

HOURLY_OF_ONE = 5  # proposals an hour from one address
HOURLY_OF_ALL = 60  # proposals an hour at one desk: more is no help but a flood
State = Proposal.State


class TooManyError(ValueError):
    """Proposals come faster than people can look at them."""


def are_welcome(desk: Desk) -> bool:
    return CalendarSettings.objects.filter(desk=desk, accepts_proposals=True).exists()


def welcome(desk: Desk, user: User, *, welcome: bool) -> None:
    """Open or close the form for strangers."""
    row, _created = CalendarSettings.objects.get_or_create(desk=desk)
    with trail.tracked(row, "changed", user, ("accepts_proposals",)):
        row.accepts_proposals = welcome


def sender_mark(address: str, now: dt.datetime) -> str:
    """Return a mark that tells senders apart for a day and names nobody."""
    return salted_hmac("egiz.proposal", f"{address} {now:%Y-%m-%d}", algorithm="sha256").hexdigest()


@transaction.atomic
def take_in(desk: Desk, values: Mapping[str, Any], *, language: str, address: str) -> Proposal:
    """Note a proposal.

    Raises
    ------
    TooManyError
        When this sender, or everybody together, proposed too many within the hour.
    """
    now = timezone.now()
    mark = sender_mark(address, now)
    recent = Proposal.objects.filter(created_at__gte=now - dt.timedelta(hours=1))
    if recent.filter(sender=mark).count() >= HOURLY_OF_ONE or recent.count() >= HOURLY_OF_ALL:
        raise TooManyError
    return Proposal.objects.create(desk=desk, language=language, sender=mark, **values)


@transaction.atomic
def accept(proposal: Proposal, event: "Event", user: User) -> EventRecord:
    """Put a proposed event on the calendar as the person left it; its source says who proposed it."""
    row = save_event(proposal.desk, event, user, origin=Entry.Origin.PROPOSAL)
    compare(list(row.entries.all()))
    row = Entry.objects.select_related("event").get(key=f"proposal:{event.uid}"[:400]).event
    _decide(proposal, State.ACCEPTED, user)
    proposal.event = row
    proposal.save()
    trail.record(proposal, "accepted", user)
    return row


@transaction.atomic
def reject(proposal: Proposal, reason: str, user: User) -> None:
    """Turn a proposal down, with the reason for the desk's memory."""
    _decide(proposal, State.REJECTED, user)
    proposal.reason = reason[:300]
    proposal.save()
    trail.record(proposal, "rejected", user, {"reason": ["", proposal.reason]})


def _decide(proposal: Proposal, state: str, user: User) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, user, timezone.now()
    proposal.sender = ""
