"""What things, places and addresses are called: by names, in the reader's language, each once."""

import datetime as dt
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from openpyxl import load_workbook

from egiz.desk.core.domain import desks, zones
from egiz.desk.core.domain.naming import name_from
from egiz.desk.core.domain.places import named_place
from egiz.desk.core.models import Territory
from egiz.desk.directory.models import Organisation, Person
from egiz.desk.missions.interfaces.profile_forms import zone_choices
from egiz.desk.promises.domain import deciding
from egiz.desk.promises.domain.origins import origin_of
from egiz.desk.promises.models import OfficialMeeting, Promise
from egiz.desk.twinnings.models import Comparison
from tests.desk.missions.conftest import make_mission

ATYRAU_REGION, NUKUS = 609862, 601294
NUKUS_AND_URGENCH = [{"name": "Нукусом", "geonameid": NUKUS}, {"name": "Ургенчем"}]


@pytest.fixture
def region(in_desk):
    return Territory.objects.create(
        desk=in_desk, side="ours", place_id=ATYRAU_REGION, name="Atyrau Region", country="KZ"
    )


def reads(user, language):
    user.language = language
    user.save()


def test_what_a_promise_becomes_is_called_by_what_it_is_and_where_it_leads(in_desk):
    row = Promise.objects.create(
        desk=in_desk, title="Организовать деловые поездки", candidates=NUKUS_AND_URGENCH
    )
    assert name_from(origin_of(row), "Поездка", 200) == "Поездка: Nukus, Ургенчем"
    with translation.override("ru"):
        assert name_from(origin_of(row), "Поездка", 200) == "Поездка: Нукус, Ургенчем"
    row.candidates = []
    assert name_from(origin_of(row), "Поездка", 200) == "Организовать деловые поездки"


@pytest.mark.parametrize(
    ("address", "field", "word"),
    [
        ("missions/new/", "name", "Бизнес-миссия"),
        ("events/searches/new/", "name", "Мероприятия"),
        ("promises/meetings/plan/", "title", "Встреча"),
    ],
)
def test_forms_begun_from_a_promise_propose_a_name_and_no_sentence(
    page, in_desk, editor, address, field, word
):
    reads(editor, "ru")
    row = deciding.add(in_desk, editor, title="Провести переговоры с Нукусом")
    Promise.objects.filter(pk=row.pk).update(candidates=NUKUS_AND_URGENCH[:1])
    form = page.get(f"/d/atyrau/{address}?from=promise&id={row.pk}").context["form"]
    assert form.initial[field] == f"{word}: Нукус"


def test_a_trip_begun_from_a_promise_has_a_name_of_its_own(page, in_desk, editor):
    reads(editor, "ru")
    row = deciding.add(in_desk, editor, title="Организовать деловые поездки", kind="trip")
    Promise.objects.filter(pk=row.pk).update(candidates=NUKUS_AND_URGENCH[:1])
    form = page.get(f"/d/atyrau/trips/new/?from=promise&id={row.pk}").context["form"]
    assert (form.initial.get("name") or form.instance.name) == "Поездка: Нукус"


@pytest.mark.parametrize("name", ["Узбекистан", "Республика Узбекистан", "Oʻzbekiston", "Қазақстан"])
def test_a_country_gets_no_card_of_an_organisation(in_desk, editor, name):
    meeting = OfficialMeeting.objects.create(
        desk=in_desk,
        title="Talks",
        findings={
            "organisations": [
                {"name": name, "kind": "other"},
                {"name": "Палата Узбекистана", "kind": "chamber"},
            ],
            "people": [{"name": "Айнур Сериккызы", "role": "посол", "organisation": name}],
        },
    )
    for owner in (name, "Айнур Сериккызы", "Палата Узбекистана"):
        deciding.add(in_desk, editor, title="Send", meeting=meeting, owner_text=owner)
    assert list(Organisation.objects.values_list("name", flat=True)) == ["Палата Узбекистана"]
    assert Person.objects.get().organisation is None
    # The promise keeps the words.
    assert Promise.objects.filter(owner_text=name, owner_organisation=None).count() == 1


def test_what_was_ticked_and_typed_for_many_stays_when_it_cannot_be_done(page, in_desk, editor):
    rows = [deciding.add(in_desk, editor, title=f"Send {number}") for number in range(2)]
    answer = page.post("/d/atyrau/promises/bulk/", {"due_on": "2026-12-24", "status": "waiting"}, follow=True)
    form = answer.context["many"]
    assert (form["due_on"].value(), form["status"].value()) == ("2026-12-24", "waiting")
    body = answer.content.decode()
    assert 'value="2026-12-24"' in body
    assert re.search(r'<details class="filter-box many" open>', body)
    answer = page.post(
        "/d/atyrau/promises/bulk/", {"promise": rows[1].pk, "back": "side=&q=send"}, follow=True
    )
    ticked = re.findall(r'value="(\d+)"\s+form="many"\s+checked', answer.content.decode())
    assert ticked == [str(rows[1].pk)]
    assert answer.context["filters"].query == "send"
    assert not Promise.objects.filter(status="waiting").exists()


def test_a_region_is_named_in_the_readers_language_in_the_api_and_in_tables(page, in_desk, editor, region):
    reads(editor, "uz")
    Person.objects.create(desk=in_desk, name="Ainur", territory=region)
    deciding.add(in_desk, editor, title="Send", territory=region)
    with translation.override("uz"):
        named = named_place(ATYRAU_REGION, "Atyrau Region")
    assert named != "Atyrau Region"
    answer = page.get("/api/v1/desks/atyrau/promises/").json()
    assert answer["promises"][0]["region"]["name"] == named
    book = page.get("/d/atyrau/directory/people/export.xlsx").getvalue()
    _head, row = load_workbook(io.BytesIO(book)).active.iter_rows(values_only=True)
    assert named in row
    # It comes in again, read by somebody of another language.
    Person.objects.all().delete()
    reads(editor, "kk")
    page.post("/d/atyrau/directory/people/import/", {"upload": SimpleUploadedFile("people.xlsx", book)})
    assert Person.objects.get().territory == region


def test_a_place_is_named_in_the_readers_language_unless_more_was_written(page, in_desk, editor):
    with translation.override("ru"):
        assert named_place(NUKUS, "Nukus") == "Нукус"
        assert named_place(NUKUS, "Hotel Nukus, hall 2") == "Hotel Nukus, hall 2"
        assert named_place(None, "Nukus") == "Nukus"
        assert named_place(1, "Nukus") == "Nukus"
    reads(editor, "ru")
    comparison = Comparison.objects.create(
        desk=in_desk, city_id=NUKUS, city_name="Nukus", country="KZ", result={"candidates": []}
    )
    body = page.get(f"/d/atyrau/twinnings/compare/{comparison.pk}/decide/").content.decode()
    assert "Нукус → KZ" in body
    meeting = OfficialMeeting.objects.create(
        desk=in_desk, title="Talks", place_id=NUKUS, place_name="Nukus", held_on=dt.date(2026, 11, 12)
    )
    body = page.get(f"/d/atyrau/promises/meetings/{meeting.pk}/page/").content.decode()
    said = body[body.index("<main") : body.index("</main>")]
    assert "Нукус" in said
    assert "Nukus" not in said


def test_a_time_zone_is_offered_once(in_desk):
    names = zones.zone_names()
    assert "Asia/Kolkata" in names
    assert not {"Asia/Calcutta", "Asia/Ashkhabad", "Europe/Kiev", "Asia/Chongqing"} & set(names)
    for language in ("ru", "uz", "kk", "en"):
        with translation.override(language):
            labels = [label for _zone, label in zone_choices(make_mission(in_desk, name=language))]
        assert len(labels) == len(set(labels)), language


def test_a_zone_that_is_kept_under_its_old_name_stays_to_be_chosen(in_desk):
    mission = make_mission(in_desk)
    mission.zone = "Asia/Calcutta"
    assert zone_choices(mission)[0][0] == "Asia/Calcutta"


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Chamber of international commerce of Atyrau", "chamber-of-international-commerce-of"),
        ("Chamber", "chamber"),
        ("a" * 50, "a" * 40),
    ],
)
def test_the_address_of_a_desk_ends_with_a_whole_word(db, name, slug):
    assert desks.free_slug(name) == slug


def test_fields_that_hold_a_link_are_named_by_what_the_link_is(page, in_desk, editor):
    for address in ("promises/reminders/",):
        body = page.get(f"/d/atyrau/{address}").content.decode()
        found = re.findall(r'<label class="visually-hidden" for="address-[^"]+">([^<]*)</label>', body)
        assert found == ["Address of the calendar"]
