from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain.search import Hit, HitGroup
from egiz.desk.core.http import desk_url
from egiz.desk.core.models import Desk
from egiz.desk.missions.models import Firm


def find(desk: Desk, key: str, limit: int) -> list[HitGroup]:
    """Find companies of missions by name, offer, need or code, in any script."""
    rows = Firm.objects.filter(desk=desk).select_related("mission")
    for word in key.split():
        rows = rows.filter(search_key__contains=word)
    hits = [
        Hit(
            f"{firm.key} · {firm.name}",
            "; ".join([firm.mission.name, *firm.offers])[:160],
            desk_url(desk, "missions:firm", firm.mission_id, firm.pk),
        )
        for firm in rows[:limit]
    ]
    return [HitGroup(_("Companies of missions"), "handshake", hits)]
