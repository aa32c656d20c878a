"""The draft of the next meeting's report: what was promised, what came of it, what is open still."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from egiz.desk.core import joints
from egiz.desk.core.joints import Account
from egiz.desk.core.models import Desk
from egiz.desk.promises.domain import endings
from egiz.desk.promises.models import Became, OfficialMeeting, Promise

Status = Promise.Status
MOST = 500  # promises that one report tells of one by one
# How a promise stands, in the order in which they are counted.
STANDINGS = ("done", "overdue", "waiting", "open", "undated", "dropped")


@dataclass
class Row:
    """One promise: how it stands, what shows it, and what came of what it became."""

    promise: Promise
    standing: str
    evidence: str = ""
    accounts: list[Account] = field(default_factory=list)
    requests: list[Promise] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return self.standing not in {"done", "dropped"}


@dataclass
class NextReport:
    """Everything the report tells, as the records are now."""

    meeting: OfficialMeeting | None
    since: dt.date | None
    until: dt.date
    # Of the meeting itself, and of earlier ones: still open, or closed since.
    rows: list[Row]
    earlier: list[Row]
    left_out: int
    # What happened that no promise above has led to: what it is called, and the accounts.
    activity: list[tuple[Any, list[Account]]]

    @property
    def all_rows(self) -> list[Row]:
        return [*self.rows, *self.earlier]

    @property
    def counts(self) -> dict[str, int]:
        found = dict.fromkeys(STANDINGS, 0)
        for row in self.all_rows:
            found[row.standing] += 1
        return found


def standing_of(promise: Promise, today: dt.date) -> str:
    if promise.status in {Status.DONE, Status.DROPPED}:
        return str(promise.status)
    if promise.due_on and promise.due_on < today:
        return "overdue"
    if promise.status == Status.WAITING:
        return "waiting"
    return "open" if promise.due_on else "undated"


def meetings_to_report() -> QuerySet[OfficialMeeting]:
    """List the held meetings at which something was promised, the newest first."""
    rows = OfficialMeeting.objects.filter(
        state=OfficialMeeting.State.HELD, promises__status__in=Promise.SETTABLE, promises__part_of=None
    )
    return rows.distinct().order_by("-held_on", "-pk")


def build(desk: Desk, meeting: OfficialMeeting | None, until: dt.date) -> NextReport:
    """Put the report together that follows a meeting; of no meeting, that of everything so far."""
    since = meeting.held_on if meeting else None
    kept = Promise.objects.filter(status__in=Promise.SETTABLE, part_of=None).select_related(
        "owner_person__organisation", "owner_organisation", "meeting", "responsible", "shown_by", "desk"
    )
    own = kept.filter(meeting=meeting).order_by("number", "pk") if meeting else kept.none()
    others = kept.exclude(meeting=meeting) if meeting else kept
    if since:
        # What was promised at a later meeting is not what this report is about.
        others = others.filter(Q(meeting=None) | Q(meeting__held_on__lte=since) | Q(meeting__held_on=None))
        others = others.filter(Q(status__in=Promise.LIVE) | Q(closed_on__gt=since))
    earlier = list(others.order_by("meeting__held_on", "number", "pk")[: MOST + 1])
    here = list(own)
    rows = _rows([*here, *earlier[:MOST]], since, until, desk.today())
    covered = _covered([row.promise for row in rows])
    return NextReport(
        meeting=meeting,
        since=since,
        until=until,
        rows=rows[: len(here)],
        earlier=rows[len(here) :],
        left_out=others.count() - MOST if len(earlier) > MOST else 0,
        activity=_activity(since, until, covered),
    )


def _rows(promises: list[Promise], since: dt.date | None, until: dt.date, today: dt.date) -> list[Row]:
    ties: dict[int, list[Became]] = defaultdict(list)
    for tie in Became.objects.filter(promise__in=[one.pk for one in promises]).order_by("pk"):
        ties[tie.promise_id or 0].append(tie)
    accounts = _accounts((tie for found in ties.values() for tie in found), since, until)
    requests: dict[int, list[Promise]] = defaultdict(list)
    asked = Promise.objects.filter(part_of__in=[one.pk for one in promises], status__in=Promise.SETTABLE)
    for request in asked.select_related("owner_person", "owner_organisation").order_by("pk"):
        requests[request.part_of_id or 0].append(request)
    shown = endings.endings_of(one.shown_by for one in promises if one.shown_by)
    rows = []
    for promise in promises:
        evidence = promise.evidence
        if promise.shown_by and promise.shown_by.pk in shown:
            evidence = f"{promise.shown_by.title}: {shown[promise.shown_by.pk].text}"
        behind = [accounts.get(tie.pk) or Account(0, tie.title, tie.url, "") for tie in ties[promise.pk]]
        rows.append(Row(promise, standing_of(promise, today), evidence, behind, requests[promise.pk]))
    return rows


def _accounts(ties: Iterable[Became], since: dt.date | None, until: dt.date) -> dict[int, Account]:
    """Ask each kind once for what came of all its things; by the tie's number."""
    rows = [tie for tie in ties if tie.target and tie.target_id]
    wanted: dict[str, set[int]] = defaultdict(set)
    for tie in rows:
        wanted[tie.target].add(tie.target_id or 0)
    said = {
        target: kind.accounts(pks, since, until)
        for target, pks in wanted.items()
        if (kind := joints.things(target)) is not None
    }
    return {
        tie.pk: said[tie.target][tie.target_id or 0]
        for tie in rows
        if (tie.target_id or 0) in said.get(tie.target, {})
    }


def _covered(promises: list[Promise]) -> set[tuple[str, int]]:
    rows = Became.objects.filter(promise__in=[one.pk for one in promises]).exclude(target="")
    return {(target, pk) for target, pk in rows.values_list("target", "target_id") if pk is not None}


def _activity(
    since: dt.date | None, until: dt.date, covered: set[tuple[str, int]]
) -> list[tuple[Any, list[Account]]]:
    found = []
    for kind in joints.all_things():
        stirred = [pk for pk in kind.stirred(since, until) if (kind.target, pk) not in covered]
        accounts = kind.accounts(stirred, since, until)
        if accounts:
            found.append((kind.word, [accounts[pk] for pk in stirred if pk in accounts]))
    return found
