"""Wherever something fails, is empty or finds nothing, the page says why and leads on."""

import datetime as dt
import re

import pytest
from django.urls import resolve
from django.utils import timezone
from django_scopes import scopes_disabled

from egiz.desk.core.apps import parts
from egiz.desk.core.domain import desks, jobs
from egiz.desk.core.models import Job
from egiz.desk.events.models import EventSearch
from egiz.desk.missions.models import Company
from egiz.desk.promises.domain import deciding
from egiz.desk.promises.models import OfficialMeeting
from tests.desk.conftest import make_user
from tests.desk.missions.conftest import make_mission
from tests.desk.trips.conftest import make_trip

parts("tasks")
LONG_WORK = sorted(jobs._HANDLERS)


def failed(desk, kind, **fields):
    now = timezone.now()
    values = {"status": "failed", "started_at": now - dt.timedelta(seconds=5), "finished_at": now}
    return Job.objects.create(desk=desk, kind=kind, language="en", **{**values, **fields})


@pytest.mark.parametrize("status", ["failed", "cancelled"])
def test_a_sample_that_could_not_be_made_is_begun_again(db, status, settings):
    settings.JOBS_INLINE = False
    person = make_user()
    assert desks.sample_for(person)[1].status == "queued"
    with scopes_disabled():
        assert desks.sample_for(person)[1] == Job.objects.get(kind="core.sample")  # open work is not doubled
        Job.objects.update(status=status)
        assert desks.sample_for(person)[1].status == "queued"
        Job.objects.update(status="done")
        assert desks.sample_for(person)[1] is None


@pytest.mark.parametrize("kind", LONG_WORK)
def test_work_that_failed_leads_back_to_the_page_from_which_it_is_begun(page, in_desk, kind):
    name, key = jobs._HANDLERS[kind].begun_at
    job = failed(in_desk, kind, payload={key: 7} if key else {})
    body = page.get(f"/d/atyrau/desk/jobs/{job.pk}/").content.decode()
    [back] = re.findall(r'<a class="button primary" href="([^"]+)"', body)
    assert resolve(back).view_name == name


def test_work_whose_way_back_is_not_known_shows_none(page, in_desk):
    job = failed(in_desk, "missions.match", payload={})
    assert page.get(f"/d/atyrau/desk/jobs/{job.pk}/").context["back"] == ""


def test_work_that_is_over_says_how_long_it_took_and_not_that_it_goes_on(page, in_desk, editor):
    editor.language = "ru"
    editor.save()
    job = failed(in_desk, "missions.match", payload={"mission": 7})
    body = page.get(f"/d/atyrau/desk/jobs/{job.pk}/").content.decode()
    assert "Заняло 5 секунд." in body
    assert "Идёт уже" not in body
    stopped = failed(in_desk, "missions.match", status="cancelled", started_at=None)
    body = page.get(f"/d/atyrau/desk/jobs/{stopped.pk}/").content.decode()
    assert "Остановлено до начала." in body
    assert "освободится" not in body


@pytest.mark.parametrize(
    ("companies", "said"),
    [
        ((), "There is no company of KZ yet"),
        ((("ours", "accepted"),), "There is no company of UZ yet"),
        ((("ours", "accepted"), ("theirs", "sent"), ("theirs", "draft")), "No company of UZ is accepted yet"),
    ],
)
def test_matching_with_nobody_on_a_side_says_which_side_and_leads_to_its_companies(
    page, in_desk, companies, said, django_capture_on_commit_callbacks
):
    mission = make_mission(in_desk)
    for number, (side, status) in enumerate(companies):
        Company.objects.create(
            desk=in_desk,
            mission=mission,
            side=side,
            key=f"K{number}",
            name=f"Company {number}",
            status=status,
        )
    with django_capture_on_commit_callbacks(execute=True):
        page.post(f"/d/atyrau/missions/{mission.pk}/match/")
    job = Job.objects.get(kind="missions.match")
    body = page.get(f"/d/atyrau/desk/jobs/{job.pk}/").content.decode()
    assert said in body
    assert f'href="/d/atyrau/missions/{mission.pk}/companies/"' in body


def links(body):
    main = body[body.index("<main") : body.index("</main>")]
    return re.findall(r'<a class="button[^"]*" href="([^"]+)"', main)


def test_a_search_without_a_hit_leads_to_the_lists(page, viewer, in_desk):
    body = page.get("/d/atyrau/desk/search/?q=zzzzqq").content.decode()
    assert "Nothing on this desk is written like “zzzzqq”." in body
    assert [resolve(link.split("?")[0]).view_name for link in links(body)] == [
        "promises:home",
        "directory:people",
        "events:home",
        "promises:add",
    ]
    # Beside the box there is no room for them.
    assert (
        "button"
        not in page.get("/d/atyrau/desk/search/?q=zzzzqq", headers={"HX-Request": "true"}).content.decode()
    )


def test_a_filter_that_fits_nothing_can_be_widened_or_cleared(page, in_desk, editor):
    deciding.add(in_desk, editor, title="Send the list", status="done")
    offered = links(page.get("/d/atyrau/promises/?q=list").content.decode())
    assert "/d/atyrau/desk/search/?q=list" in offered
    assert "/d/atyrau/promises/" in offered
    [wider] = [link for link in offered if "state=all" in link]
    assert "Send the list" in page.get(f"/d/atyrau/promises/{wider.replace('&amp;', '&')}").content.decode()
    # Where the closed ones are looked through already, they are not offered again.
    offered = links(page.get("/d/atyrau/promises/?q=nothing&state=all").content.decode())
    assert not [link for link in offered if "state=all" in link]


def test_a_search_for_events_that_finds_none_leads_on(page, in_desk):
    search = EventSearch.objects.create(
        desk=in_desk, name="Oil", first_day=dt.date(2019, 1, 1), last_day=dt.date(2019, 1, 2)
    )
    names = [
        resolve(link).view_name
        for link in links(page.get(f"/d/atyrau/events/searches/{search.pk}/").content.decode())
    ]
    assert names[-3:] == ["events:edit_search", "events:new", "events:new_source"]


def test_papers_are_offered_on_the_pages_of_a_trip_and_of_a_planned_meeting(page, in_desk):
    trip = make_trip(in_desk)
    meeting = OfficialMeeting.objects.create(
        desk=in_desk, title="Talks", state="planned", held_on=dt.date(2099, 12, 3)
    )
    for address, origin, pk, kinds in (
        (f"/d/atyrau/trips/{trip.pk}/", "trip", trip.pk, ("delegation", "invitation")),
        (f"/d/atyrau/promises/meetings/{meeting.pk}/page/", "meeting", meeting.pk, ("invitation", "minutes")),
    ):
        body = page.get(address).content.decode().replace("&amp;", "&")
        for kind in kinds:
            assert f'action="/d/atyrau/papers/new/?kind={kind}&origin={origin}&pk={pk}"' in body
