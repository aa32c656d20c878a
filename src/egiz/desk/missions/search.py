from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain.search import Hit, HitGroup
from egiz.desk.core.http import desk_url
from egiz.desk.core.models import Desk
from egiz.desk.missions.models import Company


def find(desk: Desk, key: str, limit: int) -> list[HitGroup]:
    """Find companies of missions by name, offer, need or code, in any script."""
    rows = Company.objects.filter(desk=desk).select_related("mission")
    for word in key.split():
        rows = rows.filter(search_key__contains=word)
    hits = [
        Hit(
            f"{company.key} · {company.name}",
            "; ".join([company.mission.name, *company.offers])[:160],
            desk_url(desk, "missions:company", company.mission_id, company.pk),
        )
        for company in rows[:limit]
    ]
    return [HitGroup(_("Companies of missions"), "handshake", hits)]
