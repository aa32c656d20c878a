"""A version of the schedule as a print pack: agendas, badges, table signs, interpreters' sheets, seats."""

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from egiz.desk.core.interfaces.languages import locale
from egiz.desk.missions.domain import badges, queries
from egiz.desk.missions.interfaces.whom import whom
from egiz.desk.missions.models import Company, Mission, ScheduledMeeting, ScheduleVersion
from egiz.desk.missions.templatetags.missions import zone_name

if TYPE_CHECKING:
    from egiz.documents.pack import Line, Pack

LAST = (9999, 0)
LANGUAGES = ("ru", "uz", "kk", "en")
PARTS = {
    "agendas": gettext_lazy("Agenda of each company"),
    "badges": gettext_lazy("Badges with a code to scan"),
    "signs": gettext_lazy("Signs for the tables"),
    "interpreters": gettext_lazy("Sheets for the interpreters"),
    "seats": gettext_lazy("Who sits where, hour by hour"),
}


def pack_of(
    version: ScheduleVersion,
    mission: Mission,
    *,
    parts: Iterable[str],
    languages: dict[str, str],
    base: str = "",
) -> "Pack":
    """Return what is printed of a version.

    Parameters
    ----------
    version, mission
        The version of the schedule and its mission.
    parts
        Which of agendas, badges, signs, interpreters, seats.
    languages
        Of each side's agendas and badges: ``{"ours": "kk", "theirs": "uz"}``; a company that says in which
        language it is written to gets that.
    base
        The desk's own address, for the code that leads to a company's page; empty for none.
    """
    from egiz.documents.pack import Agenda, Badge, InterpreterSheet, Pack, Seat, TableSign  # noqa: PLC0415

    desk = mission.desk
    meetings = list(queries.meetings(version))
    own: dict[int, list[tuple[str, Line]]] = defaultdict(list)
    both: dict[str, dict[Any, list[Line]]] = {"table": defaultdict(list), "person": defaultdict(list)}
    hours: dict[Any, list[Line]] = defaultdict(list)
    for one in meetings:
        for company in one.companies:
            own[company.pk].append((one.person_of(company), _line(one, mission, company)))
        of_pair = _line(one, mission)
        if not one.online:
            both["table"][one.table_name].append(of_pair)
        if one.interpreter_name:
            both["person"][one.interpreter_id or one.interpreter_name].append(of_pair)
        hours[one.starts_at].append(of_pair)
    companies = list(queries.taking_part(mission).order_by("side", "name", "pk"))
    known = {one.pk: one for one in mission.interpreters.all()}
    tables = {table.name: (table.order, table.pk) for table in mission.tables.all()}
    return Pack(
        title=mission.name,
        place=mission.place,
        zone=zone_name(mission.zone, meetings[0].starts_at if meetings else None),
        made_on=desk.today(),
        version=version.number,
        draft=version.state == ScheduleVersion.State.DRAFT,
        sample=version.is_sample,
        ours=desk.our_name or _country(desk.country),
        theirs=desk.their_name or _country(desk.their_country),
        agendas=tuple(
            Agenda(
                company.name, company.side, ", ".join(badges.names_of(company)),
                tuple(line for _person, line in own[company.pk]),
                base.rstrip("/") + reverse("missions_public:timetable", args=[company.token]) if base else "",
                _language(company, languages),
            )
            for company in companies if company.pk in own
        ),
        badges=tuple(
            Badge(
                person.company.name, person.company.side, person.code, person.name,
                tuple(person.company.languages),
                tuple(line for who, line in own[person.company.pk] if who in {"", person.name}),
                _language(person.company, languages),
            )
            for person in badges.people(companies)
        ),
        signs=tuple(
            TableSign(name, tuple(lines))
            for name, lines in sorted(both["table"].items(), key=lambda row: tables.get(row[0], LAST))
        ),
        interpreters=tuple(
            InterpreterSheet(
                known[key].name if key in known else str(key),
                tuple(known[key].languages) if key in known else (),
                tuple(lines),
            )
            for key, lines in both["person"].items()
        ),
        seats=tuple(
            Seat(one[0].starts, one[0].ends, tuple(sorted(one, key=lambda line: _seat_key(line, tables))))
            for _start, one in sorted(hours.items())
        ),
    ).only(*parts)  # fmt: skip


def _country(code: str) -> str:
    return str(locale().territories.get(code, code))


def _language(company: Company, languages: dict[str, str]) -> str:
    asked = company.language or languages.get(company.side, "")
    return asked if asked in LANGUAGES else ""


def _line(one: ScheduledMeeting, mission: Mission, reader: Company | None = None) -> "Line":
    from egiz.documents.pack import Line  # noqa: PLC0415 - loaded when paper is asked for

    partner = one.partner_of(reader) if reader else None
    about = [partner.place, "; ".join(partner.offers)] if partner and not one.title else []
    about = [one.person_of(reader), *about] if reader else about
    return Line(
        one.starts_at.astimezone(mission.tz),
        one.ends_at.astimezone(mission.tz),
        whom(one, reader) if reader or one.title else one.ours.name,
        "" if reader or one.title else one.theirs.name,
        " · ".join(part for part in about if part),
        one.table_name,
        one.online,
        one.interpreter_name,
    )


def _seat_key(line: "Line", tables: dict[str, Any]) -> tuple[bool, Any, str]:
    return line.online, tables.get(line.table, LAST), line.who
