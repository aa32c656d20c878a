"""What a desk loses, doubles or leaves stuck while its processes are killed under it.

Real processes on a database of their own: `egiz serve` with its web server and worker, on PostgreSQL a
cluster made for this run. Two people write promises all the time; when an answer does not come they send the
same form again, as people do. In each round something else is begun (a report read, a list imported, a
schedule made or published, letters sent, a backup written) and one process is killed with -9 in the middle.

    python -m benchmarks.desk.faults --database sqlite --rounds 100
    python -m benchmarks.desk.faults --database postgresql --rounds 100 --trials away,full,clock
    python -m benchmarks.desk.faults --database postgresql --first 48 --rounds 48

The desk is begun with the start command of the systemd unit on SQLite, of the compose file on PostgreSQL, and
begun again after two seconds as both ask. With `--first` a run goes on where another ended: what is killed in
the middle of what goes round with the number of the round, so parts add up to the whole.

Counted at the end, in the database itself: confirmed writes that are not there, writes that are there twice,
work that never ended, letters that went twice, and how many seconds the desk needed to take writes again.
Exits with 1 when one of the first four is not nought or the desk was ever away longer than `--most-seconds`.
"""

# ruff: noqa: PLC0415, BLE001 - Django is imported once its settings are known; whatever a request ends with
# while processes die is one more sending, and is counted by what the database holds in the end
from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.desk.starting import starts
from benchmarks.desk.trial import Desk, Person, keeper, kill, trial_folder

SLUG = "atyrau"
ADD = f"/d/{SLUG}/promises/add/"
FIELDS = {
    "owner_text": "",
    "side": "",
    "due_on": "",
    "to_text": "",
    "note": "",
    "status": "open",
    "kind": "other",
}
REPORT = """Встреча в Атырау {mark}.
Генеральный консул пообещал направить календарь нефтегазовых мероприятий до 20 января 2027 года.
Палата предпринимателей Атырауской области обязалась провести онлайн-встречу с палатой Хорезмской области.
Стороны договорились выбрать город-побратим: Нукус или Ургенч.
"""
ACTS = ("reading", "importing", "solving", "publishing", "sending", "backup")
TARGETS = {
    "sqlite": ("web", "worker", "work", "web master", "serve", "own"),
    "postgresql": ("web", "worker", "work", "web master", "serve", "own", "backend", "postmaster"),
}
LETTERS_A_ROUND = 12


@dataclass
class Noted:
    """What was confirmed, to be looked for afterwards."""

    promises: set[str] = field(default_factory=set)
    tried: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    reports: set[str] = field(default_factory=set)
    lists: dict[str, bool] = field(default_factory=dict)
    schedules: set[str] = field(default_factory=set)
    published: set[int] = field(default_factory=set)
    backups: list[str] = field(default_factory=list)
    back: list[float] = field(default_factory=list)
    stops: dict[str, list[float]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def send_until_taken(person: Person, path: str, fields: dict[str, str], *, files: Any = (),
                     seconds: float = 200, noted: Noted | None = None) -> Any:  # fmt: skip
    """Send one form as a person does: once more when no answer comes, until one says that it was taken."""
    until = time.monotonic() + seconds
    sent: dict[str, str] | None = None
    while time.monotonic() < until:
        try:
            sent = sent or {**person.form(path), **fields}
            answer = person.post(path, sent, files, timeout=60)
        except Exception as error:
            if noted:
                noted.answers[type(error).__name__] += 1
            time.sleep(0.3)
            continue
        if noted:
            noted.answers[str(answer.status)] += 1
        if answer.status == 302 and "/accounts/" not in answer.led_to:
            # Sent while the first is still at work, it leads back to the form with a word about that.
            if answer.led_to.rstrip("/") != path.rstrip("/"):
                return answer
        elif answer.status in {200, 403}:
            return answer
        time.sleep(0.3)
    raise RuntimeError(f"{path} was not taken within {seconds} s")


class Writers:
    """People who write promises all the time."""

    def __init__(self, desk: Desk, noted: Noted, count: int = 2) -> None:
        self.desk, self.noted, self.stopping = desk, noted, threading.Event()
        self.threads = [threading.Thread(target=self._write, args=(n,)) for n in range(count)]
        for thread in self.threads:
            thread.start()

    def _write(self, number: int) -> None:
        person = Person(self.desk.base)
        while not self.stopping.is_set():
            with suppress(Exception):
                person.log_in()
                break
            time.sleep(0.5)
        at = 0
        while not self.stopping.is_set():
            at += 1
            title = f"trial promise {number}-{at}."
            self.noted.tried += 1
            try:
                answer = send_until_taken(person, ADD, {**FIELDS, "title": title}, noted=self.noted)
            except RuntimeError as error:
                self.noted.faults.append(str(error))
                continue
            if answer.status == 302:
                self.noted.promises.add(title)
            else:
                self.noted.faults.append(f"{title} was answered with {answer.status}")
            time.sleep(0.2)

    def stop(self) -> None:
        self.stopping.set()
        for thread in self.threads:
            thread.join()


@dataclass
class Seen:
    """What the database holds beside what was confirmed."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)

    def compare(self, what: str, there: int, wanted: int = 1) -> None:
        if there != wanted:
            (self.lost if there < wanted else self.doubled).append(f"{what}: {there} for {wanted}")


class Suite:
    """The rounds, and what is looked at after them."""

    def __init__(self, desk: Desk, seed: int, first: int) -> None:
        self.desk, self.noted, self.rng = desk, Noted(), random.Random(f"{seed} {first}")
        self.person = Person(desk.base)
        self.number = first

    # What is begun in a round; each gives a process of its own that may be killed, or nothing.

    def reading(self) -> None:
        mark = f"trial report {self.number}."
        fields = {
            "text": REPORT.format(mark=mark),
            "title": mark,
            "held_on": "2026-11-12",
            "place_name": "",
            "language": "",
        }

        def act() -> None:
            send_until_taken(another_person(self), f"/d/{SLUG}/promises/read/", fields)
            self.noted.reports.add(mark)

        self._later(act)

    def importing(self) -> None:
        mark = f"trial list {self.number}."
        rows = "".join(f"{mark} {row};Палата {row}\n" for row in range(400))
        content = f"обещание;ответственный\n{rows}".encode()
        self.noted.lists[mark] = False

        def act() -> None:
            path = f"/d/{SLUG}/promises/import/"
            files = [("upload", "list.csv", content)]
            answer = send_until_taken(another_person(self), path, {}, files=files)
            if answer.status == 200 and "400 promises came in" not in answer.text:
                raise RuntimeError("the list did not come in")
            self.noted.lists[mark] = True

        self._later(act)

    def solving(self) -> None:
        mark = f"trial schedule {self.number}."
        fields = {"seconds": "3", "note": mark, "way": "repair"}

        def act() -> None:
            self._press(f"/d/{SLUG}/missions/1/solve/", f"/d/{SLUG}/missions/1/schedule/", fields)
            self.noted.schedules.add(mark)

        self._later(act)

    def publishing(self) -> None:
        from egiz.desk.missions.models import ScheduleVersion

        draft = self._look(
            lambda: ScheduleVersion.objects.filter(mission_id=1, state="draft").order_by("-number").first()
        )
        if draft is None:
            return self.solving()

        def act() -> None:
            page = f"/d/{SLUG}/missions/1/schedule/{draft.number}/"
            self._press(f"{page}publish/", page, {})
            self.noted.published.add(draft.number)

        return self._later(act)

    def _press(self, path: str, page: str, fields: dict[str, str]) -> None:
        """Press a button of a page, again and again with the page's own token, until it is taken."""
        person, sent = another_person(self), None
        until = time.monotonic() + 200
        while time.monotonic() < until:
            with suppress(Exception):
                sent = sent or {**_followed(person, page), **fields}
                answer = person.post(path, sent, timeout=60)
                if answer.status == 302 and "/accounts/" not in answer.led_to:
                    return
            time.sleep(0.3)
        raise RuntimeError(f"{path} was not taken")

    def sending(self) -> subprocess.Popen[bytes]:
        from django.utils import timezone

        from egiz.desk.events.models import Subscriber

        def order() -> None:
            now = timezone.now()
            Subscriber.objects.bulk_create(
                Subscriber(
                    desk_id=1, email=f"trial-{self.number}-{at}@example.org", language="ru", rhythm="weekly",
                    base_url="http://127.0.0.1", confirmed_at=now, asked_at=now,
                )
                for at in range(LETTERS_A_ROUND)
            )  # fmt: skip

        self._look(order)
        return subprocess.Popen(
            self.desk.egiz("manage", "send_digests"),
            env=self.desk.env,
            stdout=self.desk.log,
            stderr=self.desk.log,
        )

    def backup(self) -> subprocess.Popen[bytes]:
        target = self.desk.folder / f"backup-{self.number}.egiz"
        self.noted.backups.append(str(target))
        return subprocess.Popen(
            self.desk.egiz("backup", str(target)),
            env=self.desk.env,
            stdout=self.desk.log,
            stderr=self.desk.log,
        )

    def _later(self, act: Callable[[], object]) -> None:
        def run() -> None:
            try:
                act()
            except Exception as error:
                self.noted.faults.append(f"round {self.number}: {error}")

        self.at_work = threading.Thread(target=run)
        self.at_work.start()

    def _look(self, act: Callable[[], Any]) -> Any:
        """Look into the database, again while it is away."""
        from django.db import InterfaceError, OperationalError, connections
        from django_scopes import scopes_disabled

        for _try in range(120):
            try:
                with scopes_disabled():
                    return act()
            except (OperationalError, InterfaceError):
                connections.close_all()
                time.sleep(0.5)
        raise RuntimeError("the database cannot be looked into")

    # A round.

    def round(self, act: str, target: str) -> None:
        self.number += 1
        self.at_work = threading.Thread(target=lambda: None)
        self.at_work.start()
        own = getattr(self, act)()
        longest = 3.5 if act in {"sending", "backup"} else 1.5 if act in {"reading", "solving"} else 0.5
        time.sleep(self.rng.uniform(0.02, longest))
        began = time.monotonic()
        hit = self.hit(target, own)
        seconds = self.until_writes_are_taken(began)
        self.noted.back.append(seconds)
        self.at_work.join(240)
        if own is not None:
            own.wait(240)
        print(f"{self.number:4} {act:10} {hit:12} back after {seconds:5.1f} s", flush=True)

    def hit(self, target: str, own: subprocess.Popen[bytes] | None) -> str:
        """Kill one process; gives what was hit (where there is no work just now, the worker is)."""
        postgres = self.desk.postgres
        if target == "own" and own is not None:
            own.kill()
            return "own"
        if target == "postmaster" and postgres:
            postgres.kill_postmaster()
            return target
        pids = postgres.backends() if target == "backend" and postgres else []
        if not pids and target not in {"backend", "own"}:
            pids = self.desk.part(target)
        if not pids:
            target, pids = "worker", self.desk.part("worker")
        if pids:
            kill(self.rng.choice(pids))
        if target == "serve" and self.desk.process:
            self.desk.process.wait()
            time.sleep(2)  # RestartSec of deploy/egiz.service
            self.start_again()
        return target

    def start_again(self) -> None:
        for _try in range(30):
            self.desk.start()
            time.sleep(1.5)
            if self.desk.process and self.desk.process.poll() is None:
                return
            time.sleep(1)  # Restart=always
        raise RuntimeError("egiz serve does not begin")

    def until_writes_are_taken(self, began: float) -> float:
        """Wait until the desk says it is ready, shows a page, takes a write and has a worker."""
        while time.monotonic() - began < 180:
            with suppress(Exception):
                if self.desk.process and self.desk.process.poll() is not None:
                    self.start_again()  # Restart=always
                if self.desk.is_ready() and self.desk.part("worker"):
                    self.noted.tried += 1
                    title = f"probe {self.number} {time.monotonic_ns()}."
                    sent = {**self.person.form(ADD), **FIELDS, "title": title}
                    if self.person.post(ADD, sent, timeout=30).status == 302:
                        self.noted.promises.add(title)
                        return time.monotonic() - began
            time.sleep(0.1)
        self.noted.faults.append(f"round {self.number}: not back within 180 s")
        return time.monotonic() - began

    # Stops.

    def stop_work(self, what: str) -> None:
        """Begin long work, press its stop, and measure until it is over."""
        from egiz.desk.core.models import Job

        self.number += 1
        if what == "solving":
            self._press(f"/d/{SLUG}/missions/1/solve/", f"/d/{SLUG}/missions/1/schedule/",
                        {"seconds": "120", "note": f"stopped {self.number}", "way": "scratch"})  # fmt: skip
        else:
            self._press(f"/d/{SLUG}/missions/1/match/", f"/d/{SLUG}/missions/1/matches/", {})
        job = self._look(lambda: Job.objects.order_by("-pk").first())

        def state() -> Any:
            return self._look(lambda: Job.objects.values_list("status", "started_at").get(pk=job.pk))

        until = time.monotonic() + 60
        while state()[0] == "queued" and time.monotonic() < until:
            time.sleep(0.02)
        time.sleep(1.0)
        page = f"/d/{SLUG}/desk/jobs/{job.pk}/"
        hidden = self.person.form(page)
        began = time.monotonic()
        self.person.post(f"{page}stop/", hidden)
        while state()[0] == "running":
            time.sleep(0.02)
            if time.monotonic() - began > 60:
                break
        self.noted.stops.setdefault(what, []).append(round(time.monotonic() - began, 2))

    # The end.

    def settle(self, seconds: float = 240) -> int:
        """Wait until no work is open; gives how many pieces never ended."""
        from egiz.desk.core.models import Job

        until = time.monotonic() + seconds
        while True:
            left = self._look(lambda: Job.objects.filter(status__in=Job.OPEN).count())
            if not left or time.monotonic() > until:
                return int(left)
            time.sleep(0.5)

    def send_what_is_left(self) -> None:
        self.desk.run("manage", "send_digests")

    def counted(self) -> dict[str, Any]:
        return dict(self._look(self._counted))

    def _counted(self) -> dict[str, Any]:
        from egiz.desk.core.models import Job

        seen = Seen()
        self._look_at_promises(seen)
        self._look_at_schedules(seen)
        letters = Counter(self.desk.letters())
        seen.doubled += [f"letter to {to}: {count}" for to, count in letters.items() if count > 1]
        return {
            "lost": seen.lost,
            "doubled": seen.doubled,
            "failed_work": list(Job.objects.filter(status="failed").values_list("kind", "error")),
            "letters": [len(letters), self._ordered()],
        }

    def _look_at_promises(self, seen: Seen) -> None:
        from egiz.desk.promises.models import OfficialMeeting, Promise

        noted = self.noted
        titles = Counter(Promise.objects.values_list("title", flat=True))
        for title in noted.promises:
            seen.compare(title, titles[title])
        for title, count in titles.items():
            if title.startswith(("trial promise", "probe ")) and title not in noted.promises:
                seen.compare(title, count, 1)
        counts = Counter(OfficialMeeting.objects.values_list("title", flat=True))
        found = Counter(Promise.objects.exclude(meeting=None).values_list("meeting__title", flat=True))
        usual = Counter(found[title] for title in noted.reports).most_common(1)
        for title in noted.reports:
            seen.compare(title, counts[title])
            seen.compare(f"promises of {title}", found[title], max(1, usual[0][0]))
        for mark, taken in noted.lists.items():
            rows = sum(count for title, count in titles.items() if title.startswith(mark))
            seen.compare(f"rows of {mark}", rows, 400 if taken or rows else 0)

    def _look_at_schedules(self, seen: Seen) -> None:
        from egiz.desk.core.models import Job
        from egiz.desk.missions.models import ScheduleVersion

        orders = Counter(job.payload.get("note") for job in Job.objects.filter(kind="missions.solve"))
        versions = Counter(ScheduleVersion.objects.values_list("note", flat=True))
        for mark in self.noted.schedules:
            seen.compare(f"order of {mark}", orders[mark])
            seen.compare(f"version of {mark}", versions[mark])
        states = dict(ScheduleVersion.objects.values_list("number", "state"))
        for number in self.noted.published:
            published = states.get(number) in {"published", "superseded"}
            seen.compare(f"publication of version {number}", int(published))
        seen.compare("published versions", sum(state == "published" for state in states.values()))

    @staticmethod
    def _ordered() -> int:
        from egiz.desk.events.models import Subscriber

        return int(Subscriber.objects.filter(email__startswith="trial-").count())

    def backups_are_whole_or_not_there(self) -> list[str]:
        from egiz.desk.launch.backup import BackupError, verify

        wrong = []
        for name in self.noted.backups:
            path = Path(name)
            try:
                if path.exists():
                    verify(path)
            except BackupError as error:
                wrong.append(str(error))
        return wrong


def another_person(suite: Suite) -> Person:
    person = Person(suite.desk.base)
    for cookie in suite.person.jar:
        person.jar.set_cookie(cookie)
    return person


def _followed(person: Person, page: str) -> dict[str, str]:
    from benchmarks.desk.trial import hidden_fields

    answer = person.ask(page)
    if answer.status == 302:
        answer = person.ask(answer.led_to)
    fields = hidden_fields(answer.text)
    if answer.status != 200 or "once" not in fields:
        raise OSError(f"{page}: {answer.status}")
    return {name: fields[name] for name in ("csrfmiddlewaretoken", "once")}


# Trials of their own kind.


def away(suite: Suite, seconds: float) -> None:
    """The database goes away: PostgreSQL is stopped; of SQLite somebody holds the lock."""
    suite.number += 1
    if suite.desk.postgres:
        suite.desk.postgres.stop()
        time.sleep(seconds)
        suite.desk.postgres.start()
    else:
        import sqlite3

        lock = sqlite3.connect(suite.desk.var / "egiz.sqlite3", timeout=120, isolation_level=None)
        lock.execute("BEGIN EXCLUSIVE")
        time.sleep(seconds)
        lock.execute("ROLLBACK")
        lock.close()
    back = suite.until_writes_are_taken(time.monotonic())
    suite.noted.back.append(back)
    print(f"     database away {seconds:.0f} s: back after {back:.1f} s", flush=True)


def full(suite: Suite, seconds: float) -> None:
    """The disk is full for a while, then there is room again."""
    suite.number += 1
    filler = suite.desk.var / "filler"
    with filler.open("wb") as file, suppress(OSError):
        while True:
            file.write(b"\0" * 65536)
            file.flush()
    left = shutil.disk_usage(suite.desk.var).free
    before = Counter(suite.noted.answers)
    ready = suite.desk.is_ready()
    time.sleep(seconds)
    during = suite.noted.answers - before
    filler.unlink()
    back = suite.until_writes_are_taken(time.monotonic())
    suite.noted.back.append(back)
    print(
        f"     disk full {seconds:.0f} s ({left} bytes left, answers {dict(during)}, "
        f"/readyz said {'ready' if ready else 'not ready'}): back after {back:.1f} s",
        flush=True,
    )
    if ready:
        suite.noted.faults.append("/readyz called a desk with a full disk ready")


def clock(suite: Suite, hand: Path, seconds: float) -> None:
    """The clock jumps a day on, a day back, and comes right."""
    for day in ("86400", "-86400", "0"):
        suite.number += 1
        hand.write_text(day + "\n")
        suite.reading()
        suite.at_work.join(200)
        time.sleep(seconds)
        back = suite.until_writes_are_taken(time.monotonic())
        suite.noted.back.append(back)
        print(
            f"     clock {day} s: a write after {back:.1f} s, {suite.settle(90)} pieces of work open",
            flush=True,
        )


def another_clock(folder: Path) -> dict[str, str]:
    """Give the settings under which the desk's processes have a clock that the trial moves (in C)."""
    library, source = folder / "another_clock.so", Path(__file__).with_name("another_clock.c")
    compiler = shutil.which("cc")
    if not compiler or sys.platform != "linux":
        return {}
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
    hand = folder / "clock"
    hand.write_text("0\n")
    return {"LD_PRELOAD": str(library), "ANOTHER_CLOCK": str(hand)}


@contextmanager
def small_disk(folder: Path, megabytes: int = 700) -> Iterator[Path | None]:
    """A small disk in memory, where this user may mount one."""
    place = folder / "disk"
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0755", "none", str(place)],
        capture_output=True, check=False,
    )  # fmt: skip
    if done.returncode:
        yield None
        return
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=False)


def prepared(desk: Desk, sample: Path | None) -> None:
    """Fill the desk with the sample, open its calendar, make the keeper."""
    if sample and sample.is_dir():
        shutil.copytree(sample, desk.var, dirs_exist_ok=True)
    else:
        done = desk.run("restore", str(sample)) if sample else desk.run("demo", "--no-serve")
        if done.returncode:
            raise RuntimeError(done.stderr)
    desk.start_django()
    import datetime as dt

    from django_scopes import scopes_disabled

    from egiz.desk.events.models import EventRecord, PublicCalendar
    from egiz.desk.missions.models import Mission

    with scopes_disabled():
        keeper()
        Mission.objects.update(is_sample=False)
        PublicCalendar.objects.update_or_create(
            desk_id=1, defaults={"is_open": True, "takes_subscribers": True}
        )
        coming = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=20)
        first = EventRecord.objects.order_by("pk").values("pk")[:1]
        EventRecord.objects.filter(pk__in=first).update(first_day=coming, last_day=coming, status="confirmed")


def start_command(name: str) -> tuple[str, ...]:
    """Give a start command as it stands in `deploy`."""
    return next(start.line for start in starts() if start.name == name)


def run(options: argparse.Namespace, folder: Path, data: Path | None) -> int:
    env = another_clock(folder) if "clock" in options.trials else {}
    desk = Desk(folder, options.database, data=data)
    desk.line = start_command("compose" if options.database == "postgresql" else "egiz.service")
    print(f"begun with: {' '.join(desk.line)}", flush=True)
    try:
        prepared(desk, options.sample)
        desk.env.update(env)
        desk.start()
        desk.wait_ready()
        suite = Suite(desk, options.seed, options.first)
        suite.person.log_in()
        writers = Writers(desk, suite.noted)
        began = time.monotonic()
        try:
            go_through(suite, options, data, Path(env["ANOTHER_CLOCK"]) if env else None)
        finally:
            writers.stop()
        stuck = suite.settle()
        suite.send_what_is_left()
        return report(suite, options, stuck, time.monotonic() - began)
    finally:
        desk.close()


def go_through(suite: Suite, options: argparse.Namespace, data: Path | None, hand: Path | None) -> None:
    """Do the rounds, then the trials that were asked for."""
    targets, until = TARGETS[options.database], time.monotonic() + options.seconds
    for number in range(options.first, options.first + options.rounds):
        if time.monotonic() > until:
            options.rounds = number - options.first
            break
        at = number // len(ACTS)
        suite.round(ACTS[number % len(ACTS)], targets[(number + at) % len(targets)])
    if "away" in options.trials:
        away(suite, options.away_seconds)
    if "full" in options.trials:
        if data is None:
            print("     disk full: skipped, this user may not mount a small disk")
        else:
            full(suite, 15)
    if "clock" in options.trials:
        if hand:
            clock(suite, hand, 8)
        else:
            print("     clock: skipped, there is no C compiler for another_clock.c")
    for _time in range(options.stops):
        for what in ("solving", "matching"):
            suite.stop_work(what)


def report(suite: Suite, options: argparse.Namespace, stuck: int, seconds: float) -> int:
    noted, counted = suite.noted, suite.counted()
    broken = suite.backups_are_whole_or_not_there()
    written = sum(Path(name).exists() for name in noted.backups)
    slow = [f"{away:.0f} s" for away in noted.back if away > options.most_seconds]
    confirmed = len(noted.promises) + len(noted.reports) + len(noted.schedules) + len(noted.published)
    confirmed += sum(noted.lists.values())
    stops = {what: max(all_of) for what, all_of in noted.stops.items()}
    print(
        f"\n{options.database}: {options.rounds} rounds after {options.first} in {seconds / 60:.1f} min; "
        f"{confirmed} writes confirmed ({len(noted.promises)} promises, {len(noted.reports)} reports, "
        f"{sum(noted.lists.values())} lists, {len(noted.schedules)} schedules, "
        f"{len(noted.published)} publications)\n"
        f"lost {len(counted['lost'])} · doubled {len(counted['doubled'])} · stuck {stuck} · "
        f"backups {written} written of {len(noted.backups)} begun, {len(broken)} not whole · "
        f"letters {counted['letters'][0]} of {counted['letters'][1]}\n"
        f"back after: middle {statistics.median(noted.back):.1f} s, longest {max(noted.back):.1f} s · "
        f"stop heard after at most {json.dumps(stops)} s\n"
        f"answers {json.dumps(noted.answers)}"
    )
    wrong = [*counted["lost"], *counted["doubled"], *broken, *noted.faults, *slow]
    for text in [*wrong, *(f"failed work: {kind} {error}" for kind, error in counted["failed_work"])]:
        print(f"  ! {text}")
    return int(bool(wrong or stuck))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument(
        "--first", type=int, default=0, help="after how many rounds of another run this goes on"
    )
    parser.add_argument("--seconds", type=float, default=36_000, help="after so long no round begins")
    parser.add_argument("--trials", default="", help="of away, full, clock, with commas")
    parser.add_argument("--stops", type=int, default=0, help="how often long work is stopped")
    parser.add_argument("--away-seconds", type=float, default=60)
    parser.add_argument("--most-seconds", type=float, default=30)
    parser.add_argument("--sample", type=Path, help="a backup of a sample desk or (SQLite) its folder")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.trials = options.trials.split(",")
    options.sample = options.sample and options.sample.resolve()
    folder = trial_folder("faults")
    os.chdir(folder)
    try:
        if "full" in options.trials:
            with small_disk(folder) as disk:
                code = run(options, folder, disk)
        else:
            code = run(options, folder, None)
    finally:
        if (folder / "serve.log").exists():
            shutil.copy(
                folder / "serve.log", Path(tempfile.gettempdir()) / f"egiz-faults-{options.database}.log"
            )
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(code)


if __name__ == "__main__":
    main()
