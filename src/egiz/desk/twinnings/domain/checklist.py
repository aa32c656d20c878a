"""The desk's own template of approvals, and the checklist of a link made from it. Never law."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain.trail import record
from egiz.desk.core.models import Desk, User
from egiz.desk.twinnings.models import Approval, ApprovalRow, Twinning

# Who may have to be asked, by what we read; whether they must is not known and is for the desk to say.
USUAL: tuple[tuple[int, Any], ...] = (
    (1, _("legal unit")),
    (1, _("translator")),
    (2, _("deputy head")),
    (2, _("chamber")),
    (3, _("authority of the region")),
    (3, _("council")),
    (4, _("ministry of foreign affairs")),
    (4, _("ministry of justice")),
    (4, _("embassy or consulate")),
)


@transaction.atomic
def offer_usual(desk: Desk, country: str) -> int:
    """Put the usual rows into a country's template, all of them "not known"; give how many are new."""
    known = set(ApprovalRow.objects.filter(country=country, level="").values_list("approver", flat=True))
    rows = [
        ApprovalRow(desk=desk, country=country, approver=str(name), order=order)
        for order, name in USUAL
        if str(name) not in known
    ]
    ApprovalRow.objects.bulk_create(rows)
    return len(rows)


def rows_for(twin: Twinning) -> Sequence[ApprovalRow]:
    """The rows of both countries' templates that suit the link's level."""
    rows = ApprovalRow.objects.filter(country__in=(twin.a_country, twin.b_country))
    return [row for row in rows if row.level in {"", twin.level}]


@transaction.atomic
def take_over(twin: Twinning, user: User | None) -> int:
    """Put the desk's template on the link's checklist; what is there stays. Give how many are new."""
    there = set(twin.approvals.values_list("side", "approver"))
    made = [
        Approval(
            desk_id=twin.desk_id, twinning=twin, side=twin.desk.side_of_country(row.country),
            approver=row.approver, needed=row.needed, order=row.order, days=row.days, rule=row.rule,
        )
        for row in rows_for(twin)
        if (twin.desk.side_of_country(row.country), row.approver) not in there
    ]  # fmt: skip
    Approval.objects.bulk_create(made)
    if made:
        record(twin, "checklist", user, {"approvals": [None, len(made)]})
    return len(made)
