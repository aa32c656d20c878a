from egiz.desk.promises.models.meeting import OfficialMeeting
from egiz.desk.promises.models.minutes import MinutesLine
from egiz.desk.promises.models.promise import Became, Promise
from egiz.desk.promises.models.reminder import Reminder
from egiz.desk.promises.models.result import ResultLink
from egiz.desk.promises.models.same import SamePair
from egiz.desk.promises.models.saved import SavedFilter

__all__ = [
    "Became",
    "MinutesLine",
    "OfficialMeeting",
    "Promise",
    "Reminder",
    "ResultLink",
    "SamePair",
    "SavedFilter",
]
