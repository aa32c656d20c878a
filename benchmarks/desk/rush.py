"""The minute after "the schedule is published": everybody loads the own agenda while companies register.

A real web server (the one `egiz serve` starts) answers over loopback: 500 companies ask for their page at the
same moment, and 50 forms of registration come in among them, five of them with an address that another has
too. Counted are the answers, and afterwards the registrations that are there, lost and doubled.

Run: python -m benchmarks.desk.rush --postgresql postgres://user:word@host/name [--companies 500] [--forms 50]

The PostgreSQL database has to be empty; it is filled and left as it is.
"""

# ruff: noqa: PLC0415 - Django is imported once its settings are known
import argparse
import datetime as dt
import http.client
import os
import socket
import subprocess
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

DAY = dt.date(2099, 3, 4)
DOUBLED = 5
A_DAY = 8  # meetings of a company, as many as are usual
HOST = "127.0.0.1"


def fill(count: int) -> tuple[list[str], str, int]:
    """Write a mission with a published schedule; give everybody's page, the form's, and its number."""
    from django_scopes import scope

    from egiz.desk.core.models import Desk
    from egiz.desk.missions.domain.registering import registration_of
    from egiz.desk.missions.models import Company, Mission, ScheduledMeeting, ScheduleVersion, Session, Wish

    desk = Desk.objects.create(slug="rush", name="Rush")
    with scope(desk=desk):
        mission = Mission.objects.create(desk=desk, name="Rush", place="Nukus")
        Session.objects.create(mission=mission, date=DAY, starts=dt.time(9), ends=dt.time(17))
        registration = registration_of(mission)
        registration.is_open, registration.base_url = True, f"http://{HOST}/"
        registration.save()
        sides = [
            [
                Company.objects.create(
                    mission=mission, side=side, key=f"{side}{n}", name=f"Company {side} {n}"
                )
                for n in range(count // 2)
            ]
            for side in ("ours", "theirs")
        ]
        start = dt.datetime.combine(DAY, dt.time(9), mission.tz)
        half = dt.timedelta(minutes=30)
        slots = [
            {"start": (start + n * half).isoformat(), "minutes": 30, "day": 0, "session": "1"}
            for n in range(16)
        ]
        version = ScheduleVersion.objects.create(mission=mission, number=1, state="published", slots=slots)
        wishes = [
            Wish(mission=mission, desk=desk, asker=ours, partner=sides[1][(n + slot) % len(sides[1])],
                 our_consent="agreed", their_consent="agreed")
            for n, ours in enumerate(sides[0])
            for slot in range(A_DAY)
        ]  # fmt: skip
        for one in wishes:
            one.order_pair()
        made = Wish.objects.bulk_create(wishes)
        ScheduledMeeting.objects.bulk_create(
            ScheduledMeeting(
                version=version, desk=desk, wish=one, ours=one.asker, theirs=one.partner, slot=at % A_DAY,
                starts_at=start + at % A_DAY * half, table_name=str(at // A_DAY),
            )
            for at, one in enumerate(made)
        )  # fmt: skip
        pages = [f"/p/missions/{one.token}/" for side in sides for one in side]
    return pages, f"/p/missions/register/{registration.code}/?lang=en", mission.pk


def form_of(number: int, forms: int) -> dict[str, Any]:
    """Fill in the form of registration; the last few have an address that an earlier one has."""
    return {
        "side": "ours", "name": f"Newcomer {number}", "email": f"n{number % (forms - DOUBLED)}@example.org",
        "language": "en", "mode": "any", "zone": "Asia/Tashkent", "offers": "pumps", "needs": "seals",
        "languages": "ru", "hours": f"{DAY} 09:00-17:00", "agree_process": "on", "representatives": "1",
        "people-TOTAL_FORMS": "0", "people-INITIAL_FORMS": "0",
    }  # fmt: skip


class Visitors:
    """Browsers that come at the same moment; each remembers what it was answered and how long that took."""

    def __init__(self, port: int, many: int) -> None:
        self.port, self.start = port, threading.Barrier(many)
        self.answers: Counter[str] = Counter()
        self.seconds: list[float] = []

    def _ask(self, method: str, path: str, body: str = "", **headers: str) -> tuple[int, str, str]:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=300)
        try:
            connection.request(method, path, body or None, headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode(), answer.getheader("Set-Cookie") or ""
        finally:
            connection.close()

    def look(self, path: str) -> None:
        self.start.wait()
        self._count("agenda", lambda: self._ask("GET", path))

    def register(self, path: str, form: dict[str, Any], token: tuple[str, str]) -> None:
        self.start.wait()
        cookie, word = token
        body = urlencode({**form, "csrfmiddlewaretoken": word})
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"csrftoken={cookie}"}
        self._count("form", lambda: self._ask("POST", path, body, **headers))

    def _count(self, what: str, ask: Any) -> None:
        began = time.monotonic()
        try:
            status, text, _cookie = ask()
            # Every company of this mission has meetings: an agenda that shows none is wrong.
            whole = what != "agenda" or text.count("Company ") > 8
            self.answers[f"{what} {status}{'' if whole else ', not whole'}"] += 1
        except (OSError, http.client.HTTPException) as error:
            self.answers[f"{what} {type(error).__name__}"] += 1
        self.seconds.append(time.monotonic() - began)

    def token_of(self, path: str) -> tuple[str, str]:
        """Open the form once, as a browser does, for what keeps others from sending it."""
        _status, text, cookies = self._ask("GET", path)
        word = text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        return cookies.split("csrftoken=")[1].split(";")[0], word


def rush(companies: int, forms: int, workers: int) -> None:
    import django

    django.setup()
    from django.db import connection, connections
    from django_scopes import scopes_disabled

    from egiz.desk.launch import prepare
    from egiz.desk.launch.processes import Address, commands
    from egiz.desk.missions.models import Company, Letter

    prepare.migrate()
    pages, form, mission = fill(companies)
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = int(probe.getsockname()[1])
    web = subprocess.Popen(commands(Address(HOST, port), web_workers=workers)[0])
    try:
        _wait_for(port)
        visitors = Visitors(port, len(pages) + forms)
        tokens = [visitors.token_of(form) for _n in range(forms)]
        connections.close_all()
        before, began = _cpu(web.pid), time.monotonic()
        with ThreadPoolExecutor(len(pages) + forms) as pool:
            done = [pool.submit(visitors.look, page) for page in pages]
            done += [pool.submit(visitors.register, form, form_of(n, forms), tokens[n]) for n in range(forms)]
            for one in done:
                one.result()
        wall, cpu = time.monotonic() - began, _cpu(web.pid) - before
    finally:
        web.terminate()
        web.wait(30)
    with scopes_disabled():
        there = Counter(
            Company.objects.filter(mission=mission).exclude(email="").values_list("email", flat=True)
        )
        kinds = Counter(Letter.objects.filter(mission=mission).values_list("kind", flat=True))
    wanted = {f"n{n}@example.org" for n in range(forms - DOUBLED)}
    slowest = sorted(visitors.seconds)
    print(f"{connection.vendor}, {workers} web processes: {dict(visitors.answers)}")
    print(f"registrations: {len(there)} of {len(wanted)}, lost {len(wanted - there.keys())}, "
          f"doubled {sum(number > 1 for number in there.values())}; letters {dict(kinds)}")  # fmt: skip
    print(f"wall {wall:.1f} s, processor of the web server {cpu:.1f} s; "
          f"answered after: median {slowest[len(slowest) // 2]:.1f} s, last {slowest[-1]:.1f} s")  # fmt: skip


def _wait_for(port: int) -> None:
    for _try in range(240):
        try:
            socket.create_connection((HOST, port), 5).close()
        except OSError:
            time.sleep(0.25)
        else:
            return


def _cpu(pid: int) -> float:
    """Return the processor seconds of a process and of its children (Linux)."""
    ticks = 0
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            parts = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if pid in {int(folder.name), int(parts[1])}:
            ticks += int(parts[11]) + int(parts[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--companies", type=int, default=500)
    parser.add_argument("--forms", type=int, default=50)
    parser.add_argument("--workers", type=int, default=2, help="web processes")
    parser.add_argument("--postgresql", default="", help="address of an empty database; without one, SQLite")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "EGIZ_VAR": folder,
            "DJANGO_SETTINGS_MODULE": "egiz.desk.settings",
            "EGIZ_HOSTS": HOST,
        }
        os.environ.pop("EGIZ_DATABASE_URL", None)
        if asked.postgresql:
            os.environ["EGIZ_DATABASE_URL"] = asked.postgresql
        rush(asked.companies, asked.forms, asked.workers)


if __name__ == "__main__":
    main()
