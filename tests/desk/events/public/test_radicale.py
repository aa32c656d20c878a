"""The desk's own feed in a real calendar server: what a person cancels at the desk vanishes for a client."""

import datetime as dt
import importlib.util

import pytest
from django.urls import reverse
from django_scopes import scope

from egiz.desk.events.models import EventRecord
from tests.calendars.test_radicale import ask, server, shown
from tests.desk.events.public.conftest import make_event

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("radicale") is None, reason="Radicale, the calendar server, is not installed"
)
__all__ = ["server"]


def hand_over(client, desk, address):
    """Do what a program does that keeps a calendar server in step with a subscribed address."""
    body = client.get(reverse("events_public:feed", args=[desk.slug, "ics"])).content
    ask(address, "PUT", body, "text/calendar; charset=utf-8")


def test_what_is_cancelled_at_the_desk_vanishes_from_a_subscribed_client(
    client, desk, put, open_calendar, page, server
):
    days = {"start": dt.date(2027, 5, 11), "end": dt.date(2027, 5, 13)}
    row = put(make_event(**days), make_event("stays", **days))[0]
    hand_over(client, desk, server)
    assert shown(server) == {"pumps@egiz": 0, "stays@egiz": 0}
    with scope(desk=desk):
        pk = EventRecord.objects.get(uid=row.uid).pk
    page.post(
        reverse("events:edit", args=[desk.slug, pk]),
        {"name": "Show pumps", "sectors": ["oil-gas"], "place": "Nukus", "first_day": "2027-05-11",
         "last_day": "2027-05-13", "status": "cancelled", "source": "a letter", "checked_on": "2026-11-20"},
    )  # fmt: skip
    hand_over(client, desk, server)
    assert shown(server) == {"stays@egiz": 0}
