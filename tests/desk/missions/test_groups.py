"""Group meetings at the desk: called, agreed to by each, in one schedule with all, on everybody's pages."""

import datetime as dt
import io
import json

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from icalendar import Calendar
from openpyxl import load_workbook

from egiz.desk.missions.domain import (
    editions,
    groups,
    history,
    moves,
    registering,
    scheduling,
    walk_ins,
    worklist,
)
from egiz.desk.missions.domain import queries as reading
from egiz.desk.missions.domain.breaks import count_breaks
from egiz.desk.missions.domain.problem import build_problem, interpreter_languages, read_draft
from egiz.desk.missions.domain.slots import slots_of_version
from egiz.desk.missions.interfaces import changed_letters, exports
from egiz.desk.missions.interfaces.packs import PARTS, pack_of
from egiz.desk.missions.interfaces.whom import whom
from egiz.desk.missions.models import Company, GroupMeeting, GroupSeat, Interpreter, Letter, Table
from egiz.desk.missions.models.wish import Consent
from egiz.meetings.model.check import check
from tests.desk.missions.conftest import DAY, URL, QuietWatch, make_company, make_mission, make_wish

AIDA, BOLAT = [{"name": "Aida"}, {"name": "Bolat"}]


@pytest.fixture
def hall(in_desk):
    """A mission of two hours with one table for six and two for pairs."""
    mission = make_mission(in_desk, tables=2, rooms=0)
    Table.objects.create(mission=mission, name="hall", order=9, capacity=6)
    return mission


@pytest.fixture
def four(hall):
    found = registering.registration_of(hall)
    found.base_url = "http://testserver/"
    found.save()
    ours = make_company(hall, "ours", "A1", representatives=2, people=[AIDA, BOLAT], email="a1@example.org")
    others = [
        make_company(hall, side, key) for side, key in (("ours", "A2"), ("theirs", "K1"), ("theirs", "K2"))
    ]
    return [ours, *others]


def call(companies, *, agreed=True, name="Logistics table", **fields):
    group = GroupMeeting(mission=companies[0].mission, name=name, **fields)
    groups.call(group, companies, None)
    if agreed:
        group.seats.update(consent=Consent.AGREED)
    return group


def solve(mission, **options):
    return scheduling.solve_mission(mission, None, QuietWatch(), **options)


def engine_document(version):
    return {
        "status": version.result_status,
        "goals": version.goals,
        "meetings": [
            {
                "id": m.key, "slot": m.slot, "table": m.table_name or None, "online": m.online,
                "interpreter": str(m.interpreter_id) if m.interpreter_id else None, "people": m.people,
            }
            for m in version.meetings.all()
        ],
    }  # fmt: skip


def test_a_round_table_gets_a_time_and_a_table_for_all_beside_the_pairs(hall, four):
    group = call(four)
    wish = make_wish(four[0], four[2])
    version = solve(hall)
    placed = {one.key: one for one in reading.meetings(version)}
    assert placed.keys() == {group.key, wish.key}
    round_table = placed[group.key]
    assert (round_table.title, round_table.table_name) == ("Logistics table", "hall")
    assert {one.pk for one in round_table.companies} == {one.pk for one in four}
    assert version.wanted == 2
    assert check(engine_document(version), build_problem(read_draft(hall))) == []


def test_only_who_agreed_is_seated_and_a_no_is_told_to_nobody(hall, four):
    group = call(four, agreed=False)
    for company, answer in zip(four, ("agreed", "declined", "agreed", "agreed"), strict=True):
        groups.answer(group.seats.get(company=company), answer, None)
    (placed,) = solve(hall).meetings.all()
    assert four[1].pk not in placed.company_ids
    page = Client().get(f"/p/missions/{four[0].token}/").content.decode()
    assert "Company K1, Company K2" in page
    assert "Company A2" not in page


@pytest.mark.parametrize(
    ("agreed", "fields", "comes"),
    [(3, {"least": 3}, True), (2, {"least": 3}, False), (2, {}, True), (1, {}, False)],
)
def test_with_too_few_there_is_no_meeting(hall, four, agreed, fields, comes):
    group = call(four, agreed=False, **fields)
    GroupSeat.objects.filter(pk__in=group.seats.values_list("pk", flat=True)[:agreed]).update(
        consent=Consent.AGREED
    )
    assert bool(groups.to_schedule(hall)) is comes


def test_without_its_host_there_is_no_meeting(hall, four):
    group = call(four[1:], host=four[0])
    assert [one.pk for one in groups.to_schedule(hall)[0].companies][0] == four[0].pk  # noqa: RUF015 - the order
    group.seats.filter(company=four[0]).update(consent=Consent.DECLINED)
    assert groups.to_schedule(hall) == []


def test_people_of_one_company_sit_in_two_meetings_at_once_and_both_are_shown(in_desk):
    mission = make_mission(in_desk, tables=2, rooms=0, sessions=((10, 11),), slot_minutes=60)
    a = make_company(mission, representatives=2, people=[AIDA, BOLAT])
    for key in ("K1", "K2"):
        make_wish(a, make_company(mission, "theirs", key))
    version = solve(mission)
    meetings = list(reading.meetings(version))
    assert sorted(one.person_of(a) for one in meetings) == ["Aida", "Bolat"]
    assert {one.slot for one in meetings} == {0}
    scheduling.publish(version, None)
    page = Client(headers={"accept-language": "en"}).get(f"/p/missions/{a.token}/").content.decode()
    assert page.count('class="own-line') == 2
    assert {"for us: Aida", "for us: Bolat"} <= set(page.replace("\n", " ").split("  ")) | {
        part.strip() for part in page.splitlines()
    }
    feed = Client(headers={"accept-language": "en"}).get(f"/p/missions/{a.token}/calendar.ics").content
    said = {str(one["description"]).splitlines()[0] for one in Calendar.from_ical(feed).walk("VEVENT")}
    assert said == {"For your company: Aida", "For your company: Bolat"}


def test_whom_a_company_sends_is_nowhere_else(in_desk):
    mission = make_mission(in_desk, tables=2, rooms=0, sessions=((10, 11),), slot_minutes=30)
    Table.objects.create(mission=mission, name="hall", capacity=3)
    a = make_company(mission, representatives=2, people=[AIDA, BOLAT])
    b, c = (make_company(mission, "theirs", key) for key in ("K1", "K2"))
    for name in ("one", "two"):
        group = call([a, b, c], name=name)
        groups.choose_person(group.seats.get(company=a), "Aida")
    meetings = list(solve(mission).meetings.all())
    assert [one.person_of(a) for one in meetings] == ["Aida", "Aida"]
    assert {one.slot for one in meetings} == {0, 1}


def test_a_long_group_meeting_takes_its_slots_together(hall, four):
    call(four, length=3)
    (placed,) = solve(hall).meetings.all()
    assert (placed.length, placed.minutes) == (3, 90)
    begins = slots_of_version(placed.version, hall.tz)[placed.slot].start
    assert placed.ends_at - begins == dt.timedelta(minutes=90)


def test_a_group_that_finds_no_table_is_left_out_with_its_reason(hall, four):
    hall.tables.filter(name="hall").delete()
    call(four, weight="must")
    make_wish(four[0], four[2])
    version = solve(hall)
    left = version.not_held.get()
    assert (left.title, left.group.weight) == ("Logistics table", "must")
    assert [reason["code"] for reason in left.reasons] == ["no-place-at-all"]
    assert reading.tally(version) == (1, 0, 1, 1)
    assert exports.document(version, hall)["not_held"][0]["id"] == left.key


def test_a_repair_leaves_a_group_meeting_where_it_was_published(hall, four):
    group = call(four)
    version = solve(hall)
    scheduling.publish(version, None)
    make_wish(four[0], four[2])
    again = solve(hall, repair=True)
    assert again.meetings.get(group=group).starts_at == version.meetings.get().starts_at
    assert {remark["code"] for remark in again.remarks} == {"moves-none"}
    assert history.changes_between(version, again)[0].kind == "new"


def test_who_leaves_a_group_is_a_change_that_the_others_are_told_of(hall, four):
    group = call(four)
    first = solve(hall)
    scheduling.publish(first, None)
    group.seats.filter(company=four[3]).update(consent=Consent.WITHDRAWN)
    second = solve(hall, repair=True)
    (change,) = history.changes_between(first, second)
    assert change.kind == "place"
    line = changed_letters.line_of(change, four[0], hall)
    assert line.startswith("Logistics table: Company A2, Company K1: ")
    assert [one.meeting.key for one in history.standings(hall, [four[3].pk])] == [group.key]


def test_everybody_of_a_group_finds_it_on_page_calendar_paper_and_screen(hall, four, page):
    call(four)
    version = solve(hall)
    scheduling.publish(version, None)
    for company in four:
        own = Client().get(f"/p/missions/{company.token}/").content.decode()
        assert "Logistics table" in own
        feed = Client().get(f"/p/missions/{company.token}/calendar.ics").content
        (event,) = Calendar.from_ical(feed).walk("VEVENT")
        others = ", ".join(one.name for one in version.meetings.get().others_for(company))
        assert str(event["summary"]).startswith("Logistics table: ")
        assert len(str(event["summary"]).split(", ")) == 3, others
    pack = pack_of(version, hall, parts=PARTS, languages={})
    assert len(pack.agendas) == 4
    assert {one.lines[0].who.partition(":")[0] for one in pack.agendas} == {"Logistics table"}
    assert [(one.table, len(one.lines)) for one in pack.signs] == [("hall", 1)]
    for path in (
        "day/?slot=0",
        "day/screen/?slot=0",
        "schedule/1/?by=table",
        "schedule/1/?by=hour",
        "schedule/1/",
    ):
        slot = version.meetings.get().slot
        body = page.get(f"{URL}/{hall.pk}/{path.replace('slot=0', f'slot={slot}')}").content.decode()
        assert "Logistics table" in body, path


def test_a_badge_shows_only_the_meetings_of_its_bearer(hall, four):
    group = call(four)
    groups.choose_person(group.seats.get(company=four[0]), "Bolat")
    pack = pack_of(solve(hall), hall, parts=PARTS, languages={})
    assert {one.person: len(one.lines) for one in pack.badges if one.person in {"Aida", "Bolat"}} == {
        "Aida": 0, "Bolat": 1,
    }  # fmt: skip


def test_files_name_all_who_meet(hall, four):
    group = call(four)
    version = solve(hall)
    document = json.loads(json.dumps(exports.document(version, hall)))
    (row,) = document["meetings"]
    assert (row["id"], row["title"], len(row["participants"])) == (group.key, "Logistics table", 4)
    book = load_workbook(io.BytesIO(exports.workbook(version, hall)))
    rows = [cell.value for row in book["Company K2"].iter_rows() for cell in row]
    assert any(str(text).count("Company") == 3 for text in rows)


def test_waiting_and_free_count_everybody_of_a_group(hall, four):
    call(four)
    version = solve(hall)
    scheduling.publish(version, None)
    slot = slots_of_version(version, hall.tz)[version.meetings.get().slot]
    free = {one.key for one in walk_ins.free_in(version, hall, slot).companies}
    # A1 has a second person.
    assert free == {"A1"}
    assert count_breaks(version, hall).keys() == {one.pk for one in four}
    assert reading.meetings_per_company(version, [four[3].pk]) == {four[3].pk: 1}
    assert {one.pk for one in worklist.recipients(hall, "schedule", dt.datetime.now(dt.UTC))} == {
        one.pk for one in four
    }


def test_a_group_meeting_moves_only_where_all_are_free_and_a_colleague_takes_over(hall, four):
    group = call(four)
    groups.choose_person(group.seats.get(company=four[0]), "Aida")
    make_wish(four[0], make_company(hall, "theirs", "K9"))
    version = solve(hall)
    meeting = reading.meetings(version).get(group=group)
    four[3].availability = [f"{DAY} 10:00-11:00"]
    four[3].save()
    meeting = reading.meetings(version).get(group=group)
    assert {one.slot.index for one in moves.free_places(meeting, hall)} <= {0, 1}
    assert all(one.table == "hall" for one in moves.free_places(meeting, hall))
    pair = reading.meetings(version).get(title="")
    elsewhere = next(one for one in moves.free_places(pair, hall) if one.slot.index != meeting.slot)
    moves.move(pair, hall, elsewhere.key, None)
    pair.people = {str(four[0].pk): "Aida"}
    pair.save()
    there = next(one for one in moves.free_places(pair, hall) if one.slot.index == meeting.slot)
    moves.move(pair, hall, there.key, None)
    pair.refresh_from_db()
    assert (pair.slot, pair.person_of(four[0])) == (meeting.slot, "Bolat")


def test_an_edition_counts_a_group_by_what_the_organiser_wrote(hall, four):
    group = call(four)
    version = solve(hall)
    scheduling.publish(version, None)
    assert (editions.edition_of(hall).booked, editions.edition_of(hall).held) == (1, 0)
    groups.write_outcome(group, held=True, outcome="A joint train", user=None)
    found = editions.edition_of(hall)
    assert (found.held, found.unknown) == (1, 0)


def test_an_interpreter_of_a_group_knows_a_language_of_each(hall):
    people = [make_company(hall, "ours", key, languages=langs) for key, langs in (
        ("A5", ["kk", "ru"]), ("A6", ["ru"]), ("A7", ["uz"]),
    )]  # fmt: skip
    helper = Interpreter.objects.create(mission=hall, name="I", languages=["ru", "uz"])
    assert set(interpreter_languages(people, [helper])) == {"ru", "uz"}
    assert interpreter_languages(people[:2], [helper]) == ()


def test_an_organiser_answers_only_with_a_note_how_consent_was_given(hall, four, editor):
    seat = call(four, agreed=False).seats.first()
    user = editor
    with pytest.raises(ValidationError, match="how the company gave its consent"):
        groups.answer(seat, "agreed", user)
    groups.answer(seat, "agreed", user, "by phone")
    seat.refresh_from_db()
    assert (seat.consent, seat.consent_note, seat.recorded_by) == ("agreed", "by phone", user)


@pytest.mark.parametrize(
    ("companies", "fields", "said"),
    [
        (1, {}, "from 2 to"),
        (2, {"least": 4}, "4 companies at least"),
    ],
)
def test_a_group_that_cannot_come_about_is_not_called(hall, four, companies, fields, said):
    with pytest.raises(ValidationError, match=said):
        call(four[:companies], **fields)
    assert not GroupMeeting.objects.exists()


def test_an_organiser_calls_a_group_by_codes_and_names_and_calls_it_off(hall, four, page):
    form = {"name": "Oil table", "companies": "A1\nCompany A2\nK1", "host": "K2", "length": 2, "least": 3,
            "weight": "want", "about": ""}  # fmt: skip
    answer = page.post(f"{URL}/{hall.pk}/groups/call/", form)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    group = GroupMeeting.objects.get()
    assert {(one.kind, one.to) for one in Letter.objects.all()} == {("group", "a1@example.org")}
    assert "Oil table" in Letter.objects.get().body
    assert (group.host, group.seats.count(), group.length) == (four[3], 4, 2)
    bad = page.post(f"{URL}/{hall.pk}/groups/call/", {**form, "companies": "A1\nNobody\nCompany"})
    text = bad.content.decode()
    assert "“Nobody”" in text
    assert "“Company”" in text
    assert GroupMeeting.objects.count() == 1
    here = f"{URL}/{hall.pk}/groups/{group.pk}/"
    make_company(hall, "theirs", "K7")
    page.post(here, {"act": "invite", "companies": "K7"})
    assert group.seats.count() == 5
    page.post(here, {"act": "outcome", "held": "no", "outcome": "Nobody came"})
    group.refresh_from_db()
    assert (group.held, group.outcome) == (False, "Nobody came")
    page.post(here, {"act": "call_off"})
    assert not GroupMeeting.objects.exists()


def test_a_company_answers_on_its_own_page_and_names_who_comes(hall, four):
    group = call(four, agreed=False, about="Corridors to the sea")
    seat = group.seats.get(company=four[0])
    page = f"/p/missions/{four[0].token}/"
    assert "Corridors to the sea" in Client().get(page).content.decode()
    Client().post(f"{page}seats/{seat.pk}/", {"answer": "agreed", "person": "Aida"})
    seat.refresh_from_db()
    assert (seat.consent, seat.person, seat.recorded_by) == ("agreed", "Aida", None)
    Client().post(f"{page}seats/{seat.pk}/", {"answer": "agreed", "person": "Somebody else"})
    seat.refresh_from_db()
    assert seat.person == "Aida"
    other = f"/p/missions/{four[1].token}/seats/{seat.pk}/"
    assert Client().post(other, {"answer": "declined"}).status_code == 404
    seat.refresh_from_db()
    assert seat.consent == "agreed"
    assert four[0] not in worklist.gap(hall, "no_answer", dt.datetime.now(dt.UTC)).rows
    assert four[2] in worklist.gap(hall, "no_answer", dt.datetime.now(dt.UTC)).rows


def test_the_page_of_groups_asks_the_database_as_often_for_one_as_for_three(hall, four, queries):
    call(four, agreed=False, host=four[0])
    one = queries(f"{URL}/{hall.pk}/groups/")
    for _n in range(2):
        call(four, agreed=False, host=four[0])
    assert queries(f"{URL}/{hall.pk}/groups/") == one


def test_a_company_that_is_not_accepted_is_neither_asked_nor_seated(hall, four):
    group = call(four)
    four[3].status = Company.Status.WITHDRAWN
    four[3].save()
    (one,) = groups.to_schedule(hall)
    assert four[3].pk not in {company.pk for company in one.companies}
    assert (
        whom(solve(hall).meetings.get(group=group))
        == "Logistics table: Company A1 (Aida), Company A2, Company K1"
    )


def test_a_company_that_is_erased_leaves_no_name_in_an_earlier_version(hall, four, page):
    last = make_company(
        hall, "theirs", "K5", representatives=2, people=[{"name": "Zuhra"}, {"name": "Tohir"}]
    )
    group = call([*four, last])
    first = solve(hall)
    scheduling.publish(first, None)
    assert first.meetings.get().person_of(last) in {"Zuhra", "Tohir"}
    group.seats.filter(company=last).delete()
    scheduling.publish(solve(hall), None)
    assert page.post(f"{URL}/{hall.pk}/companies/{last.pk}/erase/").status_code == 302
    assert not Company.objects.filter(pk=last.pk).exists()
    assert str(last.pk) not in first.meetings.get().people
    assert len(first.meetings.get().companies) == 4
