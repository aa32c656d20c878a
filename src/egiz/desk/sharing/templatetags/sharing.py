"""Marks and panels that the pages of other apps show of what is kept together."""

from typing import Any

from django import template

from egiz.desk.core.domain import together as kinds
from egiz.desk.sharing.interfaces import display
from egiz.desk.sharing.models import Partner, SharedThing

register = template.Library()
# So many things are marked in lists; more are marked on their own pages only.
MOST = 5000


@register.inclusion_tag("sharing/_together.html", takes_context=True)
def together(context: template.Context, target: str, pk: int) -> dict[str, Any]:
    """Draw with which partner desks a thing is kept together: ``{% together "promises.promise" 5 %}``."""
    found = kinds.kind_at(target)
    rows = SharedThing.objects.filter(target=target, target_id=pk).select_related("partner")
    things = list(rows) if found else []
    record = found.rows().filter(pk=pk).first() if found and things else None
    may = found is not None and context["user"].has_perm("sharing.share", context["desk"])
    return {
        "desk": context["desk"],
        "things": [
            (one, display.versions_of(one), display.wordings(one, record)) for one in things if record
        ],
        "may_share": may and not any(one.is_live and not one.is_ours for one in things),
        "may_settle": may,
        "may_begin": bool(things) or (may and Partner.objects.exists()),
        "target": target,
        "pk": pk,
        "csrf_token": context.get("csrf_token"),
        "request": context.get("request"),
    }


@register.inclusion_tag("sharing/_mark.html", takes_context=True)
def together_mark(context: template.Context, target: str, pk: int) -> dict[str, Any]:
    """Mark a row of a list whose thing is kept together; one question for a whole page."""
    request: Any = context["request"]
    if not hasattr(request, "kept_together"):
        rows = SharedThing.objects.filter(state=SharedThing.State.LIVE).select_related("partner")
        request.kept_together = {
            (one.target, one.target_id): one.partner.name for one in rows.order_by("-pk")[:MOST]
        }
    return {"name": request.kept_together.get((target, pk), "")}
