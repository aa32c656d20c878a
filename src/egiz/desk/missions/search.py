from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain import index
from egiz.desk.core.domain.index import Hit, Indexed, said
from egiz.desk.core.http import desk_url
from egiz.desk.core.models import Desk
from egiz.desk.missions.models import Company, Mission


def _mission(desk: Desk, row: Mission) -> Hit:
    return Hit(row.name, str(row.get_status_display()), desk_url(desk, "missions:mission", row.pk))


def _company(desk: Desk, row: Company) -> Hit:
    detail = "; ".join([row.mission.name, *row.offers])[:160]
    page = desk_url(desk, "missions:company", row.mission_id, row.pk)
    return Hit(f"{row.key} · {row.name}", detail, page)


index.add(
    Indexed(
        Mission, _("Missions"), "handshake", "missions.view",
        head=lambda row: (row.name, row.place, index.place_names(row.place_id)),
        body=lambda row: (row.purpose, said(row, "status")), hit=_mission,
    )
)  # fmt: skip
index.add(
    Indexed(
        Company, _("Companies of missions"), "handshake", "missions.view",
        head=lambda row: (row.key, row.name),
        body=lambda row: (
            row.place, row.contact, row.registration, row.note, *row.offers, *row.needs,
            *row.codes, *row.need_codes, *row.hs_codes, *row.need_hs_codes, *row.certificates,
        ),
        hit=_company, related=("mission",),
    )
)  # fmt: skip
