"""Apps meet in core's joints only: each works where another is not installed."""

import datetime as dt

import pytest
from django.urls import reverse

from egiz.desk.core import joints
from egiz.desk.core.apps import desk_apps
from egiz.desk.trips.domain import estimating, suggesting
from tests.desk.events.public.conftest import make_event, save_event
from tests.desk.missions.conftest import make_company, make_mission
from tests.desk.trips.conftest import make_trip

DAY = dt.date(2026, 12, 9)


@pytest.fixture
def alone(monkeypatch):
    """Every joint empty, as on a desk whose other apps are not installed."""
    for joint in (joints.calendar, joints.hosts, joints.network, joints.sample_promise, joints.sources):
        monkeypatch.setattr(joint, "_given", None)
    monkeypatch.setattr(joints, "_ORIGINS", {})
    monkeypatch.setattr(joints, "_BEGINNINGS", {})
    monkeypatch.setattr(joints, "_THINGS", {})
    monkeypatch.setattr(joints, "_TURNINGS", {})


def test_a_mission_is_offered_to_a_trip_with_its_hours(in_desk):
    mission = make_mission(in_desk, sessions=((10, 12), (14, 16)))
    offered = joints.offered(in_desk, "mission", "trip", 6)
    assert [(one.pk, one.name) for one in offered] == [(mission.pk, "Nukus mission")]
    assert offered[0].hours == ((DAY, dt.time(10), dt.time(12)), (DAY, dt.time(14), dt.time(16)))


def test_nothing_of_another_desk_passes_a_joint(in_desk, stranger):
    from django_scopes import scope

    other = stranger.memberships.get().desk
    with scope(desk=other):
        theirs = make_mission(other)
    assert joints.offered(in_desk, "mission", "trip", 6) == []
    assert joints.origin("mission", theirs.pk) is None


@pytest.mark.usefixtures("alone")
def test_trips_work_where_no_other_app_is_installed(page, in_desk):
    make_company(make_mission(in_desk), place="Nukus")
    trip = make_trip(in_desk)
    assert not [one for one in suggesting.suggestions(trip, "en") if one.kind == "company"]
    assert estimating.gaps(trip) == []
    answer = page.get(reverse("trips:home", args=[in_desk.slug]))
    assert (answer.context["promises"], answer.context["missions"], answer.context["events"]) == ([], [], [])
    assert (
        page.get(reverse("trips:new", args=[in_desk.slug]), {"from": "mission", "id": "1"}).status_code == 200
    )


@pytest.mark.usefixtures("alone")
def test_a_day_is_found_and_a_poll_asked_where_no_other_app_is_installed(page, in_desk):
    assert page.get(reverse("days:window", args=[in_desk.slug])).context["total"] == 31
    form = page.get(reverse("days:new_poll", args=[in_desk.slug])).context["form"]
    assert [value for value, _label in form.fields["promise"].choices] == [""]


@pytest.mark.usefixtures("alone")
def test_without_missions_an_event_begins_none(page, in_desk):
    event = save_event(in_desk, make_event(), None)
    url = reverse("events:attendance", args=[in_desk.slug, event.pk])
    assert page.post(url, {"act": "mission"}).url == url


def test_every_app_with_joints_has_filled_them():
    assert {config.label for config in desk_apps() if config.part("joints")} == {
        "core", "corridors", "days", "events", "missions", "papers", "promises", "trips", "twinnings",
    }  # fmt: skip
    assert all(
        joint.get() for joint in (joints.calendar, joints.hosts, joints.network, joints.sample_promise)
    )
    assert all(joints.origins(kind) for kind in ("promise", "mission", "event"))
