"""What finding a day gives to other apps: a poll as what a promise becomes, and the meeting on its day."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from egiz.desk.core import joints
from egiz.desk.core.http import desk_url
from egiz.desk.core.interfaces.languages import day_words
from egiz.desk.core.joints import Account, Ending, Made, Origin, Turning
from egiz.desk.core.models import Desk, User
from egiz.desk.days.models import Poll


class Polls:
    """A decided poll, from which the meeting on the chosen day begins."""

    def offered(self, desk: Desk, purpose: str, limit: int) -> list[Origin]:  # noqa: ARG002 - one form for all
        rows = Poll.objects.filter(desk=desk, chosen__isnull=False).select_related("desk", "chosen")
        return [_origin(row) for row in rows[:limit]]

    def get(self, pk: int) -> Origin | None:
        row = Poll.objects.filter(pk=pk).select_related("desk", "chosen").first()
        return _origin(row) if row else None

    def tie(self, pk: int, made: Made, user: User | None) -> None:
        """Tell the promise for which the day was sought: the poll itself is only the way there."""
        row = Poll.objects.filter(pk=pk).first()
        if row and row.promise_id:
            joints.tie("promise", row.promise_id, made, user)


def _origin(row: Poll) -> Origin:
    chosen = row.chosen
    return Origin(
        "poll",
        row.pk,
        row.title,
        row.note,
        days=(chosen.start.astimezone(row.desk.zone).date(),) if chosen else (),
        word=_("poll"),
        url=desk_url(row.desk, "days:poll", row.pk),
        starts_at=chosen.start if chosen else None,
        ends_at=chosen.end if chosen else None,
    )


class PollThings:
    """A poll finds the day; the promise is kept when the meeting on it was held."""

    target = "days.poll"
    page = "days:poll"
    word = gettext_lazy("poll")

    def ended(self) -> QuerySet[Any, Any]:
        return Poll.objects.none().values("pk")

    def endings(self, pks: Iterable[int]) -> dict[int, Ending]:  # noqa: ARG002 - one form for all
        return {}

    def accounts(self, pks: Iterable[int], first: dt.date | None, last: dt.date) -> dict[int, Account]:  # noqa: ARG002 - one form for all
        rows = Poll.objects.filter(pk__in=pks).select_related("desk", "chosen").prefetch_related("guests")
        return {row.pk: _account(row) for row in rows}

    def stirred(self, first: dt.date | None, last: dt.date) -> list[int]:  # noqa: ARG002 - one form for all
        return []


def _account(row: Poll) -> Account:
    answered = sum(guest.answered_at is not None for guest in row.guests.all())
    if row.chosen:
        day = day_words(row.chosen.start.astimezone(row.desk.zone).date())
        state = _("the day is chosen: %(day)s") % {"day": day}
    else:
        state = _("no day is chosen yet")
    lines = (ngettext("%(n)s guest answered", "%(n)s guests answered", answered) % {"n": answered},)
    return Account(row.pk, row.title, desk_url(row.desk, PollThings.page, row.pk), state, lines)


joints.add_origins("poll", Polls())
joints.add_things(PollThings())
joints.add_turning(
    Turning("day", gettext_lazy("Find a common day"), "calendar-days", joints.page_from("days:window"))
)
