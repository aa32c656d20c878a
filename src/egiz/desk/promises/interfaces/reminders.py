"""A member's reminders in words: the letter of the day, and the calendar of what they see to."""

import datetime as dt
import hashlib
import logging
import smtplib

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from egiz.desk.core.http import desk_url
from egiz.desk.core.models import Desk
from egiz.desk.promises.domain import reminding
from egiz.desk.promises.domain.reminding import Contents
from egiz.desk.promises.interfaces.forms import owner_words
from egiz.desk.promises.models import Promise, Reminder

logger = logging.getLogger(__name__)
ASK_AGAIN = dt.timedelta(hours=6)


def send_due(desk: Desk, now: dt.datetime) -> int:
    """Send a desk's letters of the day; one that cannot be handed over is tried again by and by."""
    today, count = now.astimezone(desk.zone).date(), 0
    for reminder in reminding.due(desk, now):
        found = reminding.contents(reminder.user, today)
        if not found or not reminding.claim(reminder, today):
            continue
        try:
            letter(reminder, found).send()
        except (OSError, smtplib.SMTPException) as error:
            reminding.give_back(reminder)
            logger.warning("A reminder could not be handed over (%s)", type(error).__name__)
        else:
            count += 1
    return count


def letter(reminder: Reminder, found: Contents) -> EmailMessage:
    """Write one letter in its reader's language."""
    desk, base = reminder.desk, reminder.base_url.rstrip("/")
    with translation.override(reminder.user.language or desk.language):
        groups = [
            (_("Overdue"), found.overdue),
            (_("Due within a week"), found.soon),
            (_("Waiting for the other side for two weeks and more"), found.waiting),
        ]
        shown = [(label, [_row(row, base, desk) for row in rows]) for label, rows in groups if rows]
        count = len(found.overdue) + len(found.soon) + len(found.waiting)
        subject = ngettext("%(count)s promise to look at", "%(count)s promises to look at", count) % {
            "count": count
        }
        body = render_to_string(
            "promises/reminder.txt",
            {"groups": shown, "desk": desk, "settings_url": base + desk_url(desk, "promises:reminders")},
        )
    line = " ".join(f"{desk.name}: {subject}".split())  # a header of a letter is one line
    return EmailMessage(line, body, settings.DEFAULT_FROM_EMAIL, [reminder.user.email])


def _row(row: Promise, base: str, desk: Desk) -> dict[str, str | dt.date | None]:
    return {
        "title": " ".join(row.title.split()),
        "owner": owner_words(row),
        "due_on": row.due_on,
        "url": base + desk_url(desk, "promises:promise", row.pk),
    }


def calendar(reminder: Reminder) -> bytes:
    """Write what a member sees to as a calendar of whole days (RFC 5545); what is done leaves it."""
    from icalendar import Calendar, Event  # noqa: PLC0415 - loaded when a calendar is written

    desk, base = reminder.desk, reminder.base_url.rstrip("/")
    made = Calendar()
    made.add("prodid", "-//Egiz//promises//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", _("Promises: %(desk)s") % {"desk": desk.name})
    made.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    for row in reminding.dated(reminder.user):
        event = Event()
        event.add("uid", hashlib.sha256(f"{desk.slug} promise {row.pk}".encode()).hexdigest()[:32] + "@egiz")
        event.add("dtstamp", row.updated_at.astimezone(dt.UTC))
        event.add("last-modified", row.updated_at.astimezone(dt.UTC))
        event.add("dtstart", row.due_on)
        event.add("dtend", (row.due_on or dt.date.min) + dt.timedelta(days=1))
        event.add("summary", row.title)
        event.add("description", "\n".join(filter(None, [owner_words(row), str(row.get_status_display())])))
        event.add("url", base + desk_url(desk, "promises:promise", row.pk))
        event.add("transp", "TRANSPARENT")
        made.add_component(event)
    return bytes(made.to_ical())
