from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain.search import Hit, HitGroup
from egiz.desk.core.http import desk_url
from egiz.desk.core.models import Desk
from egiz.desk.papers.models import Paper


def find(desk: Desk, key: str, limit: int) -> list[HitGroup]:
    """Find papers by their name, number or what they say, in any script."""
    rows = Paper.objects.filter(desk=desk)
    for word in key.split():
        rows = rows.filter(search_key__contains=word)
    hits = [
        Hit(row.name, f"{row.kind_label}, {row.get_state_display()}", desk_url(desk, "papers:paper", row.pk))
        for row in rows[:limit]
    ]
    return [HitGroup(_("Papers"), "file-text", hits)]
