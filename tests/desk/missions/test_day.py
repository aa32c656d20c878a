"""The day itself: what went otherwise is repaired around, who is free gets a table, the hall sees it."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from egiz.desk.core.models import Job
from egiz.desk.missions.domain import incidents, scheduling, walk_ins
from egiz.desk.missions.domain.slots import slots_of, slots_of_version
from egiz.desk.missions.models import Incident, Interpreter, Wish
from egiz.desk.missions.models.wish import Consent
from tests.desk.missions.conftest import (
    DAY,
    PAST,
    URL,
    QuietWatch,
    make_company,
    make_mission,
    make_pairs,
    make_version,
    make_wish,
)

Kind = Incident.Kind


def at(mission, hour, minute=0):
    return dt.datetime.combine(DAY, dt.time(hour, minute), mission.tz)


@pytest.fixture
def running(in_desk):
    """Three companies of each side, everybody meets everybody in two hours, published."""
    mission = make_mission(in_desk, tables=3, rooms=0, sessions=((9, 11),))
    ours = [make_company(mission, "ours", f"A{n}") for n in (1, 2, 3)]
    theirs = [make_company(mission, "theirs", f"K{n}") for n in (1, 2, 3)]
    for a in ours:
        for b in theirs:
            make_wish(a, b)
    version = scheduling.solve_mission(mission, None, QuietWatch(), seconds=3)
    scheduling.publish(version, None)
    return mission, ours, theirs


def repaired(mission, now):
    return scheduling.solve_mission(mission, None, QuietWatch(), seconds=3, repair=True, now=now)


def starts(version):
    return {row.wish_id: (row.starts_at, row.table_name) for row in version.meetings.all()}


def test_what_has_begun_stays_and_an_absent_company_is_planned_no_more(running):
    mission, ours, _theirs = running
    published = mission.versions.get()
    now = at(mission, 9, 35)  # the first two slots have begun
    incidents.write_down(mission, Kind.ABSENT, now, None, company=ours[0])
    version = repaired(mission, now)
    before, after = starts(published), starts(version)
    begun = {wish for wish, (start, _table) in before.items() if start <= now}
    assert begun
    assert all(after[wish] == before[wish] for wish in begun)
    later = version.meetings.filter(starts_at__gt=now)
    assert not later.filter(ours=ours[0]).exists()
    assert all(start > now for wish, (start, _table) in after.items() if wish not in begun)


def test_a_late_company_meets_after_it_has_come(running):
    mission, _ours, theirs = running
    incidents.write_down(
        mission, Kind.LATE, at(mission, 9), None, company=theirs[1], until=at(mission, 9, 30)
    )
    version = repaired(mission, at(mission, 8))
    hours = [row.starts_at for row in version.meetings.filter(theirs=theirs[1])]
    assert len(hours) == 3
    assert min(hours) >= at(mission, 9, 30)


def test_nobody_is_sent_to_a_lost_table(running):
    mission, _ours, _theirs = running
    lost = mission.tables.get(name="2")
    incidents.write_down(mission, Kind.TABLE, at(mission, 9), None, table=lost)
    version = repaired(mission, at(mission, 8))
    assert not version.meetings.filter(table_name="2").exists()
    assert version.meetings.count() == 8  # two tables, four hours


def test_an_interpreter_who_is_ill_is_not_planned(in_desk):
    mission = make_mission(in_desk, tables=2)
    a = make_company(mission, "ours", "A1", languages=["kk"])
    b = make_company(mission, "theirs", "K1", languages=["uz"])
    make_wish(a, b)
    ill = Interpreter.objects.create(mission=mission, name="Ill", languages=["kk", "uz"])
    scheduling.publish(scheduling.solve_mission(mission, None, QuietWatch(), seconds=2), None)
    assert mission.versions.get().meetings.get().interpreter == ill
    well = Interpreter.objects.create(mission=mission, name="Well", languages=["kk", "uz"])
    incidents.write_down(mission, Kind.INTERPRETER, at(mission, 10), None, interpreter=ill)
    assert repaired(mission, at(mission, 8)).meetings.get().interpreter == well


def test_a_delayed_session_begins_later_with_the_same_order(running):
    mission, _ours, _theirs = running
    published = mission.versions.get()
    incidents.write_down(mission, Kind.DELAY, at(mission, 9), None, minutes=20)
    version = repaired(mission, at(mission, 8))
    before, after = starts(published), starts(version)
    twenty = dt.timedelta(minutes=20)
    for wish, (start, table) in before.items():
        assert after[wish] == (start + twenty, table)
    scheduling.publish(version, None)
    # A second repair knows the hours of the delayed version.
    assert starts(repaired(mission, at(mission, 8))) == after


def test_a_long_delay_pushes_what_follows_on_that_day(in_desk):
    mission = make_mission(in_desk, sessions=((9, 10), (10, 11)))
    incidents.write_down(mission, Kind.DELAY, at(mission, 9), None, minutes=45)
    slots = incidents.delayed(slots_of(mission), mission.incidents.all())
    assert [f"{slot.start:%H:%M}" for slot in slots] == ["09:45", "10:15", "10:45", "11:15"]
    assert [f"{slot.planned:%H:%M}" for slot in slots] == ["09:00", "09:30", "10:00", "10:30"]


@pytest.mark.parametrize(
    ("kind", "about"),
    [("late", {}), ("absent", {}), ("table", {}), ("interpreter", {}), ("delay", {}), ("flood", {})],
)
def test_an_incident_says_whom_or_what_it_is_about(mission, kind, about):
    with pytest.raises(ValidationError):
        incidents.write_down(mission, kind, at(mission, 9), None, **about)
    assert not Incident.objects.exists()


def test_writing_down_begins_the_repair_and_taking_back_undoes_it(
    page, running, django_capture_on_commit_callbacks
):
    mission, ours, _theirs = running
    address = f"{URL}/{mission.pk}/day/incidents/"
    with django_capture_on_commit_callbacks(execute=True):
        answer = page.post(address, {"kind": "absent", "company": ours[0].pk, "slot": "0"})
    assert "/desk/jobs/" in answer["Location"]
    assert Job.objects.get().status == "done"
    draft = mission.versions.get(state="draft")
    assert not draft.meetings.filter(ours=ours[0]).exists()
    text = page.get(f"{URL}/{mission.pk}/day/").content.decode()
    assert "a company does not come" in text
    with django_capture_on_commit_callbacks(execute=True):
        page.post(f"{address}{Incident.objects.get().pk}/back/")
    assert not Incident.objects.exists()
    assert mission.versions.order_by("number").last().meetings.count() == 9


def test_a_form_without_its_object_says_so_and_keeps_nothing(page, running):
    mission, _ours, _theirs = running
    address = f"{URL}/{mission.pk}/day/incidents/"
    answer = page.post(address, {"kind": "late", "company": "", "slot": "0"}, follow=True)
    assert "Say whom or what it is about" in answer.content.decode()
    assert not Incident.objects.exists()
    assert not Job.objects.exists()


@pytest.fixture
def hall(in_desk):
    """One pair meets in each of four slots at the only table; two more companies stand by."""
    mission = make_mission(in_desk, tables=2, rooms=1)
    wishes = make_pairs(mission, 4)
    version = make_version(mission, wishes)
    return mission, version, make_company(mission, "ours", "A9"), make_company(mission, "theirs", "K9")


def test_who_is_free_is_who_has_no_meeting_and_is_expected(hall):
    mission, version, a, _b = hall
    slots = slots_of_version(version, mission.tz)
    away = make_company(mission, "ours", "A8", availability=["2026-12-10"])
    incidents.write_down(mission, Kind.ABSENT, slots[0].start, None, company=a)
    free = walk_ins.free_in(version, mission, slots[0])
    keys = {one.key for one in free.companies}
    assert "A1" not in keys
    assert {"A2", "K9"} <= keys
    assert not {a.key, away.key} & keys
    assert [one.name for one in free.tables] == ["2"]
    assert free.online_rooms == 1


def test_a_walk_in_gets_a_table_and_nobody_moves(page, hall):
    mission, version, a, b = hall
    before = starts(version)
    answer = page.post(f"{URL}/{mission.pk}/day/walk-in/", {"slot": "0", "a": a.pk, "b": b.pk}, follow=True)
    assert "meet now: table 2" in answer.content.decode()
    made = version.meetings.get(ours=a)
    assert (made.theirs, made.slot, made.table_name, made.pinned) == (b, 0, "2", True)
    assert made.wish.is_agreed
    assert "at the desk" in made.wish.consent_note
    assert {wish: place for wish, place in starts(version).items() if wish in before} == before
    version.refresh_from_db()
    assert version.wanted == 5
    assert next(goal for goal in version.goals if goal["name"] == "held") == {
        "name": "held",
        "value": 5,
        "bound": 5,
    }
    # A repair keeps the newcomers where they sit.
    later = repaired(mission, at(mission, 8))
    assert later.meetings.get(wish=made.wish).starts_at == made.starts_at


def test_without_a_table_a_walk_in_meets_online_or_waits(hall):
    mission, _version, a, b = hall
    mission.tables.get(name="2").delete()
    made = walk_ins.give_table(mission, 0, (a, b), None)
    assert made.online
    c, d = make_company(mission, "ours", "A10"), make_company(mission, "theirs", "K10")
    with pytest.raises(ValidationError, match="No table is free"):
        walk_ins.give_table(mission, 0, (c, d), None)
    assert walk_ins.give_table(mission, 1, (c, d), None).online


def test_a_refusal_stays_a_refusal_at_the_desk_too(hall):
    mission, version, a, b = hall
    make_wish(a, b, agreed=False, their_consent=Consent.DECLINED)
    with pytest.raises(ValidationError, match="a refusal stays a refusal"):
        walk_ins.give_table(mission, 0, (a, b), None)
    assert version.meetings.count() == 4


def test_nobody_sits_at_two_tables_at_once(hall):
    mission, version, a, _b = hall
    busy = version.meetings.get(slot=0).theirs
    with pytest.raises(ValidationError, match="not free at that hour"):
        walk_ins.give_table(mission, 0, (a, busy), None)
    with pytest.raises(ValidationError, match="two companies"):
        walk_ins.give_table(mission, 0, (a, a), None)
    with pytest.raises(ValidationError, match="No schedule"):
        walk_ins.give_table(mission, 99, (a, busy), None)
    assert Wish.objects.filter(mission=mission).count() == 4


def test_the_hall_sees_who_sits_where(page, in_desk):
    mission = make_mission(in_desk, day=PAST)
    wishes = make_pairs(mission, 2)
    make_version(mission, wishes, day=PAST)
    whole = page.get(f"{URL}/{mission.pk}/day/screen/?slot=0").content.decode()
    assert "Company A1" in whole
    assert "Company K2" in whole  # comes next
    part = page.get(f"{URL}/{mission.pk}/day/screen/?slot=0", headers={"hx-request": "true"}).content.decode()
    assert "<html" not in part
