"""The day of signing, planned backwards: by when each approval has to be asked for."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from egiz.desk.twinnings.models import Approval

# Nothing that we found says how long approvals take between these two countries: this is our own default,
# after the 45 days that a region of Russia asks for before a signing.
ASSUMED_DAYS = 45


@dataclass(frozen=True)
class Step:
    """One approval on the way to the day: ask by this day, have the answer by that one."""

    approval: Approval
    ask_by: dt.date
    answer_by: dt.date
    assumed: bool
    late: bool


def backwards(sign_on: dt.date, approvals: Sequence[Approval], today: dt.date) -> list[Step]:
    """Plan back from the day of signing: one order runs side by side, each order after the one before.

    An approval of which nobody has said how long it takes is counted with the desk's default, and says so.
    What is known not to be needed, or was answered, takes no time.
    """
    asked = [one for one in approvals if one.needed != Approval.Needed.NO]
    steps: list[Step] = []
    have_by = sign_on
    for _order, rows in groupby(sorted(asked, key=lambda one: -one.order), key=lambda one: one.order):
        group = list(rows)
        for one in group:
            days = ASSUMED_DAYS if one.days is None else one.days
            ask_by = have_by - dt.timedelta(days=days)
            open_ = one.answered_on is None
            late = open_ and (have_by < today or (one.sent_on is None and ask_by < today))
            steps.append(Step(one, ask_by, have_by, one.days is None, late))
        waiting = [step.ask_by for step in steps[-len(group) :] if step.approval.answered_on is None]
        have_by = min([have_by, *waiting])
    return sorted(steps, key=lambda step: (step.ask_by, step.approval.pk or 0))
