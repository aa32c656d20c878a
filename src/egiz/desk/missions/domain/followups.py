"""Asking again what came of the meetings: after two weeks, three, six and twelve months."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import Count, Max, Q
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from egiz.desk.missions.domain.queries import GUESTS
from egiz.desk.missions.models import (
    Company,
    FollowUp,
    MeetingReport,
    Mission,
    ScheduledMeeting,
    ScheduleVersion,
)

Wave = FollowUp.Wave
AFTER = {
    Wave.TWO_WEEKS: relativedelta(weeks=2),
    Wave.THREE_MONTHS: relativedelta(months=3),
    Wave.SIX_MONTHS: relativedelta(months=6),
    Wave.A_YEAR: relativedelta(months=12),
}
# Who is told that companies were asked: whoever writes the letters. A personal page asks without any letter.
_ON_ASKED: list[Callable[[Mission, str, Sequence[Company]], object]] = []


def on_asked(tell: Callable[[Mission, str, Sequence[Company]], object]) -> None:
    """Let `tell` write to whom a wave asks: question and letter are kept, or neither."""
    _ON_ASKED.append(tell)


def last_day(mission: Mission) -> dt.date | None:
    """Return the last day on which the published schedule has a meeting."""
    rows = ScheduledMeeting.objects.filter(
        version__mission=mission, version__state=ScheduleVersion.State.PUBLISHED
    )
    last = rows.aggregate(last=Max("starts_at"))["last"]
    return last.astimezone(mission.tz).date() if last else None


def due_on(mission: Mission, wave: str) -> dt.date | None:
    """Return the day from which a wave is asked; nothing while no meeting is published."""
    last = last_day(mission)
    return last + AFTER[Wave(wave)] if last else None


def companies_to_ask(mission: Mission) -> list[Company]:
    """List who had a published meeting that is not said by both sides to have fallen through."""
    fallen = (
        MeetingReport.objects.filter(mission=mission, held=False)
        .values("wish_id")
        .annotate(said=Count("pk"))
        .filter(said=2)
        .values_list("wish_id", flat=True)
    )
    rows = ScheduledMeeting.objects.filter(
        version__mission=mission, version__state=ScheduleVersion.State.PUBLISHED
    ).exclude(wish_id__in=list(fallen))
    wanted = set(chain.from_iterable(rows.values_list("ours_id", "theirs_id")))
    wanted.update(GUESTS.objects.filter(scheduledmeeting__in=rows).values_list("company_id", flat=True))
    return list(Company.objects.filter(mission=mission, pk__in=wanted))


def ask(mission: Mission, now: dt.datetime) -> list[str]:
    """Open every wave whose day has come and that has not been asked; return their names."""
    last = last_day(mission)
    if last is None or mission.status == Mission.Status.CANCELLED:
        return []
    today = now.astimezone(mission.tz).date()
    asked = set(FollowUp.objects.filter(mission=mission).values_list("wave", flat=True))
    come = [wave for wave, after in AFTER.items() if last + after <= today]
    # Of several that are late only the newest is asked: nobody answers the same question four times in a day.
    if not come or come[-1] in asked:
        return []
    _open(mission, come[-1], now)
    return [come[-1].value]


def _open(mission: Mission, wave: str, now: dt.datetime) -> None:
    with transaction.atomic():
        Mission.objects.select_for_update().get(pk=mission.pk)
        companies = companies_to_ask(mission)
        FollowUp.objects.bulk_create(
            [
                FollowUp(mission=mission, desk_id=mission.desk_id, company=one, wave=wave, asked_at=now)
                for one in companies
            ],
            ignore_conflicts=True,
        )
        for tell in _ON_ASKED:
            tell(mission, wave, companies)


def ask_all(now: dt.datetime) -> int:
    """Open the waves that are due in every desk; return how many."""
    with scopes_disabled():
        live = Q(versions__state=ScheduleVersion.State.PUBLISHED)
        missions = list(
            Mission.objects.filter(live)
            .exclude(status=Mission.Status.CANCELLED)
            .select_related("desk")
            .distinct()
        )
    opened = 0
    for mission in missions:
        with scope(desk=mission.desk):
            opened += len(ask(mission, now))
    return opened


def answered(company: Company, now: dt.datetime | None = None) -> int:
    """Write down that a company has answered everything it was asked so far."""
    open_ones = FollowUp.objects.filter(company=company, answered_at=None)
    return open_ones.update(answered_at=now or timezone.now())


def open_for(company: Company) -> FollowUp | None:
    """Return the newest question a company has not answered."""
    return FollowUp.objects.filter(company=company, answered_at=None).order_by("-asked_at").first()


@dataclass(frozen=True)
class WaveState:
    """One wave: its day, and "answered by n of m" once it was asked."""

    label: Any
    day: dt.date | None
    asked: int = 0
    answered: int = 0


def waves_of(mission: Mission) -> list[WaveState]:
    """Say of each wave when it is asked and how many have answered."""
    counts = {
        row["wave"]: (row["asked"], row["answered"])
        for row in FollowUp.objects.filter(mission=mission)
        .values("wave")
        .annotate(asked=Count("pk"), answered=Count("pk", filter=Q(answered_at__isnull=False)))
        .order_by()
    }
    last = last_day(mission)
    return [
        WaveState(
            wave.label,
            last + after if last else None,
            *counts.get(wave.value, (0, 0)),
        )
        for wave, after in AFTER.items()
    ]
