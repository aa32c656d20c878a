"""Addresses of earlier versions: in letters, in calendar programs, in what a promise became."""

import datetime as dt

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from egiz.desk.days.domain import polls
from egiz.desk.days.models import Poll, PollAnswer, PollDay, PollGuest
from egiz.desk.events.domain.calendar import save_event
from egiz.desk.events.models import CalendarSettings, PublicCalendar, Subscriber
from egiz.desk.promises.domain import deciding
from tests.desk.events.public.conftest import make_event
from tests.desk.missions.conftest import make_company, make_mission
from tests.desk.trips.conftest import make_traveller, make_trip

MOMENT = dt.datetime(2026, 12, 3, 10, tzinfo=dt.UTC)


@pytest.fixture
def visitor():
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def poll(in_desk):
    poll = Poll.objects.create(desk=in_desk, title="Online meeting")
    PollDay.objects.create(desk=in_desk, poll=poll, start=MOMENT, end=MOMENT)
    return poll


@pytest.fixture
def calendar(in_desk):
    return PublicCalendar.objects.create(desk=in_desk, is_open=True, title="Sector calendar")


def test_a_guests_old_link_shows_the_poll_and_takes_the_answer(visitor, desk, poll):
    guest = PollGuest.objects.create(desk=desk, poll=poll, name="Aziza")
    address = (
        f"/p/calendar/{desk.slug}/poll/{signing.dumps([poll.pk, 1, guest.pk], salt='egiz.public.poll')}/"
    )
    assert "Online meeting" in visitor.get(address).content.decode()
    visitor.post(address, {f"day-{poll.days.get().pk}": "yes"})
    assert PollAnswer.objects.get().value == "yes"
    assert polls.read_token(desk, address.split("/")[-2]) == (poll, guest)


def test_a_promise_still_leads_to_the_poll_it_became(page, editor, desk, poll):
    promise = deciding.add(desk, editor, title="Hold the meeting")
    deciding.link_became(
        promise, title=poll.title, url=f"/d/{desk.slug}/calendar/polls/{poll.pk}/", user=editor
    )
    answer = page.get(promise.became.get().url, follow=True)
    assert answer.redirect_chain == [(reverse("days:poll", args=[desk.slug, poll.pk]), 301)]
    assert "Online meeting" in answer.content.decode()


@pytest.mark.parametrize(
    ("old", "name"),
    [
        ("calendar/", "events:public_settings"),
        ("calendar/polls/", "days:polls"),
        ("calendar/polls/new/", "days:new_poll"),
        ("events/window/", "days:window"),
    ],
)
def test_a_bookmark_of_the_desk_leads_on_with_what_was_asked(page, desk, old, name):
    answer = page.get(f"/d/{desk.slug}/{old}?start=2026-12-01", follow=True)
    assert answer.redirect_chain == [(reverse(name, args=[desk.slug]) + "?start=2026-12-01", 301)]
    assert answer.status_code == 200


def test_old_addresses_of_a_desk_stay_behind_its_log_in(visitor, stranger, desk):
    from tests.desk.conftest import client_of

    address = f"/d/{desk.slug}/calendar/polls/"
    assert visitor.get(address).url.startswith(reverse("account_login"))
    assert client_of(stranger).get(address).status_code == 404


def test_who_goes_to_an_event_is_found_at_its_old_address(page, desk, in_desk):
    event = save_event(desk, make_event(), None)
    answer = page.get(f"/d/{desk.slug}/calendar/going/{event.pk}/", follow=True)
    assert answer.redirect_chain == [(reverse("events:attendance", args=[desk.slug, event.pk]), 301)]


def test_an_event_is_proposed_at_the_old_address(visitor, desk, in_desk, calendar):
    CalendarSettings.objects.create(desk=desk, accepts_proposals=True)
    old = visitor.get(f"/p/events/{desk.slug}/propose/")
    assert old.status_code == 200
    assert old.context["form"].fields.keys() == (
        visitor.get(reverse("events_public:propose", args=[desk.slug])).context["form"].fields.keys()
    )


def test_subscribed_calendars_and_ordered_letters_keep_their_addresses(visitor, desk, calendar):
    save_event(desk, make_event(), None)
    for page in (
        "",
        "subscribe/",
        "widget/",
        "events.ics",
        "events.rss",
        "events.json",
        "events.csv",
        "letters/",
    ):
        assert visitor.get(f"/p/calendar/{desk.slug}/{page}").status_code == 200, page
    order = Subscriber.objects.create(
        desk=desk, email="a@example.org", language="en", base_url="https://x", asked_at=MOMENT
    )
    token = signing.dumps([order.pk, order.number], salt="egiz.public.letters.leave")
    leave = f"/p/calendar/{desk.slug}/letters/leave/{token}/"
    assert visitor.post(leave, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscriber.objects.exists()


def test_personal_links_of_companies_and_travellers_go_on_working(visitor, desk, in_desk):
    company = make_company(make_mission(desk), name="Pump works")
    traveller = make_traveller(make_trip(desk))
    timetable = signing.dumps([company.pk, company.link_number], salt="egiz.missions.timetable")
    programme = signing.dumps([traveller.pk, traveller.link_number], salt="egiz.journeys.programme")
    with scope(desk=None):
        assert "Pump works" in visitor.get(f"/p/missions/{timetable}/").content.decode()
        assert visitor.get(f"/p/trips/{programme}/").status_code == 200
