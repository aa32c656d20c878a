"""The sample's promises: a report read by the real reader, partly confirmed, the rest left for a person."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from egiz import minutes
from egiz.desk.core.models import Desk
from egiz.desk.promises.domain import deciding, reading
from egiz.desk.promises.models import OfficialMeeting, Promise

REPORT = "report.ru.txt"
DAYS_AGO = 10  # the sample's meeting has no real day; this one lets a vague promise be overdue already
CONFIRMED = {
    Promise.Kind.TWINNING: "open",
    Promise.Kind.MEETING: "open",
    Promise.Kind.EVENTS: "waiting",
}


def load(desk: Desk, base: Path, progress: Callable[[str, float], None]) -> None:
    """Read the sample's report into an empty desk; a desk where anybody has worked is left alone."""
    path = base / REPORT
    if OfficialMeeting.objects.exists() or Promise.objects.exists():
        return

    progress("promises", 0.1)
    text = path.read_text(encoding="utf-8")
    meeting = reading.begin_meeting(
        desk,
        None,
        text=text,
        title=_title(text),
        source_name=path.name,
        held_on=desk.today() - dt.timedelta(days=DAYS_AGO),
    )
    report = minutes.read(meeting.text, date=meeting.held_on, lang="ru")
    progress("promises", 0.8)
    reading.store(meeting, report.to_dict(), None)
    for promise in meeting.promises.filter(kind__in=CONFIRMED):
        deciding.confirm(promise, None, take_proposed=True, owner_text=promise.owner_text)
        deciding.change(promise, None, status=CONFIRMED[Promise.Kind(promise.kind)])


def _title(text: str) -> str:
    """Return the first line that is a headline: the very first one says that this is a sample."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return (lines[1] if len(lines) > 1 else lines[0])[:300] if lines else ""
