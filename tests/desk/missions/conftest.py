import datetime as dt

import pytest
from openpyxl import Workbook

from egiz.desk.missions.models import (
    Company,
    Interpreter,
    Mission,
    MissionSettings,
    ScheduledMeeting,
    ScheduleVersion,
    Session,
    Table,
    Wish,
)
from egiz.desk.missions.models.wish import Consent

DAY = dt.date(2026, 12, 9)
# Days that no clock of a machine that runs these tests can stand between.
PAST, FUTURE = dt.date(2020, 3, 4), dt.date(2099, 3, 4)
URL = "/d/atyrau/missions"


class QuietWatch:
    """A watch that keeps what it is told."""

    def __init__(self):
        self.reported = []
        self.goals = 0

    def report(self, fraction, message="", **values):
        self.reported.append((fraction, message, values))

    def new_goal(self):
        self.goals += 1


def make_mission(desk, *, tables=2, rooms=1, sessions=((10, 12),), name="Nukus mission", day=DAY, **settings):
    rules = MissionSettings(**{"online_rooms": rooms, "seconds": 5, **settings}).as_json()
    mission = Mission.objects.create(
        desk=desk, name=name, place="Nukus", zone="Asia/Tashkent", settings=rules
    )
    for start, end in sessions:
        Session.objects.create(mission=mission, date=day, starts=dt.time(start), ends=dt.time(end))
    for number in range(1, tables + 1):
        Table.objects.create(mission=mission, name=str(number), order=number)
    return mission


def make_company(mission, side="ours", key="A1", **fields):
    values = {
        "name": f"Company {key}",
        "languages": ["ru"],
        "offers": ["pumps"],
        "needs": ["seals"],
        **fields,
    }
    return Company.objects.create(mission=mission, side=side, key=key, **values)


def make_wish(asker, partner, *, agreed=True, **fields):
    answer = Consent.AGREED if agreed else Consent.ASKED
    return Wish.objects.create(
        mission=asker.mission,
        asker=asker,
        partner=partner,
        **{"our_consent": answer, "their_consent": answer, **fields},
    )


def make_pairs(mission, count, *, agreed=True):
    ours = [make_company(mission, "ours", f"A{n}") for n in range(1, count + 1)]
    theirs = [make_company(mission, "theirs", f"K{n}") for n in range(1, count + 1)]
    return [make_wish(a, b, agreed=agreed) for a, b in zip(ours, theirs, strict=True)]


def make_version(mission, wishes, *, number=1, state="published", day=DAY):
    """A version with one meeting for each wish, one after another at the first table."""
    start = dt.datetime.combine(day, dt.time(10), mission.tz)
    half = dt.timedelta(minutes=30)
    version = ScheduleVersion.objects.create(
        mission=mission,
        number=number,
        state=state,
        result_status="optimal",
        wanted=len(wishes),
        goals=[
            {"name": "held", "value": len(wishes), "bound": len(wishes)},
            {"name": "breaks", "value": 0, "bound": 0},
            {"name": "fairness", "value": 0, "bound": 0},
        ],
        slots=[
            {"start": (start + n * half).isoformat(), "minutes": 30, "day": 0, "session": "1"}
            for n in range(4)
        ],
    )
    table = mission.tables.first()
    for slot, wish in enumerate(wishes):
        ours, theirs = wish.companies
        ScheduledMeeting.objects.create(
            version=version,
            wish=wish,
            ours=ours,
            theirs=theirs,
            slot=slot % 4,
            starts_at=start + slot % 4 * half,
            table=table,
            table_name=table.name if table else "",
        )
    return version


@pytest.fixture
def mission(in_desk):
    return make_mission(in_desk)


@pytest.fixture
def interpreter(mission):
    return Interpreter.objects.create(mission=mission, name="Interpreter 1", languages=["kk", "uz", "ru"])


@pytest.fixture
def workbook(tmp_path):
    """Write a list of companies; each row is (code, company, offers, needs, OKED)."""

    def write(*rows, name="list.xlsx"):
        book = Workbook()
        sheet = book.active
        sheet.append(["Код фирмы", "Компания", "Предложения", "Потребности", "ОКЭД"])
        for row in rows:
            sheet.append(list(row))
        path = tmp_path / name
        book.save(path)
        return path

    return write
