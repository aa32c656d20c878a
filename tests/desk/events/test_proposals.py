import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from egiz.desk.events.domain import proposals
from egiz.desk.events.models import EventRecord, Proposal
from tests.desk.conftest import client_of
from tests.desk.events.test_calendar import entry as typed

ADDRESS = reverse("events_public:propose", args=["atyrau"])


def fields(**changes):
    day = timezone.now().date() + dt.timedelta(days=90)
    return {
        "name": "Выставка насосов", "first_day": day, "last_day": "", "place": "Нукус", "venue": "",
        "organiser": "", "url": "", "notes": "", "proposer": "Палата Нукуса", "contact": "", "website": "",
        **changes,
    }  # fmt: skip


@pytest.fixture
def open_form(desk, owner):
    with scope(desk=desk):
        proposals.welcome(desk, owner, welcome=True)
    return desk


def propose(**changes):
    return Client(headers={"accept-language": "en"}).post(ADDRESS, fields(**changes))


def waiting(desk):
    with scope(desk=desk):
        return list(Proposal.objects.filter(state="waiting"))


def test_a_stranger_proposes_without_log_in_and_nothing_is_in_the_calendar(open_form):
    assert "The proposal is with Desk atyrau" in propose().content.decode()
    assert [p.name for p in waiting(open_form)] == ["Выставка насосов"]
    with scope(desk=open_form):
        assert not EventRecord.objects.exists()


def test_a_desk_that_wants_no_proposals_and_one_that_is_not_there_answer_alike(desk):
    closed, missing = Client().get(ADDRESS), Client().get("/p/calendar/nowhere/propose/")
    assert closed.status_code == missing.status_code == 404
    pages = [re.sub(rb'"X-CSRFToken": "\w+"|value="\w{64}"', b"", page.content) for page in (closed, missing)]
    assert pages[0].replace(b"atyrau", b"nowhere") == pages[1]


def test_the_form_needs_its_token(open_form):
    assert Client(enforce_csrf_checks=True).post(ADDRESS, fields()).status_code == 403
    assert waiting(open_form) == []


def test_a_program_that_fills_the_hidden_field_is_thanked_and_forgotten(open_form):
    assert propose(website="https://spam.example").status_code == 200
    assert waiting(open_form) == []


def test_one_sender_is_asked_to_wait_after_five_proposals_an_hour(open_form):
    for number in range(5):
        propose(name=f"Выставка {number}")
    response = propose(name="Выставка 6")
    assert response.status_code == 429
    assert "Try again a little later" in response.content.decode()
    assert len(waiting(open_form)) == 5


def test_behind_a_proxy_senders_are_told_apart_by_what_the_proxy_saw(open_form, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for number in range(6):
        client = Client(headers={"x-forwarded-for": f"10.0.0.1, 192.0.2.{number}"})
        client.post(ADDRESS, fields(name=f"Выставка {number}"))
    assert len(waiting(open_form)) == 6


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"first_day": "2020-01-01"}, "This day has passed"),
        ({"first_day": "2099-01-01"}, "check the year"),
        ({"last_day": "2020-01-01"}, "The last day cannot come before the first"),
        ({"url": "javascript:alert(1)"}, "Enter a valid URL"),
        ({"proposer": ""}, "This field is required"),
    ],
)
def test_a_wrong_proposal_is_refused_where_it_is_wrong(open_form, changes, words):
    assert words in propose(**changes).content.decode()
    assert waiting(open_form) == []


@pytest.mark.parametrize(
    ("language", "words"),
    [("ru", "Предложить"), ("uz", "taklif"), ("kk", "Іс-шара"), ("en", "Propose an event")],
)
def test_the_form_speaks_four_languages(open_form, language, words):
    text = Client().get(ADDRESS, headers={"accept-language": language}).content.decode()
    assert words.casefold() in text.casefold()


def test_an_accepted_proposal_names_its_proposer_as_the_source(page, open_form):
    propose(contact="+998 00 000 00 00")
    (proposal,) = waiting(open_form)
    address = reverse("events:proposal", args=[open_form.slug, proposal.pk])
    assert "proposed by Палата Нукуса" in page.get(address).content.decode()
    page.post(address, typed(name="Выставка насосов, исправлено", source="proposed by Палата Нукуса"))
    with scope(desk=open_form):
        row = EventRecord.objects.get()
        proposal.refresh_from_db()
    assert str(row) == "Выставка насосов, исправлено"
    assert row.record["sources"][0]["title"] == "proposed by Палата Нукуса"
    assert (proposal.state, proposal.event_id, proposal.sender) == ("accepted", row.pk, "")
    assert "+998" not in str(row.record)


def test_a_rejection_needs_a_reason_and_keeps_it(page, open_form):
    propose()
    (proposal,) = waiting(open_form)
    address = reverse("events:reject_proposal", args=[open_form.slug, proposal.pk])
    page.post(address, {"reason": " "})
    assert len(waiting(open_form)) == 1
    page.post(address, {"reason": "not in our sector"})
    with scope(desk=open_form):
        proposal.refresh_from_db()
    assert (proposal.state, proposal.reason) == ("rejected", "not in our sector")


def test_only_an_owner_opens_the_form(page, owner, desk):
    address = reverse("events:welcome_proposals", args=[desk.slug])
    assert page.post(address, {"welcome": "1"}).status_code == 403
    client_of(owner).post(address, {"welcome": "1"})
    assert Client().get(ADDRESS).status_code == 200
