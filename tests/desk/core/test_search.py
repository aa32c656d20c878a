import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import translation
from django_scopes import scope

from egiz.desk.core.domain import index, removing, search
from egiz.desk.core.models import SearchRow, SearchVersion
from egiz.desk.directory.models import Organisation, Person
from egiz.desk.events.models import EventRecord
from egiz.desk.missions.models import Company, Mission
from egiz.desk.promises.models import OfficialMeeting, Promise
from egiz.desk.trips.models import Stop, Trip
from egiz.desk.twinnings.models import PlaceFact, Twinning
from tests.desk.conftest import make_desk

pytestmark = pytest.mark.django_db


def titles(desk, query, language="en"):
    with translation.override(language):
        return [hit.title for group in search.find(desk, query) for hit in group.hits]


@pytest.fixture
def promise(in_desk):
    return Promise.objects.create(desk=in_desk, title="Провести переговоры с Ургенчем и Нукусом")


@pytest.mark.parametrize(
    "query", ["Urganch", "Ургенч", "Үргеніш", "Nókis", "nukus", "Нөкіс", "переговорам", "Urganchda"]
)
def test_a_place_is_found_by_every_name_and_ending_it_has(promise, in_desk, query):
    assert titles(in_desk, query) == [promise.title]


def test_words_that_are_not_there_are_not_found(promise, in_desk):
    assert titles(in_desk, "Самарканд") == []
    assert titles(in_desk, "Ургенч Самарканд") == []
    assert titles(in_desk, '") OR scope:"d1') == []
    assert titles(in_desk, "…") == []


def test_everything_the_desk_keeps_is_found(in_desk):
    chamber = Organisation.objects.create(desk=in_desk, name="Палата Жайык", kind="chamber")
    Person.objects.create(desk=in_desk, name="Айнұр Жайықова", organisation=chamber)
    OfficialMeeting.objects.create(desk=in_desk, title="Встреча", text="говорили о реке Жайык")
    mission = Mission.objects.create(desk=in_desk, name="Миссия Жайык")
    Company.objects.create(desk=in_desk, mission=mission, side="ours", key="K1", name="Жайык ЛТД")
    trip = Trip.objects.create(
        desk=in_desk, name="Поездка", leaves_on=dt.date(2026, 12, 1), home_on=dt.date(2026, 12, 3)
    )
    Stop.objects.create(trip=trip, name="Жайык", country="KZ", zone="Asia/Atyrau")
    Twinning.objects.create(
        desk=in_desk, a_id=1, a_name="Жайык", a_country="KZ", b_id=2, b_name="B", b_country="UZ", source="s"
    )
    PlaceFact.objects.create(
        desk=in_desk, place_id=1, place_name="Жайык", place_country="KZ", indicator="population",
        value="5", boundary="city", source="s", source_class="official",
    )  # fmt: skip
    with translation.override("en"):
        found = {str(group.label) for group in search.find(in_desk, "Zhaiyk")}
    assert found == {
        "People", "Organisations", "Meetings and their reports", "Missions", "Companies of missions",
        "Trips", "Twinnings", "Facts",
    }  # fmt: skip


def test_an_event_is_found_by_its_organiser(in_desk):
    record = {"names": {"ru": "Нефть и газ"}, "organiser": "ITECA"}
    EventRecord.objects.create(desk=in_desk, uid="e", record=record, status="expected")
    assert titles(in_desk, "iteca") == ["Нефть и газ"]


@pytest.mark.parametrize("language", ["ru", "uz", "kk", "en"])
def test_a_status_is_found_in_the_readers_words(in_desk, language):
    row = Promise.objects.create(desk=in_desk, title="Прислать список", status="waiting")
    with translation.override(language):
        words = str(row.get_status_display())
    assert titles(in_desk, words, language) == ["Прислать список"]
    Promise.objects.update(status="done")
    index.put(Promise.objects.all())
    assert titles(in_desk, words, language) == []


def test_what_stands_in_the_title_comes_before_what_stands_in_the_quote(in_desk):
    Promise.objects.create(desk=in_desk, title="Ярмарка в мае")
    Promise.objects.create(desk=in_desk, title="Прислать список", quote="список гостей, ярмарка и прочее")
    assert titles(in_desk, "ярмарка") == ["Ярмарка в мае", "Прислать список"]


def test_a_renamed_person_is_found_at_what_they_owe(in_desk):
    person = Person.objects.create(desk=in_desk, name="Иванова")
    Promise.objects.create(desk=in_desk, title="Прислать список", owner_person=person)
    person.name = "Петрова"
    person.save()
    assert titles(in_desk, "Петровой", "ru") == ["Прислать список", "Петрова"]
    assert titles(in_desk, "Иванова") == []


def test_what_lies_in_the_bin_is_not_found_until_it_is_put_back(promise, in_desk, editor):
    binned = removing.remove(promise, editor)
    assert titles(in_desk, "Nukus") == []
    removing.put_back(binned, editor)
    assert titles(in_desk, "Nukus") == [promise.title]


def test_suggestions_put_aside_are_not_found(promise, in_desk):
    promise.status = Promise.Status.REJECTED
    promise.save()
    assert titles(in_desk, "Nukus") == []


def test_another_desks_words_are_never_met(promise, in_desk):
    other = make_desk("nukus")
    with scope(desk=other):
        assert titles(other, "Nukus") == []
        Promise.objects.create(desk=other, title="Nukus of another desk")
    assert titles(in_desk, "Nukus") == [promise.title]


def test_the_list_of_promises_is_narrowed_by_the_same_index(promise, page):
    Promise.objects.create(desk=promise.desk, title="Другое")
    body = page.get("/d/atyrau/promises/", {"q": "Urganch"}).content.decode()
    assert "Ургенчем" in body
    assert "Другое" not in body


def test_the_command_builds_the_index_anew(promise, in_desk, capsys):
    SearchRow.objects.all().delete()
    assert titles(in_desk, "Nukus") == []
    call_command("search_index")
    assert "1 records can be found." in capsys.readouterr().out
    assert titles(in_desk, "Nukus") == [promise.title]


def test_an_upgrade_to_other_rules_builds_the_index_anew(promise, in_desk):
    SearchRow.objects.all().delete()
    index.ensure()
    assert titles(in_desk, "Nukus") == []  # the rules are the same: nothing to do
    SearchVersion.objects.update(number=0)
    index.ensure()
    assert titles(in_desk, "Nukus") == [promise.title]


def test_a_search_asks_the_database_the_same_for_one_promise_and_for_many(in_desk, queries):
    Promise.objects.create(desk=in_desk, title="Список 0")
    first = queries("/d/atyrau/desk/search/?q=список")
    for number in range(1, 5):
        Promise.objects.create(desk=in_desk, title=f"Список {number}")
    assert queries("/d/atyrau/desk/search/?q=список") == first


def test_a_record_saved_outside_its_desk_is_filed_all_the_same(desk):
    with scope(desk=desk):
        trip = Trip.objects.create(
            desk=desk, name="Поездка", leaves_on=dt.date(2026, 12, 1), home_on=dt.date(2026, 12, 3)
        )
        Stop.objects.create(trip=trip, name="Жайык", country="KZ", zone="Asia/Atyrau")
    trip.name = "Другая"
    trip.save()
    with scope(desk=desk):
        assert titles(desk, "Жайык") == ["Другая"]
