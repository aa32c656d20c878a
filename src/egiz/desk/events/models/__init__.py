from egiz.desk.events.models.attendance import Attendance
from egiz.desk.events.models.entry import Entry, MergePair
from egiz.desk.events.models.event import EventRecord, Status
from egiz.desk.events.models.proposal import CalendarSettings, Proposal
from egiz.desk.events.models.public import PublicCalendar, StoredFeed, Subscriber
from egiz.desk.events.models.search import EventSearch
from egiz.desk.events.models.source import EventSource, RawAnswer

__all__ = [
    "Attendance",
    "CalendarSettings",
    "Entry",
    "EventRecord",
    "EventSearch",
    "EventSource",
    "MergePair",
    "Proposal",
    "PublicCalendar",
    "RawAnswer",
    "Status",
    "StoredFeed",
    "Subscriber",
]
