"""What a partner desk keeps of an event: what is announced of it; there it is one more source."""

import json
import uuid
from typing import Any

from django.utils.translation import gettext_lazy as _

from egiz import calendars
from egiz.desk.core.domain import together
from egiz.desk.core.domain.together import Common, Part
from egiz.desk.core.domain.trail import record
from egiz.desk.core.models import Desk
from egiz.desk.core.templatetags.egiz import day_long
from egiz.desk.events.domain import assembling
from egiz.desk.events.models import Entry, EventRecord

# Of the event's own document; notes and whatever else a desk wrote stay at home.
NAMES: dict[str, type] = {
    **dict.fromkeys(("names", "forecast"), dict),
    **dict.fromkeys(("sources", "sectors", "languages"), list),
    **dict.fromkeys(("edition", "place"), int),
    **dict.fromkeys(
        (
            "status", "series", "place_name", "country", "venue", "start", "end", "zone", "previous_start",
            "organiser", "url", "registration_url", "registration_deadline", "price",
        ),
        str,
    ),
}  # fmt: skip
LONGEST, MOST = 2000, 20_000
ORIGIN = Entry.Origin.PARTNER


def _values(row: EventRecord) -> dict[str, Any]:
    return {"event": {name: value for name, value in row.record.items() if name in NAMES}}


def _leaves(value: Any) -> list[Any]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return [value] if inner is None else [leaf for one in inner for leaf in _leaves(one)]


def _event(value: Any) -> dict[str, Any]:
    """Take an event's document; the engine checks days, addresses, sectors and names."""
    if not isinstance(value, dict) or len(json.dumps(value)) > MOST:
        raise ValueError("event")
    if any(type(one) is not NAMES.get(name) for name, one in value.items()):
        raise ValueError("event")
    words = [*value.get("sectors", ()), *value.get("languages", ()), *value.get("names", {}).values()]
    long = any(len(leaf) > LONGEST for leaf in _leaves(value) if isinstance(leaf, str))
    if long or not all(isinstance(one, str) for one in words):
        raise ValueError("event")
    calendars.event_from_json({**value, "uid": "partner"})
    return value


def _save(desk: Desk, uid: str, values: dict[str, Any]) -> EventRecord:
    event = calendars.event_from_json({**values["event"], "uid": uid})
    return assembling.save_event(desk, event, None, origin=ORIGIN)


def _make(desk: Desk, values: dict[str, Any]) -> EventRecord:
    # A number of its own: the same fair may stand here already, read from its page.
    row = _save(desk, f"partner-{uuid.uuid4()}", values)
    # Whether it stands on this desk's public calendar is for its own people to say.
    EventRecord.every.filter(pk=row.pk).update(is_public=False)
    record(row, "came_from_desk", None)
    return row


def _take(row: EventRecord, values: dict[str, Any]) -> None:
    _save(row.desk, row.uid, values)


def _blank(row: EventRecord, _sentence: str) -> None:
    """Take the partner's word out of the event; without any other there is no event left."""
    entry = Entry.objects.filter(key=f"{ORIGIN}:{row.uid}").select_related("event").first()
    if entry is None:
        return
    event = entry.event
    entry.delete()
    if event.entries.exists():
        assembling.assemble(event, None)
    if event.pk != row.pk or not event.entries.exists():
        EventRecord.every.filter(pk=row.pk).delete()


def _show(value: dict[str, Any]) -> str:
    names = value.get("names", {})
    day = day_long(value["start"]) if value.get("start") else ""
    return " · ".join(filter(None, [next(iter(names.values()), ""), day, value.get("place_name", "")]))


together.offer(
    Common(
        "event", EventRecord, "events.change", "events:event", _("Event"),
        parts=(Part("event", _("what is announced of it"), _event, show=_show),),
        values=_values, make=_make, take=_take, blank=_blank,
        language_of=lambda row: str(row.desk.language), manager="every",
    )
)  # fmt: skip
