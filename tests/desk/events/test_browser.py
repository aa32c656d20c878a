"""The desk's calendar in a real browser: on a phone, for screen readers, pairs decided by keys."""

import datetime as dt

import pytest
from axe_playwright_python.sync_playwright import Axe
from django_scopes import scope

from egiz.calendars import Event, Source, Status, seed_events
from egiz.desk.core.models import Role
from egiz.desk.days.domain import polls
from egiz.desk.events.domain import calendar, proposals, pulling, sources, storing
from egiz.desk.events.models import Entry, EventRecord, EventSource, MergePair, Proposal, PublicCalendar
from tests.desk.browsing import in_browser, opened_page
from tests.desk.conftest import join, make_desk, make_user

pytestmark = in_browser
TABLE = "Мероприятие,Сроки,Город\nФорум машиностроения,15–17 мая 2027,Ташкент\nБез дня,,Ташкент\n".encode()


SOURCES = (
    ("Chamber of Nukus", {}),
    ("Organiser", {"trust": 10}),
    ("Ministry", {"outcome": "failed", "error_code": "status", "error_params": {"status": 404}}),
)


def make_source(desk, title, fields):
    url = f"https://{title.split()[0]}.example.org/events.ics"
    return EventSource.objects.create(desk=desk, title=title, url=url, is_draft=False, **fields)


def reported(source, uid, name, day, **fields):
    names = name if isinstance(name, dict) else {"en": name}
    return Event(
        uid=uid, names=names, sources=(Source(source.title, source.url, dt.date(2026, 11, 20)),), start=day,
        place=601294, place_name="Nukus", country="UZ", zone="Asia/Samarkand", status=Status.CONFIRMED,
        sectors=("trade",), **fields,
    )  # fmt: skip


@pytest.fixture
def full_desk(transactional_db):
    desk, user = make_desk(), make_user()
    join(desk, user, Role.OWNER)
    with scope(desk=desk):
        for event in seed_events():
            calendar.save_event(desk, event, user, origin=Entry.Origin.SHIPPED)
        first, second, failing = (make_source(desk, *fields) for fields in SOURCES)
        day, today = dt.date(2027, 6, 1), dt.date(2026, 11, 20)
        one, other = "Oil & Gas Uzbekistan", {"ru": "Нефть и газ Узбекистана"}
        storing.store(
            first, [reported(first, "1", "Nukus Trade Fair", day), reported(first, "2", one, day)], (), today
        )
        forum = reported(second, "z", "Nukus Trade Forum", day)
        show = reported(second, "y", other, day + dt.timedelta(days=1), organiser="Uzbekneftegaz")
        storing.store(second, [forum, show], (), today)
        draft = EventSource.objects.create(desk=desk, title="List by letter", file_name="list.csv")
        pulling.keep_raw(draft, TABLE)
        proposals.welcome(desk, user, welcome=True)
        proposals.take_in(
            desk,
            {"name": "Выставка насосов", "first_day": day, "place": "Нукус", "proposer": "Палата"},
            language="ru",
            address="192.0.2.1",
        )
        PublicCalendar.objects.create(desk=desk, is_open=True)
        hours = dt.datetime(2026, 12, 3, 10, tzinfo=dt.UTC), dt.datetime(2026, 12, 3, 11, tzinfo=dt.UTC)
        poll = polls.ask(desk, user, polls.NewPoll("Online meeting", "", (hours,), ("Aziza",)))
        for guest in poll.guests.all():
            polls.answer(poll, guest, "", {slot.pk: "maybe" for slot in poll.days.all()})
        sources.pause(failing, user, paused=False)
        merged = EventRecord.objects.get(entries__source=second, entries__key__endswith=":y")
        pks = {
            "merged": merged.pk, "source": failing.pk, "read": first.pk, "draft": draft.pk,
            "proposal": Proposal.objects.get().pk, "poll": poll.pk,
        }  # fmt: skip
    return user, pks


def pages(pks):
    room = "/d/atyrau/events/"
    return [
        f"{room}?year=2027", f"{room}?year=2027&view=map", f"{room}{pks['merged']}/",
        f"{room}{pks['merged']}/edit/", f"{room}new/", f"{room}sources/", f"{room}sources/{pks['source']}/",
        f"{room}sources/{pks['read']}/", f"{room}sources/new/", f"{room}sources/{pks['draft']}/preview/",
        f"{room}pairs/", f"{room}proposals/", f"{room}proposals/{pks['proposal']}/",
        f"{room}window/", "/d/atyrau/calendar/", "/d/atyrau/calendar/polls/",
        f"/d/atyrau/calendar/polls/{pks['poll']}/", f"/d/atyrau/calendar/going/{pks['merged']}/",
        "/p/events/atyrau/propose/",
    ]  # fmt: skip


@pytest.mark.parametrize(("width", "language", "colours"), [(390, "ru", "light"), (1280, "kk", "dark")])
def test_every_page_passes_axe_fits_the_screen_and_keeps_the_policy(
    browser, live_server, full_desk, width, language, colours
):
    user, pks = full_desk
    user.language = language
    user.save()
    page = opened_page(browser, live_server, user, width, color_scheme=colours)
    for path in pages(pks):
        assert page.goto(f"{live_server.url}{path}").status == 200, path
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, path
        result = Axe().run(page)
        assert result.violations_count == 0, f"{path}: {result.generate_report()}"
    assert page.complaints == []


def test_a_pair_is_decided_and_taken_back_by_keys(browser, live_server, full_desk):
    from playwright.sync_api import expect

    user, _pks = full_desk
    page = opened_page(browser, live_server, user, 1280)
    page.goto(f"{live_server.url}/d/atyrau/events/pairs/")
    waiting = page.locator(".pair-waiting").count()
    assert waiting
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator(".pair-waiting")).to_have_count(waiting - 1)
    with scope(desk=user.desks.get()):
        pair = MergePair.objects.get(state="different")
    page.locator(f"#pair-{pair.pk}").focus()
    page.keyboard.press("u")
    expect(page.locator(".pair-waiting")).to_have_count(waiting)
    pair.refresh_from_db()
    assert pair.state == "waiting"
    assert page.complaints == []
