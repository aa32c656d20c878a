"""What the page of a mission's day costs: 80 companies, every table taken in every slot.

    python -m benchmarks.desk.day [--companies 80] [--visits 40]

Calls of functions are counted once (`tests.steps`), which no busy machine changes; processor time is taken of
as many visits, each of another slot. Exits with 1 when the middle is above `--most-ms`.
"""

# ruff: noqa: PLC0415 - Django is imported once its settings are known
from __future__ import annotations

import argparse
import datetime as dt
import os
import statistics
import sys
import tempfile
import time
from typing import Any

from tests.steps import counted

from benchmarks.desk.promises import _asked


def fill(desk: Any, count: int) -> Any:
    """Write a mission whose published schedule seats every company in every slot of two days."""
    from django.utils import timezone

    from egiz.desk.missions.domain.slots import slots_as_json, slots_of
    from egiz.desk.missions.models import (
        Company,
        Interpreter,
        Mission,
        ScheduledMeeting,
        ScheduleVersion,
        Session,
        Table,
        Wish,
    )

    mission = Mission.objects.create(desk=desk, name="Large", place="Nukus", zone="Asia/Samarkand")
    today = desk.today()
    for day in range(2):
        for starts, ends in ((9, 13), (14, 18)):
            Session.objects.create(
                desk=desk, mission=mission, date=today + dt.timedelta(days=day),
                starts=dt.time(starts), ends=dt.time(ends),
            )  # fmt: skip
    pairs = count // 2
    companies = [
        Company(
            mission=mission, desk=desk, side=side, key=f"{side}{n}", name=f"ТОО «Насосы и трубы {side} {n}»",
            offers=["насосы"], needs=["трубы"], email=f"{side}{n}@example.org", status="accepted",
        )
        for side in ("ours", "theirs")
        for n in range(pairs)
    ]  # fmt: skip
    for one in companies:
        one.set_search_key()
    Company.objects.bulk_create(companies)
    ours, theirs = companies[:pairs], companies[pairs:]
    tables = Table.objects.bulk_create(
        Table(desk=desk, mission=mission, name=str(n + 1), order=n) for n in range(pairs)
    )
    helpers = Interpreter.objects.bulk_create(
        Interpreter(desk=desk, mission=mission, name=f"Переводчик {n}", languages=["ru", "uz"])
        for n in range(8)
    )
    slots = slots_of(mission)
    version = ScheduleVersion.objects.create(
        desk=desk, mission=mission, number=1, state="published", published_at=timezone.now(),
        slots=slots_as_json(slots), goals=[],
    )  # fmt: skip
    wishes = Wish.objects.bulk_create(
        Wish(mission=mission, desk=desk, asker=one, partner=other, low=one, high=other,
             our_consent="agreed", their_consent="agreed")
        for one in ours
        for other in theirs
    )  # fmt: skip
    by_pair = {(wish.asker_id, wish.partner_id): wish for wish in wishes}
    ScheduledMeeting.objects.bulk_create(
        ScheduledMeeting(
            desk=desk, version=version, ours=one, theirs=(other := theirs[(n + slot.index) % pairs]),
            wish=by_pair[one.pk, other.pk], slot=slot.index, starts_at=slot.start, minutes=slot.minutes,
            table=tables[n], table_name=tables[n].name, interpreter=helpers[n % 8],
            interpreter_name=helpers[n % 8].name,
        )
        for slot in slots
        for n, one in enumerate(ours)
    )  # fmt: skip
    return mission, len(slots)


def measured(options: argparse.Namespace) -> int:
    from egiz.desk.launch import prepare

    prepare.start_django()
    prepare.migrate()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django_scopes import scope

    from egiz.desk.core.domain.setup import ensure_member, ensure_user
    from egiz.desk.core.models import Desk

    desk = Desk.objects.create(slug="large", name="Large desk")
    user, _password = ensure_user("bench@example.org")
    ensure_member(desk, user)
    with scope(desk=desk):
        mission, slots = fill(desk, options.companies)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    def address(visit: int) -> str:
        return f"/d/large/missions/{mission.pk}/day/?slot={visit % slots}"

    for visit in range(3):
        _asked(client, address(visit))
    with CaptureQueriesContext(connection) as asked:
        _asked(client, address(0))
    questions = len(asked)  # the next visit begins its own list
    calls = counted(lambda: _asked(client, address(1)))
    taken = []
    for visit in range(options.visits):
        began = time.process_time()
        _asked(client, address(visit))
        taken.append((time.process_time() - began) * 1000)
    middle, worst = statistics.median(taken), max(taken)
    print(
        f"{options.companies} companies, {slots} slots: {calls:,} calls, {questions} questions; "
        f"{min(taken):.0f} ms at the least, {middle:.0f} in the middle, "
        f"{statistics.quantiles(taken, n=20)[18]:.0f} in 95 of 100, {worst:.0f} at the most"
    )
    return int(middle > options.most_ms)


def main() -> None:
    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=plain)
    parser.add_argument("--companies", type=int, default=80)
    parser.add_argument("--visits", type=int, default=40)
    parser.add_argument("--most-ms", type=float, default=150)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "EGIZ_VAR": folder,
            "DJANGO_SETTINGS_MODULE": "egiz.desk.settings",
            "EGIZ_HOSTS": "testserver",
        }
        os.environ.pop("EGIZ_DATABASE_URL", None)
        sys.exit(measured(options))


if __name__ == "__main__":
    main()
