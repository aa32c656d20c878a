from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain import index
from egiz.desk.core.domain.index import Hit, Indexed, said
from egiz.desk.core.http import desk_url
from egiz.desk.core.models import Desk
from egiz.desk.core.templatetags.egiz import day
from egiz.desk.trips.models import Stop, Trip, Visit


def _body(row: Trip) -> Iterator[str]:
    yield from (row.purpose, row.contact, said(row, "status"))
    for stop in row.stops.all():
        yield from (stop.name, index.place_names(stop.place_id))
    for visit in row.visits.all():
        yield from (visit.name, visit.host)


def _hit(desk: Desk, row: Trip) -> Hit:
    detail = f"{day(row.leaves_on)} – {day(row.home_on)}"
    return Hit(row.name, detail, desk_url(desk, "trips:trip", row.pk))


index.add(
    Indexed(
        Trip, _("Trips"), "route", "trips.view", head=lambda row: (row.name,), body=_body, hit=_hit,
        parts=((Stop, "trip"), (Visit, "trip")),
    )
)  # fmt: skip
