from egiz.desk.promises.models.meeting import OfficialMeeting
from egiz.desk.promises.models.promise import Became, Promise

__all__ = ["Became", "OfficialMeeting", "Promise"]
