"""What the promises give to other apps: what begins from a promise or a meeting, what comes from which."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egiz.desk.core import joints
from egiz.desk.core.http import desk_url
from egiz.desk.core.interfaces.languages import day_words
from egiz.desk.core.joints import Account, Ending, Made, Origin, Turning
from egiz.desk.core.models import Desk, User
from egiz.desk.promises.domain import deciding
from egiz.desk.promises.domain.origins import origin_of, origin_of_meeting
from egiz.desk.promises.models import Became, OfficialMeeting, Promise

State = OfficialMeeting.State


class Promises:
    """Promises as something that others begin from."""

    def offered(self, desk: Desk, purpose: str, limit: int) -> list[Origin]:
        live = Promise.objects.filter(desk=desk, status__in=Promise.LIVE).select_related("desk", "meeting")
        if purpose == "trip":
            # Nothing has become of it yet.
            rows = live.filter(kind=Promise.Kind.TRIP, became__isnull=True)
        else:
            rows = live.order_by("-id")
        return [origin_of(row) for row in rows[:limit]]

    def get(self, pk: int) -> Origin | None:
        row = Promise.objects.filter(pk=pk).select_related("desk", "meeting").first()
        return origin_of(row) if row else None

    def tie(self, pk: int, made: Made, user: User | None) -> None:
        row = Promise.objects.filter(pk=pk).first()
        if row is None:
            return
        if made.day:
            deciding.change(row, user, due_on=made.day)
        deciding.link_became(row, title=made.name, url=made.url, user=user)


class Meetings:
    """Official meetings as something that others begin from."""

    def offered(self, desk: Desk, purpose: str, limit: int) -> list[Origin]:  # noqa: ARG002 - one form for all
        rows = OfficialMeeting.objects.filter(desk=desk, state=State.PLANNED).select_related("desk")
        return [origin_of_meeting(row) for row in rows[:limit]]

    def get(self, pk: int) -> Origin | None:
        row = OfficialMeeting.objects.filter(pk=pk).select_related("desk").first()
        return origin_of_meeting(row) if row else None

    def tie(self, pk: int, made: Made, user: User | None) -> None:
        row = OfficialMeeting.objects.filter(pk=pk).first()
        if row is not None:
            deciding.link_of_meeting(row, title=made.name, url=made.url, user=user)


class MeetingThings:
    """Official meetings as what promises become."""

    target = "promises.officialmeeting"
    page = "promises:meeting"
    word = gettext_lazy("official meeting")

    def ended(self) -> QuerySet[Any, Any]:
        return OfficialMeeting.objects.filter(state=State.HELD).values("pk")

    def endings(self, pks: Iterable[int]) -> dict[int, Ending]:
        rows = OfficialMeeting.objects.filter(pk__in=pks, state=State.HELD).only("held_on")
        return {row.pk: Ending("held", _held(row.held_on), row.held_on) for row in rows}

    def accounts(self, pks: Iterable[int], first: dt.date | None, last: dt.date) -> dict[int, Account]:  # noqa: ARG002 - one form for all
        rows = OfficialMeeting.objects.filter(pk__in=pks).select_related("desk").prefetch_related("became")
        return {
            row.pk: Account(
                row.pk,
                row.title,
                desk_url(row.desk, self.page, row.pk),
                _held(row.held_on) if row.state == State.HELD else _state(row),
                tuple(_("led to: %(name)s") % {"name": tie.title} for tie in row.became.all()),
            )
            for row in rows
        }

    def stirred(self, first: dt.date | None, last: dt.date) -> list[int]:
        # The meetings of a report are what the report is about; only those made at the desk are activity.
        rows = OfficialMeeting.objects.filter(state=State.HELD, held_on__lte=last, starts_at__isnull=False)
        return list((rows.filter(held_on__gt=first) if first else rows).values_list("pk", flat=True))


def _held(day: dt.date | None) -> str:
    if day is None:
        return _("held, day unknown")
    return _("held on %(day)s") % {"day": day_words(day)}


def _state(row: OfficialMeeting) -> str:
    words = str(row.get_state_display())
    return f"{words}, {day_words(row.held_on)}" if row.held_on else words


def sample_promise(kind: str) -> Origin | None:
    """Return the first promise of a kind that the sample's report holds, confirmed."""
    rows = Promise.objects.filter(kind=kind).exclude(status__in=("rejected", "merged"))
    row = rows.select_related("desk", "meeting").first()
    if row is None:
        return None
    if row.is_suggestion:
        deciding.confirm(row, None, owner_text=row.owner_text)
    return origin_of(row)


def sources_of(target: str, pk: int) -> list[Origin]:
    """List the promises and meetings that a thing was made from."""
    rows = Became.objects.filter(target=target, target_id=pk).order_by("pk")
    rows = rows.filter(Q(promise__isnull=False) | Q(meeting__isnull=False))
    found = []
    for row in rows.select_related("promise__desk", "promise__meeting", "meeting__desk"):
        if row.promise:
            found.append(origin_of(row.promise))
        elif row.meeting:
            found.append(origin_of_meeting(row.meeting))
    return found


def begin_promise(desk: Desk, start: Origin, user: User | None) -> str:
    """Make a promise of what was agreed somewhere else at the desk: who, what, until when."""
    made = deciding.add(
        desk,
        user,
        title=start.name[:300],
        owner_text=start.owner[:300],
        to_text=start.to[:300],
        side=start.side,
        kind=Promise.Kind.TRADE,
        due_on=start.days[0] if start.days else None,
        note=start.purpose[:4000],
    )
    return desk_url(desk, "promises:promise", made.pk)


joints.add_origins("promise", Promises())
joints.add_beginning("promise", begin_promise)
joints.add_origins("official_meeting", Meetings())
joints.add_things(MeetingThings())
joints.sources.fill(sources_of)
joints.sample_promise.fill(sample_promise)
joints.add_turning(
    Turning(
        "official_meeting",
        gettext_lazy("Plan the official meeting"),
        "users",
        joints.page_from("promises:new_meeting"),
    )
)
joints.add_turning(
    Turning(
        "requests",
        gettext_lazy("List concrete requests"),
        "list-checks",
        lambda desk, origin: desk_url(desk, "promises:requests", origin.pk),
    )
)
