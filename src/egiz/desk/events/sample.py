"""The sample's part: the series that ship with their sources; no date among them is invented."""

from collections.abc import Callable
from pathlib import Path

from django.utils.translation import gettext as _

from egiz import calendars
from egiz.desk.core.models import Desk
from egiz.desk.events.domain.calendar import save_event
from egiz.desk.events.models import Entry, EventRecord


def load(desk: Desk, base: Path, progress: Callable[[str, float], None]) -> None:  # noqa: ARG001 - the hook's form
    """Fill an empty calendar with the events that ship."""
    if EventRecord.objects.exists():
        return
    progress(_("Event calendar"), 0.2)
    for event in calendars.seed_events():
        save_event(desk, event, None, origin=Entry.Origin.SHIPPED)
