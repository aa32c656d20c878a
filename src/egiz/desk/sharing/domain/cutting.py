"""The end of a line: what was kept together over it is so no more, and both histories say it."""

from django.db import transaction

from egiz.desk.core.domain import trail
from egiz.desk.core.models import User
from egiz.desk.sharing.domain import things
from egiz.desk.sharing.models import Outgoing, Partner, SharedThing

State = Partner.State


@transaction.atomic
def cut(partner: Partner, user: User) -> None:
    """Cut a desk off: nothing of it is taken any more, and it is told so once it answers."""
    line = things.held(partner)
    if line.state in {State.CUT, State.CUT_THERE}:
        return
    was_joined = line.state != State.JOINING
    _end(line)
    line.state, line.tries, line.trouble = State.CUT, 0, ""
    line.save()
    if was_joined:
        things.put(line, "nothing", {})
    trail.record(line, "cut_off", user)


@transaction.atomic
def ended(partner: Partner) -> None:
    """Write down that the other desk cut the line."""
    line = things.held(partner)
    if line.state not in {State.LIVE, State.BROKEN}:
        return
    _end(line)
    line.state, line.acknowledged = State.CUT_THERE, line.sent
    line.save()
    trail.record(line, "cut_off_there", None)


def _end(line: Partner) -> None:
    for thing in SharedThing.objects.filter(partner=line, state=SharedThing.State.LIVE).select_related(
        "partner"
    ):
        if thing.is_ours:
            things.end(thing)
        else:
            things.blank(thing)
    Outgoing.objects.filter(partner=line).update(kind="nothing", content={})
