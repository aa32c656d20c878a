"""The whole way of a plan: from what is entered to the planner, and a repair with little change."""

import datetime as dt
import inspect
import re

import pytest

from egiz.desk.core.domain.jobs import JobError
from egiz.desk.core.models import Job
from egiz.desk.corridors.models import OwnValue
from egiz.desk.trips.domain import planning
from egiz.desk.trips.models import PlanVersion, Way
from egiz.trips import explaining, sentences
from tests.desk.trips.conftest import URL, QuietWatch, make_traveller, make_visit

pytestmark = pytest.mark.django_db

BEFORE = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)  # nobody has left yet


def starts(version):
    return {ref: f"{item.start:%d %H:%M}" for ref, (_group, item) in version.as_plan.visits.items()}


def test_a_job_plans_the_trip_and_leads_to_its_page(page, trip, django_capture_on_commit_callbacks):
    visit = make_visit(trip)
    make_traveller(trip, languages=["ru"])
    with django_capture_on_commit_callbacks(execute=True):
        response = page.post(f"{URL}/{trip.pk}/plan/start/")
    job = Job.objects.get()
    assert response["Location"].endswith(f"/jobs/{job.pk}/")
    assert (job.status, job.error) == ("done", "")
    assert job.result_url == f"{URL}/{trip.pk}/plan/1/"
    version = PlanVersion.objects.get()
    assert list(version.as_plan.visits) == [visit.key]
    assert (version.value, version.status) == (5, "optimal")
    assert "p" + str(trip.travellers.get().pk) in str(version.problem)


def test_a_moved_appointment_moves_nothing_else(trip):
    fixed = make_visit(trip, "Chamber", kind="office", windows=["2026-12-09 10:00"])
    for number in range(2):
        make_visit(trip, f"Company {number}")
    before = planning.make_plan(trip, None, QuietWatch())
    fixed.windows = ["2026-12-09 16:00"]
    fixed.save()
    after = planning.make_plan(trip, None, QuietWatch(), repair=True, now=BEFORE)
    assert after.against == before.number
    old, new = starts(before), starts(after)
    assert new.pop(fixed.key) == "09 16:00"
    moved = {ref for ref in new if new[ref] != old[ref]}
    assert set(after.as_plan.moved) == {fixed.key} | moved
    assert len(moved) <= 1  # at most the one that stood at the appointment's new hour


def test_a_trip_on_its_way_keeps_what_began(trip):
    late = make_visit(trip, "Chamber", kind="office", windows=["2026-12-09 15:00"])
    for number in range(3):
        make_visit(trip, f"Company {number}")
    before = planning.make_plan(trip, None, QuietWatch())
    begun = {ref for ref, at in starts(before).items() if at < "09 12:00"}
    assert begun
    late.windows = ["2026-12-09 16:00"]
    late.save()
    noon_there = dt.datetime(2026, 12, 9, 7, tzinfo=dt.UTC)
    after = planning.make_plan(trip, None, QuietWatch(), repair=True, now=noon_there)
    old, new = starts(before), starts(after)
    assert {ref: new.get(ref) for ref in begun} == {ref: old[ref] for ref in begun}
    assert new[late.key] == "09 16:00"


def test_an_appointment_that_began_stays_where_it_was(trip):
    early = make_visit(trip, "Chamber", kind="office", windows=["2026-12-09 10:00"])
    before = planning.make_plan(trip, None, QuietWatch())
    early.windows = ["2026-12-10 10:00"]
    early.save()
    now = dt.datetime(2026, 12, 9, 12, tzinfo=dt.UTC)
    after = planning.make_plan(trip, None, QuietWatch(), repair=True, now=now)
    assert starts(after) == starts(before)


def test_a_visit_closed_all_the_time_is_left_out_with_a_reason_in_words(page, trip):
    make_visit(trip)
    make_visit(trip, "Ministry", kind="office", windows=["2026-12-09 22:00-23:30"])
    planning.make_plan(trip, None, QuietWatch())
    text = page.get(f"{URL}/{trip.pk}/plan/1/", headers={"accept-language": "en"}).content.decode()
    assert "Ministry" in text
    assert "Closed on every day of the trip" in text


def test_every_reason_the_planner_gives_has_words():
    source = inspect.getsource(explaining)
    codes = set(re.findall(r'_reason\(\s*"([a-z-]+)"', source)) | set(
        re.findall(r'"([a-z]+-[a-z-]+)",\n', source)
    )
    assert len(codes) > 10
    assert codes <= sentences.REASONS.keys()


def test_what_is_missing_is_said_and_nothing_is_kept(trip):
    with pytest.raises(JobError, match="at least one visit"):
        planning.make_plan(trip, None, QuietWatch())
    make_visit(trip)
    Way.objects.all().delete()
    with pytest.raises(JobError, match="a way must lead"):
        planning.make_plan(trip, None, QuietWatch())
    assert not PlanVersion.objects.exists()


def test_prices_in_another_currency_without_a_rate_are_named(trip):
    make_visit(trip, cost=1000, cost_currency="KZT")
    with pytest.raises(JobError, match="KZT"):
        planning.make_plan(trip, None, QuietWatch())


def test_changed_days_make_a_new_plan_instead_of_a_repair(trip):
    import datetime as dt

    make_visit(trip)
    planning.make_plan(trip, None, QuietWatch())
    trip.leaves_on += dt.timedelta(days=7)
    trip.home_on += dt.timedelta(days=7)
    trip.save()
    after = planning.make_plan(trip, None, QuietWatch(), repair=True, now=BEFORE)
    assert after.against is None
    assert after.as_plan.days[0].date == trip.leaves_on


def test_a_holiday_of_the_host_country_closes_its_offices(trip):
    import datetime as dt

    # Uzbekistan rests on 8 December, its Constitution Day; Kazakhstan does not.
    trip.leaves_on, trip.home_on = dt.date(2026, 12, 7), dt.date(2026, 12, 9)
    trip.save()
    make_visit(trip, must=False)
    version = planning.make_plan(trip, None, QuietWatch())
    assert version.as_plan.visits == {} or all(s[:2] != "08" for s in starts(version).values())


def test_the_way_is_taken_from_the_corridors_with_its_source(page, trip):
    Way.objects.all().delete()
    assert (
        "Estimate by car"
        in page.get(f"{URL}/{trip.pk}/places/", headers={"accept-language": "en"}).content.decode()
    )
    home, away = trip.stops.all()
    response = page.post(
        f"{URL}/{trip.pk}/places/estimate/", {"from": home.pk, "to": away.pk},
        headers={"accept-language": "en"}, follow=True,
    )  # fmt: skip
    way = Way.objects.get()
    assert (way.truth, way.source) == ("derived", "Egiz: corridors")
    assert way.minutes > 6 * 60
    assert way.cost is None  # not every price on this way is known
    assert "unknown since 1 January 2026" in response.content.decode()


def test_an_estimate_goes_by_the_values_that_the_desk_has_of_its_own(page, trip):
    home, away = trip.stops.all()

    def minutes():
        Way.objects.all().delete()
        page.post(f"{URL}/{trip.pk}/places/estimate/", {"from": home.pk, "to": away.pk})
        return Way.objects.get().minutes

    before = minutes()
    OwnValue.objects.create(
        desk=trip.desk, on="road/KZ", metric="kmh", vehicle="car", low=10, mode=12,
        high=15, status="observed", source="our driver", as_of="2026-11", checked_on="2026-11-20",
    )  # fmt: skip
    assert minutes() > before


def test_a_visit_with_days_and_no_hours_is_planned_on_one_of_them(trip):
    fair = make_visit(trip, "Fair", kind="event", windows=["2026-12-09"])
    version = planning.make_plan(trip, None, QuietWatch())
    assert starts(version)[fair.key].startswith("09 ")
