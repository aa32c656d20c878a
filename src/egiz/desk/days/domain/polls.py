"""Asking the guests which day suits: links without log-in, answers that can be changed, one decision."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core import signing
from django.db import transaction
from django.utils import timezone

from egiz.desk.core import joints
from egiz.desk.core.domain import removing, trail
from egiz.desk.core.domain.links import ensure_fresh
from egiz.desk.core.http import desk_url
from egiz.desk.core.models import Binned, Desk, User
from egiz.desk.days.models import Poll, PollAnswer, PollDay, PollGuest

SALT = "egiz.public.poll"
MOST_GUESTS = 100
Slot = tuple[dt.datetime, dt.datetime]
Value = PollAnswer.Value


class PollError(Exception):
    """What was asked of a poll cannot be done; the code says why."""

    CLOSED, FULL = "closed", "full"


@dataclass(frozen=True, slots=True)
class NewPoll:
    """A question to the guests."""

    title: str
    note: str
    slots: tuple[Slot, ...]
    guests: tuple[str, ...] = ()
    promise: int | None = None


@transaction.atomic
def ask(desk: Desk, user: User, new: NewPoll) -> Poll:
    """Begin a poll with its times and the guests known by name."""
    poll = Poll.objects.create(
        desk=desk, title=new.title, note=new.note, promise_id=new.promise, created_by=user
    )
    PollDay.objects.bulk_create(
        PollDay(desk=desk, poll=poll, start=a, end=b) for a, b in sorted(set(new.slots))
    )
    names = dict.fromkeys(new.guests)
    PollGuest.objects.bulk_create(PollGuest(desk=desk, poll=poll, name=name) for name in names)
    trail.record(poll, "created", user)
    if poll.promise_id is not None:
        url = desk_url(desk, "days:poll", poll.pk)
        joints.tie("promise", poll.promise_id, joints.Made(poll.title, url), user)
    return poll


def token_of(poll: Poll, guest: PollGuest | None = None) -> str:
    """Return the part of an address that opens a poll: for one guest, or for whoever has the shared link."""
    return signing.dumps([poll.pk, poll.number, guest.pk if guest else 0], salt=SALT)


def read_token(desk: Desk, token: str) -> tuple[Poll, PollGuest | None] | None:
    """Return what a link opens; nothing for a wrong one or one that was taken back."""
    try:
        pk, number, guest_pk = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    poll = Poll.objects.filter(desk=desk, pk=pk, number=number).select_related("chosen").first()
    if poll is not None:
        ensure_fresh(token, SALT, desk)
    if poll is None or not guest_pk:
        return (poll, None) if poll else None
    guest = poll.guests.filter(pk=guest_pk).first()
    return (poll, guest) if guest else None


@transaction.atomic
def answer(poll: Poll, guest: PollGuest | None, name: str, values: Mapping[int, str]) -> PollGuest:
    """Take a guest's answers; those of the same guest before are replaced.

    Raises
    ------
    PollError
        When the poll is decided, or more people answered than a poll holds.
    """
    if not poll.is_open:
        raise PollError(PollError.CLOSED)
    if guest is None:
        if poll.guests.count() >= MOST_GUESTS:
            raise PollError(PollError.FULL)
        guest = PollGuest.objects.create(desk_id=poll.desk_id, poll=poll, name=name)
    days = set(poll.days.values_list("pk", flat=True))
    for day_pk, value in values.items():
        if day_pk in days and value in Value.values:
            PollAnswer.objects.update_or_create(
                guest=guest, day_id=day_pk, defaults={"desk_id": poll.desk_id, "value": value}
            )
    guest.answered_at = timezone.now()
    guest.save(update_fields=["answered_at"])
    return guest


@dataclass(frozen=True, slots=True)
class Tally:
    """One proposed time with its answers, guest by guest."""

    day: PollDay
    yes: int
    maybe: int
    no: int
    values: tuple[str, ...]


def tallies(poll: Poll, guests: Iterable[PollGuest]) -> list[Tally]:
    """Count the answers to each time, in the order of the times."""
    given = {(a.guest_id, a.day_id): a.value for a in PollAnswer.objects.filter(guest__poll=poll)}
    who = list(guests)
    found = []
    for day in poll.days.all():
        values = tuple(given.get((guest.pk, day.pk), "") for guest in who)
        found.append(
            Tally(
                day, values.count(Value.YES), values.count(Value.IF_NEED_BE), values.count(Value.NO), values
            )
        )
    return found


def best(found: list[Tally]) -> Tally | None:
    """Return the time that suits most: the fewest refusals, then the most plain yes, then the earliest."""
    answered = [tally for tally in found if tally.yes or tally.maybe]
    return min(answered, key=lambda t: (t.no, -t.yes, t.day.start), default=None)


@transaction.atomic
def decide(poll: Poll, day: PollDay, user: User) -> None:
    """Choose a time: the poll closes, and the promise it stands for gets its day and a link to the poll."""
    with trail.tracked(poll, "changed", user, ("is_open", "chosen")):
        poll.is_open, poll.chosen = False, day
    if poll.promise_id is not None:
        local = day.start.astimezone(poll.desk.zone).date()
        url = desk_url(poll.desk, "days:poll", poll.pk)
        joints.tie("promise", poll.promise_id, joints.Made(poll.title, url, local), user)


@transaction.atomic
def reopen(poll: Poll, user: User) -> None:
    """Ask on: the decision is taken back; a promise keeps the day written into it."""
    with trail.tracked(poll, "changed", user, ("is_open", "chosen")):
        poll.is_open, poll.chosen = True, None


@transaction.atomic
def remove(poll: Poll, user: User) -> Binned:
    """Put a poll into the bin, with the names and the answers of its guests."""
    return removing.remove(poll, user)


@transaction.atomic
def take_links_back(poll: Poll, user: User) -> None:
    """Make every link that was given out worthless; new ones are shown at once."""
    with trail.tracked(poll, "changed", user, ("number",)):
        poll.number += 1
