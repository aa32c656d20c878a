from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain import index
from egiz.desk.core.domain.index import Hit, Indexed, said
from egiz.desk.core.http import desk_url
from egiz.desk.core.models import Desk
from egiz.desk.core.templatetags.egiz import day
from egiz.desk.events.models import EventRecord, EventSearch


def _body(row: EventRecord) -> Iterator[str]:
    record = row.record
    yield from (str(record.get(name) or "") for name in ("organiser", "place_name", "venue", "series"))
    yield from (row.sectors, index.place_names(row.place_id), said(row, "status"))


def _hit(desk: Desk, row: EventRecord) -> Hit:
    when = day(row.first_day) if row.first_day else ""
    detail = " · ".join(filter(None, [str(row.get_status_display()), when]))
    return Hit(str(row), detail, desk_url(desk, "events:event", row.pk))


index.add(
    Indexed(
        EventRecord, _("Events"), "calendar-days", "events.view",
        head=lambda row: row.record.get("names", {}).values(), body=_body, hit=_hit,
        is_found=lambda row: row.merged_into_id is None,
    )
)  # fmt: skip
index.add(
    Indexed(
        EventSearch, _("Searches for events"), "calendar-days", "events.view",
        head=lambda row: (row.name,),
        body=lambda row: (row.sector, index.place_names(row.place_id), row.published_as),
        hit=lambda desk, row: Hit(row.name, "", desk_url(desk, "events:search", row.pk)),
    )
)  # fmt: skip
