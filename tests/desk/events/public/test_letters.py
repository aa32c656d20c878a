import datetime as dt
import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from egiz.calendars import Status
from egiz.desk.events.domain import digest
from egiz.desk.events.interfaces.posting import send_due
from egiz.desk.events.models import Subscriber
from tests.desk.events.public.conftest import make_event, make_forecast

NOW = dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC)


@pytest.fixture
def strict():
    """A browser without any cookie, and a server that would insist on them."""
    return Client(enforce_csrf_checks=True, headers={"accept-language": "en"})


def order(client, desk, email="reader@example.org", **changes):
    fields = {
        "email": email,
        "rhythm": "weekly",
        "language": "en",
        "sector": "",
        "country": "",
        "website": "",
    }
    return client.post(reverse("events_public:digest", args=[desk.slug]), fields | changes)


def link_in(letter, word):
    return re.search(rf"http://testserver(/\S*/{word}/\S+)", letter.body)[1]


@pytest.fixture
def subscriber(client, desk, open_calendar):
    order(client, desk)
    client.post(link_in(mail.outbox.pop(), "confirm"))
    with scope(desk=desk):
        return Subscriber.objects.get()


def test_nothing_is_sent_before_the_address_has_confirmed(strict, desk, put, open_calendar):
    put(make_event())
    assert "Look into your letters" in order(strict, desk).content.decode()
    assert send_due(NOW) == 0
    confirming = mail.outbox.pop()
    assert confirming.to == ["reader@example.org"]
    url = link_in(confirming, "confirm")
    strict.get(url)  # a program that looks into letters follows the link; that is no consent
    assert send_due(NOW) == 0
    strict.post(url)
    assert send_due(NOW) == 1
    assert "Show pumps" in mail.outbox[0].body


def test_the_answer_is_the_same_for_a_known_address_and_an_unknown_one(client, desk, subscriber):
    known = order(client, desk).content.decode()
    unknown = order(client, desk, email="nobody@example.org").content.decode()
    assert known.replace("reader@", "nobody@") == unknown


def test_a_strangers_order_changes_nothing_for_the_addresss_owner(client, desk, subscriber):
    with scope(desk=desk):
        Subscriber.objects.update(asked_at=NOW - dt.timedelta(days=1))
    order(client, desk, sector="tourism", language="kk")
    with scope(desk=desk):
        found = Subscriber.objects.get()
    assert (found.wanted, found.language) == ({}, "en")
    client.post(link_in(mail.outbox[-1], "confirm"))
    with scope(desk=desk):
        assert Subscriber.objects.get().wanted == {"sector": "tourism"}


def test_an_address_is_not_flooded(client, desk, open_calendar):
    for _again in range(3):
        order(client, desk)
    assert len(mail.outbox) == 1


def test_a_flood_of_orders_stops_for_the_hour(client, desk, open_calendar, monkeypatch):
    monkeypatch.setattr(digest, "MOST_ORDERS_AN_HOUR", 2)
    answers = [order(client, desk, email=f"n{number}@example.org") for number in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 503]
    assert len(mail.outbox) == 2


def test_a_program_that_fills_every_field_is_thanked_and_ignored(client, desk, open_calendar):
    assert order(client, desk, website="https://spam.example").status_code == 200
    assert mail.outbox == []


def test_a_mail_program_leaves_with_one_touch(strict, desk, put, subscriber):
    put(make_event())
    send_due(NOW)
    letter = mail.outbox[0]
    url = letter.extra_headers["List-Unsubscribe"].strip("<>")
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    strict.get(url)
    with scope(desk=desk):
        assert Subscriber.objects.count() == 1
    assert strict.post(url, {"List-Unsubscribe": "One-Click"}).status_code == 200
    with scope(desk=desk):
        assert Subscriber.objects.count() == 0
    assert "No more letters will come" in strict.get(url).content.decode()


def test_a_forged_link_finds_nobody(client, desk, subscriber):
    for name in ("digest_confirm", "digest_leave"):
        client.post(reverse(f"events_public:{name}", args=[desk.slug, "WzEsMV0:x:y"]))
    with scope(desk=desk):
        assert Subscriber.objects.count() == 1


def test_a_confirming_link_does_not_work_for_another_desk(client, desk, open_calendar, stranger):
    from egiz.desk.core.models import Desk
    from egiz.desk.events.models import PublicCalendar

    other = Desk.objects.get(slug="nukus")
    with scope(desk=other):
        PublicCalendar.objects.create(desk=other, is_open=True)
    order(client, desk)
    url = link_in(mail.outbox[0], "confirm").replace("/atyrau/", "/nukus/")
    assert client.post(url).status_code == 404


def test_a_letter_comes_weekly_and_only_to_one_of_two_workers(desk, put, subscriber):
    put(make_event())
    with scope(desk=desk):
        same = Subscriber.objects.get()
        assert [digest.claim(same, NOW.date()), digest.claim(same, NOW.date())] == [True, False]
        digest.give_back(same)
    sent = [send_due(NOW + dt.timedelta(days=days)) for days in (0, 1, 6, 7)]
    assert sent == [1, 0, 0, 1]


def test_a_letter_holds_only_what_was_asked_for_and_says_what_was_cancelled(client, desk, put, subscriber):
    with scope(desk=desk):
        Subscriber.objects.update(wanted={"sector": "oil-gas"}, last_sent_on=dt.date(2026, 11, 10))
    put(
        make_event(status=Status.CANCELLED),
        make_event("valves"),
        make_event("tour", sectors=("tourism",)),
        make_forecast(month=12),
    )
    send_due(NOW)
    body = mail.outbox[0].body
    head, _, rest = body.partition("Coming events")
    assert "Show pumps" in head.split("Moved or cancelled")[1]
    assert ("Show valves" in rest, "Show tour" in body, "Show pumps" in rest) == (True, False, False)
    assert "Show usual: usually December" in rest


def test_no_letter_goes_when_there_is_nothing_to_tell(desk, subscriber):
    assert send_due(NOW) == 0
    assert mail.outbox == []


def test_a_letter_that_could_not_be_handed_over_is_tried_again(desk, put, subscriber, settings, tmp_path):
    put(make_event())
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert send_due(NOW) == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_due(NOW) == 1


def test_addresses_that_never_answered_are_erased(client, desk, open_calendar):
    order(client, desk)
    send_due(NOW + dt.timedelta(days=3650))
    with scope(desk=desk):
        assert Subscriber.objects.count() == 0


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ru", "Предстоящие мероприятия"),
        ("uz", "Yaqin tadbirlar"),
        ("kk", "Жақындағы іс-шаралар"),
        ("en", "Coming events"),
    ],
)
def test_the_letter_speaks_the_subscribers_language(desk, put, subscriber, language, words):
    put(make_event())
    with scope(desk=desk):
        Subscriber.objects.update(language=language)
    send_due(NOW)
    assert words in mail.outbox[0].body
