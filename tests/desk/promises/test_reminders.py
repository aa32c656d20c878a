import datetime as dt

import pytest
from django.core import mail
from django_scopes import scope
from icalendar import Calendar

from egiz.desk.core.models import Membership, Role
from egiz.desk.promises.domain import reminding
from egiz.desk.promises.interfaces import reminders
from egiz.desk.promises.models import Promise, Reminder
from tests.desk.conftest import join, make_desk

MONDAY = dt.datetime(2026, 11, 30, 3, 30, tzinfo=dt.UTC)  # 08:30 in Atyrau
TODAY = dt.date(2026, 11, 30)
PAGE = "/d/atyrau/promises/reminders/"


@pytest.fixture
def mine(in_desk, editor):
    return Reminder.objects.create(desk=in_desk, user=editor, by_letter=True, base_url="https://desk.example")


@pytest.fixture
def owed(in_desk, editor):
    def make(title, days=None, **more):
        due = None if days is None else TODAY + dt.timedelta(days=days)
        return Promise.objects.create(
            desk=in_desk, title=title, due_on=due, **{"responsible": editor, **more}
        )

    return make


def test_the_letter_tells_what_is_overdue_soon_and_waiting_and_nothing_else(mine, owed, in_desk, owner):
    late = owed("Late one", -3, owner_text="Chamber")
    owed("Soon one", 5)
    owed("Waiting one", status="waiting", waiting_since=TODAY - dt.timedelta(days=20))
    for title, more in (
        ("Done", {"days": -1, "status": "done"}), ("Far", {"days": 60}), ("Undated", {}),
        ("Somebody else's", {"days": 1, "responsible": owner}),
        ("Just waiting", {"status": "waiting", "waiting_since": TODAY}),
    ):  # fmt: skip
        owed(title, **more)
    assert reminders.send_due(in_desk, MONDAY) == 1
    letter = mail.outbox[0]
    assert (letter.to, letter.subject) == (["ainur@example.org"], "Desk atyrau: 3 promises to look at")
    order = [letter.body.index(title) for title in ("OVERDUE", "Late one", "Soon one", "Waiting one")]
    assert order == sorted(order)
    assert f"https://desk.example/d/atyrau/promises/{late.pk}/" in letter.body
    for title in ("Done", "Far", "Undated", "Somebody", "Just waiting"):
        assert title not in letter.body


def test_it_goes_once_a_day(mine, owed, in_desk):
    owed("Late one", -3)
    assert [reminders.send_due(in_desk, MONDAY + dt.timedelta(hours=hours)) for hours in (0, 1, 24)] == [
        1,
        0,
        1,
    ]


def test_of_two_workers_one_sends_it(mine, owed, in_desk):
    owed("Late one", -3)
    first, second = reminding.due(in_desk, MONDAY)[0], reminding.due(in_desk, MONDAY)[0]
    assert [reminding.claim(first, TODAY), reminding.claim(second, TODAY)] == [True, False]


@pytest.mark.parametrize(
    ("when", "why"),
    [
        (dt.datetime(2026, 11, 28, 6, tzinfo=dt.UTC), "Saturday"),
        (dt.datetime(2026, 12, 16, 6, tzinfo=dt.UTC), "Independence Day of Kazakhstan"),
        (dt.datetime(2026, 11, 30, 1, 30, tzinfo=dt.UTC), "half past six in Atyrau"),
        (dt.datetime(2026, 11, 29, 20, tzinfo=dt.UTC), "Monday at one in the night"),
    ],
)
def test_nobody_is_written_to_on_a_day_off_or_before_the_morning(mine, owed, in_desk, when, why):
    owed("Late one", -30)
    assert reminders.send_due(in_desk, when) == 0, why


def test_a_day_off_of_the_other_side_is_no_day_off(mine, owed, in_desk):
    owed("Late one", -30)
    uzbek_holiday = dt.datetime(2026, 12, 8, 6, tzinfo=dt.UTC)  # Constitution Day of Uzbekistan
    assert reminders.send_due(in_desk, uzbek_holiday) == 1


def test_without_anything_to_say_or_a_wish_no_letter_goes(mine, owed, in_desk, editor):
    owed("Far", 60)
    assert reminders.send_due(in_desk, MONDAY) == 0
    owed("Late one", -3)
    Reminder.objects.update(by_letter=False)
    assert reminders.send_due(in_desk, MONDAY) == 0


@pytest.mark.parametrize("role", [Role.GUEST, None])
def test_who_is_inside_no_more_is_neither_written_to_nor_fed(mine, owed, in_desk, editor, client, role):
    owed("Late one", -3)
    address = f"/p/promises/{mine.token}/mine.ics"
    assert client.get(address).status_code == 200
    member = Membership.objects.filter(user=editor)
    member.update(role=role) if role else member.delete()
    assert reminders.send_due(in_desk, MONDAY) == 0
    assert client.get(address).status_code == 404


def test_a_letter_that_cannot_be_handed_over_is_tried_again(mine, owed, in_desk, settings):
    owed("Late one", -3)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 2
    assert reminders.send_due(in_desk, MONDAY) == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert reminders.send_due(in_desk, MONDAY) == 1


def test_the_calendar_holds_the_days_of_what_one_sees_to(mine, owed, in_desk, client, owner):
    row = owed("Send the list", 3, owner_text="Chamber")
    owed("Done", 3, status="done")
    owed("Somebody else's", 3, responsible=owner)
    other = make_desk("nukus")
    join(other, mine.user)
    with scope(desk=other):
        Promise.objects.create(desk=other, title="Of another desk", due_on=TODAY, responsible=mine.user)
    answer = client.get(f"/p/promises/{mine.token}/mine.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert (str(event["summary"]), event["dtstart"].dt) == ("Send the list", TODAY + dt.timedelta(days=3))
    assert str(event["url"]).endswith(f"/d/atyrau/promises/{row.pk}/")
    again = Calendar.from_ical(client.get(f"/p/promises/{mine.token}/mine.ics").content).walk("VEVENT")
    assert again[0]["uid"] == event["uid"]


def test_a_new_address_makes_the_old_one_void(mine, page, client):
    old = f"/p/promises/{mine.token}/mine.ics"
    assert old in page.get(PAGE).content.decode()
    page.post(PAGE, {"act": "new"})
    assert client.get(old).status_code == 404
    mine.refresh_from_db()
    assert client.get(f"/p/promises/{mine.token}/mine.ics").status_code == 200
    assert client.get("/p/promises/nonsense/mine.ics").status_code == 404


def test_a_member_sets_their_own_reminders_only(page, in_desk, editor, owner):
    page.post(PAGE, {"by_letter": "on"})
    assert list(Reminder.objects.values_list("user", "by_letter")) == [(editor.pk, True)]
    page.post(PAGE, {"once": "x"})
    assert not Reminder.objects.get().by_letter
