"""Some of every kind of thing that the API lists."""

import datetime as dt

from django.utils import timezone

from egiz.desk.api.models import Delivery, Webhook
from egiz.desk.core.domain import trail
from egiz.desk.core.models import Job
from egiz.desk.days.domain import polls
from egiz.desk.directory.domain import entries
from egiz.desk.events.models import EventRecord
from egiz.desk.missions.models import MeetingReport, ScheduleVersion, SuggestedMatch, Wish
from egiz.desk.papers.models import Paper
from egiz.desk.promises.domain import deciding
from egiz.desk.promises.models import OfficialMeeting
from egiz.desk.trips.models import Stop, Trip
from egiz.desk.twinnings.models import Measure, PlaceFact, Twinning
from tests.desk.missions.conftest import make_company, make_mission

DAY = dt.date(2026, 12, 9)
NOON = dt.datetime(2026, 12, 9, 12, tzinfo=dt.UTC)


def fill(desk, user, count):
    """Add so many of each kind."""
    for number in range(count):
        _one(desk, user, Twinning.objects.count() + number)


def _one(desk, user, number):
    meeting = OfficialMeeting.objects.create(desk=desk, title="Council", held_on=DAY, created_by=user)
    chamber = entries.add_organisation(desk, user, name=f"Chamber {number}", country="KZ")
    person = entries.add_person(desk, user, name=f"Person {number}", organisation=chamber)
    promise = deciding.add(
        desk, user, title="Send", owner_text=person.name, meeting=meeting, responsible=user
    )
    deciding.link_became(promise, title="A page", url=f"/d/atyrau/trips/{number}/", user=user)
    trail.add_comment(promise, user, "Written.")
    twin = Twinning.objects.create(
        desk=desk, a_id=1, a_name="A", a_country="KZ", b_id=2, b_name="B", b_country="UZ", source="s"
    )
    Measure.objects.create(desk=desk, twinning=twin, text="A fair", due="2027")
    PlaceFact.objects.create(
        desk=desk, place_id=number, place_name="A", indicator="population", value="5", entered_by=user,
        boundary="city", source="s",
    )  # fmt: skip
    mission = make_mission(desk, name=f"Mission {number}")
    a, b = make_company(mission), make_company(mission, side="theirs")
    wish = Wish.objects.create(mission=mission, asker=a, partner=b)
    SuggestedMatch.objects.create(mission=mission, ours=a, theirs=b, score=1)
    ScheduleVersion.objects.create(mission=mission, number=1)
    MeetingReport.objects.create(mission=mission, wish=wish, side="ours", held=True)
    EventRecord.objects.create(
        desk=desk, uid=f"e{number}", record={"names": {"en": "Fair"}}, status="announced", first_day=DAY
    )
    trip = Trip.objects.create(desk=desk, name="To Nukus", leaves_on=DAY, home_on=DAY)
    Stop.objects.create(trip=trip, name="Nukus", country="UZ", zone="Asia/Tashkent")
    slot = (NOON, NOON + dt.timedelta(hours=1))
    polls.ask(desk, user, polls.NewPoll("When", "", (slot,), ("Guest",)))
    Paper.objects.create(desk=desk, kind="invitation", name="Letter", language="ru")
    Job.objects.create(desk=desk, kind="promises.read", status="done", created_by=user)
    hook = Webhook.objects.create(
        desk=desk, url="https://example.org/", kinds=["promises"], secret="s", created_by=user
    )
    Delivery.objects.create(desk=desk, webhook=hook, number=1, body="{}", next_at=timezone.now())
