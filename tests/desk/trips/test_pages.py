import pytest
from django.urls import reverse

from egiz import atlas
from egiz.desk.core import joints
from egiz.desk.promises.models import Promise
from egiz.desk.trips.domain import planning, suggesting, writing
from egiz.desk.trips.interfaces import display, papers
from egiz.desk.trips.models import Block, KnownStay, PlanVersion, Stop, Traveller, Trip, Visit, Way
from tests.desk.conftest import client_of
from tests.desk.trips.conftest import (
    NUKUS,
    URL,
    make_traveller,
    make_trip,
    make_version,
    make_visit,
)

pytestmark = pytest.mark.django_db


def text_of(response):
    assert response.status_code == 200
    return response.content.decode()


def test_an_empty_room_shows_the_promises_a_trip_can_keep(page, in_desk):
    promise = Promise.objects.create(desk=in_desk, kind="trip", title="Business trips to Karakalpakstan")
    text = text_of(page.get(f"{URL}/"))
    assert "Business trips to Karakalpakstan" in text
    assert f"from=promise&amp;id={promise.pk}" in text


def test_a_trip_begun_from_a_promise_is_tied_to_it_and_starts_at_the_desk(page, in_desk):
    in_desk.place_id = 610529
    in_desk.save()
    promise = Promise.objects.create(desk=in_desk, kind="trip", title="Business trips")
    address = f"{URL}/new/?from=promise&id={promise.pk}"
    assert "Business trips" in text_of(page.get(address))
    form = {
        "name": "Business trips", "leaves_on": "2026-12-08", "leaves_at": "07:00", "home_on": "2026-12-10",
        "home_at": "22:00", "day_start": "08:00", "day_end": "21:00", "road_minutes": 600, "slack": 10,
        "currency": "USD", "seconds": 5,
    }  # fmt: skip
    response = page.post(address, form)
    trip = Trip.objects.get()
    assert response["Location"] == f"{URL}/{trip.pk}/"
    assert [link.url for link in promise.became.all()] == [f"{URL}/{trip.pk}/"]
    assert [stop.place_id for stop in trip.stops.all()] == [610529]


FORM = {
    "name": "Trip", "leaves_on": "2026-12-08", "leaves_at": "07:00", "home_on": "2026-12-10",
    "home_at": "22:00", "day_start": "08:00", "day_end": "21:00", "road_minutes": 600, "slack": 10,
    "currency": "USD", "seconds": 5,
}  # fmt: skip


def test_a_desk_of_a_region_starts_its_trips_in_the_largest_city_and_says_so(page, in_desk):
    region = next(r for r in atlas.regions() if r.admin1 == atlas.place(610529).admin1 and r.country == "KZ")
    in_desk.place_id = region.geonameid
    in_desk.save()
    response = page.post(f"{URL}/new/", FORM, follow=True, headers={"accept-language": "en"})
    assert [stop.place_id for stop in Trip.objects.get().stops.all()] == [610529]
    assert "the largest city of" in text_of(response)


def test_a_desk_of_a_country_is_asked_where_its_trip_starts(page, in_desk):
    in_desk.place_id = atlas.countries()["KZ"].geonameid
    in_desk.save()
    response = page.post(f"{URL}/new/", FORM, follow=True, headers={"accept-language": "en"})
    assert not Trip.objects.get().stops.exists()
    assert "is not a city" in text_of(response)


def test_many_sights_leave_room_for_organisations(page, trip, factory):
    for city in (1512569, 1216265, 1217662):
        writing.add_stop(trip, city)
    found = suggesting.suggestions(trip, "en")
    assert factory.local_name in {one.name for one in found}
    assert sum(one.kind == "sight" for one in found) == suggesting.MOST


def test_a_trip_that_ends_before_it_leaves_is_refused_at_the_field(page, in_desk):
    form = {"name": "T", "leaves_on": "2026-12-08", "home_on": "2026-12-07"}
    text = text_of(page.post(f"{URL}/new/", form, headers={"accept-language": "en"}))
    assert "A trip ends on or after its first day" in text
    assert not Trip.objects.exists()


def test_a_rate_without_a_day_and_source_is_refused(page, trip):
    form = {"name": "T", "rate_kzt": "520", "leaves_on": "2026-12-08", "home_on": "2026-12-09"}
    text = text_of(page.post(f"{URL}/{trip.pk}/edit/", form, headers={"accept-language": "en"}))
    assert "A rate needs its day and who published it." in text


def test_a_city_is_found_in_any_script_and_gets_its_zone(page, in_desk):
    trip = make_trip(in_desk)
    form = {"name": "Үргеніш, UZ", "may_sleep": "on", "night_currency": "UZS", "minutes_between": 15}
    page.post(f"{URL}/{trip.pk}/parts/city/new/", form)
    added = trip.stops.last()
    assert (added.country, added.zone, added.order) == ("UZ", "Asia/Samarkand", 2)
    assert added.lat


def test_an_unknown_city_is_refused(page, trip):
    form = {"name": "Щщыъхъ", "night_currency": "UZS", "minutes_between": 15}
    text = text_of(page.post(f"{URL}/{trip.pk}/parts/city/new/", form))
    assert "Щщыъхъ" in text
    assert trip.stops.count() == 2


def test_a_new_name_gets_a_card_in_the_directory_and_a_known_one_does_not(page, trip):
    address = f"{URL}/{trip.pk}/parts/person/new/"
    for _ in range(2):
        page.post(address, {"person_name": "Нодира Каримова", "position": "директор", "nationality": "UZ"})
    traveller = Traveller.objects.get()
    assert (traveller.person.name, traveller.person.position) == ("Нодира Каримова", "директор")
    assert traveller.nationality == "UZ"


@pytest.mark.parametrize(
    ("windows", "kept"),
    [("2026-12-09 10:00-12:00; 2026-12-10 09:00", 2), ("tomorrow", 0), ("2026-12-09 10:00-10:30", 0)],
)
def test_hours_of_a_visit_are_read_or_refused_with_their_line(page, trip, windows, kept):
    form = {
        "name": "Works", "kind": "company", "stop": trip.stops.last().pk, "minutes": 60, "value": 5,
        "windows": windows, "cost_currency": "USD",
    }  # fmt: skip
    page.post(f"{URL}/{trip.pk}/parts/visit/new/", form)
    assert [len(one.windows) for one in Visit.objects.all()] == ([kept] if kept else [])


def test_a_way_needs_minutes_or_a_timetable(page, trip):
    home, away = trip.stops.all()
    form = {
        "origin": home.pk, "destination": away.pk, "mode": "air", "before": 60, "after": 30,
        "cost_currency": "USD", "per": "person", "drivers": 0, "truth": "claimed",
    }  # fmt: skip
    page.post(f"{URL}/{trip.pk}/parts/way/new/", form)
    assert Way.objects.filter(mode="air").count() == 0
    page.post(f"{URL}/{trip.pk}/parts/way/new/", {**form, "timetable": "2026-12-08 07:30 - 09:10 DV717"})
    assert Way.objects.get(mode="air").timetable == ["2026-12-08 07:30 - 09:10 DV717"]


def test_cities_of_another_trip_cannot_be_chosen(page, in_desk):
    mine, other = make_trip(in_desk), make_trip(in_desk, "Other")
    form = {
        "name": "Works", "kind": "company", "stop": other.stops.last().pk, "minutes": 60, "value": 5,
        "cost_currency": "USD",
    }  # fmt: skip
    page.post(f"{URL}/{mine.pk}/parts/visit/new/", form)
    assert not Visit.objects.exists()


def test_suggestions_are_sights_and_organisations_of_the_cities(page, trip, factory):
    text = text_of(page.get(f"{URL}/{trip.pk}/visits/", headers={"accept-language": "en"}))
    assert "Savitsky museum" in text
    assert "Kungrad soda" in text
    stop = trip.stops.get(place_id=NUKUS)
    page.post(f"{URL}/{trip.pk}/visits/take/", {"kind": "sight", "key": "savitsky", "stop": stop.pk})
    page.post(f"{URL}/{trip.pk}/visits/take/", {"kind": "organisation", "key": factory.pk, "stop": stop.pk})
    museum, works = Visit.objects.order_by("value")
    assert museum.windows[0] == "2026-12-08 09:00-13:00"
    assert works.organisation == factory


def test_a_sight_with_unknown_hours_gets_none(page, trip):
    stop = trip.stops.get(place_id=NUKUS)
    page.post(f"{URL}/{trip.pk}/visits/take/", {"kind": "sight", "key": "mizdakhan", "stop": stop.pk})
    assert Visit.objects.get().windows == []
    assert "hours unknown" in text_of(page.get(f"{URL}/{trip.pk}/visits/", headers={"accept-language": "en"}))


def test_a_sight_is_named_in_the_readers_language_until_somebody_renames_it(page, trip):
    from django.utils import translation

    stop = trip.stops.get(place_id=NUKUS)
    page.post(f"{URL}/{trip.pk}/visits/take/", {"kind": "sight", "key": "mizdakhan", "stop": stop.pk})
    visit = Visit.objects.get()
    make_version(trip, visits=[visit])
    with translation.override("kk"):
        assert visit.local_name == "Миздахкан қорымы"
        columns = display.columns(PlanVersion.objects.get())
        assert [card.title for card in columns[1].cards] == ["Миздахкан қорымы"]
        visit.name = "The old graves"
        assert visit.local_name == "The old graves"


def test_a_part_is_taken_out(page, ready):
    visit = Visit.objects.first()
    page.post(f"{URL}/{ready.pk}/parts/visit/{visit.pk}/remove/")
    assert not Visit.objects.filter(pk=visit.pk).exists()


def test_a_plan_says_what_it_holds_and_what_it_leaves_out_and_why(page, ready):
    text = text_of(page.get(f"{URL}/{ready.pk}/plan/1/", headers={"accept-language": "en"}))
    assert "Soda works" in text
    assert "worth 5, at most 10 is possible" in text
    assert "The day has no hour left." in text
    assert "opening hours unknown: call before going" in text
    assert "Atyrau – Nukus" in text


def test_what_moved_is_marked(page, in_desk):
    trip = make_trip(in_desk)
    stays, moves, gone = make_visit(trip), make_visit(trip, "Second"), make_visit(trip, "Third")
    make_version(trip, visits=[stays, moves, gone])
    version = make_version(trip, visits=[stays, moves], moved=[moves, gone], against=1)
    text = text_of(page.get(f"{URL}/{trip.pk}/plan/{version.number}/", headers={"accept-language": "en"}))
    assert text.count("tag-changed") == 1
    assert "No longer on the plan: Third." in " ".join(text.split())


def test_only_a_plan_that_keeps_the_limits_is_published_and_only_one_at_a_time(page, in_desk):
    trip = make_trip(in_desk)
    visit = make_visit(trip)
    for _ in range(2):
        version = make_version(trip, visits=[visit])
        page.post(f"{URL}/{trip.pk}/plan/{version.number}/publish/")
    wrong = make_version(trip, visits=[visit], status="infeasible")
    page.post(f"{URL}/{trip.pk}/plan/{wrong.number}/publish/")
    states = list(PlanVersion.objects.order_by("number").values_list("state", flat=True))
    assert states == ["superseded", "published", "draft"]


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_ask_the_same_number_of_questions_whatever_their_length(in_desk, queries, rows):
    for number in range(rows):
        trip = make_trip(in_desk, f"Trip {number}")
        visit = make_visit(trip)
        make_version(trip, visits=[visit])
    last = Trip.objects.first()
    for number in range(rows):
        make_visit(last, f"V{number}")
        make_traveller(last, f"Person {number}", nationality="KZ")
    counted = {name: queries(f"{URL}/{path}") for name, path in (
        ("home", ""), ("visits", f"{last.pk}/visits/"), ("people", f"{last.pk}/people/"),
        ("places", f"{last.pk}/places/"), ("plan", f"{last.pk}/plan/1/"),
    )}  # fmt: skip
    known = test_lists_ask_the_same_number_of_questions_whatever_their_length.__dict__.setdefault(
        "known", counted
    )
    assert counted == known


def test_a_viewer_reads_the_trip_but_sees_no_citizenship_and_changes_nothing(viewer, ready):
    reader = client_of(viewer)
    people = text_of(reader.get(f"{URL}/{ready.pk}/people/", headers={"accept-language": "en"}))
    assert "Yerlan Andashev" in people
    assert "Kazakhstan" not in people
    assert "citizenship" not in people
    assert "90 days" not in text_of(reader.get(f"{URL}/{ready.pk}/", headers={"accept-language": "en"}))
    for path in ("edit/", "parts/visit/new/", "plan/start/", "plan/1/publish/", "people/1/stays/", "remove/"):
        response = reader.post(f"{URL}/{ready.pk}/{path}", {})
        assert response.status_code == 403, path


def test_an_editor_sees_days_left_and_adds_past_stays(page, ready):
    one = Traveller.objects.get(nationality="KZ")
    address = f"{URL}/{ready.pk}/people/{one.pk}/stays/"
    page.post(address, {"country": "UZ", "entered": "2026-09-01", "left": "2026-11-27"})
    text = text_of(page.get(f"{URL}/{ready.pk}/people/", headers={"accept-language": "en"}))
    assert "too many days" in text
    assert "91 of 90 days within 180" in text
    assert "citizenship unknown" in text
    stay = KnownStay.objects.get()
    page.post(f"{address}{stay.pk}/")
    assert "too many days" not in text_of(
        page.get(f"{URL}/{ready.pk}/people/", headers={"accept-language": "en"})
    )


@pytest.mark.parametrize("typed", ["Kazakhstan", "KZ, RU", "KA", "ZZ"])
def test_a_citizenship_is_one_of_the_list_of_countries(page, trip, typed):
    address = f"{URL}/{trip.pk}/parts/person/new/"
    text = text_of(page.post(address, {"person_name": "Nodira", "nationality": typed}))
    assert f"{typed} is not one of the available choices" in text
    assert not Traveller.objects.exists()


def test_two_passports_are_counted_each_by_itself_and_one_of_the_country_needs_no_rule(page, trip):
    address = f"{URL}/{trip.pk}/parts/person/new/"
    form = {"person_name": "Nodira", "nationality": "KZ", "other_nationality": "KG"}
    page.post(address, form)
    people = f"{URL}/{trip.pk}/people/"
    text = " ".join(text_of(page.get(people, headers={"accept-language": "en"})).split())
    assert "with the passport of: Kazakhstan : within the rules" in text
    assert "with the passport of: Kyrgyzstan : within the rules" in text
    page.post(address, {**form, "other_nationality": "UZ"})
    assert "within the rules" not in text_of(page.get(people, headers={"accept-language": "en"}))
    text = text_of(page.post(address, {**form, "nationality": ""}))
    assert "Choose the first citizenship" in text


def test_the_tightest_rule_leads_the_line(page, ready):
    found = page.get(f"{URL}/{ready.pk}/people/", headers={"accept-language": "en"})
    text = " ".join(text_of(found).split())
    # By the rule of 30 days in one stay; 90 in 180 would let the person stay into March.
    assert "3 of 30 days in one stay without registration · could stay until 6 January 2027" in text
    assert "March" not in text


def test_a_stranger_finds_no_trip(stranger, ready):
    client = client_of(stranger)
    for path in ("", f"{ready.pk}/", f"{ready.pk}/people/", f"{ready.pk}/plan/1/"):
        assert client.get(f"{URL}/{path}").status_code == 404


def test_a_removed_person_leaves_the_trip_without_a_trace(page, owner, ready):
    from egiz.desk.directory.domain.entries import erase_person

    erase_person(Traveller.objects.get(nationality="KZ").person, owner)
    version = PlanVersion.objects.get()
    assert "Andashev" not in str(version.problem) + str(version.plan) + str(version.labels)
    assert "Andashev" not in text_of(page.get(f"{URL}/{ready.pk}/people/"))


def test_a_trip_is_removed_after_a_question(page, ready):
    assert "Trip to Nukus" in text_of(page.get(f"{URL}/{ready.pk}/remove/", follow=True))
    assert Trip.objects.exists()
    page.post(f"{URL}/{ready.pk}/remove/")
    assert not Trip.objects.exists()
    assert not Stop.objects.exists()


def test_the_search_box_finds_a_trip_in_another_script(page, ready):
    assert "Trip to Nukus" in text_of(page.get(reverse("core:search", args=["atyrau"]), {"q": "Нукус"}))


def test_a_mission_gives_its_sessions_as_fixed_hours(page, in_desk):
    from egiz.desk.missions.models import Mission, Session

    mission = Mission.objects.create(desk=in_desk, name="B2B in Nukus", place="Nukus", place_id=NUKUS)
    Session.objects.create(mission=mission, date="2026-12-09")
    form = {
        "name": "To the mission", "leaves_on": "2026-12-08", "leaves_at": "07:00", "home_on": "2026-12-10",
        "home_at": "22:00", "day_start": "08:00", "day_end": "21:00", "road_minutes": 600, "slack": 10,
        "currency": "USD", "seconds": 5,
    }  # fmt: skip
    page.post(f"{URL}/new/?from=mission&id={mission.pk}", form)
    block = Block.objects.get()
    assert (block.name, block.stop.place_id, f"{block.starts:%H:%M}") == ("B2B in Nukus", NUKUS, "10:00")


def test_a_plan_is_not_started_while_something_is_missing(page, trip):
    response = page.post(f"{URL}/{trip.pk}/plan/start/", headers={"accept-language": "en"}, follow=True)
    assert "A plan needs at least one visit or fixed hours." in text_of(response)


def test_publishing_twice_is_refused(ready):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        planning.publish(PlanVersion.objects.get(), None)


def test_the_file_a_person_may_ask_for_holds_trips_and_days_abroad(page, ready):
    one = Traveller.objects.get(nationality="KZ")
    KnownStay.objects.create(
        desk=ready.desk, person=one.person, country="UZ", entered="2026-09-01", left="2026-09-05"
    )
    given = page.get(f"/d/atyrau/directory/people/{one.person.pk}/export/").json()
    assert given["trips"] == [
        {
            "trip__name": "Trip to Nukus",
            "role": "head",
            "nationality": "KZ",
            "other_nationality": "",
            "languages": ["ru", "kk"],
            "group": "",
        }
    ]
    assert given["stays"] == [{"country": "UZ", "entered": "2026-09-01", "left": "2026-09-05"}]


def test_a_promise_of_a_trip_offers_to_prepare_it(page, in_desk):
    from egiz.desk.promises.interfaces.steps import steps_for

    promise = Promise.objects.create(desk=in_desk, kind="trip", title="Business trips")
    addresses = [step.url for step in steps_for(in_desk, promise)]
    assert addresses[0] == f"{URL}/new/?from=promise&id={promise.pk}"


def test_an_event_becomes_a_visit_possible_on_each_of_its_days(in_desk):
    import datetime as dt

    from egiz.desk.events.models import EventRecord
    from egiz.desk.trips.domain import writing

    event = EventRecord.objects.create(
        desk=in_desk, uid="e1", record={"names": {"en": "Energy fair"}}, status="confirmed", place_id=NUKUS,
        first_day=dt.date(2026, 12, 8), last_day=dt.date(2026, 12, 9),
    )  # fmt: skip
    origin = joints.origin("event", event.pk)
    begun = writing.suggest_from(origin)
    assert begun == {
        "name": "Energy fair", "leaves_on": dt.date(2026, 12, 7), "home_on": dt.date(2026, 12, 10),
    }  # fmt: skip
    trip = make_trip(in_desk)
    writing.tie(trip, origin, None, "/")
    visit = Visit.objects.get()
    assert (visit.name, visit.kind, visit.must) == ("Energy fair", "event", True)
    assert visit.windows == ["2026-12-08", "2026-12-09"]  # its hours are not known, only its days


def test_a_city_with_visits_is_not_taken_out(page, ready):
    away = ready.stops.last()
    page.post(f"{URL}/{ready.pk}/parts/city/{away.pk}/remove/")
    assert Stop.objects.filter(pk=away.pk).exists()
    Visit.objects.all().delete()
    page.post(f"{URL}/{ready.pk}/parts/city/{away.pk}/remove/")
    assert not Stop.objects.filter(pk=away.pk).exists()


@pytest.mark.parametrize(
    ("mode", "said"),
    [
        ("car", "Tazhen / Daut-Ota is closed for this since 29 December 2025, end not known"),
        ("train", ""),
    ],
)
def test_a_ride_over_a_gate_that_is_closed_for_it_says_so_on_page_and_programme(page, in_desk, mode, said):
    trip = make_trip(in_desk)
    version = make_version(trip, visits=[make_visit(trip)])
    for day in version.plan["days"]:
        for item in day["items"]:
            item["mode"] = mode if item["kind"] == "travel" else item.get("mode", "")
    version.save()
    text = text_of(page.get(f"{URL}/{trip.pk}/plan/{version.number}/"))
    assert text.count("is closed for this since") == (2 if said else 0)
    assert said in text
    entries = [one for day in papers.programme(version, ()).days for one in day.entries]
    assert [said in one.note for one in entries if one.kind == "travel"] == [True, True]
