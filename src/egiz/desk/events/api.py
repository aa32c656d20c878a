"""/api/v1/desks/<desk>/events: the calendar, under the predicates of the pages."""

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Router

from egiz.desk.core.domain.folding import fold
from egiz.desk.core.http import desk_scope
from egiz.desk.events.domain.calendar import in_sector
from egiz.desk.events.models import EventRecord

router = Router()
PER_PAGE = 500


def _document(row: EventRecord) -> dict[str, Any]:
    """Return the engine's document with what the desk adds to it."""
    checked = row.checked_on.isoformat() if row.checked_on else None
    gone = row.gone_on.isoformat() if row.gone_on else None
    return {"id": row.pk, **row.record, "checked_on": checked, "gone_on": gone, "public": row.is_public}


@router.get("/", summary="Events, as `egiz events list --json` gives them")
def list_events(  # noqa: PLR0913, PLR0917 - each is a filter of the address
    request: HttpRequest,
    slug: Path[str],
    since: dt.date | None = None,
    until: dt.date | None = None,
    sector: str = "",
    country: str = "",
    place: int | None = None,
    month: int | None = None,
    status: str = "",
    q: str = "",
    page: int = 1,
) -> list[dict[str, Any]]:
    """List up to 500 events a page, those with a day first; `since` and `until` are days, both counted."""
    with desk_scope(request, slug, "events.view"):
        rows = in_sector(EventRecord.objects.all(), sector)
        asked: dict[str, Any] = {
            "last_day__gte": since,
            "first_day__lte": until,
            "country": country.upper(),
            "place_id": place,
            "month": month,
            "status": status,
        }
        rows = rows.filter(**{key: value for key, value in asked.items() if value})
        for word in fold(q).split():
            rows = rows.filter(search_key__contains=word)
        paginator = Paginator(rows, PER_PAGE)
        return [_document(row) for row in paginator.page(page)] if page in paginator.page_range else []


@router.get("/{pk}", summary="One event with what its sources say")
def one_event(request: HttpRequest, slug: Path[str], pk: Path[int]) -> dict[str, Any]:
    """Return one event, its entries as each source has them, and what a person chose."""
    with desk_scope(request, slug, "events.view"):
        row = get_object_or_404(EventRecord, pk=pk)
        entries = row.entries.select_related("source")
        return {
            **_document(row),
            "choices": row.choices,
            "entries": [
                {
                    "id": entry.pk,
                    "origin": entry.origin,
                    "source": entry.source.title if entry.source else None,
                    "gone_on": entry.gone_on.isoformat() if entry.gone_on else None,
                    "event": entry.record,
                }
                for entry in entries
            ],
        }
