import datetime as dt

import pytest
from django.test import Client
from django_scopes import scope

from egiz.calendars import Event, Evidence, Forecast, Source, Status
from egiz.desk.events.domain.calendar import save_event
from egiz.desk.events.models import PublicCalendar

NUKUS, TASHKENT, ATYRAU = 601294, 1512569, 610529


def make_event(uid="pumps", **changes):
    """An event of December 2026 unless told otherwise."""
    values = {
        "names": {"en": f"Show {uid}"}, "status": Status.CONFIRMED, "sectors": ("oil-gas",),
        "sources": (Source("list", "https://example.org/list", dt.date(2026, 11, 1)),),
        "place": NUKUS, "place_name": "Nukus", "country": "UZ",
        "start": dt.date(2026, 12, 2), "end": dt.date(2026, 12, 4), "zone": "Asia/Samarkand", **changes,
    }  # fmt: skip
    return Event(uid=f"{uid}@egiz", **values)


def make_forecast(uid="usual", month=12, **changes):
    evidence = (Evidence("2024: 10–12 December"),)
    return make_event(
        uid,
        **{
            "status": Status.EXPECTED, "start": None, "end": None, "series": uid,
            "forecast": Forecast(month, evidence), **changes,
        },
    )  # fmt: skip


@pytest.fixture(autouse=True)
def _on_the_22nd_of_november(monkeypatch):
    """The day the tests' events are written for; the clock is the machine's, not ours to test."""
    from egiz.desk.core.models import Desk

    monkeypatch.setattr(Desk, "today", lambda _desk: dt.date(2026, 11, 22))


@pytest.fixture
def client():
    """A visitor without an account who reads English."""
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def put(desk):
    """Write events into the desk's calendar."""

    def write(*events):
        with scope(desk=desk):
            return [save_event(desk, event, None) for event in events]

    return write


@pytest.fixture
def open_calendar(desk):
    with scope(desk=desk):
        return PublicCalendar.objects.create(desk=desk, is_open=True, title="Sector calendar")
