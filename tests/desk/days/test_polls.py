import datetime as dt
import html
import re
import time

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from egiz.desk.days.domain import polls
from egiz.desk.days.models import Poll, PollAnswer, PollGuest
from egiz.desk.promises.models import Promise
from tests.desk.conftest import client_of

SLOTS = ["2026-12-03T10:00/60", "2026-12-04T15:30/60"]


@pytest.fixture
def poll(page, desk):
    """A poll about two times, asked of one guest by name."""
    page.post(
        reverse("days:new_poll", args=[desk.slug]),
        {"title": "Online meeting", "note": "", "offered": SLOTS, "slots": SLOTS, "more": "", "minutes": "60",
         "guests": "Aziza\n", "promise": ""},
    )  # fmt: skip
    with scope(desk=desk):
        return Poll.objects.get()


def link(desk, poll, guest=None):
    return reverse("days_public:poll", args=[desk.slug, polls.token_of(poll, guest)])


def answers(poll, *values, **more):
    days = poll.days.order_by("start")
    return {f"day-{day.pk}": value for day, value in zip(days, values, strict=True)} | more


def named(poll):
    return PollGuest.objects.get(poll=poll, name="Aziza")


def test_a_guest_answers_by_a_personal_link_and_changes_the_answer(desk, poll):
    browser = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    with scope(desk=desk):
        url = link(desk, poll, named(poll))
        browser.post(url, answers(poll, "yes", "no"))
        answer = browser.post(url, answers(poll, "maybe", "yes"), follow=True)
        found = list(PollAnswer.objects.order_by("day__start").values_list("value", flat=True))
    assert found == ["maybe", "yes"]
    assert "your answers are kept" in html.unescape(answer.content.decode())
    assert not answer.cookies


def test_whoever_has_the_shared_link_says_who_they_are_and_gets_a_link_of_their_own(desk, poll):
    browser = Client(headers={"accept-language": "en"})
    with scope(desk=desk):
        refused = browser.post(link(desk, poll), answers(poll, "yes", "yes"))
        assert PollGuest.objects.count() == 1
        taken = browser.post(link(desk, poll), answers(poll, "yes", "yes", name="Timur"))
        guest = PollGuest.objects.get(name="Timur")
        assert taken.headers["Location"].startswith(link(desk, poll, guest))
    assert refused.status_code == 200


def test_every_time_must_be_answered(desk, poll):
    with scope(desk=desk):
        values = answers(poll, "yes", "yes")
        values.popitem()
        Client(headers={"accept-language": "en"}).post(link(desk, poll, named(poll)), values)
        assert not PollAnswer.objects.exists()


def test_a_wrong_taken_back_or_foreign_link_opens_nothing(desk, poll, page, stranger):
    with scope(desk=desk):
        good = link(desk, poll, named(poll))
    client = Client(headers={"accept-language": "en"})
    assert client.get(good).status_code == 200
    assert client.get(good.replace("/atyrau/", "/nukus/")).status_code == 404
    assert client.get(good[:-2] + "x/").status_code == 404
    page.post(reverse("days:poll_act", args=[desk.slug, poll.pk]), {"act": "links"})
    assert client.get(good).status_code == 404


def test_the_desk_sees_who_can_when_and_which_time_suits_most(page, desk, poll):
    with scope(desk=desk):
        polls.answer(poll, named(poll), "", {day.pk: "yes" for day in poll.days.all()})
        first, second = poll.days.order_by("start")
        polls.answer(poll, None, "Timur", {first.pk: "no", second.pk: "maybe"})
    text = html.unescape(page.get(reverse("days:poll", args=[desk.slug, poll.pk])).content.decode())
    best = " ".join(re.search(r'<tr class="best">.*?</tr>', text, re.DOTALL)[0].split())
    assert "4 December 2026" in best
    assert "1 yes · 1 if need be · 0 no" in best
    assert "2 guests have answered" in text


def test_deciding_closes_the_poll_and_gives_the_promise_its_day(page, desk, poll):
    with scope(desk=desk):
        promise = Promise.objects.create(desk=desk, title="Hold the meeting", status="open")
        Poll.objects.update(promise=promise)
        day = poll.days.order_by("start")[1]
        personal = link(desk, poll, named(poll))
    page.post(reverse("days:poll_act", args=[desk.slug, poll.pk]), {"act": "decide", "day": day.pk})
    with scope(desk=desk):
        promise = Promise.objects.get()
        assert promise.due_on == dt.date(2026, 12, 4)
        assert [became.title for became in promise.became.all()] == ["Online meeting"]
        Client(headers={"accept-language": "en"}).post(personal, answers(poll, "yes", "yes"))
        assert not PollAnswer.objects.exists()
    assert "The day is chosen" in html.unescape(
        Client(headers={"accept-language": "en"}).get(personal + "?lang=en").content.decode()
    )


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ru", "Отправить ответы"),
        ("uz", "Javoblarni yuborish"),
        ("kk", "Жауаптарды жіберу"),
        ("en", "Send my answers"),
    ],
)
def test_the_guests_page_speaks_four_languages(desk, poll, language, words):
    with scope(desk=desk):
        url = link(desk, poll)
    text = html.unescape(
        Client(headers={"accept-language": "en"}).get(f"{url}?lang={language}").content.decode()
    )
    assert words in text
    assert "noindex" in text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"slots": [], "offered": []}, "Propose from one to 20 times"),
        ({"more": "2026-12-03 10:00\ntomorrow"}, "Line 2 is not a time"),
        ({"title": ""}, "This field is required"),
    ],
)
def test_a_wrong_question_says_what_would_be_right(page, desk, changes, words):
    fields = {
        "title": "x",
        "note": "",
        "offered": SLOTS,
        "slots": SLOTS,
        "more": "",
        "minutes": "60",
        "guests": "",
    }
    answer = page.post(reverse("days:new_poll", args=[desk.slug]), fields | changes)
    assert words in html.unescape(answer.content.decode())


def test_a_reader_of_the_desk_gets_no_links_to_hand_out(desk, viewer, poll):
    text = client_of(viewer).get(reverse("days:poll", args=[desk.slug, poll.pk])).content.decode()
    assert "Online meeting" in text
    assert "/p/calendar/" not in text


def test_a_poll_holds_so_many_guests_and_no_more(desk, poll, monkeypatch):
    monkeypatch.setattr(polls, "MOST_GUESTS", 1)
    with scope(desk=desk):
        answer = Client(headers={"accept-language": "en"}).post(
            link(desk, poll) + "?lang=en", answers(poll, "yes", "yes", name="Timur")
        )
        assert PollGuest.objects.count() == 1
    assert "More people answered than one poll can hold" in html.unescape(answer.content.decode())


def test_a_poll_is_erased_with_the_names_of_its_guests(page, desk, poll):
    page.post(reverse("days:poll_act", args=[desk.slug, poll.pk]), {"act": "remove"})
    with scope(desk=desk):
        assert (Poll.objects.count(), PollGuest.objects.count()) == (0, 0)


def test_a_link_of_a_poll_that_is_too_old_says_so(client, desk, poll, monkeypatch):
    address, now = link(desk, poll), time.time()
    with monkeypatch.context() as later:
        later.setattr(time, "time", lambda: now + (desk.link_days + 1) * 86_400)
        assert client.get(address).status_code == 410
    assert client.get(address).status_code == 200
