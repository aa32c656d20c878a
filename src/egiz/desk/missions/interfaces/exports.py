"""A version as files: XLSX, JSON (the contract of `egiz schedule`), one calendar per participant."""

import io
import zipfile
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from egiz.desk.missions.domain import queries
from egiz.desk.missions.domain.history import standings
from egiz.desk.missions.domain.problem import Draft, build_problem
from egiz.desk.missions.domain.slots import slots_of_version
from egiz.desk.missions.interfaces.calendars import calendar_of
from egiz.desk.missions.interfaces.reasons import sentence
from egiz.desk.missions.models import Company, Mission, NotHeld, ScheduledMeeting, ScheduleVersion


def document(version: ScheduleVersion, mission: Mission) -> dict[str, Any]:
    """Return the version as the JSON document of `egiz schedule --json`, with names and times added."""
    slots = slots_of_version(version, mission.tz)
    return {
        "mission": {"id": mission.pk, "name": mission.name, "place": mission.place, "zone": mission.zone},
        "version": version.number,
        "state": version.state,
        "sample": version.is_sample,
        "status": version.result_status,
        "seconds": version.seconds,
        "goals": version.goals,
        "slots": [{"start": s.start.isoformat(), "minutes": s.minutes} for s in slots],
        "meetings": [_meeting(meeting, mission) for meeting in queries.meetings(version)],
        "not_held": [
            {
                "id": left.key,
                "participants": [_company(one) for one in _wanted(left)],
                "reasons": [reason["text"] for reason in left.reasons],
                "relaxations": [reason["text"] for reason in left.relaxations],
            }
            for left in queries.not_held(version)
        ],
    }


def _wanted(left: NotHeld) -> tuple[Company, ...]:
    """Return who wanted a meeting that was left out; of a group meeting called off since, the first two."""
    return left.group.companies if left.group else (left.ours, left.theirs)


def _company(company: Company) -> dict[str, str]:
    return {"id": company.key, "name": company.name, "side": company.side}


def _meeting(meeting: ScheduledMeeting, mission: Mission) -> dict[str, Any]:
    return {
        "id": meeting.key,
        "participants": [_company(one) for one in meeting.companies],
        "slot": meeting.slot,
        "start": meeting.starts_at.astimezone(mission.tz).isoformat(),
        "minutes": meeting.minutes,
        "table": meeting.table_name or None,
        "online": meeting.online,
        "interpreter": meeting.interpreter_name or None,
        "pinned": meeting.pinned,
    } | _said_of_group(meeting)


def _said_of_group(meeting: ScheduledMeeting) -> dict[str, Any]:
    """Return the name of a group meeting, and who sits there where people split up."""
    found: dict[str, Any] = {"title": meeting.title} if meeting.title else {}
    people = {one.key: name for one in meeting.companies if (name := meeting.person_of(one))}
    return found | ({"people": people} if people else {})


def workbook(version: ScheduleVersion, mission: Mission) -> bytes:
    """Return the version as a workbook: summary, a sheet per day and per participant, what was not placed."""
    from egiz.meetings.model.formats.xlsx_write import write_xlsx  # noqa: PLC0415 - loaded when a file is asked for

    problem, result = _for_engine(version, mission)
    file = io.BytesIO()
    write_xlsx(file, problem, result, lang=(get_language() or "en")[:2])  # type: ignore[arg-type]
    return file.getvalue()


def _for_engine(version: ScheduleVersion, mission: Mission) -> tuple[Any, Any]:
    """Rebuild the engine's problem and result from what was kept, with reasons in the reader's language."""
    from egiz.meetings import Goal, Placed, Reason, Result  # noqa: PLC0415 - as above
    from egiz.meetings import NotHeld as Left  # noqa: PLC0415 - as above

    held, left = list(queries.meetings(version)), list(queries.not_held(version))
    rows: list[Any] = [*held, *left]
    seated = {row.key: tuple(row.companies) for row in held} | {row.key: _wanted(row) for row in left}
    companies = {company.pk: company for row in seated.values() for company in row}
    wishes: dict[str, Any] = {row.key: row.wish or row.group for row in rows if row.wish or row.group}
    for row in rows:
        if row.wish is not None:  # the companies are in hand: the wish need not read them again
            row.wish.asker, row.wish.partner = companies[row.wish.asker_id], companies[row.wish.partner_id]
    draft = Draft(
        mission,
        slots_of_version(version, mission.tz),
        dict(sorted(companies.items(), key=lambda item: (item[1].side, item[1].key))),
        list(wishes.values()),
        list(mission.tables.all()),
        list(mission.interpreters.all()),
    )
    problem = build_problem(draft, keep_minimums=False)

    def ids(row: Any) -> tuple[str, ...]:
        return tuple(str(one.pk) for one in seated[row.key])

    def reasons(rows: list[dict[str, Any]]) -> tuple[Any, ...]:
        return tuple(Reason(row["code"], row["params"], sentence(row)) for row in rows)

    result = Result(
        status=version.result_status,  # type: ignore[arg-type]
        seconds=version.seconds,
        goals=tuple(Goal(goal["name"], goal["value"], goal["bound"]) for goal in version.goals),
        meetings=tuple(
            Placed(
                id=row.key, participants=ids(row), slot=row.slot, length=row.length,
                table=row.table_name or None, online=row.online,
                interpreter=str(row.interpreter_id) if row.interpreter_id else None,
                people=tuple(row.people.items()),
            )
            for row in held
        ),
        not_held=tuple(
            Left(row.key, ids(row), reasons(row.reasons), reasons(row.relaxations))
            for row in left
        ),
    )  # fmt: skip
    return problem, result


def calendars(version: ScheduleVersion, mission: Mission) -> bytes:
    """Return all participants' calendars in one archive, each named after the company's code."""
    mine = {company for meeting in queries.meetings(version) for company in meeting.companies}
    standing = standings(mission, upto=version)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for company in sorted(mine, key=lambda one: (one.side, one.key)):
            archive.writestr(f"{file_name(company)}.ics", calendar_of(company, mission, standing))
        archive.writestr("README.txt", _("One calendar per company; send each company its own.") + "\n")
    return file.getvalue()


def file_name(company: Company) -> str:
    """Return a name safe in any archive: the side, the code, the record's number."""
    key = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in company.key)
    return f"{company.side}-{key}-{company.pk}"
