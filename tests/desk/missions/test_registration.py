"""Companies register themselves, the organiser decides, and what they wrote comes along."""

import pytest
from django.core import mail
from django.test import Client

from egiz.desk.directory.models import Organisation
from egiz.desk.missions.domain import registering
from egiz.desk.missions.models import Company, Letter, Question
from tests.desk.missions.conftest import URL, make_company, make_mission

HOURS = "2026-12-09 10:00-12:00"


@pytest.fixture
def registration(mission):
    found = registering.registration_of(mission)
    found.is_open, found.base_url = True, "http://testserver/"
    found.quiet_from = found.quiet_until  # letters go at whatever hour the tests are run
    found.save()
    return found


@pytest.fixture
def deliver(django_capture_on_commit_callbacks):
    """Do what was asked for, and let the worker hand the letters over."""

    def run(act):
        with django_capture_on_commit_callbacks(execute=True):
            return act()

    return run


def filled(**changes):
    return {
        "side": "theirs", "name": "MChJ «Tuz»", "email": "tuz@example.org", "language": "uz", "mode": "any",
        "zone": "Asia/Tashkent", "representatives": "1", "offers": "osh tuzi", "needs": "nasoslar",
        "place": "Nukus",
        "languages": ["uz", "ru"], "hours": [HOURS], "agree_process": "on", "send": "1",
        "people-TOTAL_FORMS": "1", "people-INITIAL_FORMS": "0", "people-0-name": "Aziz Karimov",
        "people-0-phone": "+998 61 222 33 44", **changes,
    }  # fmt: skip


def address(registration, lang="en"):
    return f"/p/missions/register/{registration.code}/?lang={lang}"


def link_of(letter):
    return next(word for word in letter.body.split() if word.startswith("http://testserver/p/missions/"))


def register(registration, deliver, **changes):
    return deliver(lambda: Client().post(address(registration), filled(**changes)))


def test_a_company_registers_and_gets_its_link_in_its_language(registration, deliver):
    answer = register(registration, deliver)
    assert answer.status_code == 200
    assert "tuz@example.org" in answer.content.decode()
    company = Company.objects.get()
    assert (company.status, company.offers, company.availability) == ("sent", ["osh tuzi"], [HOURS])
    assert company.people[0]["phone"] == "+998 61 222 33 44"
    assert [one["what"] for one in company.consents] == ["process"]
    assert company.consents[0]["language"] == "en"
    [letter] = mail.outbox
    assert letter.to == ["tuz@example.org"]
    page = Client().get(link_of(letter))
    assert page.status_code == 200
    assert "osh tuzi" in page.content.decode()


@pytest.mark.parametrize("lang", ["ru", "uz", "kk", "en"])
def test_a_missing_field_is_named_beside_it_and_nothing_typed_is_lost(registration, lang):
    answer = Client().post(address(registration, lang), filled(email="", needs="насосы ӘҒҚ"))
    assert answer.status_code == 422
    assert answer.context["form"].errors["email"]
    assert "насосы ӘҒҚ" in answer.content.decode()
    assert answer["Content-Language"] == lang
    assert not Company.objects.exists()


def test_a_draft_needs_only_name_and_address_and_is_gone_on_with_by_the_link(registration, deliver):
    register(registration, deliver, draft="1", offers="", needs="", languages=[], hours=[])
    company = Company.objects.get()
    assert company.status == "draft"
    link = link_of(mail.outbox[0])
    assert link.endswith("/profile/")
    later = filled(draft="")
    later.pop("draft")
    Client().post(link, later)
    company.refresh_from_db()
    assert (company.status, company.needs) == ("sent", ["nasoslar"])


def test_without_consent_to_the_use_of_data_nothing_is_kept(registration):
    answer = Client().post(address(registration), filled(agree_process=""))
    assert "agree_process" in answer.context["form"].errors
    assert not Company.objects.exists()


def test_the_same_address_twice_is_one_registration_and_its_owner_is_told(registration, deliver):
    register(registration, deliver)
    answer = register(registration, deliver, email="TUZ@example.org", name="Somebody else", offers="other")
    assert answer.status_code == 200
    assert Company.objects.get().offers == ["osh tuzi"]
    assert [letter.kind for letter in Letter.objects.all()] == ["receipt", "there"]


def test_the_same_name_or_number_from_another_address_is_shown_to_the_organiser(registration, deliver, page):
    make_company(registration.mission, "theirs", "K1", name="Tuz MChJ", registration="301234567")
    register(registration, deliver)
    assert Company.objects.get(email="tuz@example.org").double_of.key == "K1"
    text = page.get(f"{URL}/{registration.mission_id}/review/").content.decode()
    assert "Perhaps the same as K1" in text


def test_a_program_that_fills_every_field_gets_the_same_answer_and_nothing_is_kept(registration, deliver):
    answer = register(registration, deliver, website="http://spam.example")
    assert "tuz@example.org" in answer.content.decode()
    assert not Company.objects.exists()
    assert not mail.outbox


def test_very_many_from_one_network_wait(registration, deliver, monkeypatch):
    monkeypatch.setattr(registering, "MOST_FROM_ONE_ADDRESS", 1)
    register(registration, deliver)
    answer = register(registration, deliver, email="second@example.org")
    assert "ten minutes" in answer.context["form"].non_field_errors()[0]
    assert Company.objects.count() == 1


def test_a_closed_registration_says_so(registration):
    registration.is_open = False
    registration.save()
    answer = Client().post(address(registration), filled())
    assert answer.status_code == 410
    assert not Company.objects.exists()


def test_words_find_codes_and_are_not_saved_before_the_form_is_sent(registration):
    answer = Client().post(address(registration, "ru"), filled(find="1", code_words="производство насосов"))
    codes = [code for code, _label in answer.context["form"].fields["codes"].choices]
    assert any(code.startswith("28.1") for code in codes)
    assert answer.context["form"].errors == {}
    assert not Company.objects.exists()


def test_one_more_person_keeps_what_is_typed(registration):
    answer = Client().post(address(registration), filled(more="people"))
    assert len(answer.context["people"].forms) == 2
    assert "Aziz Karimov" in answer.content.decode()
    assert not Company.objects.exists()


def test_own_questions_are_asked_in_the_readers_language_and_their_answers_kept(registration, deliver):
    one = Question.objects.create(
        mission=registration.mission, kind="one", required=True,
        text={"ru": "Нужна виза?", "uz": "Viza kerakmi?"}, choices={"ru": "да; нет", "uz": "ha; yoʻq"},
    )  # fmt: skip
    page = Client().get(address(registration, "uz")).content.decode()
    assert "Viza kerakmi?" in page
    assert "Нужна" not in page
    answer = Client().post(address(registration), filled())
    assert f"question_{one.pk}" in answer.context["form"].errors
    register(registration, deliver, **{f"question_{one.pk}": "1"})
    assert Company.objects.get().answers == {str(one.pk): "1"}


@pytest.mark.parametrize(
    ("verdict", "reason", "status"),
    [("accept", "", "accepted"), ("return", "Name your goods", "returned"), ("decline", "Full", "declined")],
)
def test_the_organiser_decides_and_the_company_is_written_to(
    registration, deliver, page, verdict, reason, status
):
    register(registration, deliver)
    company = Company.objects.get()
    form = {"company": company.pk, "verdict": verdict, "reason": reason}
    deliver(lambda: page.post(f"{URL}/{registration.mission_id}/review/decide/", form))
    company.refresh_from_db()
    assert company.status == status
    assert Letter.objects.last().kind == status
    assert reason in mail.outbox[-1].body
    assert Organisation.objects.filter(name="MChJ «Tuz»").exists() == (status == "accepted")


def test_a_refusal_without_a_reason_is_not_taken(registration, deliver, page):
    register(registration, deliver)
    form = {"company": Company.objects.get().pk, "verdict": "decline", "reason": " "}
    page.post(f"{URL}/{registration.mission_id}/review/decide/", form)
    assert Company.objects.get().status == "sent"


def test_a_guest_decides_nothing(registration, deliver, guest):
    from tests.desk.conftest import client_of

    register(registration, deliver)
    form = {"company": Company.objects.get().pk, "verdict": "accept"}
    assert client_of(guest).post(f"{URL}/{registration.mission_id}/review/decide/", form).status_code == 403


def test_who_is_not_accepted_is_in_no_catalogue_and_in_no_matching(registration, deliver):
    from egiz.desk.missions.domain import asking, matching
    from tests.desk.missions.conftest import QuietWatch

    register(registration, deliver)
    ours = make_company(registration.mission, needs=["osh tuzi"], offers=["nasoslar"])
    assert not asking.catalogue(ours).exists()
    with pytest.raises(Exception, match="nobody to match"):
        matching.run_matching(registration.mission, QuietWatch().report)


def test_a_company_of_an_earlier_mission_brings_its_profile_along(registration, deliver, in_desk):
    before = make_mission(in_desk, name="Earlier")
    make_company(before, "theirs", "K9", email="tuz@example.org", needs=["quvurlar"], codes=["08.93"])
    register(registration, deliver, needs="")
    company = Company.objects.get(mission=registration.mission)
    assert (company.needs, company.codes) == (["quvurlar"], ["08.93"])


def test_who_did_not_want_the_profile_kept_does_not_find_it_again(registration, deliver, in_desk):
    before = make_mission(in_desk, name="Earlier")
    make_company(before, "theirs", "K9", email="tuz@example.org", needs=["quvurlar"],
                 consents=[{"what": "process", "text": "", "language": "uz", "at": ""}])  # fmt: skip
    register(registration, deliver, needs="")
    assert Company.objects.get(mission=registration.mission).needs == []
    assert registering.invite_from(registration.mission, before, None) == []


def test_companies_of_an_earlier_mission_are_invited_once(registration, in_desk, page):
    before = make_mission(in_desk, name="Earlier")
    make_company(before, "theirs", "K9", email="k9@example.org")
    make_company(before, "theirs", "K8", email="k8@example.org", status="declined")
    form = {"mission": before.pk}
    for _time in range(2):
        answer = page.post(f"{URL}/{registration.mission_id}/registration/invite/", form)
        assert answer["Location"].endswith("/letters/write/invite/")
    assert [one.key for one in Company.objects.filter(mission=registration.mission)] == ["K9"]


def test_the_organiser_opens_registration_with_questions_of_their_own(page, mission):
    form = {
        "is_open": "on", "sides": "both", "most_meetings": 8, "most_requests": 15, "answer_days": 7,
        "reminder_days": 3, "reminder_cap": 2, "quiet_from": "20:00", "quiet_until": "08:00",
        "asking_opens_on": "2026-12-01", "asking_closes_on": "2026-12-05", "intro_kk": "Қош келдіңіздер",
        "questions-TOTAL_FORMS": "1", "questions-INITIAL_FORMS": "0", "questions-0-kind": "text",
        "questions-0-text_ru": "Есть ли экспорт?",
    }  # fmt: skip
    url = f"{URL}/{mission.pk}/registration/"
    assert (
        page.post(url, form | {"asking_closes_on": "2026-11-30"}).context["form"].errors["asking_closes_on"]
    )
    more = page.post(url, form | {"more": "questions"})
    assert len(more.context["questions"].forms) == 2
    assert not Question.objects.exists()
    assert page.post(url, form).status_code == 302
    found = registering.registration_of(mission)
    assert (found.is_open, found.intro) == (True, {"kk": "Қош келдіңіздер"})
    assert str(Question.objects.get()) == "Есть ли экспорт?"


def test_no_page_of_registration_opens_another_desks_mission(registration, stranger):
    from tests.desk.conftest import client_of

    other = client_of(stranger)
    for path in ("registration/", "review/", "letters/", "work/", "letters/write/asking/"):
        assert other.get(f"/d/nukus/missions/{registration.mission_id}/{path}").status_code == 404
