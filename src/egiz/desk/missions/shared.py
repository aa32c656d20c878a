"""What the other side sees of a mission: what it is for, where, when, and its own companies by name."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egiz.desk.core.domain import sharing
from egiz.desk.core.domain.sharing import Line, Shareable, Shown
from egiz.desk.core.models import Side
from egiz.desk.core.templatetags.egiz import day
from egiz.desk.missions.models import Mission
from egiz.desk.missions.templatetags.missions import zone_name

MOST = 300


def _shown(row: Mission) -> Shown:
    hours = [f"{day(one.date)}, {one.starts:%H:%M}–{one.ends:%H:%M}" for one in row.sessions.all()]
    lines = [
        Line(_("What it is for"), row.purpose, "purpose"),
        Line(_("Place"), row.place),
        Line(_("Hours"), "; ".join(hours) and f"{'; '.join(hours)} ({zone_name(row.zone)})"),
    ]
    companies = row.companies.filter(side=Side.THEIRS, status="accepted").values_list("name", flat=True)[
        :MOST
    ]
    return Shown(
        str(row.get_status_display()), [line for line in lines if line.value], list(companies),
        _("Your companies"),
    )  # fmt: skip


sharing.offer(
    Shareable(
        Mission, "missions.change", "missions:mission", gettext_lazy("Mission"), title="name", shown=_shown,
        texts={"name": gettext_lazy("name"), "purpose": gettext_lazy("what it is for")},
    )
)  # fmt: skip
