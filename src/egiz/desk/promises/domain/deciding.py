"""What a person does with a promise: confirm, correct, reject, merge, assign, date, close."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from egiz.desk.core import joints
from egiz.desk.core.domain import trail
from egiz.desk.core.models import Desk, User
from egiz.desk.promises._errors import DecisionError
from egiz.desk.promises.domain.owners import resolve_owner
from egiz.desk.promises.models import Became, OfficialMeeting, Promise

Status = Promise.Status

FIELDS = (
    "title", "kind", "owner_person", "owner_organisation", "owner_text", "to_text", "side", "due_on",
    "status", "note", "responsible", "evidence", "shown_by", "territory", "look_on",
)  # fmt: skip


def _set(promise: Promise, values: dict[str, Any], user: User | None) -> None:
    for name, value in values.items():
        if name == "owner_text":
            resolve_owner(promise, value, user)
        else:
            setattr(promise, name, value)


@transaction.atomic
def add(desk: Desk, user: User | None, *, action: str = "added", **values: Any) -> Promise:
    """Write a promise that a person states themselves; it needs no confirmation."""
    promise = Promise(desk=desk, confirmed_by=user, confirmed_at=timezone.now())
    _set(promise, values, user)
    _close(promise)
    promise.save()
    trail.record(promise, action, user)
    return promise


@transaction.atomic
def change(promise: Promise, user: User | None, **values: Any) -> None:
    """Change a promise; what changed goes into its history."""
    with trail.tracked(promise, "changed", user, FIELDS):
        _set(promise, values, user)
        _close(promise)


@transaction.atomic
def take_over(promise: Promise, **values: Any) -> None:
    """Write what a partner desk says as it says it: no card of the directory is looked for or made."""
    action = "changed_there" if promise.pk else "came_from_desk"
    promise.confirmed_at = promise.confirmed_at or timezone.now()
    with trail.tracked(promise, action, None, FIELDS):
        for name, value in values.items():
            setattr(promise, name, value)
        _close(promise)


@transaction.atomic
def confirm(promise: Promise, user: User | None, *, take_proposed: bool = False, **values: Any) -> None:
    """Turn a suggestion into a promise, as read or as corrected."""
    _must_be(promise, Status.SUGGESTED)
    with trail.tracked(promise, "confirmed", user, FIELDS):
        _set(promise, values, user)
        if take_proposed and promise.due_on is None:
            promise.due_on = promise.due_proposed
        promise.status = Status.OPEN
        promise.confirmed_by, promise.confirmed_at = user, timezone.now()


@transaction.atomic
def reject(promise: Promise, user: User) -> None:
    """Put a suggestion aside: the text promises nothing here."""
    _must_be(promise, Status.SUGGESTED)
    with trail.tracked(promise, "rejected", user, FIELDS):
        promise.status = Status.REJECTED


@transaction.atomic
def merge(promise: Promise, into: Promise, user: User) -> None:
    """Say that two suggestions are one promise; the one kept stays as it is."""
    _must_be(promise, Status.SUGGESTED)
    if into.pk == promise.pk or into.meeting_id != promise.meeting_id:
        raise DecisionError(DecisionError.OTHER_MEETING)
    if into.status in {Status.MERGED, Status.REJECTED}:
        raise DecisionError(DecisionError.GONE)
    with trail.tracked(promise, "merged", user, (*FIELDS, "merged_into")):
        promise.status, promise.merged_into = Status.MERGED, into


@transaction.atomic
def merge_across(promise: Promise, into: Promise, user: User) -> None:
    """Say that a promise of a later report is one that is known already; what it led to goes with it."""
    if promise.status not in {Status.SUGGESTED, *Promise.LIVE}:
        raise DecisionError(DecisionError.NOT_A_SUGGESTION)
    if into.pk == promise.pk or into.status not in Promise.SETTABLE:
        raise DecisionError(DecisionError.GONE)
    known = set(into.became.values_list("url", flat=True))
    promise.became.exclude(url__in=known).update(promise=into)
    promise.requests.update(part_of=into)
    with trail.tracked(promise, "merged", user, (*FIELDS, "merged_into")):
        promise.status, promise.merged_into = Status.MERGED, into


@transaction.atomic
def change_many(promises: Iterable[Promise], user: User | None, **values: Any) -> int:
    """Change several promises at once; each gets its own line of history."""
    count = 0
    for promise in promises:
        change(promise, user, **values)
        count += 1
    return count


@transaction.atomic
def follow(promise: Promise, user: User, *, on: bool) -> None:
    """Follow a promise that somebody else sees to, or leave it."""
    if on:
        promise.watchers.add(user)
    else:
        promise.watchers.remove(user)


@transaction.atomic
def take_back(promise: Promise, user: User) -> None:
    """Make a decided suggestion a suggestion again."""
    if promise.status not in {Status.REJECTED, Status.MERGED} and not (
        promise.status == Status.OPEN and promise.start is not None
    ):
        raise DecisionError(DecisionError.NOT_A_SUGGESTION)
    with trail.tracked(promise, "taken_back", user, (*FIELDS, "merged_into")):
        promise.status, promise.merged_into = Status.SUGGESTED, None
        promise.confirmed_by = promise.confirmed_at = None


def _close(promise: Promise) -> None:
    closed = promise.status in {Status.DONE, Status.DROPPED}
    if closed and promise.closed_on is None:
        promise.closed_on = promise.desk.today()
    elif not closed:
        promise.closed_on = None
    if promise.status != Status.DONE:
        promise.shown_by = None
    if promise.status != Status.WAITING:
        promise.waiting_since = None
    elif promise.waiting_since is None:
        promise.waiting_since = promise.desk.today()


def _must_be(promise: Promise, status: str) -> None:
    if promise.status != status:
        raise DecisionError(DecisionError.NOT_A_SUGGESTION)


@transaction.atomic
def link_became(promise: Promise, *, title: str, url: str, user: User | None) -> Became:
    """Write what a promise became: a page of the same desk. Rooms may call it when they begin something."""
    return _tie(promise, Became(promise=promise), title, url, user)


@transaction.atomic
def link_of_meeting(meeting: OfficialMeeting, *, title: str, url: str, user: User | None) -> Became:
    """Write what came out of an official meeting."""
    return _tie(meeting, Became(meeting=meeting), title, url, user)


def _tie(origin: Promise | OfficialMeeting, link: Became, title: str, url: str, user: User | None) -> Became:
    target, target_id = joints.thing_at(url)
    link, new = Became.objects.get_or_create(
        desk_id=origin.desk_id,
        promise=link.promise,
        meeting=link.meeting,
        url=url,
        defaults={"title": title[:300], "target": target, "target_id": target_id or None},
    )
    if new:
        trail.record(origin, "became", user, {"became": ["", title]})
    return link


@transaction.atomic
def ask_for(promise: Promise, user: User | None, **values: Any) -> Promise:
    """Write a concrete request of what was promised in general: a promise with its own owner and day."""
    same = {"kind": promise.kind, "side": promise.side, "to_text": promise.to_text}
    values = {**same, "territory": promise.territory, **values}
    return add(promise.desk, user, action="asked", part_of=promise, **values)


def renumber(promises: Iterable[Promise]) -> None:
    """Number a meeting's suggestions in the order of their words in the text."""
    ordered = sorted(promises, key=lambda c: (c.start if c.start is not None else 1 << 30, c.end or 0))
    for number, promise in enumerate(ordered, start=1):
        promise.number = number
