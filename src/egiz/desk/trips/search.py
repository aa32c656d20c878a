from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain.search import Hit, HitGroup
from egiz.desk.core.http import desk_url
from egiz.desk.core.models import Desk
from egiz.desk.trips.models import Trip


def find(desk: Desk, key: str, limit: int) -> list[HitGroup]:
    """Find trips by their name or purpose, in any script."""
    rows = Trip.objects.filter(desk=desk)
    for word in key.split():
        rows = rows.filter(search_key__contains=word)
    hits = [
        Hit(
            one.name,
            f"{one.leaves_on:%d.%m.%Y} – {one.home_on:%d.%m.%Y}",
            desk_url(desk, "trips:trip", one.pk),
        )
        for one in rows[:limit]
    ]
    return [HitGroup(_("Trips"), "route", hits)]
