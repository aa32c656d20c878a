"""Handing the due letters over, for the worker's clock and for the command line alike."""

import datetime as dt
import logging
from smtplib import SMTPException

from django_scopes import scope, scopes_disabled

from egiz.desk.events.domain import digest
from egiz.desk.events.interfaces import letters
from egiz.desk.events.models import PublicCalendar, Subscriber

logger = logging.getLogger(__name__)


def send_due(now: dt.datetime) -> int:
    """Send every letter that is due at the desks whose calendar is open; gives how many went."""
    with scopes_disabled():
        open_ones = list(PublicCalendar.objects.filter(is_open=True).select_related("desk"))
    sent = 0
    for calendar in open_ones:
        with scope(desk=calendar.desk):
            digest.forget_unconfirmed(now)
            if calendar.takes_subscribers:
                today = now.astimezone(calendar.desk.zone).date()
                sent += sum(_send(subscriber, today) for subscriber in digest.due(today))
    return sent


def _send(subscriber: Subscriber, today: dt.date) -> bool:
    found = digest.contents(subscriber, today)
    if not digest.claim(subscriber, today) or not found:
        return False
    try:
        letters.digest(subscriber, found).send()
    except (OSError, SMTPException):
        logger.exception("The letter to subscriber %s could not be handed over", subscriber.pk)
        digest.give_back(subscriber)
        return False
    return True
