"""The sample's promises: a report read by the real reader, suggestions left for a person to confirm."""

from collections.abc import Callable
from pathlib import Path

from egiz.desk.commitments.domain import reading
from egiz.desk.commitments.models import Commitment, Meeting
from egiz.desk.core.models import Desk

REPORT = "report.ru.txt"


def load(desk: Desk, base: Path, progress: Callable[[str, float], None]) -> None:
    """Read the sample's report into an empty desk; a desk where anybody has worked is left alone."""
    path = base / REPORT
    if not path.exists() or Meeting.objects.exists() or Commitment.objects.exists():
        return
    from egiz import minutes  # noqa: PLC0415 - the reader loads language models, only here

    progress("commitments", 0.1)
    meeting = reading.begin_meeting(desk, None, text=path.read_text(encoding="utf-8"), source_name=path.name)
    report = minutes.read(meeting.text, lang="ru")
    if report.report_date is None:
        # The sample's meeting is held on the day it is loaded: vague dates then have something to count from.
        meeting.held_on = desk.today()
        report = minutes.read(meeting.text, date=meeting.held_on, lang="ru")
    progress("commitments", 0.8)
    reading.store(meeting, report.to_dict(), None)
