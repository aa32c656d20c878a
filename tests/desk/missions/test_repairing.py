import pytest
from django.utils import translation
from django_scopes import scope

from egiz.desk.core.domain.jobs import JobCancelled, JobError
from egiz.desk.core.models import Job
from egiz.desk.missions.domain import moves, scheduling
from egiz.desk.missions.domain.problem import build_problem, read_draft
from egiz.desk.missions.interfaces.reasons import sentence
from egiz.desk.missions.models import Company, Mission, ScheduleVersion, Table, Wish
from egiz.meetings.model.check import check
from tests.desk.conftest import client_of, make_desk
from tests.desk.missions.conftest import (
    URL,
    QuietWatch,
    make_company,
    make_mission,
    make_pairs,
    make_version,
    make_wish,
)

SLOT = ["10:00-10:30", "10:30-11:00", "11:00-11:30", "11:30-12:00"]


def repaired(mission, **options):
    return scheduling.solve_mission(mission, None, QuietWatch(), repair=True, **options)


def slots(version):
    return dict(version.meetings.values_list("wish_id", "slot"))


def moves_of(version):
    return next(remark for remark in version.remarks if remark["code"].startswith("moves"))


def said(version):
    with translation.override("en"):
        return sentence(moves_of(version))


def only(*slots):
    return [f"2026-12-09 {SLOT[slot]}" for slot in slots]


def busy_mission(desk):
    """Four companies on each side, nine agreed wishes, published as the search makes them."""
    mission = make_mission(desk, tables=3)
    ours = [make_company(mission, "ours", f"A{n}") for n in range(4)]
    theirs = [make_company(mission, "theirs", f"K{n}") for n in range(4)]
    for number in range(9):
        make_wish(ours[number % 4], theirs[(number + number // 4) % 4])
    version = scheduling.solve_mission(mission, None, QuietWatch())
    assert version.meetings.count() == 9
    scheduling.publish(version, None)
    return mission, version


def test_a_late_company_moves_no_more_meetings_than_the_draft_says(in_desk):
    mission, published = busy_mission(in_desk)
    late = make_company(mission, "ours", "A9")
    wishes = [
        make_wish(late, company) for company in Company.objects.filter(mission=mission, side="theirs")[:2]
    ]
    version = repaired(mission)
    before, after = slots(published), slots(version)
    reported = moves_of(version)["params"]
    assert {wish.pk for wish in wishes} <= after.keys()
    assert sum(after.get(wish) != slot for wish, slot in before.items()) == reported["moved"]
    assert reported["bound"] <= reported["moved"]
    assert (reported["total"], reported["against"]) == (9, published.number)


def test_what_stands_in_a_late_companies_way_moves_and_the_draft_says_that_fewer_is_impossible(mission):
    wishes = make_pairs(mission, 3)
    make_version(mission, wishes)
    late = make_wish(make_company(mission, "ours", "A9", availability=only(0)), wishes[0].partner)
    version = repaired(mission)
    after = slots(version)
    assert after.pop(late.pk) == 0
    assert after.pop(wishes[0].pk) == 1  # next to the newcomer: no gap for the partner they share
    assert version.goal("breaks") == {"name": "breaks", "value": 0, "bound": 0}
    assert after == {wishes[1].pk: 1, wishes[2].pk: 2}
    assert said(version) == "Moves or drops 1 of 3 published meetings still wanted, proved the fewest."
    assert scheduling.changes_against_published(version) == scheduling.Changes(1, 1, 0, 1)


def test_a_company_that_is_erased_frees_its_slots_and_nobody_else_moves(in_desk):
    mission, published = busy_mission(in_desk)
    gone = Company.objects.get(mission=mission, key="A0")
    before = {m.wish_id: m.slot for m in published.meetings.exclude(ours=gone)}
    gone.delete()
    version = repaired(mission)
    assert slots(version) == before
    assert said(version) == f"None of the {len(before)} published meetings still wanted moves."


def test_a_wish_taken_back_leaves_all_others_in_place(in_desk):
    mission, published = busy_mission(in_desk)
    wish = published.meetings.first().wish
    Wish.objects.filter(pk=wish.pk).update(their_consent="declined")
    version = repaired(mission)
    before = slots(published)
    del before[wish.pk]
    assert slots(version) == before


def test_a_company_away_for_an_hour_loses_only_what_was_in_it(mission):
    wishes = make_pairs(mission, 3)
    make_version(mission, wishes)
    Company.objects.filter(key="A2").update(availability=only(0, 2, 3))
    version = repaired(mission)
    after = slots(version)
    assert after.pop(wishes[1].pk) != 1
    assert after == {wishes[0].pk: 0, wishes[2].pk: 2}
    assert moves_of(version)["code"] == "moves-fewest"


def test_a_lost_table_moves_as_many_meetings_as_it_had_too_many(in_desk):
    mission = make_mission(in_desk, tables=2, rooms=0)
    wishes = make_pairs(mission, 2)
    version = make_version(mission, wishes)
    version.meetings.filter(wish=wishes[1]).update(
        slot=0, starts_at=version.meetings.get(wish=wishes[0]).starts_at, table_name="2"
    )
    Table.objects.get(mission=mission, name="2").delete()
    again = repaired(mission)
    assert again.meetings.count() == 2
    assert moves_of(again)["params"] == {"moved": 1, "bound": 1, "total": 2, "against": 1}


def test_a_meeting_whose_hour_is_gone_counts_as_moved(mission):
    wishes = make_pairs(mission, 3)
    make_version(mission, wishes)
    mission.sessions.update(starts="10:30")
    version = repaired(mission)
    assert version.meetings.count() == 3
    assert moves_of(version)["params"] == {"moved": 1, "bound": 1, "total": 3, "against": 1}


def test_a_lowered_limit_drops_only_what_is_too_much(mission):
    a = make_company(mission)
    wishes = [make_wish(a, make_company(mission, "theirs", f"K{n}")) for n in range(3)]
    make_version(mission, wishes)
    Company.objects.filter(pk=a.pk).update(max_meetings=2)
    version = repaired(mission)
    after, before = slots(version), slots(ScheduleVersion.objects.get(number=1))
    assert len(after) == 2
    assert after.items() <= before.items()
    assert moves_of(version)["params"] == {"moved": 1, "bound": 1, "total": 3, "against": 1}


def test_a_lowered_limit_keeps_what_must_be_and_what_is_pinned(mission):
    a = make_company(mission)
    wishes = [make_wish(a, make_company(mission, "theirs", f"K{n}")) for n in range(4)]
    published = make_version(mission, wishes)
    scheduling.set_pin(published.meetings.get(wish=wishes[3]), pinned=True, user=None)
    Wish.objects.filter(pk=wishes[1].pk).update(weight=Wish.Weight.MUST)
    Company.objects.filter(pk=a.pk).update(max_meetings=2)
    before = slots(published)
    assert slots(repaired(mission)) == {one.pk: before[one.pk] for one in (wishes[1], wishes[3])}


def test_who_keeps_the_hour_keeps_the_table(in_desk):
    mission = make_mission(in_desk, tables=3, rooms=1)
    wishes = make_pairs(mission, 4)
    published = make_version(mission, wishes)
    first = published.meetings.get(wish=wishes[0])
    places = {wishes[0].pk: ("3", False), wishes[1].pk: ("", True), wishes[2].pk: ("1", False)}
    for wish, (table, online) in places.items():
        published.meetings.filter(wish=wish).update(
            slot=0, starts_at=first.starts_at, table_name=table, online=online
        )
    make_wish(
        make_company(mission, "ours", "A9", availability=only(0)), make_company(mission, "theirs", "K9")
    )
    version = repaired(mission)
    assert version.meetings.count() == 5
    after = {m.wish_id: (m.table_name, m.online) for m in version.meetings.all() if m.wish_id in places}
    assert after == places


def test_a_newcomer_with_a_table_of_its_own_gets_it_back(in_desk):
    mission = make_mission(in_desk, tables=2, rooms=0)
    wishes = make_pairs(mission, 2)
    make_version(mission, wishes)
    late = make_company(mission, "ours", "A9", availability=only(0))
    Table.objects.filter(mission=mission, name="1").update(owner=late)
    new = make_wish(late, make_company(mission, "theirs", "K9"))
    version = repaired(mission)
    assert version.meetings.get(wish=new).table_name == "1"
    assert {m.wish_id: (m.slot, m.table_name) for m in version.meetings.exclude(wish=new)} == {
        wishes[0].pk: (0, "2"),
        wishes[1].pk: (1, "2"),
    }


def test_a_stop_keeps_what_the_repair_has_found(mission):
    wishes = make_pairs(mission, 3)
    make_version(mission, wishes)
    make_wish(make_company(mission, "ours", "A9", availability=only(0)), wishes[0].partner)

    class Impatient(QuietWatch):
        def report(self, fraction, message="", **values):
            super().report(fraction, message, **values)
            raise JobCancelled

    watch = Impatient()
    version = scheduling.solve_mission(mission, None, watch, repair=True, seconds=20)
    assert version.meetings.count() >= 3
    assert {message for _fraction, message, _values in watch.reported} == {scheduling.REPAIRING}


def test_a_viewer_may_look_at_the_moves_and_not_make_them(viewer, mission):
    make_version(mission, make_pairs(mission, 1))
    browser = client_of(viewer)
    assert browser.post(f"{URL}/{mission.pk}/solve/", {"seconds": 3, "way": "repair"}).status_code == 403
    assert not Job.objects.exists()
    assert 'name="way"' not in browser.get(f"{URL}/{mission.pk}/schedule/1/").content.decode()


def test_pinned_meetings_stay_even_where_moving_them_would_place_more(mission):
    wishes = make_pairs(mission, 3)
    published = make_version(mission, wishes)
    scheduling.set_pin(published.meetings.get(wish=wishes[0]), pinned=True, user=None)
    make_wish(
        make_company(mission, "ours", "A9", availability=only(0)), wishes[0].partner, weight=Wish.Weight.MUST
    )
    version = repaired(mission)
    assert slots(version) == slots(published)
    assert version.not_held.count() == 1
    assert version.meetings.get(pinned=True).wish == wishes[0]


def test_a_pin_that_cannot_hold_is_named(mission):
    wishes = make_pairs(mission, 2)
    published = make_version(mission, wishes)
    scheduling.set_pin(published.meetings.get(wish=wishes[0]), pinned=True, user=None)
    Company.objects.filter(key="A1").update(availability=only(2, 3))
    with pytest.raises(JobError, match="pinned"):
        repaired(mission)


def test_what_a_hand_moved_in_a_draft_is_kept_and_counted(mission):
    wishes = make_pairs(mission, 3)
    make_version(mission, wishes)
    draft = repaired(mission)
    moves.move(draft.meetings.get(wish=wishes[0]), mission, "3:1", None)
    draft.refresh_from_db()
    assert moves_of(draft)["params"] == {"moved": 1, "bound": 0, "total": 3, "against": 1}
    again = repaired(mission)
    assert slots(again) == {wishes[0].pk: 3, wishes[1].pk: 1, wishes[2].pk: 2}
    assert moves_of(again)["code"] == "moves-fewest"


def test_a_repaired_schedule_passes_the_engines_independent_check(in_desk):
    mission, _published = busy_mission(in_desk)
    make_wish(make_company(mission, "ours", "A9"), Company.objects.get(key="K0"))
    version = repaired(mission)
    document = {
        "status": version.result_status,
        "goals": version.goals,
        "meetings": [
            {"id": f"w{m.wish_id}", "slot": m.slot, "table": m.table_name or None, "online": m.online}
            for m in version.meetings.all()
        ],
    }
    assert check(document, build_problem(read_draft(mission))) == []


def test_another_desks_schedule_is_neither_read_nor_touched(in_desk):
    other_desk = make_desk("nukus")
    wishes = make_pairs(make_mission(in_desk), 2)
    make_version(wishes[0].mission, wishes)
    with scope(desk=other_desk):
        theirs = make_mission(other_desk)
        version = make_version(theirs, make_pairs(theirs, 3))
        before = slots(version)
    repaired(wishes[0].mission)
    with scope(desk=other_desk):
        assert list(Mission.objects.get(pk=theirs.pk).versions.all()) == [version]
        assert slots(version) == before


@pytest.mark.parametrize("sent", [{}, {"way": "repair"}])
def test_once_published_a_new_version_changes_as_little_as_possible_unless_asked(
    page, mission, django_capture_on_commit_callbacks, sent
):
    make_version(mission, make_pairs(mission, 2))
    with django_capture_on_commit_callbacks(execute=True):
        page.post(f"{URL}/{mission.pk}/solve/", {"seconds": 3, **sent})
    assert Job.objects.get().status == "done"
    assert moves_of(ScheduleVersion.objects.get(number=2))["code"] == "moves-none"
    text = page.get(f"{URL}/{mission.pk}/schedule/2/").content.decode()
    assert "None of the 2 published meetings still wanted moves." in text


def test_from_scratch_promises_nothing_about_moves(page, mission, django_capture_on_commit_callbacks):
    make_version(mission, make_pairs(mission, 2))
    with django_capture_on_commit_callbacks(execute=True):
        page.post(f"{URL}/{mission.pk}/solve/", {"seconds": 3, "way": "scratch"})
    assert ScheduleVersion.objects.get(number=2).remarks == []


def test_the_choice_is_offered_only_when_there_is_something_to_repair(page, mission):
    version = make_version(mission, make_pairs(mission, 1), state="draft")
    url = f"{URL}/{mission.pk}/schedule/1/"
    assert 'name="way"' not in page.get(url).content.decode()
    scheduling.publish(version, None)
    assert '<option value="repair" selected>' in page.get(url).content.decode()
