import datetime as dt
from itertools import combinations

import pytest
from django.core.exceptions import ValidationError

from egiz.desk.core.domain import jobs
from egiz.desk.core.domain.jobs import JobCancelled, JobError
from egiz.desk.core.models import Job
from egiz.desk.missions.domain import moves, scheduling
from egiz.desk.missions.domain.breaks import count_breaks
from egiz.desk.missions.domain.problem import build_problem, interpreter_languages, read_draft
from egiz.desk.missions.models import Interpreter, ScheduledMeeting, ScheduleVersion, Wish
from egiz.meetings.model.check import check
from tests.desk.missions.conftest import (
    URL,
    QuietWatch,
    make_company,
    make_mission,
    make_pairs,
    make_version,
    make_wish,
)


def solve(mission, **options):
    return scheduling.solve_mission(mission, None, QuietWatch(), **options)


def test_only_what_both_sides_agreed_to_gets_a_time(mission):
    agreed = make_wish(make_company(mission), make_company(mission, "theirs", "K1"))
    make_wish(make_company(mission, "ours", "A2"), make_company(mission, "theirs", "K2"), agreed=False)
    version = solve(mission)
    assert [meeting.wish for meeting in version.meetings.all()] == [agreed]
    assert (version.state, version.wanted) == ("draft", 1)


def test_nobody_and_no_table_is_booked_twice(in_desk):
    mission = make_mission(in_desk, tables=2, rooms=0)
    ours = [make_company(mission, "ours", f"A{n}") for n in range(4)]
    theirs = [make_company(mission, "theirs", f"K{n}") for n in range(4)]
    for a in ours:
        for b in theirs[:3]:
            make_wish(a, b)
    meetings = list(solve(mission).meetings.all())
    assert len(meetings) == 8  # two tables in four slots
    for one, other in combinations(meetings, 2):
        if one.slot == other.slot:
            assert {one.ours_id, one.theirs_id}.isdisjoint({other.ours_id, other.theirs_id})
            assert one.table_name != other.table_name


def test_what_is_kept_passes_the_engines_independent_check(mission, interpreter):
    a, b = make_company(mission, languages=["kk"]), make_company(mission, "theirs", "K1", languages=["uz"])
    make_wish(a, b)
    make_wish(a, make_company(mission, "theirs", "K2", mode="online"))
    version = solve(mission)
    document = {
        "status": version.result_status,
        "goals": version.goals,
        "meetings": [
            {
                "id": f"w{m.wish_id}", "slot": m.slot, "table": m.table_name or None, "online": m.online,
                "interpreter": str(m.interpreter_id) if m.interpreter_id else None,
            }
            for m in version.meetings.all()
        ],
    }  # fmt: skip
    assert check(document, build_problem(read_draft(mission))) == []
    assert version.meetings.get(theirs=b).interpreter == interpreter


def test_what_is_not_placed_says_why_and_what_would_place_it(mission):
    a = make_company(mission, availability=["2026-12-09 10:00-10:30"])
    for key in ("K1", "K2"):
        make_wish(a, make_company(mission, "theirs", key))
    version = solve(mission)
    left = version.not_held.get()
    assert version.meetings.count() == 1
    assert "busy" in [reason["code"] for reason in left.reasons]
    assert left.relaxations


def test_a_must_wins_over_any_number_of_wants(in_desk):
    mission = make_mission(in_desk, sessions=((10, 11),))
    a = make_company(mission, availability=["2026-12-09 10:00-10:30"])
    b, c = make_company(mission, "theirs", "K1"), make_company(mission, "theirs", "K2")
    make_wish(a, b)
    must = make_wish(a, c, weight=Wish.Weight.MUST)
    version = solve(mission)
    assert [meeting.wish for meeting in version.meetings.all()] == [must]


def test_a_must_that_cannot_be_held_does_not_cost_the_others_their_schedule(mission):
    a = make_company(mission, availability=["2026-12-20"])
    make_wish(a, make_company(mission, "theirs", "K1"), weight=Wish.Weight.MUST)
    make_wish(make_company(mission, "ours", "A2"), make_company(mission, "theirs", "K2"))
    version = solve(mission)
    assert version.meetings.count() == 1
    assert version.not_held.get().wish.weight == "must"


def test_minimums_that_cannot_be_kept_are_given_up_and_said(mission):
    a = make_company(mission, availability=["2026-12-20"], min_meetings=1)
    make_wish(a, make_company(mission, "theirs", "K1"))
    make_wish(make_company(mission, "ours", "A2"), make_company(mission, "theirs", "K2"))
    version = solve(mission)
    assert version.meetings.count() == 1
    assert [remark["code"] for remark in version.remarks] == ["minimums-dropped"]


def test_without_interpreters_on_the_list_none_is_asked_for(mission):
    a, b = make_company(mission, languages=["kk"]), make_company(mission, "theirs", "K1", languages=["uz"])
    assert interpreter_languages((a, b), []) == ()
    helpers = [Interpreter(name="x", languages=["ru", "uz"]), Interpreter(name="y", languages=["kk", "uz"])]
    assert interpreter_languages((a, b), helpers) == ("kk", "uz")


def test_a_pinned_meeting_stays_where_it_is(mission):
    wishes = make_pairs(mission, 3)
    version = make_version(mission, wishes, state="draft")
    pinned = version.meetings.get(wish=wishes[2])
    scheduling.set_pin(pinned, pinned=True, user=None)
    again = solve(mission)
    kept = again.meetings.get(wish=wishes[2])
    assert (kept.slot, kept.table_name, kept.pinned) == (pinned.slot, pinned.table_name, True)
    assert again.remarks == [{"code": "with-pins", "params": {"count": 1}}]


def test_weights_become_numbers_of_meetings_and_a_bound_promises_nothing_too_much(mission):
    first, *_rest = make_pairs(mission, 4)
    Wish.objects.filter(pk=first.pk).update(weight=Wish.Weight.MUST)
    count = scheduling.meeting_counter(read_draft(mission))
    assert [count(weight, False) for weight in (7, 6, 3)] == [4, 3, 3]
    assert [count(weight, True) for weight in (90, 7, 6, 3)] == [4, 4, 3, 4]


def test_a_mission_without_hours_or_consent_says_what_is_missing(in_desk):
    with pytest.raises(JobError, match="no hours yet"):
        solve(make_mission(in_desk, sessions=()))
    mission = make_mission(in_desk, name="Second")
    make_pairs(mission, 1, agreed=False)
    with pytest.raises(JobError, match="consent of both sides"):
        solve(mission)


def test_publishing_supersedes_the_version_before(mission, editor):
    wishes = make_pairs(mission, 2)
    first = make_version(mission, wishes)
    second = make_version(mission, wishes, number=2, state="draft")
    scheduling.publish(second, editor)
    first.refresh_from_db()
    assert (first.state, second.state, second.published_by) == ("superseded", "published", editor)
    with pytest.raises(ValidationError, match="Only a draft"):
        scheduling.publish(first, editor)


def test_changes_against_the_published_version_are_counted(mission):
    wishes = make_pairs(mission, 3)
    make_version(mission, wishes[:2])
    draft = make_version(mission, [wishes[2], wishes[1]], number=2, state="draft")
    changes = scheduling.changes_against_published(draft)
    assert (changes.against, changes.moved, changes.dropped, changes.added) == (1, 0, 1, 1)


def test_hours_changed_later_do_not_move_a_kept_version(page, mission):
    make_version(mission, make_pairs(mission, 1))
    mission.sessions.update(starts=dt.time(15), ends=dt.time(16))
    text = page.get(f"{URL}/{mission.pk}/schedule/1/").content.decode()
    assert "10:00" in text
    assert "15:00" not in text


def test_a_move_by_hand_goes_only_where_both_are_free_and_stays_pinned(mission):
    wishes = make_pairs(mission, 3)
    version = make_version(mission, wishes, state="draft")
    meeting = version.meetings.get(wish=wishes[0])
    places = moves.free_places(meeting, mission)
    assert [(place.slot.index, place.table) for place in places] == [(1, "2"), (2, "2"), (3, "1")]
    moves.move(meeting, mission, "3:1", None)
    meeting.refresh_from_db()
    assert (meeting.slot, meeting.table_name, meeting.pinned) == (3, "1", True)
    with pytest.raises(ValidationError, match="no longer free"):
        moves.move(meeting, mission, "1:1", None)


def test_a_published_version_is_not_moved_by_hand(mission):
    version = make_version(mission, make_pairs(mission, 1))
    with pytest.raises(ValidationError, match="Only a draft"):
        moves.move(version.meetings.get(), mission, "3:1", None)


def test_goals_are_counted_anew_after_a_move(mission):
    a = make_company(mission)
    wishes = [make_wish(a, make_company(mission, "theirs", f"K{n}")) for n in (1, 2)]
    version = make_version(mission, wishes, state="draft")
    moves.move(version.meetings.get(wish=wishes[1]), mission, "3:1", None)
    version.refresh_from_db()
    assert version.goal("breaks") == {"name": "breaks", "value": 1, "bound": 0}
    assert count_breaks(version, mission)[a.pk] == 1
    assert version.result_status == "feasible"


def test_the_job_makes_a_version_and_leads_to_it(page, mission, django_capture_on_commit_callbacks):
    make_pairs(mission, 2)
    with django_capture_on_commit_callbacks(execute=True):
        answer = page.post(f"{URL}/{mission.pk}/solve/", {"seconds": 3, "note": "first try"})
    job = Job.objects.get()
    assert answer.url == f"/d/atyrau/desk/jobs/{job.pk}/"
    assert (job.status, job.error) == ("done", "")
    version = ScheduleVersion.objects.get()
    assert job.result_url == f"{URL}/{mission.pk}/schedule/{version.number}/"
    assert version.note == "first try"
    assert job.curve


def test_the_matching_job_leads_to_the_proposals(page, mission, django_capture_on_commit_callbacks):
    make_company(mission, offers=["соль"], needs=["насосы"])
    make_company(mission, "theirs", "K1", offers=["насосы"], needs=["соль"])
    with django_capture_on_commit_callbacks(execute=True):
        page.post(f"{URL}/{mission.pk}/match/")
    job = Job.objects.get()
    assert (job.status, job.result, job.result_url) == ("done", {"pairs": 1}, f"{URL}/{mission.pk}/matches/")


def test_a_job_that_cannot_begin_says_why(in_desk, editor):
    mission = make_mission(in_desk)
    job = jobs.enqueue(in_desk, "missions.solve", {"mission": mission.pk, "seconds": 2}, editor)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.status == "failed"
    assert "consent of both sides" in job.error


def test_a_stop_keeps_the_best_so_far(in_desk, monkeypatch):
    """The page asks to stop while the solver works: a version is kept all the same."""
    mission = make_mission(in_desk, tables=6, sessions=((9, 13), (14, 18)))
    ours = [make_company(mission, "ours", f"A{n}") for n in range(14)]
    theirs = [make_company(mission, "theirs", f"K{n}") for n in range(14)]
    for i, a in enumerate(ours):
        for j in range(6):
            make_wish(a, theirs[(i * 3 + j * 2) % 14])
    monkeypatch.setattr(scheduling, "LOOK_EVERY", 0.02)

    class Impatient(QuietWatch):
        def report(self, fraction, message="", *, best=None, bound=None, **params):
            if best is not None:
                raise JobCancelled

    version = scheduling.solve_mission(mission, None, Impatient(), seconds=20)
    assert version.meetings.exists()
    assert version.seconds < 20


@pytest.mark.parametrize("breaks_per", ["day", "session"])
def test_gaps_are_counted_as_the_engine_counts_them(in_desk, breaks_per):
    mission = make_mission(in_desk, sessions=((10, 12), (14, 16)), breaks_per=breaks_per, tables=1, rooms=0)
    a = make_company(mission)
    for key in ("K1", "K2", "K3"):
        make_wish(a, make_company(mission, "theirs", key))
    make_wish(make_company(mission, "ours", "A2"), make_company(mission, "theirs", "K9"))
    version = solve(mission)
    assert sum(count_breaks(version, mission).values()) == version.goal("breaks")["value"]


def test_pinning_is_for_live_versions(page, mission):
    wishes = make_pairs(mission, 1)
    old = make_version(mission, wishes, state="superseded")
    live = make_version(mission, wishes, number=2)
    for version in (old, live):
        page.post(f"{URL}/{mission.pk}/schedule/{version.number}/meetings/{version.meetings.get().pk}/pin/")
    assert list(ScheduledMeeting.objects.order_by("version__number").values_list("pinned", flat=True)) == [
        False,
        True,
    ]


def ranked(mission, one, other, ours=None, theirs=None, **fields):
    return make_wish(one, other, our_rank=ours, their_rank=theirs, **fields)


def test_of_as_many_meetings_those_are_held_that_companies_care_for_most(in_desk):
    mission = make_mission(in_desk, tables=1, rooms=0, sessions=((10, 11),))  # two slots at one table
    made = {}
    for number, (ours, theirs) in enumerate([(None, None), (3, None), (1, 2), (2, 2)]):
        pair = make_company(mission, "ours", f"A{number}"), make_company(mission, "theirs", f"K{number}")
        made[number] = ranked(mission, *pair, ours, theirs)
    version = solve(mission)
    assert {one.wish for one in version.meetings.all()} == {made[2], made[3]}
    # What is kept of the goal speaks of meetings, whatever the ranks weighed.
    assert version.goal("held") == {"name": "held", "value": 2, "bound": 2}


def test_no_rank_outweighs_a_meeting_more(in_desk):
    mission = make_mission(in_desk, tables=2, rooms=0, sessions=((10, 11),))
    sought = make_company(mission, "theirs", "K1", max_meetings=8)
    mission.sessions.update(ends="10:30")  # one slot, two tables
    other = make_company(mission, "theirs", "K2")
    a, b = make_company(mission, "ours", "A1"), make_company(mission, "ours", "A2")
    loved = ranked(mission, a, sought, 1, 1)
    plain = ranked(mission, a, other, 3, 3), ranked(mission, b, sought, 3, 3)
    version = solve(mission)
    assert {one.wish for one in version.meetings.all()} == set(plain)
    assert version.not_held.get().wish == loved


def test_a_must_stands_above_every_rank(in_desk):
    mission = make_mission(in_desk, tables=1, rooms=0, sessions=((10, 11),))
    mission.sessions.update(ends="10:30")
    pairs = [
        (make_company(mission, "ours", f"A{n}"), make_company(mission, "theirs", f"K{n}")) for n in range(2)
    ]
    must = ranked(mission, *pairs[0], 3, 3, weight="must")
    ranked(mission, *pairs[1], 1, 1)
    version = solve(mission)
    assert [one.wish for one in version.meetings.all()] == [must]
    assert version.goal("held") == {"name": "held", "value": 2, "bound": 2}  # one must weighs two wants
