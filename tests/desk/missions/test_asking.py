"""Companies ask each other: consent is mutual, and nobody learns of a "no"."""

import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone, translation

from egiz.desk.missions.domain import asking, registering
from egiz.desk.missions.models import Letter, Message, SuggestedMatch, Wish
from tests.desk.missions.conftest import URL, make_company, make_mission

NOW = dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC)


@pytest.fixture
def pair(mission):
    found = registering.registration_of(mission)
    found.base_url = "http://testserver/"
    found.save()
    ours = make_company(mission, email="ours@example.org", language="kk", shown=["contact"], phone="+7 700",
                        people=[{"name": "Дәулет", "position": "", "phone": "", "email": ""}])  # fmt: skip
    theirs = make_company(
        mission, "theirs", "K1", email="theirs@example.org", language="uz", phone="+998 61 1"
    )
    return ours, theirs


def page_of(company, path="", data=None):
    url = f"/p/missions/{company.token}/{path}"
    client = Client()
    answer = client.get(url) if data is None else client.post(url, data, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def seen(wish, company, now=NOW):
    wish.refresh_from_db()
    return asking.as_seen(wish, company, now)


def test_a_request_becomes_an_agreed_meeting_through_both_pages(pair):
    ours, theirs = pair
    page_of(ours, f"partners/{theirs.pk}/ask/", {"words": "Сорғы керек"})
    wish = Wish.objects.get()
    assert (wish.our_consent, wish.their_consent, wish.is_agreed) == ("agreed", "asked", False)
    assert "Сорғы керек" in page_of(theirs)
    page_of(theirs, f"wishes/{wish.pk}/", {"answer": "agreed"})
    wish.refresh_from_db()
    assert wish.is_agreed
    assert [(one.kind, one.to, one.language) for one in Letter.objects.all()] == [
        ("asked", "theirs@example.org", "uz"), ("agreed", "ours@example.org", "kk"),
    ]  # fmt: skip


def test_two_who_ask_each_other_have_agreed(pair):
    ours, theirs = pair
    asking.ask(ours, theirs, "")
    wish, _tell = asking.ask(theirs, ours, "")
    assert wish.is_agreed
    assert Wish.objects.count() == 1


def without(text):
    """Leave out what differs from second to second: tokens of forms, and of the link itself."""
    text = re.sub(r"[\w-]+:[\w-]+:[\w-]{20,}", "LINK", text)
    return [line for line in text.splitlines() if "csrf" not in line and "seen" not in line]


def test_what_the_asker_sees_is_the_same_whether_the_partner_declined_or_is_silent(pair):
    ours, theirs = pair
    wish, _tell = asking.ask(ours, theirs, "")
    silent = (
        without(page_of(ours)),
        without(page_of(ours, "partners/")),
        asking.open_requests(ours, timezone.now()),
    )
    page_of(theirs, f"wishes/{wish.pk}/", {"answer": "declined"})
    wish.refresh_from_db()
    assert wish.state == "declined"
    afterwards = (
        without(page_of(ours)),
        without(page_of(ours, "partners/")),
        asking.open_requests(ours, timezone.now()),
    )
    assert afterwards == silent
    assert Letter.objects.count() == 0


def test_a_no_and_silence_lapse_on_the_same_day(pair, mission):
    ours, theirs = pair
    other = make_company(mission, "theirs", "K2")
    declined, _tell = asking.ask(ours, theirs, "")
    silent, _tell = asking.ask(ours, other, "")
    Wish.objects.update(answer_by=NOW + dt.timedelta(days=7))
    declined.refresh_from_db()
    asking.answer(declined, theirs, "declined")
    for now, word in ((NOW, "waiting"), (NOW + dt.timedelta(days=8), "lapsed")):
        asking.close_lapsed(mission, now)
        assert seen(declined, ours, now) == seen(silent, ours, now) == word
    assert silent.their_consent == "expired"
    assert seen(silent, other, NOW + dt.timedelta(days=8)) == "lapsed"


def test_who_shuns_a_company_is_not_troubled_and_the_asker_learns_nothing(pair):
    ours, theirs = pair
    asking.set_avoided(theirs, ours, avoided=True)
    page_of(ours, f"partners/{theirs.pk}/ask/", {})
    wish = Wish.objects.get()
    assert seen(wish, ours) == "waiting"
    assert Letter.objects.count() == 0
    assert not asking.catalogue(theirs).exists()
    assert "asked" not in seen(wish, theirs)


def test_a_request_is_taken_back_and_made_again_without_a_hint(pair):
    ours, theirs = pair
    wish, _tell = asking.ask(ours, theirs, "")
    wish.refresh_from_db()
    asking.answer(wish, theirs, "declined")
    page_of(ours, f"wishes/{wish.pk}/withdraw/", {"from": "home"})
    assert seen(wish, ours) == "withdrawn"
    asking.ask(ours, theirs, "")
    assert seen(wish, ours) == "waiting"


def test_an_agreed_meeting_that_one_side_takes_back_is_seen_by_the_other(pair):
    ours, theirs = pair
    asking.ask(ours, theirs, "")
    wish, _tell = asking.ask(theirs, ours, "")
    asking.withdraw(wish, theirs)
    assert seen(wish, ours) == "withdrawn_by_partner"
    assert not wish.is_agreed


def test_open_requests_are_limited_and_requests_have_their_days(pair, mission):
    ours, theirs = pair
    found = registering.registration_of(mission)
    found.most_requests = 1
    found.save()
    asking.ask(ours, theirs, "")
    with pytest.raises(ValidationError, match="as many as one company may have"):
        asking.ask(ours, make_company(mission, "theirs", "K2"), "")
    found.most_requests, found.asking_closes_on = 9, dt.date(2020, 1, 1)
    found.save()
    with pytest.raises(ValidationError, match="only while they are open"):
        asking.ask(ours, make_company(mission, "theirs", "K3"), "")


def test_nobody_is_shown_before_the_day_requests_begin(pair, mission):
    found = registering.registration_of(mission)
    found.asking_opens_on = dt.date(2999, 1, 1)
    found.save()
    assert "Company K1" not in page_of(pair[0], "partners/")


def test_a_participant_shows_what_it_agreed_to_show_and_no_more(pair):
    ours, theirs = pair
    text = page_of(theirs, "partners/")
    assert "Дәулет" in text
    assert "+7 700" not in text
    assert "ours@example.org" not in text
    assert "+998 61 1" not in page_of(ours, "partners/")


def test_recommendations_say_why_in_the_readers_language(pair, mission):
    ours, theirs = pair
    SuggestedMatch.objects.create(
        mission=mission, ours=ours, theirs=theirs, score=0.9,
        reasons=[{"code": "code", "params": {"code": "28.13"}, "kind": "code", "weight": 1,
                  "ours": "", "theirs": "",
                  "text": "activity code 28.13 is on both sides"}],
    )  # fmt: skip
    text = page_of(ours, "partners/")
    assert "28.13" in text
    assert "activity code" not in text


def test_the_organiser_agrees_in_somebodys_name_only_with_how_consent_was_given(pair, page):
    wish, _tell = asking.ask(*pair, "")
    url = f"{URL}/{wish.mission_id}/wishes/{wish.pk}/"
    page.post(url, {"their_consent": "agreed"})
    wish.refresh_from_db()
    assert wish.their_consent == "asked"
    page.post(url, {"their_consent": "agreed", "consent_note": "by phone, 3 December"})
    wish.refresh_from_db()
    assert (wish.their_consent, wish.consent_note) == ("agreed", "by phone, 3 December")


def test_no_button_records_the_consent_of_all(pair, page):
    wish, _tell = asking.ask(*pair, "")
    assert page.post(f"{URL}/{wish.mission_id}/wishes/agree/").status_code == 404
    another = make_company(wish.mission, key="A2")
    SuggestedMatch.objects.create(
        mission=wish.mission, ours=another, theirs=pair[1], score=0.5, selected=True
    )
    page.post(f"{URL}/{wish.mission_id}/matches/take/", {"scope": "recommended", "consent": "1"})
    assert Wish.objects.count() == 1
    note = {"scope": "recommended", "consent": "1", "consent_note": "agreed at the table of 2 December"}
    page.post(f"{URL}/{wish.mission_id}/matches/take/", note)
    assert Wish.objects.last().consent_note == "agreed at the table of 2 December"


@pytest.fixture
def agreed(pair):
    asking.ask(*pair, "")
    wish, _tell = asking.ask(pair[1], pair[0], "")
    return wish


def test_two_who_agreed_write_to_each_other_and_only_they_read_it(agreed, pair, page):
    ours, theirs = pair
    page_of(ours, f"wishes/{agreed.pk}/talk/", {"text": "Сәлем"})
    assert "Сәлем" in page_of(theirs, f"wishes/{agreed.pk}/talk/")
    assert Letter.objects.last().kind == "message"
    assert "Сәлем" not in Letter.objects.last().body
    assert "Сәлем" not in page.get(f"{URL}/{agreed.mission_id}/wishes/reported/").content.decode()
    third = make_company(agreed.mission, "theirs", "K3")
    assert Client().get(f"/p/missions/{third.token}/wishes/{agreed.pk}/talk/").status_code == 404


def test_before_both_agreed_nobody_writes(pair):
    wish, _tell = asking.ask(*pair, "")
    with pytest.raises(ValidationError, match="once both of you agreed"):
        asking.say(wish, pair[0], "hello")


def test_a_blocked_partner_cannot_write(agreed, pair):
    page_of(pair[1], f"wishes/{agreed.pk}/talk/", {"act": "block"})
    agreed.refresh_from_db()
    with translation.override("en"), pytest.raises(ValidationError, match="No more messages"):
        asking.say(agreed, pair[0], "hello")


def test_a_reported_message_is_read_and_settled_by_the_organiser(agreed, pair, page):
    message = asking.say(agreed, pair[0], "rude words")
    page_of(pair[1], f"wishes/{agreed.pk}/talk/", {"act": "report", "message": message.pk})
    url = f"{URL}/{agreed.mission_id}/wishes/reported/"
    assert "rude words" in page.get(url).content.decode()
    page.post(f"{url}{message.pk}/", {"act": "block"})
    agreed.refresh_from_db()
    assert (agreed.our_block, agreed.their_block) == (True, True)
    assert Message.objects.get().settled_at is not None


def test_a_wish_of_another_company_is_not_answered(pair, mission):
    wish, _tell = asking.ask(*pair, "")
    third = make_company(mission, "theirs", "K3")
    for path in ("", "withdraw/", "rank/", "talk/"):
        url = f"/p/missions/{third.token}/wishes/{wish.pk}/{path}"
        assert Client().post(url, {"answer": "agreed"}).status_code == 404


def test_a_company_ranks_and_only_the_organiser_sees_it(pair, page):
    ours, theirs = pair
    wish, _tell = asking.ask(ours, theirs, "")
    page_of(ours, f"wishes/{wish.pk}/rank/", {"rank": "1", "from": "home"})
    wish.refresh_from_db()
    assert wish.our_rank == 1
    assert "most important" in page.get(f"{URL}/{wish.mission_id}/wishes/").content.decode()
    theirs.language = "en"
    theirs.save()
    assert "most important" not in page_of(theirs).split("Your requests")[0]


def test_the_company_of_another_mission_is_not_asked(pair, in_desk):
    other = make_company(make_mission(in_desk, name="Other"), "theirs", "K9")
    with pytest.raises(ValidationError, match="Only accepted"):
        asking.ask(pair[0], other, "")


def test_who_withdraws_meets_nobody_and_is_seen_by_nobody(pair):
    ours, theirs = pair
    asking.ask(ours, theirs, "")
    wish, _tell = asking.ask(theirs, ours, "")
    page_of(theirs, "withdraw/", {})
    theirs.refresh_from_db()
    assert theirs.status == "withdrawn"
    assert seen(wish, ours) == "withdrawn_by_partner"
    assert "Company K1" not in page_of(ours, "partners/")


def test_a_company_that_is_not_accepted_cannot_be_named_by_its_number(pair):
    ours, theirs = pair
    theirs.status = "declined"
    theirs.save()
    for path in ("ask", "avoid"):
        assert Client().post(f"/p/missions/{ours.token}/partners/{theirs.pk}/{path}/").status_code == 404
