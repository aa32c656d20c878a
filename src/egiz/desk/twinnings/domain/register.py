"""The desk's register of twins: what is linked, since when, by which document, and whether it lives."""

import datetime as dt
from typing import Any

from django.db.models import Max, Q, QuerySet

from egiz.desk.core.domain.trail import record, tracked
from egiz.desk.core.models import User
from egiz.desk.twinnings.models import Activity, Approval, Stage, Status, Twinning
from egiz.desk.twinnings.models.twinning import SLEEPS_AFTER

# What counts as the end of a promise to become twins: a document is signed.
SIGNED = (Status.MEMORANDUM, Status.AGREEMENT)
# Where only what is signed can stand, when a person has said that it stands there.
PAST_SIGNING = (Stage.PLAN, Stage.ACTIVITY, Stage.RENEWAL)
FIELDS = (
    "a_name", "b_name", "level", "kind", "paper_kind", "status", "since", "document", "source", "source_url",
    "note",
)  # fmt: skip


def register() -> QuerySet[Twinning]:
    """List the register with each link's last recorded activity."""
    rows = Twinning.objects.annotate(last_activity=Max("activities__date"))
    return rows.order_by("a_name", "b_name", "id")


def asleep(today: dt.date) -> Q:
    """Say as a question to the register what `sleeps` says of one link."""
    return Q(status__in=(Status.DORMANT, Status.ENDED)) | Q(last_activity__lt=today - SLEEPS_AFTER)


def sleeps(twinning: Any, today: dt.date) -> bool:
    """Say whether a signed link has had no recorded activity for two years."""
    if twinning.status in {Status.DORMANT, Status.ENDED}:
        return True
    last = twinning.last_activity
    return last is not None and today - last > SLEEPS_AFTER


def has_been_signed() -> Q:
    """Ask the register for the links whose paper is signed: by their status, or by the stage of their life.

    A link that is only said to exist is not signed for anybody, wherever it stands: nobody saw its paper.
    """
    by_stage = Q(stage__in=PAST_SIGNING, status__in=(Status.PROPOSED, Status.PLANNED))
    return Q(status__in=SIGNED) | by_stage


def is_signed(twinning: Twinning) -> bool:
    """Say of one link what `has_been_signed` asks of the register."""
    if twinning.status in SIGNED:
        return True
    return twinning.stage in PAST_SIGNING and twinning.status in {Status.PROPOSED, Status.PLANNED}


def is_open(approval: Approval) -> bool:
    """Say whether an approval still waits for its answer."""
    return approval.needed != Approval.Needed.NO and approval.answered_on is None


def save_twinning(twinning: Twinning, user: User | None) -> Twinning:
    """Write a new link, or the changes of an old one, with its history."""
    stored = Twinning.objects.filter(pk=twinning.pk).first()
    if stored is None:
        twinning.save()
        record(twinning, "created", user)
        return twinning
    with tracked(stored, "changed", user, FIELDS):
        for field in (*FIELDS, "a_id", "a_country", "b_id", "b_country"):
            setattr(stored, field, getattr(twinning, field))
    return stored


def add_activity(activity: Activity, user: User | None) -> Activity:
    activity.save()
    record(activity.twinning, "activity", user, {"activity": [None, str(activity)]})
    return activity


def save_approval(approval: Approval, user: User | None) -> Approval:
    new = approval.pk is None
    approval.save()
    record(
        approval.twinning,
        "approval added" if new else "approval changed",
        user,
        {"approval": [None, str(approval)]},
    )
    return approval
