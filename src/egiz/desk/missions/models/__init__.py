from egiz.desk.missions.models.company import Company, CompanyImport
from egiz.desk.missions.models.mission import Interpreter, Mission, MissionSettings, Session, Table
from egiz.desk.missions.models.outcome import ExchangeRate, FollowUp, MeetingReport
from egiz.desk.missions.models.schedule import NotHeld, ScheduledMeeting, ScheduleVersion
from egiz.desk.missions.models.wish import SuggestedMatch, Wish

__all__ = [
    "Company",
    "CompanyImport",
    "ExchangeRate",
    "FollowUp",
    "Interpreter",
    "MeetingReport",
    "Mission",
    "MissionSettings",
    "NotHeld",
    "ScheduleVersion",
    "ScheduledMeeting",
    "Session",
    "SuggestedMatch",
    "Table",
    "Wish",
]
