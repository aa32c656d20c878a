"""The life of a link: its stages, and what each of them lacks."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from egiz.desk.core import joints
from egiz.desk.core.domain.trail import tracked
from egiz.desk.core.models import User
from egiz.desk.twinnings.domain import due
from egiz.desk.twinnings.domain.register import SIGNED
from egiz.desk.twinnings.models import Approval, Measure, Stage, Status, Twinning
from egiz.desk.twinnings.models.twinning import SLEEPS_AFTER

RENEW_BEFORE = dt.timedelta(days=183)  # half a year: the notice that the papers we read ask for
FIELDS = ("stage", "sign_on", "valid_until", "ended_on", "ended_why", "status")
ORDER = tuple(Stage)
UNKNOWN_NEED = ngettext_lazy(
    "%(n)d approval: not known whether it is needed",
    "%(n)d approvals: not known whether they are needed",
    "n",
)


@dataclass(frozen=True)
class StageState:
    """A stage of the line: behind us, where we are, or ahead; and what it lacks."""

    code: str
    label: Any
    done: bool
    current: bool
    missing: tuple[Any, ...]


class Life:
    """What is known of one link, read once."""

    def __init__(self, twin: Twinning, today: dt.date) -> None:
        self.twin, self.today = twin, today

    @cached_property
    def approvals(self) -> list[Approval]:
        return list(self.twin.approvals.all())

    @cached_property
    def measures(self) -> list[Measure]:
        return list(self.twin.measures.all())

    @cached_property
    def last_activity(self) -> dt.date | None:
        return max((one.date for one in self.twin.activities.all() if one.date <= self.today), default=None)

    @cached_property
    def drafts(self) -> int:
        given = joints.papers.get()
        papers = given.about(self.twin.desk, "twinning", self.twin.pk) if given else []
        return sum(one.kind == "memorandum" for one in papers)

    def late(self) -> list[Measure]:
        """Measures whose day has gone by and which are neither done nor dropped."""
        return [one for one in self.measures if is_late(one, self.today)]

    def line(self) -> list[StageState]:
        """Every stage with what it lacks."""
        here = ORDER.index(Stage(self.twin.stands))
        return [
            StageState(stage.value, stage.label, at < here, at == here, tuple(_MISSING[stage](self)))
            for at, stage in enumerate(ORDER)
        ]


def is_late(measure: Measure, today: dt.date) -> bool:
    last = due.ends(measure.due)
    return measure.is_open and last is not None and last < today


def _idea(life: Life) -> list[Any]:
    return [] if life.twin.decisions.exists() else [_("no decision with its reasons is recorded")]


def _talks(life: Life) -> list[Any]:
    return [] if life.last_activity else [_("no meeting or letter between the two is recorded")]


def _draft(life: Life) -> list[Any]:
    return [] if life.drafts or life.twin.document else [_("no draft of the memorandum is written")]


def _approvals(life: Life) -> list[Any]:
    if not life.approvals:
        return [_("the checklist of approvals is empty")]
    unknown = sum(one.needed == Approval.Needed.UNKNOWN for one in life.approvals)
    waiting = sum(one.needed == Approval.Needed.YES and not one.answered_on for one in life.approvals)
    refused = sum(one.answer == "refused" for one in life.approvals)
    said = (
        (unknown, UNKNOWN_NEED),
        (waiting, ngettext_lazy("%(n)d approval is not answered", "%(n)d approvals are not answered", "n")),
        (refused, ngettext_lazy("%(n)d approval is refused", "%(n)d approvals are refused", "n")),
    )
    return [words % {"n": count} for count, words in said if count]


def _signing(life: Life) -> list[Any]:
    twin = life.twin
    missing = []
    if twin.status not in SIGNED and not twin.sign_on:
        missing.append(_("no day of signing is planned"))
    if twin.status in SIGNED and not twin.document:
        missing.append(_("the signed paper is not named"))
    if twin.status in SIGNED and not twin.since:
        missing.append(_("the day of signing is not known"))
    if twin.status == Status.EXISTING:
        missing.append(_("it is reported; nobody has seen the paper"))
    return missing


def _plan(life: Life) -> list[Any]:
    if not life.measures:
        return [_("no measure is entered")]
    nobody = sum(not (one.ours or one.theirs) for one in life.measures if one.is_open)
    no_due = sum(not one.due for one in life.measures if one.is_open)
    said = (
        (nobody, ngettext_lazy("%(n)d measure has no owner", "%(n)d measures have no owner", "n")),
        (no_due, ngettext_lazy("%(n)d measure has no due", "%(n)d measures have no due", "n")),
    )
    return [words % {"n": count} for count, words in said if count]


def _activity(life: Life) -> list[Any]:
    missing: list[Any] = []
    if life.last_activity is None:
        missing.append(_("nothing that happened is recorded"))
    elif life.today - life.last_activity > SLEEPS_AFTER:
        missing.append(_("nothing has been recorded for two years"))
    if count := len(life.late()):
        missing.append(ngettext_lazy("%(n)d measure is late", "%(n)d measures are late", "n") % {"n": count})
    return missing


def _renewal(life: Life) -> list[Any]:
    until = life.twin.valid_until
    if until is None:
        return [_("it is not known until when the paper is valid")]
    if until < life.today:
        return [_("the paper is no longer valid by its own day")]
    return [_("the paper ends within half a year")] if until - life.today <= RENEW_BEFORE else []


def _ended(life: Life) -> list[Any]:
    if life.twin.stands != Stage.ENDED:
        return []
    twin = life.twin
    missing = [] if twin.ended_on else [_("the day on which it ended is not known")]
    return missing if twin.ended_why else [*missing, _("nobody has said why it ended")]


_MISSING: dict[Stage, Callable[[Life], Sequence[Any]]] = {
    Stage.IDEA: _idea, Stage.TALKS: _talks, Stage.DRAFT: _draft, Stage.APPROVALS: _approvals,
    Stage.SIGNING: _signing, Stage.PLAN: _plan, Stage.ACTIVITY: _activity, Stage.RENEWAL: _renewal,
    Stage.ENDED: _ended,
}  # fmt: skip


@transaction.atomic
def move(twin: Twinning, user: User | None, **values: Any) -> None:
    """Say where a link stands, and its days; a link that has ended is ended in rankings too."""
    with tracked(twin, "stage", user, FIELDS):
        for name, value in values.items():
            setattr(twin, name, value)
        if twin.stage == Stage.ENDED:
            twin.status = Status.ENDED
        elif twin.status == Status.ENDED:
            twin.status = Status.DORMANT
