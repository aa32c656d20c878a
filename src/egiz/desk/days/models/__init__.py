from egiz.desk.days.models.days import BusyPerson, DayEdit
from egiz.desk.days.models.poll import Poll, PollAnswer, PollDay, PollGuest

__all__ = ["BusyPerson", "DayEdit", "Poll", "PollAnswer", "PollDay", "PollGuest"]
