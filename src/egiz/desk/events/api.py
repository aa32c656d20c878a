"""/api/v1/desks/<desk>/events: the calendar, under the predicates of the pages."""

import datetime as dt
from typing import Any

from django.http import HttpRequest
from ninja import Path, Router

from egiz.desk.core.http import desk_scope
from egiz.desk.events.models import EventRecord

router = Router()


@router.get("/", summary="Events, as `egiz events list --json` gives them")
def list_events(
    request: HttpRequest, slug: Path[str], since: dt.date | None = None, sector: str = "", country: str = ""
) -> list[dict[str, Any]]:
    with desk_scope(request, slug, "events.view"):
        rows = EventRecord.objects.all()
        if since:
            rows = rows.filter(last_day__gte=since)
        if sector:
            rows = rows.filter(sectors__contains=f" {sector} ")
        if country:
            rows = rows.filter(country=country.upper())
        return [{"id": row.pk, **row.record} for row in rows]
