"""From a report's text to suggestions that wait for a person."""

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from egiz.desk.core.domain import jobs, trail
from egiz.desk.core.domain.places import place_of
from egiz.desk.core.domain.territories import of_places
from egiz.desk.core.models import Desk, Job, Territory, User
from egiz.desk.promises.domain.deciding import renumber
from egiz.desk.promises.domain.owners import side_by_name, side_of
from egiz.desk.promises.models import OfficialMeeting, Promise

READ_JOB = "promises.read"
SAME_PLACE = 0.6  # two quotes are the same place of the text when they share this much of the shorter one


def plain_text(text: str) -> str:
    """Return the text as offsets count it: one kind of line end, no invisible marks at the start."""
    return text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff").strip()


@transaction.atomic
def begin_meeting(
    desk: Desk, user: User | None, *, text: str = "", upload: UploadedFile | None = None, **values: Any
) -> OfficialMeeting:
    """Keep a report: pasted text, or a file whose text is taken out when it is read."""
    meeting = OfficialMeeting(desk=desk, created_by=user, text=plain_text(text), **values)
    if not meeting.title:
        first = meeting.text.split("\n", 1)[0].strip() or (upload.name if upload else "") or "–"
        meeting.title = first[:120]
    meeting.save()
    if upload is not None:
        meeting.source_file = trail.attach(meeting, upload, user)
        meeting.source_name = (upload.name or "")[:300]
        meeting.save()
    trail.record(meeting, "added", user)
    return meeting


@transaction.atomic
def start_reading(meeting: OfficialMeeting, user: User | None) -> Job:
    """Put the reading of a report in the queue."""
    job = jobs.enqueue(meeting.desk, READ_JOB, {"meeting": meeting.pk}, user, title="")
    meeting.job = job
    meeting.save(update_fields=["job"])
    return job


def described(report: dict[str, Any], desk: Desk) -> dict[str, Any]:
    """Add to each organisation found its country and the side it stands on."""
    organisations = []
    for found in report.get("organisations", []):
        place = place_of(found.get("place"))
        country = place.country if place else ""
        organisations.append(
            {
                **found,
                "country": country,
                "side": side_by_name(desk, found["name"], found.get("kind", ""), country),
            }
        )
    keep = ("people", "places", "twinnings", "perhaps")
    return {**{key: report.get(key, []) for key in keep}, "organisations": organisations}


@transaction.atomic
def store(meeting: OfficialMeeting, report: dict[str, Any], user: User | None) -> int:
    """Write what was read as suggestions; what a person decided about an earlier reading stays."""
    left_out = meeting.findings.get("left_out", [])
    meeting.findings = {**described(report, meeting.desk), "left_out": left_out}
    meeting.language = (report.get("language") or "")[:8]
    if meeting.held_on is None and report.get("report_date"):
        meeting.held_on = dt.date.fromisoformat(report["report_date"])
    meeting.save()
    meeting.promises.filter(status=Promise.Status.SUGGESTED).delete()
    decided = list(meeting.promises.all())
    new = [_suggestion(meeting, item) for item in report.get("commitments", [])]
    new = [item for item in new if not any(_same_place(item, other) for other in decided)]
    renumber([*decided, *new])
    Promise.objects.bulk_update(decided, ["number"])
    for item in new:
        item.save()
        trail.record(item, "read", user)
    return len(new)


def perhaps(meeting: OfficialMeeting, promises: list[Promise]) -> list[tuple[int, dict[str, Any]]]:
    """Return what may be a promise and is none of those kept already, with its place in the findings."""
    listed = meeting.findings.get("perhaps", [])
    new = [(index, _suggestion(meeting, found)) for index, found in enumerate(listed)]
    return [(i, listed[i]) for i, item in new if not any(_same_place(item, other) for other in promises)]


@transaction.atomic
def take_up(meeting: OfficialMeeting, index: int, user: User | None) -> Promise | None:
    """Make a suggestion of what was only perhaps a promise; None if it is one already."""
    meeting = OfficialMeeting.objects.select_for_update().get(pk=meeting.pk)
    promises = list(meeting.promises.all())
    found = dict(perhaps(meeting, promises)).get(index)
    if found is None:
        return None
    item = _suggestion(meeting, found)
    renumber([*promises, item])
    Promise.objects.bulk_update(promises, ["number"])
    item.save()
    trail.record(item, "read", user)
    return item


def _suggestion(meeting: OfficialMeeting, found: dict[str, Any]) -> Promise:
    start, end = int(found["start"]), int(found["end"])
    due = found.get("due") or {}
    names = list(found.get("by") or [])
    return Promise(
        desk=meeting.desk,
        meeting=meeting,
        status=Promise.Status.SUGGESTED,
        kind=found.get("kind") or Promise.Kind.OTHER,
        title=found["title"][:300],
        quote=meeting.text[start:end],
        start=start,
        end=end,
        owner_text="; ".join(names)[:300],
        to_text="; ".join(found.get("to") or [])[:300],
        side=side_of(meeting.desk, names, meeting.findings),
        candidates=found.get("candidates") or [],
        territory=_territory(meeting, start, end),
        due_on=_day(due.get("date")),
        due_phrase=(due.get("phrase") or "")[:200],
        due_proposed=_day(due.get("proposed")),
        confidence=found.get("confidence"),
    )


def _territory(meeting: OfficialMeeting, start: int, end: int) -> Territory | None:
    """Guess the region from the places in the promise's own words, else from the meeting's place."""
    places = [one for one in meeting.findings.get("places", []) if one.get("geonameid")]
    inside = [one["geonameid"] for one in places if start <= one.get("start", -1) < end]
    ours = [pk for pk in inside if (place := place_of(pk)) and place.country == meeting.desk.country]
    for wanted in (ours, inside, [meeting.place_id] if meeting.place_id else []):
        if wanted and (found := of_places(meeting.desk, wanted)):
            return found
    return None


def _day(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None


def _same_place(a: Promise, b: Promise) -> bool:
    if None in (a.start, a.end, b.start, b.end):
        return False
    shared = min(a.end or 0, b.end or 0) - max(a.start or 0, b.start or 0)
    return shared > SAME_PLACE * min((a.end or 0) - (a.start or 0), (b.end or 0) - (b.start or 0))
