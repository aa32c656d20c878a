"""The print pack at the desk: who is on it, whose badge a code is, how it is made and kept."""

import io

import pytest
from pypdf import PdfReader

from egiz.desk.core.models import Attachment, Job
from egiz.desk.missions.domain import badges
from egiz.desk.missions.interfaces.packs import PARTS, pack_of
from egiz.desk.missions.models import Company, ScheduledMeeting
from tests.desk.missions.conftest import URL, make_company, make_pairs, make_version


@pytest.fixture
def version(mission, interpreter):
    wishes = make_pairs(mission, 3)
    made = make_version(mission, wishes)
    first, second, _third = made.meetings.all()
    ScheduledMeeting.objects.filter(pk=first.pk).update(
        interpreter=interpreter, interpreter_name=interpreter.name
    )
    ScheduledMeeting.objects.filter(pk=second.pk).update(online=True, table=None, table_name="")
    return made


def pack(version, **options):
    asked = {"parts": PARTS, "languages": {"ours": "kk", "theirs": "uz"}, **options}
    return pack_of(version, version.mission, **asked)


def test_a_pack_holds_everybody_once(version):
    made = pack(version, base="https://desk.example.org/")
    assert sorted(one.company for one in made.agendas) == sorted(
        f"Company {key}{n}" for key in "AK" for n in (1, 2, 3)
    )
    assert {one.lang for one in made.agendas if one.side == "theirs"} == {"uz"}
    assert all(one.link.startswith("https://desk.example.org/p/missions/") for one in made.agendas)
    assert len(made.badges) == 6
    assert [(one.table, len(one.lines)) for one in made.signs] == [("1", 2)]
    assert [(one.name, len(one.lines)) for one in made.interpreters] == [("Interpreter 1", 1)]
    assert [seat.lines[0].online for seat in made.seats] == [False, True, False]
    assert f"{made.seats[0].starts:%H:%M %z}" == "10:00 +0500"


def test_who_has_no_meeting_gets_a_badge_but_no_agenda(version):
    make_company(version.mission, "ours", "A9", name="Waits for a chance")
    made = pack(version)
    assert "Waits for a chance" not in {one.company for one in made.agendas}
    assert "Waits for a chance" in {one.company for one in made.badges}
    company = Company.objects.get(key="A9")
    company.status = "withdrawn"
    company.save()
    assert "Waits for a chance" not in {one.company for one in pack(version).badges}


def test_everybody_who_comes_has_a_badge_of_their_own(mission):
    company = make_company(mission, contact="Ерлан Андашев, директор; Айгүл Сәрсенова", representatives=3)
    people = badges.people_of(company)
    assert [one.name for one in people] == ["Ерлан Андашев, директор", "Айгүл Сәрсенова", ""]
    assert len({one.code for one in people}) == 3


def test_a_code_is_found_however_it_is_typed(mission):
    company = make_company(mission)
    other = make_company(mission, key="A2")
    code = badges.code_of(other, 1)
    typed = [
        f"EGIZ:{code}",
        code.lower(),
        f" {code[:4]} {code[4:]} ",
        code.replace("0", "o").replace("1", "l"),
    ]
    assert {badges.find(mission, text).company.pk for text in typed} == {other.pk}
    assert badges.find(mission, "00000000") is None
    company.link_number += 1  # a lost link and a lost badge go together
    company.save()
    assert badges.code_of(company, 1) != badges.code_of(other, 1)


def test_the_pack_is_made_as_a_job_and_kept_once_a_language(
    page, version, django_capture_on_commit_callbacks
):
    address = f"{URL}/{version.mission.pk}/schedule/{version.number}/print/"
    sent = {"parts": ["agendas", "badges"], "lang": "ru", "ours": "kk", "theirs": "uz"}
    for _again in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            assert page.post(address, sent).status_code == 302
    assert {job.status for job in Job.objects.all()} == {"done"}
    kept = Attachment.objects.get()
    answer = page.get(f"/d/atyrau/desk/files/{kept.pk}/")
    pages = PdfReader(io.BytesIO(b"".join(answer.streaming_content))).pages
    assert len(pages) == 6 + 2
    assert "Сіздің кездесулеріңіз" in pages[0].extract_text()
    assert kept.name in page.get(address).content.decode()


def test_nothing_chosen_and_nothing_placed_are_said(page, mission):
    make_version(mission, [])
    address = f"{URL}/{mission.pk}/schedule/1/print/"
    assert (
        "Choose at least one"
        in page.post(address, {"lang": "ru", "ours": "ru", "theirs": "ru"}).content.decode()
    )
    sent = {"parts": ["signs"], "lang": "ru", "ours": "ru", "theirs": "ru"}
    assert "nothing to print" in page.post(address, sent).content.decode()
    assert not Job.objects.exists()


def test_who_named_its_people_and_language_gets_badges_of_theirs(version):
    company = version.meetings.first().ours
    company.people = [{"name": "Гүлнар Ахметова", "position": "директор"}, {"name": "Bekzod Karimov"}]
    company.language = "en"
    company.save()
    mine = [one for one in pack(version).badges if one.company == company.name]
    assert [(one.person, one.lang) for one in mine] == [("Гүлнар Ахметова", "en"), ("Bekzod Karimov", "en")]
