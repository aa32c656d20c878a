from egiz.desk.promises.models.meeting import OfficialMeeting
from egiz.desk.promises.models.promise import Became, Promise
from egiz.desk.promises.models.reminder import Reminder

__all__ = ["Became", "OfficialMeeting", "Promise", "Reminder"]
