"""What the other side sees of a twinning: the pair, its document, its own approvals and what happened."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egiz.desk.core.domain import sharing
from egiz.desk.core.domain.places import local_name
from egiz.desk.core.domain.sharing import Line, Shareable, Shown
from egiz.desk.core.models import Side
from egiz.desk.core.templatetags.egiz import day, partial_day
from egiz.desk.twinnings.models import Twinning


def _name(row: Twinning) -> str:
    return f"{local_name(row.a_id, row.a_name)} – {local_name(row.b_id, row.b_name)}"


def _shown(row: Twinning) -> Shown:
    theirs = row.approvals.filter(side__in=(Side.THEIRS, Side.BOTH))
    lines = [
        Line(_("Level"), str(row.get_level_display())),
        Line(_("Since"), str(partial_day(row.since)) if row.since else ""),
        Line(_("Document"), row.document, "document"),
        *(
            Line(one.approver, day(one.answered_on) if one.answered_on else _("no answer yet"))
            for one in theirs
        ),
    ]
    happened = [f"{day(one.date)} · {one.what}" for one in row.activities.all()]
    return Shown(
        str(row.get_status_display()), [line for line in lines if line.value], happened, _("What happened")
    )


sharing.offer(
    Shareable(
        Twinning, "twinnings.change", "twinnings:twinning", gettext_lazy("Twinning"), title="", shown=_shown,
        texts={"document": gettext_lazy("document")}, name_of=_name,
    )
)  # fmt: skip
