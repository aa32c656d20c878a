"""What a promise turns into: filled with what it says, tied to it, and handing its end back."""

import datetime as dt

import pytest
from django.urls import reverse
from django_scopes import scope

from egiz.desk.core import joints
from egiz.desk.days.models import Poll
from egiz.desk.events.models import EventSearch
from egiz.desk.missions.models import Mission, Session
from egiz.desk.promises.domain import deciding, endings
from egiz.desk.promises.interfaces.steps import all_steps
from egiz.desk.promises.models import Became, OfficialMeeting
from egiz.desk.trips.models import Trip
from egiz.desk.twinnings.models import Comparison, Twinning
from tests.desk.conftest import client_of
from tests.desk.events.public.conftest import make_event, save_event

ATYRAU, NUKUS, URGENCH = 610529, 601294, 1512473
CANDIDATES = [
    {"name": "Нукус", "geonameid": NUKUS, "country": "UZ"},
    {"name": "Ургенч", "geonameid": URGENCH, "country": "UZ"},
]
PAIRS = [
    {"a": {"name": "Атырау", "geonameid": ATYRAU, "country": "KZ"},
     "b": {"name": "Нукус", "geonameid": NUKUS, "country": "UZ"}, "status": "proposed"},
]  # fmt: skip
DUE = dt.date(2026, 12, 9)


@pytest.fixture
def url(in_desk):
    def of(name, *args, **params):
        address = reverse(name, args=[in_desk.slug, *args])
        return address + ("?" + "&".join(f"{k}={v}" for k, v in params.items()) if params else "")

    return of


@pytest.fixture
def add(in_desk, editor):
    def make(title="A promise", **values):
        return deciding.add(in_desk, editor, title=title, **values)

    return make


@pytest.fixture
def twin_city(add, in_desk):
    meeting = OfficialMeeting.objects.create(desk=in_desk, title="Meeting", findings={"twinnings": PAIRS})
    return add("Become twins", kind="twinning", candidates=CANDIDATES, meeting=meeting, due_on=DUE)


def filled(page, address):
    """Return the first values of the page's form."""
    form = page.get(address).context["form"]
    return {name: "" if (value := form[name].value()) is None else value for name in form.fields}


def codes(steps):
    return [step.url.split("?")[0].rstrip("/").rsplit("/", 1)[-1] for step in steps]


def test_every_promise_can_be_turned_into_everything(in_desk, add):
    steps = all_steps(in_desk, add(kind="events"))
    assert len(steps.usual) == 1
    assert len(steps.usual) + len(steps.others) == len(joints.turnings()) == 8


def test_nothing_is_offered_where_no_other_app_is_installed(in_desk, add, monkeypatch):
    monkeypatch.setattr(joints, "_TURNINGS", {})
    steps = all_steps(in_desk, add(kind="events"))
    assert (steps.usual, steps.others) == ([], [])


def test_a_twin_city_with_two_candidates_becomes_a_comparison_of_both(page, url, twin_city):
    address = url("twinnings:compare", **{"from": "promise", "id": twin_city.pk})
    values = filled(page, address)
    assert (values["city"], values["country"]) == ("Atyrau, KZ", "UZ")
    page.post(address, values)
    comparison = Comparison.objects.get()
    assert (comparison.city_id, sorted(comparison.named)) == (ATYRAU, [NUKUS, URGENCH])
    tie = twin_city.became.get()
    assert (tie.target, tie.target_id) == ("twinnings.comparison", comparison.pk)
    assert [one.pk for one in joints.comes_from("twinnings.comparison", comparison.pk)] == [twin_city.pk]


def test_a_chosen_candidate_becomes_a_twinning_that_says_where_it_comes_from(page, url, twin_city):
    address = url("twinnings:new", **{"from": "promise", "id": twin_city.pk, "place": NUKUS})
    values = filled(page, address)
    assert (values["a"], values["b"]) == ("Atyrau, KZ", "Nukus, UZ")
    page.post(address, {**values, "since": "", "document": "", "source_url": ""})
    twin = Twinning.objects.get()
    assert (twin.a_id, twin.b_id) == (ATYRAU, NUKUS)
    body = page.get(url("twinnings:twinning", twin.pk)).content.decode()
    assert url("promises:promise", twin_city.pk) in body


def test_of_two_candidates_none_is_chosen_by_the_desk(page, url, twin_city):
    values = filled(page, url("twinnings:new", **{"from": "promise", "id": twin_city.pk}))
    assert values["b"] in (None, "")


def test_a_mission_takes_over_name_and_day(page, url, add):
    promise = add("Send companies", kind="trade", due_on=DUE, quote="Companies go to Nukus",
                  candidates=CANDIDATES[:1])  # fmt: skip
    address = url("missions:new", **{"from": "promise", "id": promise.pk})
    answer = page.get(address)
    form, sessions = answer.context["form"], answer.context["sessions"]
    values = {name: "" if (value := form[name].value()) is None else value for name in form.fields}
    assert (values["name"], values["place"], values["host"]) == ("Mission: Nukus", "Nukus", "theirs")
    assert sessions.forms[0]["date"].value() == DUE
    rows = {"sessions-TOTAL_FORMS": 1, "sessions-INITIAL_FORMS": 0, "sessions-0-date": "2026-12-09",
            "sessions-0-starts": "10:00", "sessions-0-ends": "13:00",
            "interpreters-TOTAL_FORMS": 0, "interpreters-INITIAL_FORMS": 0}  # fmt: skip
    page.post(address, {**values, **rows})
    mission = Mission.objects.get()
    assert Session.objects.get().date == DUE
    assert promise.became.get().target_id == mission.pk
    body = page.get(url("missions:mission", mission.pk)).content.decode()
    assert url("promises:promise", promise.pk) in body


def test_a_trip_goes_from_home_through_the_named_cities(page, url, add):
    promise = add("Go there", kind="trip", due_on=DUE, candidates=CANDIDATES, meeting=None)
    address = url("trips:new", **{"from": "promise", "id": promise.pk})
    values = {name: value or "" for name, value in filled(page, address).items()}
    assert values["leaves_on"] == DUE
    page.post(address, values)
    trip = Trip.objects.get()
    assert [stop.place_id for stop in trip.stops.all()] == [NUKUS, URGENCH]
    assert url("promises:promise", promise.pk) in page.get(url("trips:trip", trip.pk)).content.decode()


def test_an_event_search_finds_the_sector_in_the_words_and_events(page, url, in_desk, add):
    event = save_event(in_desk, make_event(), None)
    promise = add("Send the calendar of oil and gas events", kind="events")
    address = url("events:new_search", **{"from": "promise", "id": promise.pk})
    values = filled(page, address)
    assert values["sector"] == "oil-gas"
    values |= {"sector": event.sectors.split()[0], "place": "", "country": "",
               "first_day": event.first_day, "last_day": event.first_day}  # fmt: skip
    page.post(address, values)
    search = EventSearch.objects.get()
    assert list(search.chosen.all()) == [event]
    page_of = url("events:search", search.pk)
    assert url("promises:promise", promise.pk) in page.get(page_of).content.decode()
    assert endings.proposals(5) == []
    page.post(url("events:search_act", search.pk), {"act": "publish", "day": "2026-12-01", "how": "letter 7"})
    (proposal,) = endings.proposals(5)
    assert "letter 7" in proposal.evidence


def test_an_empty_list_leaves_nothing_to_publish(page, url, in_desk, editor):
    search = EventSearch.objects.create(desk=in_desk, name="S", first_day=DUE, last_day=DUE)
    body = page.get(url("events:search", search.pk)).content.decode()
    assert 'value="publish"' not in body


def test_from_the_chosen_day_comes_the_meeting_and_from_it_a_mission(page, url, in_desk, add):
    promise = add("Meet online", kind="meeting")
    asked = {"from": "promise", "id": promise.pk}
    values = filled(page, url("days:new_poll", **asked))
    assert (values["title"], values["promise"]) == ("Meet online", promise.pk)
    page.post(url("days:new_poll", **asked),
              {"title": "Meet online", "more": "2026-12-03 15:00", "minutes": 90, "promise": promise.pk,
               "note": "", "guests": ""})  # fmt: skip
    poll = Poll.objects.get()
    assert promise.became.get().target == "days.poll"
    page.post(url("days:poll_act", poll.pk), {"act": "decide", "day": poll.days.get().pk})
    to_meeting = url("promises:new_meeting", **{"from": "poll", "id": poll.pk})
    assert to_meeting.replace("&", "&amp;") in page.get(url("days:poll", poll.pk)).content.decode()
    values = filled(page, to_meeting)
    assert (values["day"], values["hour"], values["minutes"]) == (dt.date(2026, 12, 3), dt.time(15), 90)
    rest = {"link": "https://meet.example.org/1", "place_name": "", "other_title": "", "other_agenda": ""}
    page.post(to_meeting, {**values, **rest, "hour": "15:00"})
    meeting = OfficialMeeting.objects.get()
    assert (meeting.state, meeting.held_on) == ("planned", dt.date(2026, 12, 3))
    assert {tie.target for tie in promise.became.all()} == {"days.poll", "promises.officialmeeting"}
    promise.refresh_from_db()
    assert promise.due_on == meeting.held_on
    answer = page.get(url("promises:meeting", meeting.pk))
    assert url("promises:promise", promise.pk) in answer.content.decode()
    mission_page = next(step.url for step in answer.context["steps"] if "/missions/" in step.url)
    assert page.get(mission_page).context["sessions"].forms[0]["date"].value() == dt.date(2026, 12, 3)


def test_the_invitation_is_in_both_languages_with_its_calendar_file(page, url, in_desk):
    from icalendar import Calendar

    meeting = OfficialMeeting.objects.create(
        desk=in_desk, title="Oil and gas", state="planned", other_language="uz",
        other_title="Neft va gaz",
        starts_at=dt.datetime(2026, 12, 3, 10, tzinfo=dt.UTC), agenda="Contacts\nDates",
        other_agenda="Aloqalar",
    )  # fmt: skip
    texts = page.get(url("promises:meeting", meeting.pk)).context["invitations"]
    assert [one.language for one in texts] == ["en", "uz"]
    assert "Oil and gas" in texts[0].text
    assert "15:00–16:00" in texts[0].text
    assert "Neft va gaz" in texts[1].text
    assert not texts[1].borrowed
    answer = page.get(url("promises:invitation", meeting.pk, "ics"))
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event.decoded("dtstart") == meeting.starts_at
    assert "Neft va gaz" in str(event["description"])
    letter = page.get(url("promises:invitation", meeting.pk, "eml")).content
    assert b"meeting.ics" in letter


def test_assistance_becomes_requests_that_show_when_it_is_done(page, url, add):
    promise = add("Help as needed", kind="assistance", side="ours")
    address = url("promises:requests", promise.pk)
    for title in ("Check the hall", "Find an interpreter"):
        page.post(address, {"title": title, "owner_text": "Palata", "due_on": "2026-12-09"})
    first, second = promise.requests.order_by("pk")
    assert (first.kind, first.owner_text, first.due_on, first.status) == ("assistance", "Palata", DUE, "open")
    assert url("promises:promise", promise.pk) in page.get(url("promises:promise", first.pk)).content.decode()
    page.post(url("promises:set", first.pk), {"status": "done", "was": "open", "next": "requests"})
    assert endings.proposals(5) == []
    page.post(url("promises:set", second.pk), {"status": "dropped", "was": "open", "next": "requests"})
    (proposal,) = endings.proposals(5)
    assert proposal.promise == promise
    assert proposal.ending.text == "1 of 2 requests met"


@pytest.fixture
def ended(add, in_desk, editor):
    """A promise whose mission was held."""
    promise = add("Send companies", kind="trade")
    mission = Mission.objects.create(desk=in_desk, name="Nukus", status="held")
    Session.objects.create(mission=mission, date=DUE)
    deciding.link_became(promise, title="Nukus", url=f"/d/atyrau/missions/{mission.pk}/", user=editor)
    return promise


def test_what_has_ended_proposes_done_and_a_person_accepts(page, url, ended):
    home = page.get(url("promises:home")).content.decode()
    assert "held on 9 December 2026" in home
    tie = ended.became.get()
    page.post(url("promises:ending", ended.pk), {"tie": tie.pk, "act": "accept"})
    ended.refresh_from_db()
    assert (ended.status, ended.shown_by_id) == ("done", tie.pk)
    assert ended.evidence == "Nukus: held on 9 December 2026"
    assert endings.proposals(5) == []


def test_an_ending_found_wanting_is_not_proposed_again_but_another_one_is(page, url, ended):
    tie = ended.became.get()
    page.post(url("promises:ending", ended.pk), {"tie": tie.pk, "act": "aside"})
    ended.refresh_from_db()
    assert ended.status == "open"
    assert endings.proposals(5) == []
    Session.objects.update(date=dt.date(2026, 12, 10))
    assert len(endings.proposals(5)) == 1


def test_what_was_not_proposed_cannot_be_accepted(page, url, add, ended):
    other = add("Another one")
    page.post(url("promises:ending", other.pk), {"tie": ended.became.get().pk, "act": "accept"})
    other.refresh_from_db()
    assert other.status == "open"


def test_evidence_is_told_in_the_readers_language(page, url, ended):
    from django.utils import translation

    page.post(url("promises:ending", ended.pk), {"tie": ended.became.get().pk, "act": "accept"})
    ended.refresh_from_db()
    with translation.override("ru"):
        assert "9 декабря 2026" in endings.evidence_of(ended)


def test_a_promise_taken_up_again_is_shown_by_nothing(ended, editor):
    (proposal,) = endings.proposals(5)
    endings.accept(proposal, editor)
    deciding.change(ended, editor, status="open")
    ended.refresh_from_db()
    assert ended.shown_by is None


def test_a_viewer_sees_the_proposal_and_cannot_decide(in_desk, url, ended, viewer):
    reader = client_of(viewer)
    assert 'value="accept"' not in reader.get(url("promises:home")).content.decode()
    answer = reader.post(url("promises:ending", ended.pk), {"tie": ended.became.get().pk, "act": "accept"})
    assert answer.status_code == 403


def test_nothing_of_another_desk_is_proposed_or_begun_from(ended, stranger):
    tie, other = ended.became.get(), stranger.memberships.get().desk
    assert joints.comes_from(tie.target, tie.target_id)
    with scope(desk=other):
        assert endings.proposals(5) == []
        assert joints.asked({"from": "promise", "id": str(ended.pk)}) is None
        assert joints.comes_from(tie.target, tie.target_id) == []


def test_home_asks_the_same_number_of_times_however_much_has_ended(queries, url, ended, add, in_desk, editor):
    few = queries(url("promises:home"))
    for number in range(4):
        promise = add(f"More {number}", kind="trade")
        mission = Mission.objects.create(desk=in_desk, name=f"M{number}", status="held")
        deciding.link_became(promise, title="M", url=f"/d/atyrau/missions/{mission.pk}/", user=editor)
    assert queries(url("promises:home")) <= few + 1


def test_what_is_gone_or_goes_on_has_no_ending(in_desk, ended, add, editor):
    tie = ended.became.get()
    assert list(endings.endings_of([tie])) == [tie.pk]
    open_one = Mission.objects.create(desk=in_desk, name="Urgench", status="planned")
    address = f"/d/atyrau/missions/{open_one.pk}/"
    other = deciding.link_became(add("More"), title="Urgench", url=address, user=editor)
    assert list(endings.endings_of([tie, other])) == [tie.pk]


def test_a_tie_has_one_origin(in_desk, ended):
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        Became.objects.create(desk=in_desk, title="x", url="/x/")
