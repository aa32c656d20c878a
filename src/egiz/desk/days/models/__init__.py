from egiz.desk.days.models.days import BusyPerson, DayEdit, Going
from egiz.desk.days.models.poll import Poll, PollAnswer, PollDay, PollGuest
from egiz.desk.events.models.public import PublicCalendar, StoredFeed, Subscriber

__all__ = [
    "BusyPerson",
    "DayEdit",
    "Going",
    "Poll",
    "PollAnswer",
    "PollDay",
    "PollGuest",
    "PublicCalendar",
    "StoredFeed",
    "Subscriber",
]
