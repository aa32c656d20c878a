import datetime as dt
import io
import json
import zipfile

import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from egiz.desk.missions.models import Interpreter
from tests.desk.missions.conftest import URL, make_pairs, make_version


@pytest.fixture
def version(mission):
    made = make_version(mission, make_pairs(mission, 2))
    Interpreter.objects.create(mission=mission, name="Interpreter 1", languages=["ru", "uz"])
    made.meetings.filter(slot=0).update(interpreter_name="Interpreter 1")
    made.meetings.filter(slot=1).update(online=True, table=None, table_name="")
    return made


def get(page, mission, kind):
    return page.get(f"{URL}/{mission.pk}/schedule/1/schedule.{kind}")


def test_the_document_keeps_the_contract(page, mission, version):
    document = json.loads(get(page, mission, "json").content)
    assert {"status", "seconds", "goals", "meetings", "not_held"} <= set(document)
    first, second = document["meetings"]
    assert first["slot"] == 0
    assert first["start"] == "2026-12-09T10:00:00+05:00"
    assert (first["table"], first["online"], first["interpreter"]) == ("1", False, "Interpreter 1")
    assert (second["table"], second["online"]) == (None, True)
    assert [company["id"] for company in first["participants"]] == ["A1", "K1"]


def test_the_workbook_opens_with_every_meeting(page, mission, version):
    book = load_workbook(io.BytesIO(get(page, mission, "xlsx").content))
    cells = {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell}
    assert any("Company A1 – Company K1" in cell for cell in cells)


def test_each_participant_gets_one_calendar_with_true_zones(page, mission, version):
    archive = zipfile.ZipFile(io.BytesIO(get(page, mission, "zip").content))
    names = [name for name in archive.namelist() if name.endswith(".ics")]
    assert [name.rsplit("-", 1)[0] for name in names] == ["ours-A1", "ours-A2", "theirs-K1", "theirs-K2"]
    calendar = Calendar.from_ical(archive.read(names[0]))
    (event,) = calendar.walk("VEVENT")
    assert event["summary"] == "Company K1"
    assert event["dtstart"].dt.isoformat() == "2026-12-09T10:00:00+05:00"
    assert event["dtstart"].params["TZID"] == "Asia/Tashkent"
    assert [zone["tzid"] for zone in calendar.walk("VTIMEZONE")] == ["Asia/Tashkent"]
    assert "Interpreter 1" in event["description"]


def test_a_later_version_moves_the_event_instead_of_adding_one(page, mission, version):
    company = version.meetings.get(slot=0).ours
    url = f"{URL}/{mission.pk}/companies/{company.pk}/calendar.ics"
    (before,) = Calendar.from_ical(page.get(url).content).walk("VEVENT")
    version.state = "superseded"
    version.save()
    later = make_version(mission, [version.meetings.get(slot=0).wish], number=2)
    one = later.meetings.get()
    later.meetings.update(slot=2, starts_at=one.starts_at + dt.timedelta(hours=1))
    (after,) = Calendar.from_ical(page.get(url).content).walk("VEVENT")
    assert before["uid"] == after["uid"]
    assert after["sequence"] > before["sequence"]


def test_the_programme_prints_one_sheet_for_each_company_with_meetings(page, mission, version):
    text = page.get(f"{URL}/{mission.pk}/schedule/1/programme/").content.decode()
    assert text.count('class="sheet"') == 4
    company = version.meetings.get(slot=0).ours
    text = page.get(f"{URL}/{mission.pk}/schedule/1/programme/?company={company.pk}").content.decode()
    assert text.count('class="sheet"') == 1


def test_a_file_of_another_kind_is_not_there(page, mission, version):
    assert get(page, mission, "exe").status_code == 404
