from egiz.desk.missions.models.company import Company, CompanyImport
from egiz.desk.missions.models.day import Incident, Scan
from egiz.desk.missions.models.group import GroupMeeting, GroupSeat
from egiz.desk.missions.models.letter import Letter, Mailing
from egiz.desk.missions.models.mission import Interpreter, Mission, MissionSettings, Session, Table
from egiz.desk.missions.models.outcome import ExchangeRate, FollowUp, MeetingReport
from egiz.desk.missions.models.push import Push, PushPlace
from egiz.desk.missions.models.registration import Question, Registration
from egiz.desk.missions.models.reminder import Reminder
from egiz.desk.missions.models.schedule import NotHeld, ScheduledMeeting, ScheduleVersion
from egiz.desk.missions.models.wish import Message, SuggestedMatch, Wish

__all__ = [
    "Company",
    "CompanyImport",
    "ExchangeRate",
    "FollowUp",
    "GroupMeeting",
    "GroupSeat",
    "Incident",
    "Interpreter",
    "Letter",
    "Mailing",
    "MeetingReport",
    "Message",
    "Mission",
    "MissionSettings",
    "NotHeld",
    "Push",
    "PushPlace",
    "Question",
    "Registration",
    "Reminder",
    "Scan",
    "ScheduleVersion",
    "ScheduledMeeting",
    "Session",
    "SuggestedMatch",
    "Table",
    "Wish",
]
