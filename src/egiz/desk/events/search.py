from django.utils.translation import gettext as _

from egiz.desk.core.domain.search import Hit, HitGroup
from egiz.desk.core.http import desk_url
from egiz.desk.core.models import Desk
from egiz.desk.events.models import EventRecord


def find(desk: Desk, key: str, limit: int) -> list[HitGroup]:
    """Find events by every word of the key in any of their names, whatever the script."""
    rows = EventRecord.objects.order_by("-first_day", "id")
    for word in key.split():
        rows = rows.filter(search_key__contains=word)
    hits = [
        Hit(
            str(row),
            " · ".join(filter(None, [str(row.get_status_display()), str(row.first_day or "")])),
            desk_url(desk, "events:event", row.pk),
        )
        for row in rows[:limit]
    ]
    return [HitGroup(_("Events"), "calendar-days", hits)]
