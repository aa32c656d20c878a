import datetime as dt
import tempfile
from pathlib import Path, PurePath

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from django_scopes import scope

from egiz import minutes
from egiz.desk.core.domain.apart import read_apart
from egiz.desk.core.domain.handed import file_of
from egiz.desk.core.domain.jobs import JobContext, JobError, JobResult, handler
from egiz.desk.core.domain.periodic import every
from egiz.desk.core.http import desk_url
from egiz.desk.core.models import Attachment, Desk
from egiz.desk.promises.domain import reading, sames
from egiz.desk.promises.domain.importing import IMPORT_JOB, import_long
from egiz.desk.promises.interfaces import lists, reminders
from egiz.desk.promises.models import OfficialMeeting


# Somebody else's file: what it may take is little, whatever it holds.
@handler(
    reading.READ_JOB,
    _("Reading a report"),
    seconds=300,
    memory_mb=1536,
    begun_at=("promises:reading", "meeting"),
)
def read_report(context: JobContext) -> JobResult:
    """Take the text out of the file if need be, read it, keep what was read as suggestions."""
    meeting = OfficialMeeting.objects.select_related("desk", "source_file").get(pk=context.payload["meeting"])
    try:
        if not meeting.text and meeting.source_file:
            context.report(0.1, gettext_noop("Taking the text out of the file"))
            document = _document_of(meeting.source_file)
            meeting.text = reading.plain_text(document.text)
            left_out = [{"code": one.code, "params": one.params} for one in document.left_out]
            meeting.findings = {**meeting.findings, "left_out": left_out}
            meeting.save()
        context.report(0.3, gettext_noop("Reading %(letters)s letters"), letters=len(meeting.text))
        report = minutes.read(meeting.text, date=meeting.held_on, lang=meeting.language or None)
    except ValueError as error:
        text = gettext_noop("The report could not be read: %(reason)s")
        raise JobError(text, reason=str(error)) from error
    context.report(0.9, gettext_noop("Keeping what was found"))
    count = reading.store(meeting, report.to_dict(), context.user)
    context.report(0.95, gettext_noop("Looking for promises that are known already"))
    sames.propose(meeting)
    return JobResult({"suggestions": count}, desk_url(context.desk, "promises:reading", meeting.pk))


def _document_of(source: Attachment) -> minutes.Document:
    # The stored file may live anywhere (object storage on a server): the reader wants a path with an ending.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"report{PurePath(source.name).suffix.lower()}"
        with source.file.open("rb") as stored:
            path.write_bytes(stored.read())
        return minutes.load_document(path)


@every(minutes=15, name="promises.remind")
def remind(now: dt.datetime) -> None:
    """Send the letters of the day to those who want them."""
    for desk in Desk.objects.all():
        with scope(desk=desk):
            reminders.send_due(desk, now)


@handler(
    IMPORT_JOB,
    _("Taking in a list of promises"),
    seconds=1800,
    memory_mb=1536,
    begun_at=("promises:import", ""),
)
def take_list(context: JobContext) -> JobResult:
    """Read a long list again and write its good rows; what was wrong with the others is shown beside them."""
    desk = context.desk
    message = gettext_noop("%(done)s of %(total)s rows are in.")
    try:
        with file_of(context.job) as (path, name):
            content = path.read_bytes()
        parsed = read_apart(
            lists.parse, name, content, country=desk.country, their_country=desk.their_country
        )
    except (ValueError, ValidationError) as error:
        text = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        raise JobError(gettext_noop("The list could not be read: %(reason)s"), reason=text) from error
    total = len(parsed.rows)

    def tell(done: int) -> None:
        context.report(done / max(total, 1) * 0.99, message, done=done, total=total)

    taken = import_long(context.job, parsed.rows, tell, update=bool(context.payload.get("update")))
    found = {
        "taken": taken.as_json(),
        "errors": [{"row": one.row, "column": one.column, "text": one.text} for one in parsed.errors],
        "error_count": parsed.error_count,
        "unknown_columns": parsed.unknown_columns,
    }
    return JobResult(found, f"{desk_url(desk, 'promises:import')}?job={context.job.pk}")
