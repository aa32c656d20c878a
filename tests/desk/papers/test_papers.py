"""Papers of the desk: filled with what it knows, blank where it does not, versions, the draft mark."""

import datetime as dt
import json

import pytest

from egiz.desk.directory.models import Person
from egiz.desk.missions.models import Mission, Session
from egiz.desk.papers.domain import filling, writing
from egiz.desk.papers.models import Letterhead, Paper
from egiz.desk.promises.models import OfficialMeeting, Promise
from tests.desk.conftest import client_of
from tests.desk.papers.conftest import URL, docx_text, reread

pytestmark = pytest.mark.django_db


def write(page, paper, lang="ru", **values):
    said = {"paper_name": paper.name, "addressee_form": "unknown", **values}
    return page.post(f"{URL}/{paper.pk}/edit/?lang={lang}", said)


def test_a_memorandum_begins_on_a_twinning_with_places_and_bodies_in_four_languages(page, twin):
    response = page.post(f"{URL}/new/?kind=memorandum&origin=twinning&pk={twin.pk}")
    paper = Paper.objects.get()
    assert response["Location"] == f"{URL}/{paper.pk}/edit/"
    named = {lang: said["place_b"] for lang, said in paper.texts.items()}
    assert named == {"ru": "Нукус", "uz": "Nukus", "kk": "Нөкіс", "en": "Nukus"}
    assert paper.texts["ru"]["body_a"] == "Акимат города Атырау"
    assert paper.fields == {"level": "city", "languages": ["kk", "uz", "ru"]}
    text = docx_text(page.get(f"{URL}/{paper.pk}/ru.docx"))
    assert "от 23 марта 2017 года" in text
    assert "Хокимият города Нукус (____________: ____________)" in text


def test_no_ground_is_named_for_a_pair_whose_states_are_others(page, twin):
    twin.b_country, twin.b_id, twin.b_name = "TR", 738648, "Trabzon"
    twin.save()
    made = filling.filled(twin.desk, "memorandum", "twinning", twin)
    assert all("grounds" not in said for said in made.texts.values())
    assert "body_b" not in made.texts["ru"]
    assert "languages" not in made.fields


def test_minutes_take_present_and_decisions_from_the_meeting(in_desk):
    meeting = OfficialMeeting.objects.create(
        desk=in_desk, title="Встреча в палате", held_on=dt.date(2026, 11, 12), language="ru",
        place_id=610529, place_name="Атырау",
    )  # fmt: skip
    consul = Person.objects.create(
        desk=in_desk, name="Атабек Турсынбеков", names={"uz": "Atabek Tursinbekov"}, side="theirs",
        position="генконсул",
    )  # fmt: skip
    meeting.participants.add(consul)
    Promise.objects.create(
        desk=in_desk, meeting=meeting, title="Прислать календарь", owner_person=consul, status="open",
        due_on=dt.date(2026, 11, 27),
    )  # fmt: skip
    Promise.objects.create(desk=in_desk, meeting=meeting, title="Только предложено", status="suggested")
    made = filling.filled(in_desk, "minutes", "meeting", meeting)
    assert made.texts["ru"]["decisions"] == [
        {"task": "Прислать календарь", "owner": "Атабек Турсынбеков", "due": "27 ноября 2026 года"}
    ]
    # The promise is written in Russian: the Uzbek paper keeps its place free and takes what has no language.
    assert made.texts["uz"]["decisions"] == [
        {"task": "", "owner": "Atabek Tursinbekov", "due": "2026-yil 27-noyabr"}
    ]
    assert made.texts["ru"]["present_b"] == ["Атабек Турсынбеков, генконсул"]
    assert made.texts["uz"]["present_b"] == ["Atabek Tursinbekov"]
    assert made.texts["kk"]["place"] == "Атырау"
    assert made.fields == {"date": "2026-11-12"}


def test_what_is_typed_in_one_language_stays_there_and_days_serve_all(page, letter):
    response = write(
        page, letter, starts="2027-04-14", purpose="переговоры", agenda="Открытие\r\n\r\nВстречи"
    )
    assert response["Location"] == f"{URL}/{letter.pk}/?lang=ru"
    paper = reread(letter)
    assert paper.fields == {"addressee_form": "unknown", "starts": "2027-04-14"}
    assert paper.texts["ru"]["agenda"] == ["Открытие", "Встречи"]
    kazakh = docx_text(page.get(f"{URL}/{letter.pk}/kk.docx"))
    assert "2027 жылғы 14 сәуір" in kazakh
    assert "переговоры" not in kazakh


def test_rows_are_typed_in_cells_and_kept_in_order(page, in_desk, editor):
    minutes = writing.begin(in_desk, "minutes", filling.Filled("Talks"), editor)
    cells = {"decisions-0-task": "List of fairs", "decisions-0-owner": "Chamber", "decisions-2-task": "Visit"}
    write(page, minutes, lang="en", **cells)
    assert reread(minutes).texts["en"]["decisions"] == [
        {"task": "List of fairs", "owner": "Chamber"}, {"task": "Visit"},
    ]  # fmt: skip
    again = page.get(f"{URL}/{minutes.pk}/edit/?lang=en").content.decode()
    assert 'name="decisions-1-task" value="Visit"' in again


def test_two_people_at_one_paper_lose_nothing(page, letter, owner):
    form = page.get(f"{URL}/{letter.pk}/edit/?lang=ru").context["form"]
    seen = form.seen_text()
    write(client_of(owner), letter, purpose="переговоры", seen=seen)
    write(page, letter, place="Нукус", seen=seen)
    said = reread(letter).texts["ru"]
    assert (said["purpose"], said["place"]) == ("переговоры", "Нукус")
    clash = write(page, letter, place="Нукус", purpose="семинар", seen=seen)
    assert clash.status_code == 200
    assert reread(letter).texts["ru"]["purpose"] == "переговоры"


def test_the_draft_mark_comes_off_by_a_person_and_back_with_a_change(page, letter, editor):
    page.post(f"{URL}/{letter.pk}/check/", {})
    assert reread(letter).state == "draft"
    page.post(f"{URL}/{letter.pk}/check/", {"read": "yes"})
    checked = reread(letter)
    assert (checked.state, checked.checked_by) == ("checked", editor)
    assert "not legal advice" not in docx_text(page.get(f"{URL}/{letter.pk}/en.docx"))
    write(page, letter, lang="en", purpose="talks")
    assert reread(letter).state == "draft"
    assert "not legal advice" in docx_text(page.get(f"{URL}/{letter.pk}/en.docx"))


def test_every_saving_is_a_version_and_an_earlier_one_comes_back(page, letter):
    write(page, letter, purpose="переговоры")
    write(page, letter, purpose="семинар")
    write(page, letter, purpose="семинар")
    assert list(letter.versions.values_list("number", flat=True)) == [3, 2, 1]
    page.post(f"{URL}/{letter.pk}/version/2/")
    assert reread(letter).texts["ru"]["purpose"] == "переговоры"
    assert letter.versions.count() == 4


def test_the_page_names_the_blanks_and_the_thing_it_comes_from(page, twin):
    page.post(f"{URL}/new/?kind=plan&origin=twinning&pk={twin.pk}")
    shown = page.get(f"{URL}/{Paper.objects.get().pk}/")
    assert "Years" in shown.context["blanks"]
    assert shown.context["origin_link"] == ("Atyrau – Nukus", f"/d/atyrau/twinnings/{twin.pk}/")
    listed = page.get(f"/d/atyrau/twinnings/{twin.pk}/").content.decode()
    assert f"{URL}/{Paper.objects.get().pk}/" in listed


def test_a_letterhead_stands_on_top_of_the_languages_it_has(page, letter):
    page.post(f"{URL}/settings/letterhead/", {"name": "Chamber", "lines_ru": "Палата\r\nАтырау, 1"})
    assert Letterhead.objects.get().lines == {"ru": ["Палата", "Атырау, 1"]}
    write(page, letter, letterhead=str(Letterhead.objects.get().pk))
    assert "Палата" in docx_text(page.get(f"{URL}/{letter.pk}/ru.docx"))
    assert "Палата" not in docx_text(page.get(f"{URL}/{letter.pk}/uz.docx"))


def test_two_columns_are_for_papers_that_two_sides_sign(page, letter, twin):
    page.post(f"{URL}/new/?kind=memorandum&origin=twinning&pk={twin.pk}")
    memo = Paper.objects.get(kind="memorandum")
    text = docx_text(page.get(f"{URL}/{memo.pk}/kk.docx?beside=uz"))
    assert "бауырластық" in text
    assert "birodarlik" in text
    assert page.get(f"{URL}/{letter.pk}/kk.docx?beside=uz").status_code == 404
    assert page.get(f"{URL}/{memo.pk}/kk.png?beside=uz")["Content-Type"] == "image/png"


def test_a_viewer_reads_and_does_not_write_and_others_see_nothing(viewer, guest, stranger, letter):
    reader = client_of(viewer)
    assert reader.get(f"{URL}/{letter.pk}/").status_code == 200
    for path in ("new/", "settings/", f"{letter.pk}/edit/"):
        assert reader.get(f"{URL}/{path}").status_code == 403
    assert reader.post(f"{URL}/{letter.pk}/check/", {"read": "yes"}).status_code == 403
    assert client_of(guest).get(f"{URL}/{letter.pk}/").status_code == 403
    assert client_of(guest).get(f"{URL}/{letter.pk}/ru.docx").status_code == 403
    assert client_of(stranger).get(f"{URL}/{letter.pk}/").status_code == 404
    assert client_of(stranger).get(f"{URL}/{letter.pk}/ru.pdf").status_code == 404


def test_a_paper_of_another_desk_or_from_another_desks_thing_is_not_found(page, letter, stranger):
    assert client_of(stranger).get(f"/d/nukus/papers/{letter.pk}/").status_code == 404
    assert page.get(f"{URL}/new/?kind=plan&origin=twinning&pk=999").status_code == 404


def test_a_paper_goes_to_the_bin_with_its_versions_and_comes_back(page, letter):
    page.post(f"/d/atyrau/desk/bin/put/papers.paper/{letter.pk}/")
    assert not Paper.objects.exists()
    from egiz.desk.core.models import Binned

    page.post(f"/d/atyrau/desk/bin/{Binned.objects.get().pk}/back/")
    assert reread(letter).versions.count() == 1


def test_search_finds_a_paper_in_any_script(page, letter):
    write(page, letter, place="Нукус")
    assert f"{URL}/{letter.pk}/" in page.get("/d/atyrau/desk/search/?q=Nukus").content.decode()


def test_the_list_takes_the_same_queries_for_one_and_for_many(in_desk, editor, queries):
    writing.begin(in_desk, "reply", filling.Filled("one"), editor)
    few = queries(f"{URL}/")
    for name in ("two", "three", "four"):
        writing.begin(in_desk, "reply", filling.Filled(name), editor)
    assert queries(f"{URL}/") == few


def test_a_report_counts_what_the_desk_keeps_and_leaves_the_rest_blank(in_desk, twin):
    twin.status, twin.since = "agreement", "2025-03"
    twin.save()
    made = filling.filled(in_desk, "report", "", None)
    assert made.fields["year"] == in_desk.today().year - 1
    assert made.fields["in_force"] == 1
    assert "visits_in" not in made.fields
    assert "trade" not in json.dumps(made.texts)


def test_a_report_counts_the_missions_held_in_its_year(in_desk):
    last_year = in_desk.today().year - 1
    for name, year, status in (
        ("Held", last_year, Mission.Status.HELD),
        ("Before", last_year - 1, Mission.Status.HELD),
        ("Planned", last_year, Mission.Status.PLANNED),
    ):
        mission = Mission.objects.create(desk=in_desk, name=name, status=status)
        for day in (3, 4):
            Session.objects.create(mission=mission, date=dt.date(year, 3, day))
    assert filling.filled(in_desk, "report", "", None).fields["missions"] == 1


def test_a_mission_gives_its_first_and_its_last_day(in_desk):
    mission = Mission.objects.create(desk=in_desk, name="Nukus", purpose="Meet buyers")
    for day in (5, 3, 4):
        Session.objects.create(mission=mission, date=dt.date(2027, 3, day))
    made = filling.filled(in_desk, "delegation", "mission", mission)
    assert (made.fields["starts"], made.fields["ends"]) == ("2027-03-03", "2027-03-05")


def test_an_erased_person_is_in_no_paper_and_no_version(in_desk, editor, owner):
    from egiz.desk.directory.domain.entries import erase_person
    from egiz.desk.papers.models import PaperVersion

    person = Person.objects.create(
        desk=in_desk, name="Атабек Турсынбеков", names={"uz": "Atabek Tursinbekov"}
    )
    kept = filling.Filled("Letter to Атабек Турсынбеков")
    kept.say("ru", addressee_name="Атабек Турсынбеков", agenda=["Атабек Турсынбеков: слово"])
    kept.say("uz", addressee_name="Atabek Tursinbekov")
    paper = writing.begin(in_desk, "invitation", kept, editor)
    erase_person(person, owner)
    for row in (reread(paper), PaperVersion.objects.get()):
        assert "урсынбеков" not in json.dumps([row.fields, row.texts], ensure_ascii=False)
        assert "ursinbekov" not in json.dumps(row.texts)
    assert reread(paper).texts["ru"]["agenda"][0].endswith(": слово")
    assert "урсынбеков" not in reread(paper).name
