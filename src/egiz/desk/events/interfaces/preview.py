"""What a source would bring, before it is kept."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from egiz import calendars
from egiz.desk.events.domain import pulling
from egiz.desk.events.interfaces.source_forms import ColumnsForm
from egiz.desk.events.interfaces.strip import shown
from egiz.desk.events.interfaces.translations import error_of, error_words, problem_words
from egiz.desk.events.models import EventSource

if TYPE_CHECKING:
    from egiz.calendars.readers import TableLook

SHOWN = 20


@dataclass
class Preview:
    """Some of the events as they would come, what cannot be read, and a table's columns."""

    error: str = ""
    cards: list[dict[str, Any]] = field(default_factory=list)
    count: int = 0
    problems: list[dict[str, str]] = field(default_factory=list)
    problem_count: int = 0
    form: ColumnsForm | None = None
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def preview_of(source: EventSource, posted: Any = None) -> Preview:
    """Read the kept answer without writing anything."""
    body = pulling.raw_of(source)
    if not body:
        return Preview(error=error_of(source))
    made = Preview()
    if look := _table(source, body):
        made.headings, made.rows = look.headings, look.rows
        made.form = ColumnsForm(posted, headings=look.headings, found=look.columns)
    today = source.desk.today()
    try:
        reading = pulling.read_raw(source, today)
    except calendars.CalendarError as error:
        made.error = error_words(error.code, error.params)
        return made
    made.count, made.problem_count = len(reading.events), len(reading.problems)
    made.cards = [shown(event, 0, today) for event in reading.events[:SHOWN]]
    made.problems = [
        problem_words({"where": p.where, "code": p.code, "text": p.text}) for p in reading.problems[:SHOWN]
    ]
    return made


def _table(source: EventSource, body: bytes) -> "TableLook | None":
    kind = source.kind if source.kind != EventSource.Kind.AUTO else calendars.feeds.looks_like(body)
    if kind != EventSource.Kind.TABLE:
        return None
    try:
        return calendars.readers.look_into_table(body, mapping=source.mapping)
    except calendars.CalendarError:
        return None
