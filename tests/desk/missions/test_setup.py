"""The set-up on one page: checked while it is written, rows as wanted, copied from an earlier mission."""

import datetime as dt

import pytest
from lxml import html

from egiz.desk.core.joints import NamedPlace, Origin
from egiz.desk.missions.domain import checking
from egiz.desk.missions.domain.rooms import room_of
from egiz.desk.missions.interfaces.proposals import mission_from
from egiz.desk.missions.models import Interpreter, Mission, Session
from tests.desk.missions.conftest import URL, make_company, make_mission, make_wish

DAY = dt.date(2026, 12, 9)


def filled(**changes):
    return {
        "name": "Mission", "kind": "council", "place": "Nukus", "zone": "Asia/Tashkent", "host": "theirs",
        "slot_minutes": "30", "pause_minutes": "0", "tables_wanted": "4", "online_rooms": "0",
        "breaks_per": "day", "seconds": "5",
        "sessions-TOTAL_FORMS": "1", "sessions-INITIAL_FORMS": "0", "sessions-0-date": "2026-12-09",
        "sessions-0-starts": "10:00", "sessions-0-ends": "13:00",
        "interpreters-TOTAL_FORMS": "1", "interpreters-INITIAL_FORMS": "0", **changes,
    }  # fmt: skip


def plan(**changes):
    given = {"sessions": [(DAY, dt.time(10), dt.time(13))], "tables": 4, "place": "Nukus"}
    return checking.check(checking.Plan(**given | changes))


def test_a_whole_set_up_has_nothing_to_mend():
    found = plan()
    assert (found.wrong, found.doubtful, found.slots, found.meetings) == ([], [], 6, 24)


@pytest.mark.parametrize(
    ("changes", "where", "says"),
    [
        ({"sessions": []}, "wrong", "at least one session"),
        ({"sessions": [(DAY, dt.time(10), dt.time(10, 20))]}, "wrong", "shorter than one meeting"),
        (
            {"sessions": [(DAY, dt.time(10), dt.time(13)), (DAY, dt.time(12), dt.time(14))]},
            "wrong",
            "overlap",
        ),
        ({"sessions": [(DAY, dt.time(9), dt.time(18))]}, "doubtful", "lunch"),
        ({"tables": 0}, "wrong", "nobody can meet"),
        ({"kind": "online"}, "wrong", "needs online rooms"),
        (
            {"kind": "fair", "tables": 0, "rooms": 2, "room_link": "https://x.example/{room}"},
            "wrong",
            "needs tables",
        ),
        ({"rooms": 2}, "doubtful", "no address"),
        ({"rooms": 2, "room_link": "https://x.example/one"}, "doubtful", "one room"),
        ({"rooms": 2, "room_link": "https://meet.jit.si/{room}"}, "doubtful", "public Jitsi"),
        ({"interpreters": [("Aru", ["ru"], [])]}, "wrong", "two languages"),
        ({"interpreters": [("Aru", ["ru", "uz"], [dt.date(2026, 12, 1)])]}, "doubtful", "no day"),
        ({"companies": 100}, "doubtful", "only 24 meetings fit"),
        ({"place": ""}, "doubtful", "takes place"),
    ],
)
def test_what_is_missing_or_contradicts_itself_is_said(changes, where, says):
    [text] = getattr(plan(**changes), where)
    assert says in text


def test_the_page_is_checked_while_it_is_written_and_keeps_nothing(page, in_desk):
    answer = page.post(f"{URL}/check/", filled(tables_wanted="0"), headers={"HX-Request": "true"})
    assert "nobody can meet" in answer.content.decode()
    half = page.post(f"{URL}/check/", {"sessions-TOTAL_FORMS": "x"}, headers={"HX-Request": "true"})
    assert half.status_code == 200
    assert not Mission.objects.exists()


@pytest.mark.parametrize("rows", ["sessions", "interpreters"])
def test_one_more_row_keeps_what_is_typed_and_saves_nothing(page, in_desk, rows):
    answer = page.post(f"{URL}/new/", filled(more=rows, name=""))
    assert len(answer.context[rows].forms) == 2
    assert "2026-12-09" in answer.content.decode()
    assert answer.context["form"].errors == {}
    assert not Mission.objects.exists()


def test_an_error_in_a_row_stands_beside_it_and_on_top(page, in_desk):
    wrong = filled(**{"interpreters-0-name": "Aru", "sessions-0-ends": "09:00"})
    answer = page.post(f"{URL}/new/", wrong)
    assert "ends" in answer.context["sessions"].forms[0].errors
    assert "languages" in answer.context["interpreters"].forms[0].errors
    assert "Nothing is saved yet" in answer.content.decode()


def test_an_earlier_mission_is_copied_with_its_days_moved(page, in_desk):
    before = make_mission(in_desk, name="Earlier", tables=7, sessions=((9, 12), (14, 17)))
    Session.objects.create(
        mission=before, date=DAY + dt.timedelta(days=1), starts=dt.time(9), ends=dt.time(12)
    )
    Interpreter.objects.create(mission=before, name="Aru", languages=["ru", "uz"])
    answer = page.get(f"{URL}/new/", {"copy": before.pk, "first": "2027-03-02"})
    form, sessions = answer.context["form"], answer.context["sessions"]
    assert form["tables_wanted"].value() == 7
    days = [str(row["date"].value()) for row in sessions.forms if row["date"].value()]
    assert days == ["2027-03-02", "2027-03-02", "2027-03-03"]
    assert answer.context["interpreters"].forms[0]["name"].value() == "Aru"


def test_after_the_set_up_the_companies_come_next(page, in_desk):
    answer = page.post(f"{URL}/new/", filled())
    assert answer["Location"].endswith("/companies/#import")
    assert Session.objects.count() == 1


def test_every_online_meeting_has_a_room_nobody_can_guess(in_desk):
    mission = make_mission(in_desk)
    assert room_of(mission, 1) == ""
    mission.room_link = "https://meet.example.org/{room}"
    assert room_of(mission, 1) == room_of(mission, 1)
    assert room_of(mission, 1) != room_of(mission, 2)
    assert room_of(mission, 1).startswith("https://meet.example.org/egiz-")


def test_an_address_of_rooms_is_a_safe_one(page, in_desk):
    answer = page.post(f"{URL}/new/", filled(room_link="javascript:alert(1)"))
    assert answer.context["form"].errors["room_link"]


# --- two people at one set-up -----------------------------------------------------


def as_opened(page, mission):
    """Return what the browser of somebody who opened the set-up would send back."""
    answer = page.get(f"{URL}/{mission.pk}/setup/")
    tree = html.fromstring(answer.content.decode())
    [form] = [one for one in tree.forms if "sessions-TOTAL_FORMS" in one.fields]
    return dict(form.form_values())


@pytest.fixture
def shared(in_desk):
    return make_mission(in_desk, sessions=((10, 12), (14, 16)))


def test_two_people_change_two_hours_of_one_session_and_both_stay(page, shared):
    mine, theirs = as_opened(page, shared), as_opened(page, shared)
    page.post(f"{URL}/{shared.pk}/setup/", {**theirs, "sessions-0-starts": "09:00"})
    page.post(f"{URL}/{shared.pk}/setup/", {**mine, "sessions-0-ends": "13:00"})
    first = shared.sessions.order_by("pk").first()
    assert (first.starts, first.ends) == (dt.time(9), dt.time(13))


@pytest.mark.parametrize(("chosen", "kept"), [("mine", dt.time(11)), ("theirs", dt.time(9))])
def test_the_same_hour_changed_by_two_is_shown_to_the_second_and_chosen(page, shared, chosen, kept):
    mine, theirs = as_opened(page, shared), as_opened(page, shared)
    page.post(f"{URL}/{shared.pk}/setup/", {**theirs, "sessions-0-starts": "09:00"})
    answer = page.post(f"{URL}/{shared.pk}/setup/", {**mine, "sessions-0-starts": "11:00"})
    assert "Somebody changed this after you opened it" in answer.content.decode()
    first = shared.sessions.order_by("pk").first()
    assert first.starts == dt.time(9)
    tree = html.fromstring(answer.content.decode())
    both = tree.xpath("//*[contains(@class, 'conflict')]//b/text()")
    assert both == ["11 a.m.", "9 a.m."]  # as the page writes hours, not as the database does
    [form] = [one for one in tree.forms if "sessions-TOTAL_FORMS" in one.fields]
    page.post(f"{URL}/{shared.pk}/setup/", {**dict(form.form_values()), "sessions-0-keep_starts": chosen})
    first.refresh_from_db()
    assert first.starts == kept


def test_a_session_that_somebody_changed_is_not_taken_away_unseen(page, shared):
    mine, theirs = as_opened(page, shared), as_opened(page, shared)
    page.post(f"{URL}/{shared.pk}/setup/", {**theirs, "sessions-0-starts": "09:00"})
    answer = page.post(f"{URL}/{shared.pk}/setup/", {**mine, "sessions-0-DELETE": "on"})
    assert "Somebody changed what you take away" in answer.content.decode()
    assert shared.sessions.count() == 2
    tree = html.fromstring(answer.content.decode())
    [form] = [one for one in tree.forms if "sessions-TOTAL_FORMS" in one.fields]
    again = dict(form.form_values())
    assert again["sessions-0-starts"].startswith("09:00")
    page.post(f"{URL}/{shared.pk}/setup/", again)
    assert shared.sessions.count() == 1


def test_a_session_that_somebody_took_away_is_said_and_nothing_is_saved_over_it(page, shared):
    mine, theirs = as_opened(page, shared), as_opened(page, shared)
    page.post(f"{URL}/{shared.pk}/setup/", {**theirs, "sessions-0-DELETE": "on"})
    answer = page.post(f"{URL}/{shared.pk}/setup/", {**mine, "name": "Renamed"})
    assert "Somebody took this away meanwhile" in answer.content.decode()
    shared.refresh_from_db()
    assert shared.name != "Renamed"
    page.post(f"{URL}/{shared.pk}/setup/", {**mine, "name": "Renamed", "sessions-0-DELETE": "on"})
    shared.refresh_from_db()
    assert (shared.name, shared.sessions.count()) == ("Renamed", 1)


@pytest.mark.parametrize(
    ("start", "zone"),
    [
        (Origin("promise", 1, "M", places=(NamedPlace("Berlin", 2950159, "DE"),)), "Europe/Berlin"),
        (Origin("promise", 1, "M", place="Almaty", place_id=1526384), "Asia/Almaty"),
        (Origin("promise", 1, "M", zone="Asia/Tashkent", place_id=1526384), "Asia/Tashkent"),
        # Two places of different clocks say nothing, and a place the atlas does not know neither.
        (
            Origin(
                "promise", 1, "M",
                places=(NamedPlace("Berlin", 2950159, "DE"), NamedPlace("Almaty", 1526384, "KZ")),
            ),
            None,
        ),
        (Origin("promise", 1, "M", places=(NamedPlace("Nowhere", None, ""),)), None),
    ],
)  # fmt: skip
def test_a_mission_begins_on_the_clock_of_the_place_it_is_about(in_desk, start, zone):
    assert mission_from(start, in_desk).get("zone") == zone


def test_the_missions_page_says_what_waits_and_who_stands_where(page, mission):
    make_company(mission, "ours", "A1", status="sent")
    make_company(mission, "ours", "A2", status="draft")
    asker, asked = make_company(mission, "ours", "A3"), make_company(mission, "theirs", "K1")
    make_wish(asker, asked, agreed=False, our_consent="agreed")
    answer = page.get(f"{URL}/{mission.pk}/")
    assert [(one.key, one.number) for one in answer.context["waits"]] == [
        ("review", 1), ("no_answer", 1), ("unfinished", 1),
    ]  # fmt: skip
    assert [number for _label, number in answer.context["statuses"]] == [1, 1, 2]


@pytest.mark.parametrize("kind", Mission.Kind.values)
def test_a_kind_proposes_its_usual_set_up_and_that_can_be_saved(page, in_desk, kind):
    url = f"{URL}/new/?kind={kind}&first=2099-03-04"
    looked = page.get(url)
    form, sessions = looked.context["form"], looked.context["sessions"]
    hours = [row.initial for row in sessions.forms if row.initial.get("date")]
    assert [(str(one["date"]), one["starts"].hour) for one in hours] == [
        ("2099-03-04", 10),
        ("2099-03-04", 14),
    ]
    given = {
        name: str(form[name].value()) for name in ("kind", "slot_minutes", "tables_wanted", "online_rooms")
    }
    rows = {
        "sessions-TOTAL_FORMS": "2",
        **{
            f"sessions-{number}-{name}": str(one[name])
            for number, one in enumerate(hours)
            for name in ("date", "starts", "ends")
        },
    }
    page.post(url, filled(name="Usual", room_link="https://m.example/{room}", **given, **rows))
    made = Mission.objects.get(name="Usual")
    assert (made.kind, made.sessions.count()) == (kind, 2)
    assert made.tables.count() == int(given["tables_wanted"])
    assert (made.tables.count() or made.rules.online_rooms) > 0


def test_where_one_side_sits_each_host_meets_at_its_own_table_only(page, in_desk):
    from egiz.desk.missions.domain import scheduling
    from tests.desk.missions.conftest import QuietWatch

    mission = make_mission(in_desk, tables=5, rooms=0, sessions=((10, 12),))
    mission.kind, mission.host = Mission.Kind.TRADE, "theirs"
    mission.save()
    hosts = [make_company(mission, "theirs", f"K{n}") for n in range(3)]
    make_company(mission, "theirs", "K9", mode="online")
    guests = [make_company(mission, "ours", f"A{n}") for n in range(4)]
    for guest in guests:
        for host in hosts:
            make_wish(guest, host)
    assert "seat-hosts" in page.get(f"{URL}/{mission.pk}/companies/").content.decode()
    for _time in range(2):
        page.post(f"{URL}/{mission.pk}/companies/seat-hosts/")
    owners = {table.owner_id: table.name for table in mission.tables.all()}
    assert owners.keys() == {host.pk for host in hosts}
    version = scheduling.solve_mission(mission, None, QuietWatch(), seconds=5)
    assert version.meetings.count() == 12
    assert all(one.table_name == owners[one.theirs_id] for one in version.meetings.all())
    late = make_company(mission, "theirs", "K5")
    page.post(f"{URL}/{mission.pk}/companies/seat-hosts/")
    after = {table.owner_id: table.name for table in mission.tables.all()}
    assert after.keys() == {*owners, late.pk}
    assert all(after[pk] == name for pk, name in owners.items())
