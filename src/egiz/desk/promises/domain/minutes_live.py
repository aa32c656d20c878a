"""The minutes while the meeting is on: who is here, what is said, what of it is promised; then signed off."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from egiz.desk.core.domain import removing, trail
from egiz.desk.core.models import Binned, User
from egiz.desk.directory.domain.entries import add_person, find_person
from egiz.desk.directory.models import Person
from egiz.desk.promises._errors import DecisionError
from egiz.desk.promises.domain import deciding
from egiz.desk.promises.domain.meetings import must_have_begun
from egiz.desk.promises.models import MinutesLine, OfficialMeeting, Promise


def _must_be_open(meeting: OfficialMeeting) -> None:
    if meeting.signed_off_at:
        raise DecisionError(DecisionError.SIGNED_OFF)


@transaction.atomic
def come_in(meeting: OfficialMeeting, name: str, user: User | None) -> Person:
    """Note that somebody is here; a name that nobody has gets a card of the directory."""
    _must_be_open(meeting)
    person = find_person(name) or add_person(meeting.desk, user, name=name)
    meeting.participants.add(person)
    return person


@transaction.atomic
def go_out(meeting: OfficialMeeting, person: int) -> None:
    """Strike somebody who was noted by mistake; the card stays."""
    _must_be_open(meeting)
    meeting.participants.remove(person)


@transaction.atomic
def say(
    meeting: OfficialMeeting,
    user: User | None,
    text: str,
    *,
    is_promise: bool = False,
    owner_text: str = "",
    due_on: dt.date | None = None,
) -> MinutesLine:
    """Write down what was said, and keep it as a promise at once where it is one."""
    _must_be_open(meeting)
    last = meeting.lines.aggregate(last=Max("order"))["last"] or 0
    line = MinutesLine.objects.create(
        desk_id=meeting.desk_id, meeting=meeting, order=last + 1, text=text.strip()
    )
    if is_promise:
        promised(line, user, owner_text=owner_text, due_on=due_on)
    return line


@transaction.atomic
def promised(line: MinutesLine, user: User | None, **values: Any) -> Promise:
    """Keep a line as a promise, with who owes it and by when."""
    _must_be_open(line.meeting)
    if line.promise is None:
        line.promise = deciding.add(
            line.meeting.desk, user, meeting=line.meeting, title=line.text[:300], quote=line.text,
            number=line.order, responsible=user, **values,
        )  # fmt: skip
        line.save()
    return line.promise


@transaction.atomic
def strike(line: MinutesLine, user: User | None) -> Binned | None:
    """Take a line out; a promise that was kept of it goes into the bin."""
    _must_be_open(line.meeting)
    promise = line.promise
    line.delete()
    return removing.remove(promise, user) if promise else None


@transaction.atomic
def put_into_words(meeting: OfficialMeeting, texts: dict[int, str], user: User | None) -> int:
    """Write lines in the other side's language, also after they were signed off: nothing else changes."""
    count = 0
    for line in meeting.lines.filter(pk__in=texts):
        text = texts[line.pk].strip()
        if text != line.other_text:
            line.other_text = text
            line.save(update_fields=["other_text", "updated_at"])
            count += 1
    if count:
        trail.record(meeting, "put_into_words", user, {"other_text": ["", count]})
    return count


@transaction.atomic
def sign_off(meeting: OfficialMeeting, user: User) -> None:
    """Close the minutes: the meeting was held, its text stands, and each promise shows its words in it."""
    _must_be_open(meeting)
    must_have_begun(meeting)
    at, parts = 0, []
    for line in meeting.lines.select_related("promise"):
        if line.promise:
            start = at
            line.promise.start, line.promise.end = start, start + len(line.text)
            line.promise.save()
        parts.append(line.text)
        at += len(line.text) + 1
    with trail.tracked(meeting, "signed_off", user, ("state", "signed_off_at")):
        meeting.text, meeting.language = "\n".join(parts), meeting.desk.language
        meeting.state = OfficialMeeting.State.HELD
        meeting.held_on = meeting.held_on or meeting.desk.today()
        meeting.signed_off_at, meeting.signed_off_by = timezone.now(), user
