from django.utils.translation import gettext as _

from egiz.desk.core.domain.search import Hit, HitGroup
from egiz.desk.core.http import desk_url
from egiz.desk.core.models import Desk
from egiz.desk.promises.models import Promise


def find(desk: Desk, key: str, limit: int) -> list[HitGroup]:
    """Find confirmed promises and suggestions by every word of the key."""
    rows = Promise.objects.exclude(status__in=(Promise.Status.REJECTED, Promise.Status.MERGED))
    for word in key.split():
        rows = rows.filter(search_key__contains=word)
    hits = [
        Hit(row.title, str(row.get_status_display()), desk_url(desk, "promises:promise", row.pk))
        for row in rows.order_by("-id")[:limit]
    ]
    return [HitGroup(_("Promises"), "list-checks", hits)]
