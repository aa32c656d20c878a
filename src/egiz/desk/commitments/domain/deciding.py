"""What a person does with a promise: confirm, correct, reject, merge, assign, date, close."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from egiz.desk.commitments._errors import DecisionError
from egiz.desk.commitments.domain.owners import resolve_owner
from egiz.desk.commitments.models import Became, Commitment
from egiz.desk.core.domain import trail
from egiz.desk.core.models import Desk, User

Status = Commitment.Status

FIELDS = (
    "title", "kind", "owner_person", "owner_organisation", "owner_text", "to_text", "side", "due_on",
    "status", "note",
)  # fmt: skip


def _set(commitment: Commitment, values: dict[str, Any], user: User | None) -> None:
    for name, value in values.items():
        if name == "owner_text":
            resolve_owner(commitment, value, user)
        else:
            setattr(commitment, name, value)


@transaction.atomic
def add(desk: Desk, user: User | None, *, action: str = "added", **values: Any) -> Commitment:
    """Write a promise that a person states themselves; it needs no confirmation."""
    commitment = Commitment(desk=desk, confirmed_by=user, confirmed_at=timezone.now())
    _set(commitment, values, user)
    _close(commitment)
    commitment.save()
    trail.record(commitment, action, user)
    return commitment


@transaction.atomic
def change(commitment: Commitment, user: User | None, **values: Any) -> None:
    """Change a promise; what changed goes into its history."""
    with trail.tracked(commitment, "changed", user, FIELDS):
        _set(commitment, values, user)
        _close(commitment)


@transaction.atomic
def confirm(commitment: Commitment, user: User | None, *, take_proposed: bool = False, **values: Any) -> None:
    """Turn a suggestion into a promise, as read or as corrected."""
    _must_be(commitment, Status.SUGGESTED)
    with trail.tracked(commitment, "confirmed", user, FIELDS):
        _set(commitment, values, user)
        if take_proposed and commitment.due_on is None:
            commitment.due_on = commitment.due_proposed
        commitment.status = Status.OPEN
        commitment.confirmed_by, commitment.confirmed_at = user, timezone.now()


@transaction.atomic
def reject(commitment: Commitment, user: User) -> None:
    """Put a suggestion aside: the text promises nothing here."""
    _must_be(commitment, Status.SUGGESTED)
    with trail.tracked(commitment, "rejected", user, FIELDS):
        commitment.status = Status.REJECTED


@transaction.atomic
def merge(commitment: Commitment, into: Commitment, user: User) -> None:
    """Say that two suggestions are one promise; the one kept stays as it is."""
    _must_be(commitment, Status.SUGGESTED)
    if into.pk == commitment.pk or into.meeting_id != commitment.meeting_id:
        raise DecisionError(DecisionError.OTHER_MEETING)
    if into.status in {Status.MERGED, Status.REJECTED}:
        raise DecisionError(DecisionError.GONE)
    with trail.tracked(commitment, "merged", user, (*FIELDS, "merged_into")):
        commitment.status, commitment.merged_into = Status.MERGED, into


@transaction.atomic
def take_back(commitment: Commitment, user: User) -> None:
    """Make a decided suggestion a suggestion again."""
    if commitment.status not in {Status.REJECTED, Status.MERGED} and not (
        commitment.status == Status.OPEN and commitment.start is not None
    ):
        raise DecisionError(DecisionError.NOT_A_SUGGESTION)
    with trail.tracked(commitment, "taken_back", user, (*FIELDS, "merged_into")):
        commitment.status, commitment.merged_into = Status.SUGGESTED, None
        commitment.confirmed_by = commitment.confirmed_at = None


def _close(commitment: Commitment) -> None:
    closed = commitment.status in {Status.DONE, Status.DROPPED}
    if closed and commitment.closed_on is None:
        commitment.closed_on = commitment.desk.today()
    elif not closed:
        commitment.closed_on = None


def _must_be(commitment: Commitment, status: str) -> None:
    if commitment.status != status:
        raise DecisionError(DecisionError.NOT_A_SUGGESTION)


@transaction.atomic
def link_became(commitment: Commitment, *, title: str, url: str, user: User | None) -> Became:
    """Write what a promise became: a page of the same desk. Rooms may call it when they begin something."""
    link, new = Became.objects.get_or_create(
        desk_id=commitment.desk_id,
        commitment=commitment,
        url=url,
        defaults={"title": title[:300]},
    )
    if new:
        trail.record(commitment, "became", user, {"became": ["", title]})
    return link


def renumber(commitments: Iterable[Commitment]) -> None:
    """Number a meeting's suggestions in the order of their words in the text."""
    ordered = sorted(commitments, key=lambda c: (c.start if c.start is not None else 1 << 30, c.end or 0))
    for number, commitment in enumerate(ordered, start=1):
        commitment.number = number
