from egiz.desk.public.models.calendar import PublicCalendar, StoredFeed, Subscriber
from egiz.desk.public.models.days import BusyPerson, DayEdit, Going
from egiz.desk.public.models.poll import Poll, PollAnswer, PollDay, PollGuest

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
