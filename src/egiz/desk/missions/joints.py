"""What the missions give to other apps: their hours, their companies, a new mission, and what came of one."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from babel.numbers import format_currency, format_decimal
from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egiz.desk.core import joints
from egiz.desk.core.domain import trail
from egiz.desk.core.domain.folding import fold
from egiz.desk.core.http import desk_url
from egiz.desk.core.interfaces.languages import day_words, locale
from egiz.desk.core.joints import (
    Account,
    Deals,
    Ending,
    Host,
    Made,
    MissionOfPeriod,
    Money,
    Origin,
    Participation,
    Turning,
)
from egiz.desk.core.models import Desk, Side, User
from egiz.desk.missions.domain.outcomes import Sum, currency_of, newest_rates, signed, tally
from egiz.desk.missions.models import (
    Company,
    ExchangeRate,
    MeetingReport,
    Mission,
    ScheduledMeeting,
    ScheduleVersion,
    Session,
)

MOST_SESSIONS = 5
MOST_PARTICIPATIONS = 40


def _origin(row: Mission) -> Origin:
    sessions = list(row.sessions.all())
    return Origin(
        "mission",
        row.pk,
        row.name,
        days=tuple(one.date for one in sessions),
        hours=tuple((one.date, one.starts, one.ends) for one in sessions),
        place_id=row.place_id,
        place=row.place,
        zone=row.zone,
        is_sample=row.is_sample,
        word=_("mission"),
        url=desk_url(row.desk, "missions:mission", row.pk),
    )


class Missions:
    """Missions as something that a trip begins from."""

    def offered(self, desk: Desk, purpose: str, limit: int) -> list[Origin]:  # noqa: ARG002 - one form for all
        planned = Mission.objects.filter(desk=desk, status=Mission.Status.PLANNED).select_related("desk")
        return [_origin(row) for row in planned.prefetch_related("sessions")[:limit]]

    def get(self, pk: int) -> Origin | None:
        row = Mission.objects.filter(pk=pk).select_related("desk").first()
        return _origin(row) if row else None

    def tie(self, pk: int, made: Made, user: User | None) -> None:
        """A mission does not keep what was planned around it."""


def _host(row: Company) -> Host:
    return Host(row.pk, row.short_name, row.place, tuple(row.offers), tuple(row.languages))


class Hosts:
    """Companies of missions as hosts of a delegation."""

    def in_places(self, names: Sequence[str], limit: int) -> list[Host]:
        return [
            _host(row)
            for row in Company.objects.filter(place__in=names, status=Company.Status.ACCEPTED)[:limit]
        ]

    def of_sample(self, desk: Desk, names: Sequence[str], limit: int) -> list[Host] | None:
        mission = Mission.objects.filter(desk=desk, is_sample=True).first()
        if mission is None:
            return None
        rows = Company.objects.filter(mission=mission, side=Side.THEIRS, place__in=names)
        return [_host(row) for row in rows[:limit]]

    def get(self, pk: int) -> Host | None:
        row = Company.objects.filter(pk=pk).first()
        return _host(row) if row else None


@transaction.atomic
def begin_mission(desk: Desk, start: Origin, user: User | None) -> str:
    """Begin a mission at an event: its name, its place, a session on each of its days to be corrected."""
    theirs = start.country == desk.their_country
    mission = Mission.objects.create(
        desk=desk,
        name=start.name[:200],
        purpose=start.purpose,
        place=start.place,
        place_id=start.place_id,
        zone=start.zone or desk.timezone,
        host=Side.THEIRS if theirs else Side.OURS,
    )
    if start.days:
        first, last = min(start.days), max(start.days)
        for step in range(min((last - first).days + 1, MOST_SESSIONS)):
            Session.objects.create(mission=mission, date=first + dt.timedelta(days=step))
    trail.record(mission, "created", user)
    return desk_url(desk, "missions:setup", mission.pk)


class MissionThings:
    """Missions as what promises become: one has reached its end when it was held."""

    target = "missions.mission"
    page = "missions:mission"
    word = gettext_lazy("mission")

    def ended(self) -> QuerySet[Any, Any]:
        return Mission.objects.filter(status=Mission.Status.HELD).values("pk")

    def endings(self, pks: Iterable[int]) -> dict[int, Ending]:
        rows = Mission.objects.filter(pk__in=pks, status=Mission.Status.HELD)
        return {
            row.pk: Ending("held", _held(row.last_day), row.last_day)
            for row in rows.annotate(last_day=Max("sessions__date"))
        }

    def accounts(self, pks: Iterable[int], first: dt.date | None, last: dt.date) -> dict[int, Account]:  # noqa: ARG002 - one form for all
        rows = (
            Mission.objects.filter(pk__in=pks).select_related("desk").annotate(last_day=Max("sessions__date"))
        )
        return {
            row.pk: Account(
                row.pk, row.name, desk_url(row.desk, self.page, row.pk), _mission_state(row), _outcomes(row)
            )
            for row in rows
        }

    def stirred(self, first: dt.date | None, last: dt.date) -> list[int]:
        rows = Mission.objects.filter(status=Mission.Status.HELD).annotate(last_day=Max("sessions__date"))
        rows = rows.filter(last_day__lte=last)
        return list((rows.filter(last_day__gt=first) if first else rows).values_list("pk", flat=True))


def _held(day: dt.date | None) -> str:
    return _("held on %(day)s") % {"day": day_words(day)} if day else _("held, day unknown")


def _mission_state(row: Any) -> str:
    if row.status == Mission.Status.HELD:
        return _held(row.last_day)
    words = str(row.get_status_display())
    return f"{words}, {day_words(row.last_day)}" if row.last_day else words


def _outcomes(row: Mission) -> tuple[str, ...]:
    """Say how many meetings were planned and held, and what was written of them; no more is known."""
    published = row.versions.filter(state=ScheduleVersion.State.PUBLISHED).first()
    if published is None:
        return ()
    planned = ScheduledMeeting.objects.filter(version=published).count()
    found = tally(row, planned, timezone.now())
    lines = [
        _("meetings in the published schedule: %(planned)s") % {"planned": planned},
        _("said to be held: %(held)s, not held: %(not_held)s")
        % {"held": found.held, "not_held": found.not_held},
    ]
    if found.disputed:
        lines.append(_("the sides differ on %(count)s of them") % {"count": found.disputed})
    ended_in = {
        MeetingReport.Result.CONTRACT: found.contracts,
        MeetingReport.Result.MEMORANDUM: found.memoranda,
    }
    for code, label, count in found.results:
        deals = ended_in.get(MeetingReport.Result(code))
        sums = "; ".join(_amount(one) for one in deals.sums) if deals else ""
        lines.append(f"{label}: {count}" + (f" ({sums})" if sums else ""))
    return tuple(lines)


def _amount(one: Sum) -> str:
    return str(format_currency(one.value, one.currency, locale=locale(), format_type="name"))


class OfPeriod:
    """The missions of a stretch of days, with what was signed in it."""

    def currency(self, desk: Desk) -> str:
        return currency_of(desk, desk.today())

    def between(self, desk: Desk, first: dt.date, last: dt.date) -> list[MissionOfPeriod]:
        written = _signed_between(first, last)
        rows = Mission.objects.filter(desk=desk).exclude(status=Mission.Status.CANCELLED)
        rows = rows.annotate(last_day=Max("sessions__date")).order_by("last_day", "pk")
        wanted = [
            row
            for row in rows.select_related("desk")
            if (row.last_day and first <= row.last_day <= last) or row.pk in written
        ]
        own = self.currency(desk)
        rates = newest_rates(own)
        return [
            MissionOfPeriod(
                pk=row.pk,
                name=row.name,
                url=desk_url(desk, "missions:mission", row.pk),
                state=_mission_state(row),
                is_held=row.status == Mission.Status.HELD,
                side=row.host,
                place_id=row.place_id,
                place=row.place,
                contracts=_deals(written.get(row.pk, []), MeetingReport.Result.CONTRACT, own, rates),
                memoranda=_deals(written.get(row.pk, []), MeetingReport.Result.MEMORANDUM, own, rates),
            )
            for row in wanted
        ]

    def together(self, desk: Desk, first: dt.date, last: dt.date) -> tuple[Deals, Deals]:
        own = self.currency(desk)
        rates = newest_rates(own)
        said = [group for groups in _signed_between(first, last).values() for group in groups]
        kinds = (MeetingReport.Result.CONTRACT, MeetingReport.Result.MEMORANDUM)
        contracts, memoranda = (_deals(said, kind, own, rates) for kind in kinds)
        return contracts, memoranda


def _signed_between(first: dt.date, last: dt.date) -> dict[int, list[list[MeetingReport]]]:
    """Return what sides say was signed in these days, meeting by meeting, by mission.

    The day is the one named; where none is, the last day of the mission.
    """
    rows = MeetingReport.objects.filter(result__in=MeetingReport.SIGNED).order_by("wish_id", "side")
    found: dict[int, dict[int, list[MeetingReport]]] = {}
    for row in rows.annotate(last_day=Max("mission__sessions__date")):
        day = row.signed_on or row.last_day
        if day and first <= day <= last:
            found.setdefault(row.mission_id, {}).setdefault(row.wish_id, []).append(row)
    return {mission: list(meetings.values()) for mission, meetings in found.items()}


def _deals(
    written: list[list[MeetingReport]], result: str, own: str, rates: dict[str, ExchangeRate]
) -> Deals:
    made = signed(written, result, own, rates)
    return Deals(
        made.meetings, made.by_both, made.by_one, made.without_sum, made.disputed,
        tuple(Money(one.currency, one.value, one.converted, _rate(one)) for one in made.sums), made.total,
    )  # fmt: skip


def _rate(one: Sum) -> str:
    rate = one.rate
    if rate is None:
        return ""
    return _("%(units)s %(currency)s = %(rate)s %(into)s on %(day)s, %(source)s") % {
        "units": rate.units,
        "currency": rate.currency,
        "rate": format_decimal(rate.rate, locale=locale()),
        "into": rate.into,
        "day": day_words(rate.on),
        "source": rate.source,
    }


joints.add_origins("mission", Missions())
joints.add_things(MissionThings())
joints.missions_of_period.fill(OfPeriod())
joints.add_turning(
    Turning("mission", gettext_lazy("Set up a mission"), "handshake", joints.page_from("missions:new"))
)
joints.hosts.fill(Hosts())
joints.add_beginning("mission", begin_mission)


def participations(organisation: int, key: str) -> list[Participation]:
    """List the missions of one company of the directory: tied to its card, or under the same name."""
    mine = Q(organisation_id=organisation) | Q(organisation__isnull=True, search_key__contains=key)
    rows = (
        Company.objects.filter(mine).select_related("mission").order_by("-mission_id")[:MOST_PARTICIPATIONS]
    )
    found = [
        row for row in rows if row.organisation_id or fold(row.short_name) == key or fold(row.name) == key
    ]
    pairs = [(row, _came_of(row)) for row in found]
    return [
        Participation(
            row.mission.name,
            str(row.mission.get_status_display()),
            desk_url(row.desk, "missions:company", row.mission_id, row.pk),
            tuple(row.offers),
            tuple(row.needs),
            outcomes,
        )
        for row, outcomes in pairs
    ]


def _came_of(row: Company) -> tuple[str, ...]:
    reports = MeetingReport.objects.filter(Q(wish__asker=row) | Q(wish__partner=row)).exclude(result="")
    said: list[str] = []
    for one in reports.select_related("wish__asker", "wish__partner"):
        other = one.wish.partner if one.wish.asker_id == row.pk else one.wish.asker
        said.append(f"{other.short_name}: {one.get_result_display()}")
    return tuple(dict.fromkeys(said))


joints.participations.fill(participations)
