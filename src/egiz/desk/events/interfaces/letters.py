"""The letters in words: the one that asks for confirmation, and the one with the coming events."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from egiz.desk.core.models import Desk
from egiz.desk.events.domain.digest import Contents, leaving_token
from egiz.desk.events.domain.public_calendar import calendar_of
from egiz.desk.events.interfaces.cards import card
from egiz.desk.events.models import Subscriber


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _address(base_url: str, name: str, *args: Any) -> str:
    return base_url.rstrip("/") + reverse(f"events_public:{name}", args=args)


def confirmation(desk: Desk, email: str, language: str, base_url: str, token: str) -> EmailMessage:
    """Write the letter that asks the owner of an address whether the letters are wanted."""
    with translation.override(language):
        title = str(calendar_of(desk))
        context = {
            "title": title,
            "url": _address(base_url, "digest_confirm", desk.slug, token) + f"?lang={language}",
        }
        subject = _("Please confirm: letters of the calendar “%(title)s”") % {"title": title}
        body = render_to_string("events/public/letter_confirm.txt", context)
    return EmailMessage(_one_line(subject), body, settings.DEFAULT_FROM_EMAIL, [email])


def digest(subscriber: Subscriber, contents: Contents) -> EmailMessage:
    """Write one letter with the coming events; a mail program finds in it how to leave with one touch."""
    desk, base = subscriber.desk, subscriber.base_url
    today = desk.today()
    leave = _address(base, "digest_leave", desk.slug, leaving_token(subscriber))
    with translation.override(subscriber.language):
        title = str(calendar_of(desk))

        def with_addresses(rows: list[Any]) -> list[dict[str, Any]]:
            found = [card(row, today) for row in rows]
            return [
                {**one, "url": f"{_address(base, 'event', desk.slug, one['pk'])}?lang={subscriber.language}"}
                for one in found
            ]

        context = {
            "title": title,
            "changed": with_addresses(contents.changed),
            "coming": with_addresses(contents.coming),
            "expected": with_addresses(contents.expected),
            "url": f"{_address(base, 'calendar', desk.slug)}?lang={subscriber.language}",
            "leave": f"{leave}?lang={subscriber.language}",
            "desk_name": desk.name,
        }
        subject = _("%(title)s: coming events") % {"title": title}
        body = render_to_string("events/public/letter_digest.txt", context)
    headers = {"List-Unsubscribe": f"<{leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return EmailMessage(
        _one_line(subject), body, settings.DEFAULT_FROM_EMAIL, [subscriber.email], headers=headers
    )
