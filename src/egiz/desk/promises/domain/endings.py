"""When what a promise became has ended: the desk proposes "done" with that evidence, and a person decides."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from egiz.desk.core import joints
from egiz.desk.core.domain import trail
from egiz.desk.core.joints import Ending
from egiz.desk.core.models import User
from egiz.desk.promises.domain import deciding
from egiz.desk.promises.models import Became, Promise

Status = Promise.Status
LONGEST_EVIDENCE = 500


@dataclass(frozen=True, slots=True)
class Proposal:
    """A promise that may be done, what shows it, and how that ended; without a tie its requests show it."""

    promise: Promise
    ending: Ending
    tie: Became | None = None

    @property
    def name(self) -> str:
        return self.tie.title if self.tie else _("Requests")

    @property
    def evidence(self) -> str:
        return f"{self.name}: {self.ending.text}"[:LONGEST_EVIDENCE]


def proposals(limit: int, promises: Iterable[Promise] | None = None) -> list[Proposal]:
    """List what may be done by now, the newest promise first; of some promises, or of the whole desk."""
    own = None if promises is None else [row.pk for row in promises if row.is_live]
    if own == []:
        return []
    found = [*_by_ties(own, limit), *_by_requests(own, limit)]
    return sorted(found, key=lambda one: -one.promise.pk)[:limit]


def _by_ties(own: list[int] | None, limit: int) -> list[Proposal]:
    live = Became.objects.filter(promise__status__in=Promise.LIVE)
    if own is not None:
        live = live.filter(promise_id__in=own)
    ended = Q(pk__in=[])
    for kind in joints.all_things():
        ended |= Q(target=kind.target, target_id__in=kind.ended())
    rows = list(live.filter(ended).select_related("promise__desk").order_by("-promise_id", "id")[: limit * 4])
    said = endings_of(rows)
    return [
        Proposal(row.promise, said[row.pk], row)
        for row in rows
        if row.promise and row.pk in said and said[row.pk].key != row.set_aside
    ]


def endings_of(rows: Iterable[Became]) -> dict[int, Ending]:
    """Say how what stands behind each of these ties ended, in the reader's language; by the tie's number."""
    ties = list(rows)
    wanted: dict[str, set[int]] = defaultdict(set)
    for row in ties:
        if row.target and row.target_id:
            wanted[row.target].add(row.target_id)
    said = {
        target: kind.endings(pks)
        for target, pks in wanted.items()
        if (kind := joints.things(target)) is not None
    }
    return {
        row.pk: said[row.target][row.target_id]
        for row in ties
        if row.target_id and row.target_id in said.get(row.target, {})
    }


def _by_requests(own: list[int] | None, limit: int) -> list[Proposal]:
    # From the few requests to their promises: a long list is not gone through.
    requests = Promise.objects.filter(part_of__isnull=False)
    met, unmet = requests.filter(status=Status.DONE), requests.filter(status__in=Promise.LIVE)
    asked = Promise.objects.filter(status__in=Promise.LIVE, pk__in=met.values("part_of"))
    asked = asked.exclude(pk__in=unmet.values("part_of"))
    if own is not None:
        asked = asked.filter(pk__in=own)
    rows = list(asked.select_related("desk").order_by("-pk")[:limit])
    found = []
    for row, ending in zip(rows, map(ending_of_requests, rows), strict=True):
        if ending and ending.key != row.set_aside:
            found.append(Proposal(row, ending))
    return found


def ending_of_requests(row: Promise) -> Ending | None:
    """Say how the requests of a promise ended: when each is closed and at least one was met."""
    parts = [part for part in row.requests.all() if part.status in Promise.SETTABLE]
    done = [part for part in parts if part.status == Status.DONE]
    if not done or any(part.is_live for part in parts):
        return None
    text = ngettext("%(done)s of %(all)s request met", "%(done)s of %(all)s requests met", len(parts))
    day = max((part.closed_on for part in parts if part.closed_on), default=None)
    return Ending("requests", text % {"done": len(done), "all": len(parts)}, day)


def proposal_of(promise: Promise, tie: int | None) -> Proposal | None:
    """Return what is proposed for one promise by one of its ties, or by its requests."""
    for one in proposals(100, [promise]):
        if (one.tie.pk if one.tie else None) == tie:
            return one
    return None


@transaction.atomic
def accept(proposal: Proposal, user: User | None) -> None:
    """Say that the promise is done, and what shows it."""
    deciding.change(
        proposal.promise, user, status=Status.DONE, evidence=proposal.evidence, shown_by=proposal.tie
    )


@transaction.atomic
def set_aside(proposal: Proposal, user: User | None) -> None:
    """Say that this ending is not enough; another one will be proposed again."""
    row = proposal.tie or proposal.promise
    row.set_aside = proposal.ending.key[:60]
    row.save(update_fields=["set_aside"])
    trail.record(proposal.promise, "not_enough", user, {"evidence": ["", proposal.evidence]})


def evidence_of(promise: Promise) -> str:
    """Say what shows that a promise is done, in the reader's language where the desk itself can say it."""
    if promise.shown_by and promise.shown_by_id:
        ending = endings_of([promise.shown_by]).get(promise.shown_by.pk)
        if ending:
            return f"{promise.shown_by.title}: {ending.text}"
    return promise.evidence
