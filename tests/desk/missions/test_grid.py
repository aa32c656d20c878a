"""The schedule's page: waiting in the headline, rows of every kind, moves by keys, changes named."""

import datetime as dt

import pytest
from django.core import mail
from django_scopes import scope

from egiz.desk.core.models import Desk
from egiz.desk.missions.domain import history, moves, registering
from egiz.desk.missions.domain.waiting import waiting_of
from egiz.desk.missions.interfaces import goals, grid
from egiz.desk.missions.interfaces.goals import long_time
from egiz.desk.missions.models import Company, Interpreter, Letter, ScheduledMeeting, Wish
from tests.desk.browsing import in_browser, opened_page
from tests.desk.conftest import join, make_desk, make_user
from tests.desk.missions.conftest import URL, make_company, make_mission, make_pairs, make_version, make_wish


@pytest.fixture
def waiting_company(mission):
    """One company that meets at ten and at half past eleven, and waits an hour between."""
    ours = make_company(mission)
    wishes = [make_wish(ours, make_company(mission, "theirs", f"K{number}")) for number in (1, 2)]
    version = make_version(mission, wishes, state="draft")
    last = version.meetings.get(slot=1)
    ScheduledMeeting.objects.filter(pk=last.pk).update(
        slot=3, starts_at=last.starts_at + dt.timedelta(hours=1)
    )
    version.goals = [
        {"name": "held", "value": 2, "bound": 2},
        {"name": "breaks", "value": 1, "bound": 1},
        {"name": "fairness", "value": 1, "bound": 0},
    ]
    version.save()
    return version, ours


def test_waiting_is_counted_in_minutes_with_what_is_proved(waiting_company):
    version, ours = waiting_company
    found = waiting_of(version, version.mission)
    assert (found.total, found.longest, found.whose, found.at_least) == (60, 60, ours.pk, 30)
    words = {one.name: one for one in goals.goal_words(version, 2, 0, found)}
    assert (words["waiting"].value, words["waiting"].bound, words["waiting"].proved) == (
        "1 hr",
        "at least 30 mins",
        False,
    )
    assert words["longest"].value == "1 hr"
    assert long_time(150) == "2 hrs 30 mins"


def test_the_headline_and_the_row_say_the_waiting(page, waiting_company):
    version, _ours = waiting_company
    text = page.get(f"{URL}/{version.mission_id}/schedule/1/").content.decode()
    assert "at least 30" in text
    assert "waits 1" in text


@pytest.mark.parametrize("way", ["table", "interpreter", "hour"])
def test_the_schedule_is_read_by_tables_interpreters_and_hours(page, mission, interpreter, way):
    wishes = make_pairs(mission, 2)
    version = make_version(mission, wishes)
    version.meetings.update(interpreter=interpreter, interpreter_name=interpreter.name)
    text = page.get(f"{URL}/{mission.pk}/schedule/1/?by={way}").content.decode()
    assert "Company A1" in text
    assert {"table": "Table", "interpreter": "Interpreter 1", "hour": "10:00"}[way] in text


def test_lanes_hold_every_meeting_once_and_online_ones_last(mission):
    version = make_version(mission, make_pairs(mission, 3))
    first = version.meetings.first()
    ScheduledMeeting.objects.filter(pk=first.pk).update(online=True, table=None, table_name="")
    from egiz.desk.missions.domain.slots import slots_of_version

    found = grid.lanes(slots_of_version(version, mission.tz), version.meetings.all(), "table", "online")
    assert [(lane.name, lane.count) for lane in found] == [("1", 2), ("online", 1)]


def test_what_a_move_breaks_is_said_at_once(page, mission):
    a = make_company(mission)
    first, second = make_company(mission, "theirs", "K1"), make_company(mission, "theirs", "K2")
    second.availability = ["2026-12-09 10:00-11:00"]
    second.save()
    version = make_version(mission, [make_wish(a, first), make_wish(a, second)], state="draft")
    one = version.meetings.get(slot=1)
    address = f"{URL}/{mission.pk}/schedule/1/meetings/{one.pk}/try/?slot="
    assert page.get(f"{address}0").json() == {"broken": ["Company A1 meets Company K1 then."], "place": ""}
    assert page.get(f"{address}3").json()["broken"] == ["Company K2 is not there then."]
    assert page.get(f"{address}77").json()["broken"] == ["There is no such hour."]
    free = version.meetings.get(slot=0)
    answer = page.get(f"{URL}/{mission.pk}/schedule/1/meetings/{free.pk}/try/?slot=2").json()
    assert answer == {"broken": [], "place": "2:1"}


def test_a_taken_interpreter_and_full_tables_stand_against_a_move(mission):
    mission.tables.get(name="2").delete()
    helper = Interpreter.objects.create(mission=mission, name="Helper", languages=["ru"])
    version = make_version(mission, make_pairs(mission, 2), state="draft")
    one = version.meetings.get(slot=1)
    assert moves.what_breaks(one, mission, 0) == ["No table or online room is free then."]
    version.meetings.update(interpreter=helper, interpreter_name=helper.name)
    one.refresh_from_db()
    assert moves.what_breaks(one, mission, 0) == ["The interpreter Helper is taken then."]


def next_version(mission, wishes, number, **moved):
    version = make_version(mission, wishes, number=number, state="draft")
    if moved:
        first = version.meetings.get(slot=0)
        ScheduledMeeting.objects.filter(pk=first.pk).update(**moved)
    return version


def test_changes_are_named_and_only_those_concerned_are_told(page, mission):
    wishes = make_pairs(mission, 4)
    before = make_version(mission, wishes[:3])
    for company in Company.objects.filter(mission=mission):
        company.email, company.language = f"{company.key}@example.org", "en"
        company.save()
    registration = registering.registration_of(mission)
    registration.base_url = "https://desk.example.org/"
    registration.save()
    # The first moves to another table, the second stays, the third is dropped, the fourth is new.
    after = make_version(mission, [wishes[0], wishes[1], wishes[3]], number=2, state="draft")
    after.meetings.filter(wish=wishes[0]).update(table_name="2")
    kinds = {change.meeting.wish_id: change.kind for change in history.changes_between(before, after)}
    assert kinds == {wishes[0].pk: "place", wishes[2].pk: "dropped", wishes[3].pk: "new"}
    text = page.get(f"{URL}/{mission.pk}/schedule/2/").content.decode()
    assert "What changes, meeting by meeting" in text
    page.post(f"{URL}/{mission.pk}/schedule/2/publish/")
    bodies = {letter.company.key: letter.body for letter in Letter.objects.filter(kind="changed")}
    assert set(bodies) == {"A1", "K1", "A3", "K3", "A4", "K4"}
    line = "Company K1: Wed 9 Dec, 10:00, Nukus, table 2 (was Wed 9 Dec, 10:00, Nukus, table 1)"
    assert line in bodies["A1"].replace("Wed, ", "Wed ")
    assert "cancelled" in bodies["A3"]
    assert "Company K4" not in bodies["A1"]
    assert mail.outbox == []  # they go with the post, not with the press of the button


def test_the_first_version_tells_nobody_of_changes(page, mission):
    make_version(mission, make_pairs(mission, 1), state="draft")
    page.post(f"{URL}/{mission.pk}/schedule/1/publish/")
    assert not Letter.objects.exists()


def big_fair(desk, companies, slots=16):
    """A schedule of many companies over two half days, written straight into the tables."""
    mission = make_mission(desk, tables=0, sessions=((9, 13), (14, 18)))
    sides = [
        Company.objects.bulk_create(
            [
                Company(
                    mission=mission,
                    desk=desk,
                    side=side,
                    key=f"{letter}{n:03}",
                    name=f"ТОО «Компания номер {n}»",
                )
                for n in range(companies // 2)
            ]
        )
        for side, letter in (("ours", "A"), ("theirs", "K"))
    ]
    version = make_version(mission, [], state="draft")
    start = dt.datetime.combine(dt.date(2026, 12, 9), dt.time(9), mission.tz)
    version.slots = [
        {"start": (start + n * dt.timedelta(minutes=30)).isoformat(), "minutes": 30, "day": 0, "session": "1"}
        for n in range(slots)
    ]
    version.save()
    rows = []
    for n, ours in enumerate(sides[0]):
        for slot in range(0, slots, 2):
            theirs = sides[1][(n + slot) % len(sides[1])]
            wish = Wish(mission=mission, desk=desk, asker=ours, partner=theirs)
            wish.order_pair()
            rows.append((wish, ours, theirs, slot))
    Wish.objects.bulk_create([row[0] for row in rows], ignore_conflicts=True)
    ScheduledMeeting.objects.bulk_create(
        [
            ScheduledMeeting(
                version=version, desk=desk, ours=ours, theirs=theirs, slot=slot, table_name=str(n % 99 + 1),
                starts_at=start + slot * dt.timedelta(minutes=30),
            )
            for n, (_wish, ours, theirs, slot) in enumerate(rows)
        ]
    )  # fmt: skip
    return mission


def test_four_hundred_companies_make_no_heavy_page(page, in_desk):
    mission = big_fair(in_desk, 400)
    for way in ("", "table", "hour"):
        content = page.get(f"{URL}/{mission.pk}/schedule/1/?by={way}").content
        assert len(content) < 400_000, (way, len(content))


class TestInBrowser:
    pytestmark = in_browser

    @pytest.fixture
    def wide(self, transactional_db):
        desk, user = make_desk(), make_user()
        join(desk, user)
        with scope(desk=desk):
            yield user, big_fair(desk, 80)

    def test_sixteen_hours_and_forty_companies_fit_the_screen(self, browser, live_server, wide):
        user, mission = wide
        page = opened_page(browser, live_server, user, 1280)
        page.goto(f"{live_server.url}{URL}/{mission.pk}/schedule/1/?as=grid")
        assert page.locator(".grid tbody tr").count() == 40
        assert page.locator(".grid-slots th").count() == 16
        box = page.evaluate("(b => [b.scrollWidth, b.clientWidth])(document.querySelector('.grid-box'))")
        assert box[0] <= box[1]
        assert page.complaints == []

    def test_a_meeting_is_moved_by_keyboard_and_mouse(self, browser, live_server, transactional_db):
        desk, user = make_desk(), make_user()
        join(desk, user)
        with scope(desk=desk):
            mission = make_mission(desk)
            version = make_version(mission, make_pairs(mission, 2), state="draft")
            one = version.meetings.get(slot=0)
        page = opened_page(browser, live_server, user, 1280)
        page.goto(f"{live_server.url}{URL}/{mission.pk}/schedule/1/?as=grid")
        page.focus(f'[data-m="{one.pk}"] >> nth=0')
        page.keyboard.press("m")
        assert "Picked up" in page.inner_text("#move-said")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        page.get_by_text("free: Enter moves it here").wait_for()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert "Moved and pinned" in page.inner_text(".notices")
        with scope(desk=Desk.objects.get(pk=desk.pk)):
            one.refresh_from_db()
            assert one.slot == 2
        row = page.locator(".grid tbody tr").nth(0)
        with page.expect_navigation():
            row.locator("[data-m]").nth(0).drag_to(row.locator("td").nth(3))
        with scope(desk=Desk.objects.get(pk=desk.pk)):
            one.refresh_from_db()
            assert one.slot == 3
        assert page.complaints == []
