"""Whom a company meets, in words: the partner of a meeting of two, or a group meeting with all the others."""

from egiz.desk.missions.models import Company, ScheduledMeeting


def whom(meeting: ScheduledMeeting, reader: Company | None = None, *, short: bool = False) -> str:
    """Name whom `reader` meets, or everybody; a group meeting has its name in front."""
    others = meeting.companies if reader is None else meeting.others_for(reader)
    names = [_named(meeting, one, short=short) for one in others]
    if not meeting.title:
        return " – ".join(names)
    return f"{meeting.title}: {', '.join(names)}"


def _named(meeting: ScheduledMeeting, company: Company, *, short: bool) -> str:
    name = company.short_name if short else company.name
    person = meeting.person_of(company)
    return f"{name} ({person})" if person else name
