from egiz.desk.events.models.entry import Entry, MergePair
from egiz.desk.events.models.event import EventRecord, Status
from egiz.desk.events.models.proposal import CalendarSettings, Proposal
from egiz.desk.events.models.source import EventSource, RawAnswer

__all__ = [
    "CalendarSettings",
    "Entry",
    "EventRecord",
    "EventSource",
    "MergePair",
    "Proposal",
    "RawAnswer",
    "Status",
]
