"""The sample trip: an invented delegation visits the invented companies of the sample's lists."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from egiz.desk.core import joints
from egiz.desk.core.domain.jobs import JobError
from egiz.desk.core.http import desk_url
from egiz.desk.core.models import Desk
from egiz.desk.directory.models import Person
from egiz.desk.trips.domain import planning, writing
from egiz.desk.trips.models import Traveller, Trip, Visit, Way

NAME = "Образец: деловая поездка Атырау – Нукус"
PURPOSE = "Вымышленная делегация едет к вымышленным компаниям; время в пути и цены предположены."
LEAVES, HOME = dt.date(2026, 12, 14), dt.date(2026, 12, 18)
BEYNEU, NUKUS, KHIVA = 610298, 601294, 1513604
SOURCE = "образец"
# Minutes and prices of the sample are assumptions and say so on the page.
WAYS = ((0, 1, 420, 90), (1, 2, 600, 120), (2, 3, 210, 50))
NIGHTS = {1: 25, 2: 45, 3: 45}
PEOPLE = (
    ("Участник 1 (образец)", "директор (образец)", "глава делегации", "KZ", ["ru", "kk"]),
    ("Участник 2 (образец)", "коммерческий директор (образец)", "", "KZ", ["ru", "kk", "en"]),
    ("Участник 3 (образец)", "специалист палаты (образец)", "протокол", "", ["ru"]),
)
MOST_HOSTS = 6
SECONDS = 4
LONG_AGO = (dt.date(2026, 8, 3), dt.date(2026, 8, 21))


class _Progress:
    """Passes the planner's news on to whoever loads the sample."""

    def __init__(self, tell: Callable[[str, float], None]) -> None:
        self.tell = tell

    def report(self, fraction: float, message: str = "", **_values: Any) -> None:
        self.tell(_(message) if message else "", fraction)


def load(desk: Desk, _base: Path, progress: Callable[[str, float], None]) -> None:
    """Make the sample trip if this desk has none; without the sample mission there is nobody to visit."""
    known = joints.hosts.get()
    hosts = known.of_sample(desk, ["Nukus", "Нукус", "Nókis"], MOST_HOSTS) if known else None
    if hosts is None or Trip.objects.filter(desk=desk, is_sample=True).exists():
        return
    trip = _trip(desk)
    _places(trip)
    _people(trip)
    _visits(trip, hosts)
    try:
        version = planning.make_plan(
            trip, None, _Progress(progress), note=_("Made when the sample was loaded")
        )
        planning.publish(version, None)
    except JobError:
        return  # a trip without a plan is still a trip to begin with
    finally:
        _tie(trip)


def _trip(desk: Desk) -> Trip:
    trip = Trip(
        desk=desk, name=NAME, purpose=PURPOSE, leaves_on=LEAVES, leaves_at=dt.time(7), home_on=HOME,
        home_at=dt.time(22), road_minutes=660, currency="USD", budget=4000, seconds=SECONDS,
        contact="образец", is_sample=True,
    )  # fmt: skip
    trip.full_clean()
    return writing.begin(trip, None)


def _places(trip: Trip) -> None:
    for place in (BEYNEU, NUKUS, KHIVA):
        writing.add_stop(trip, place)
    stops = list(trip.stops.all())
    for number, stop in enumerate(stops):
        stop.may_sleep = number in NIGHTS
        stop.night = NIGHTS.get(number)
        stop.hotel = "гостиница (образец)" if number in NIGHTS else ""
        stop.save()
    for origin, destination, minutes, price in WAYS:
        Way.objects.create(
            trip=trip, origin=stops[origin], destination=stops[destination], mode=Way.Mode.CAR,
            minutes=minutes, cost=price, per="vehicle", truth=Way.Truth.ASSUMED, source=SOURCE,
        )  # fmt: skip


def _people(trip: Trip) -> None:
    for name, position, role, nationality, languages in PEOPLE:
        one = Traveller(trip=trip, role=role, nationality=nationality, languages=languages)
        writing.add_traveller(one, name, position, None)
    first = Person.objects.get(name=PEOPLE[0][0])
    first.stays.create(desk=trip.desk, country="UZ", entered=LONG_AGO[0], left=LONG_AGO[1])


def _visits(trip: Trip, hosts: list[joints.Host]) -> None:
    stop = trip.stops.get(place_id=NUKUS)
    for number, company in enumerate(hosts):
        Visit.objects.create(
            trip=trip, stop=stop, kind=Visit.Kind.COMPANY, name=company.name, minutes=90,
            value=9 - number, must=number == 0, languages=list(company.languages),
            note="; ".join(company.offers[:1])[:500], source=SOURCE,
        )  # fmt: skip
    Visit.objects.create(
        trip=trip, stop=stop, kind=Visit.Kind.OFFICE, name="Торгово-промышленная палата (образец)",
        minutes=60, value=8, windows=["2026-12-16 10:00"], source=SOURCE,
    )  # fmt: skip
    for sight in ("savitsky", "itchan-kala", "mizdakhan"):
        writing.add_sight(trip, sight, trip.desk.language, None)


def _tie(trip: Trip) -> None:
    """Tie the sample's promise of business trips to the trip."""
    find = joints.sample_promise.get()
    promise = find("trip") if find else None
    if promise is None:
        return
    url = desk_url(trip.desk, "trips:trip", trip.pk)
    joints.tie("promise", promise.pk, joints.Made(trip.name, url), None)
