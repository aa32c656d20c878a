"""Seats from edition to edition, by a count made by hand."""

import datetime as dt

import pytest

from egiz.desk.missions.domain import editions, worklist
from egiz.desk.missions.models import Company, MeetingReport, Mission
from tests.desk.missions.conftest import (
    PAST,
    URL,
    make_company,
    make_mission,
    make_pairs,
    make_version,
    make_wish,
)

EVE = dt.datetime.combine(PAST, dt.time(1), dt.UTC)
LATER = EVE + dt.timedelta(days=1)


def said(mission, wish, *, ours=None, theirs=None, fault=""):
    for side, held in (("ours", ours), ("theirs", theirs)):
        if held is not None:
            MeetingReport.objects.create(mission=mission, wish=wish, side=side, held=held, fault=fault)


@pytest.fixture
def held_mission(in_desk):
    """Seven pairs: four reported on in different ways, one each unknown, dropped and added."""
    mission = make_mission(in_desk, day=PAST, sessions=((10, 12),), tables=4)
    wishes = make_pairs(mission, 7)
    booked = make_version(mission, wishes[:6], state="superseded", day=PAST)
    final = make_version(mission, [*wishes[:5], wishes[6]], number=2, day=PAST)
    booked.published_at, final.published_at = EVE, LATER
    booked.save()
    final.save()
    said(mission, wishes[0], ours=True)
    said(mission, wishes[1], ours=True, theirs=True)
    said(mission, wishes[2], ours=False, fault="theirs")
    said(mission, wishes[3], ours=True, theirs=False)
    return mission


def test_what_was_booked_is_counted_by_what_became_of_it(held_mission):
    found = editions.edition_of(held_mission)
    assert (found.booked, found.held, found.empty) == (6, 2, 1)
    # The two sides differ on one, and of one nobody said anything.
    assert (found.unknown, found.dropped, found.added) == (2, 1, 1)
    assert [one.missing for one in found.sides] == [0, 1]


def test_promised_seats_count_up_to_what_was_promised(held_mission):
    first, third = Company.objects.filter(key__in=["A1", "A3"]).order_by("key")
    Company.objects.filter(pk=first.pk).update(min_meetings=3)
    Company.objects.filter(pk=third.pk).update(min_meetings=1)
    ours, theirs = editions.edition_of(held_mission).sides
    assert (ours.companies, ours.promised, ours.promised_booked, ours.promised_held) == (7, 4, 2, 1)
    assert (theirs.promised, theirs.promised_booked) == (0, 0)


def test_a_mission_without_a_schedule_has_no_seats(in_desk):
    found = editions.edition_of(make_mission(in_desk))
    assert (found.booked, found.held, found.added) == (0, 0, 0)


def test_a_copy_knows_the_edition_before_it(page, held_mission):
    from tests.desk.missions.test_setup import filled

    page.post(f"{URL}/new/?copy={held_mission.pk}&first=2099-03-04", filled(name="Second"))
    second = Mission.objects.get(name="Second")
    assert [one.mission.name for one in editions.editions(second)] == ["Second", "Nukus mission"]
    make_version(second, [make_wish(make_company(second), make_company(second, "theirs", "K1"))])
    rows = page.get(f"{URL}/{second.pk}/outcomes/").context["editions"]
    assert [(one.booked, one.held) for one in rows] == [(1, 0), (6, 2)]


def test_editions_that_were_copied_in_a_circle_end(in_desk):
    one, other = make_mission(in_desk, name="A"), make_mission(in_desk, name="B")
    one.copied_from, other.copied_from = other, one
    one.save()
    other.save()
    assert [each.name for each in editions.chain(one)] == ["A", "B"]


def test_who_was_promised_more_than_partners_agreed_to_stands_on_the_work_list(mission):
    host = make_company(mission, "theirs", "K1", min_meetings=2)
    make_company(mission, "theirs", "K2")
    a, b = make_company(mission, "ours", "A1"), make_company(mission, "ours", "A2")
    make_wish(a, host)
    wish = make_wish(b, host, agreed=False, our_consent="agreed")
    now = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
    assert [one.key for one in worklist.gap(mission, "promised", now).rows] == ["K1"]
    wish.their_consent = "agreed"
    wish.save()
    assert not worklist.gap(mission, "promised", now).rows.exists()
