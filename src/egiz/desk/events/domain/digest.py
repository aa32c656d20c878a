"""The letters with the coming events: ordered, confirmed, sent, and left with one touch."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db import transaction
from django.utils import timezone

from egiz.desk.core.models import Desk
from egiz.desk.events.domain.selection import Choice, expected, rows, upcoming
from egiz.desk.events.models import EventRecord, Subscriber

SALT = "egiz.public.letters"
CONFIRM_WITHIN = dt.timedelta(days=7)
ASK_AGAIN_AFTER = dt.timedelta(minutes=10)
MOST_ORDERS_AN_HOUR = 60
LOOKS_AHEAD = {Subscriber.Rhythm.WEEKLY.value: 60, Subscriber.Rhythm.MONTHLY.value: 120}
MOST_EVENTS = 40


class TooManyOrdersError(Exception):
    """More orders came in this hour than people send: the next one waits."""


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody asks for: where the letters go, in which language, how often, about what."""

    email: str
    language: str
    rhythm: str
    wanted: dict[str, str]
    base_url: str

    def wishes(self) -> dict[str, Any]:
        return {
            "language": self.language,
            "rhythm": self.rhythm,
            "wanted": self.wanted,
            "base_url": self.base_url,
        }


@transaction.atomic
def take_order(desk: Desk, order: Order) -> tuple[Subscriber, str] | None:
    """Note an order and give the token that confirms it; nothing when a letter was sent moments ago.

    Whoever orders learns nothing about the address: known or not, it gets the same letter, and nothing
    changes until its owner follows the link. The wishes travel in the link.
    """
    now = timezone.now()
    if Subscriber.objects.filter(asked_at__gt=now - dt.timedelta(hours=1)).count() >= MOST_ORDERS_AN_HOUR:
        raise TooManyOrdersError
    subscriber, new = Subscriber.objects.get_or_create(
        desk=desk, email=order.email.lower(), defaults={**order.wishes(), "asked_at": now}
    )
    if not new:
        if subscriber.asked_at > now - ASK_AGAIN_AFTER:
            return None
        subscriber.asked_at = now
        subscriber.save(update_fields=["asked_at"])
    return subscriber, signing.dumps([subscriber.pk, subscriber.number, order.wishes()], salt=SALT)


def read_confirmation(token: str) -> tuple[Subscriber, dict[str, Any]] | None:
    """Return the order a confirming link stands for; nothing for a wrong, an old or a used one."""
    try:
        pk, number, wishes = signing.loads(token, salt=SALT, max_age=CONFIRM_WITHIN)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    subscriber = Subscriber.objects.filter(pk=pk, number=number).first()
    return (subscriber, wishes) if subscriber else None


@transaction.atomic
def confirm(subscriber: Subscriber, wishes: dict[str, Any]) -> None:
    """Begin the letters as ordered."""
    for name, value in wishes.items():
        setattr(subscriber, name, value)
    subscriber.confirmed_at = subscriber.confirmed_at or timezone.now()
    subscriber.save()


def leaving_token(subscriber: Subscriber) -> str:
    return signing.dumps([subscriber.pk, subscriber.number], salt=f"{SALT}.leave")


def read_leaving(token: str) -> Subscriber | None:
    """Return the subscriber a leaving link belongs to; the link of any letter ever sent works."""
    try:
        pk, number = signing.loads(token, salt=f"{SALT}.leave")
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Subscriber.objects.filter(pk=pk, number=number).first()


def leave(subscriber: Subscriber) -> None:
    """End the letters and forget the address."""
    subscriber.delete()


def forget_unconfirmed(now: dt.datetime) -> int:
    """Erase the addresses whose owners never answered."""
    return Subscriber.objects.filter(confirmed_at=None, asked_at__lt=now - CONFIRM_WITHIN).delete()[0]


def due(today: dt.date) -> list[Subscriber]:
    """List the subscribers whose next letter should go today."""
    found = Subscriber.objects.filter(confirmed_at__isnull=False).select_related("desk")
    return [subscriber for subscriber in found if is_due(subscriber, today)]


def is_due(subscriber: Subscriber, today: dt.date) -> bool:
    last = subscriber.last_sent_on
    if last is None:
        return True
    if subscriber.rhythm == Subscriber.Rhythm.MONTHLY:
        return (last.year, last.month) < (today.year, today.month)
    return (today - last).days >= 7


def claim(subscriber: Subscriber, today: dt.date) -> bool:
    """Take a letter as one's own; of several workers one gets it."""
    mine = Subscriber.objects.filter(pk=subscriber.pk, last_sent_on=subscriber.last_sent_on)
    return mine.update(last_sent_on=today) == 1


def give_back(subscriber: Subscriber) -> None:
    """Let the letter be tried again: it could not be handed over."""
    Subscriber.objects.filter(pk=subscriber.pk).update(last_sent_on=subscriber.last_sent_on)


@dataclass(frozen=True, slots=True)
class Contents:
    """What one letter tells."""

    changed: list[EventRecord]
    coming: list[EventRecord]
    expected: list[EventRecord]

    def __bool__(self) -> bool:
        return bool(self.changed or self.coming)


def contents(subscriber: Subscriber, today: dt.date) -> Contents:
    """Gather what moved or was cancelled since the last letter, what comes, and what is only expected."""
    choice = Choice.read(subscriber.wanted).without_month()
    horizon = today + dt.timedelta(days=LOOKS_AHEAD[subscriber.rhythm])
    coming = upcoming(choice, today).filter(first_day__lte=horizon).exclude(status="cancelled")
    changed: list[EventRecord] = []
    if subscriber.last_sent_on:
        since = dt.datetime.combine(subscriber.last_sent_on, dt.time(), tzinfo=subscriber.desk.zone)
        moved = rows(choice).filter(status__in=("cancelled", "moved"), updated_at__gte=since)
        changed = list(moved.filter(last_day__gte=today).order_by("first_day", "id")[:MOST_EVENTS])
    named = {row.pk for row in changed}
    months = {(today.month + step - 1) % 12 + 1 for step in range(LOOKS_AHEAD[subscriber.rhythm] // 30 + 1)}
    return Contents(
        changed,
        [row for row in coming[:MOST_EVENTS] if row.pk not in named],
        [row for row in expected(choice, today.year) if row.month in months],
    )
