import datetime as dt
import html

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_scopes import scope

from egiz.calendars import Status
from egiz.desk.days.models import BusyPerson, DayEdit
from tests.desk.conftest import client_of
from tests.desk.events.public.conftest import ATYRAU, make_event, make_forecast

ASKED = {
    "start": "2026-12-01",
    "days": "4",
    "earliest": "10:00",
    "latest": "12:00",
    "minutes": "60",
    "notice": "0",
}


def window(page, desk, **changes):
    return html.unescape(page.get(reverse("days:window", args=[desk.slug]), ASKED | changes).content.decode())


def proposals(text):
    return text.split('class="proposals"')[1].split("</ol>")[0] if 'class="proposals"' in text else ""


def first_proposal(text):
    return proposals(text).split("</ul>")[0]


def ics(*busy):
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{number}\r\nSUMMARY:secret talks\r\n"
        f"DTSTART:{start}\r\nDTEND:{end}\r\nEND:VEVENT\r\n"
        for number, (start, end) in enumerate(busy)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{events}END:VCALENDAR\r\n".encode()


def upload(page, desk, name, *busy):
    file = SimpleUploadedFile("cal.ics", ics(*busy))
    return page.post(reverse("days:add_busy", args=[desk.slug]), {"name": name, "file": file})


def test_a_day_off_that_the_desk_adds_is_not_proposed_and_says_why(page, desk):
    assert "1 December 2026" in proposals(window(page, desk))
    page.post(
        reverse("days:add_day", args=[desk.slug]),
        {"country": "uz", "day": "2026-12-01", "off": "1", "name": "Bridge day", "source": "a decree"},
    )
    text = window(page, desk)
    assert "1 December" not in proposals(text)
    assert "Bridge day" in text.split("Left out besides weekends")[1]


def test_a_day_can_be_made_a_working_one_and_given_back(page, desk):
    saturday = {"start": "2026-12-05", "days": "1"}
    assert proposals(window(page, desk, **saturday)) == ""
    for country in ("KZ", "UZ"):
        page.post(
            reverse("days:add_day", args=[desk.slug]),
            {"country": country, "day": "2026-12-05", "off": "0", "name": "", "source": "a decree"},
        )
    assert "5 December" in proposals(window(page, desk, **saturday))
    with scope(desk=desk):
        pk = DayEdit.objects.get(country="UZ").pk
    page.post(reverse("days:remove_day", args=[desk.slug, pk]))
    assert proposals(window(page, desk, **saturday)) == ""


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"country": "Uzbekistan"}, "Ensure this value has at most 6"),
        ({"country": "U1"}, "Write a code such as KZ, UZ or UZ-QR"),
        ({"name": ""}, "A day off needs its name"),
        ({"source": ""}, "This field is required"),
    ],
)
def test_a_wrong_day_is_refused_and_says_what_would_be_right(page, desk, changes, words):
    good = {"country": "UZ", "day": "2026-12-01", "off": "1", "name": "x", "source": "a decree"}
    answer = page.post(reverse("days:add_day", args=[desk.slug]), good | changes, follow=True)
    assert words in html.unescape(answer.content.decode())
    with scope(desk=desk):
        assert not DayEdit.objects.exists()


def test_who_is_busy_comes_from_a_calendar_file_and_nothing_else_is_kept(page, desk):
    upload(page, desk, "Consul", ("20261201T040000Z", "20261201T120000Z"))
    text = window(page, desk)
    assert "1 December" not in first_proposal(text)
    assert "all calendars" in first_proposal(text) or "calendar on hand is free" in first_proposal(text)
    with scope(desk=desk):
        person = BusyPerson.objects.get()
    assert person.hours == [["2026-12-01T04:00:00+00:00", "2026-12-01T12:00:00+00:00"]]
    assert "secret" not in str(person.__dict__)


def test_when_nobody_is_free_together_the_one_who_misses_is_named(page, desk):
    upload(page, desk, "Consul", *((f"202612{d:02}T000000Z", f"202612{d:02}T235900Z") for d in range(1, 6)))
    assert "busy: Consul" in first_proposal(window(page, desk))


def test_an_event_in_either_country_is_a_reason_to_meet_there(page, desk, put):
    put(make_event(start=dt.date(2026, 12, 3), end=None, country="KZ", place=ATYRAU, place_name="Atyrau"))
    text = first_proposal(window(page, desk))
    assert "3 December" in text
    assert "an event brings people together: Show pumps" in text


def test_a_cancelled_event_and_an_expected_month_propose_no_day(page, desk, put):
    put(make_event(start=dt.date(2026, 12, 3), end=None, status=Status.CANCELLED), make_forecast())
    text = window(page, desk)
    assert "Show pumps" not in proposals(text)
    assert "Show usual is expected in the month of December; no day is announced" in text


def test_a_day_beside_an_estimated_holiday_carries_the_warning(page, desk):
    text = window(page, desk, start="2027-03-08", days="7")
    assert "is estimated nearby and may fall on this day" in text


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://127.0.0.1/cal.ics", "could not be read"),
        ("http://169.254.169.254/latest", "could not be read"),
        ("webcal://127.0.0.1/cal.ics", "could not be read"),
        ("file:///etc/passwd", "Enter a valid URL"),
    ],
)
def test_an_address_inside_the_machine_is_refused(page, desk, address, why):
    answer = page.post(
        reverse("days:add_busy", args=[desk.slug]), {"name": "Consul", "address": address}, follow=True
    )
    assert why in html.unescape(answer.content.decode())
    with scope(desk=desk):
        assert not BusyPerson.objects.exists()


def test_a_file_that_is_no_calendar_says_so(page, desk):
    file = SimpleUploadedFile("cal.ics", b"hello")
    answer = page.post(
        reverse("days:add_busy", args=[desk.slug]), {"name": "Consul", "file": file}, follow=True
    )
    assert "The calendar of Consul could not be read" in html.unescape(answer.content.decode())


def test_a_guest_of_the_desk_changes_nothing_here(desk, guest):
    client = client_of(guest)
    fields = {"country": "UZ", "day": "2026-12-01", "off": "1", "name": "x", "source": "y"}
    assert client.post(reverse("days:add_day", args=[desk.slug]), fields).status_code == 403
    assert upload(client, desk, "Consul").status_code == 403


def test_a_region_has_days_of_its_own(page, desk):
    page.post(
        reverse("days:add_day", args=[desk.slug]),
        {"country": "UZ-QR", "day": "2026-12-02", "off": "1", "name": "Regional day", "source": "a decree"},
    )
    assert "2 December" in proposals(window(page, desk))
    assert "2 December" not in proposals(window(page, desk, region="UZ-QR"))
