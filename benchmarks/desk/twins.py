"""Two installations that keep things together, with real processes: what reaches the other side, and once.

One on PostgreSQL (a cluster made for this run), one on SQLite, each with its own web server and worker, on
loopback. They are joined by address and code; each shares promises; both change them; the line is cut while
1,000 changes gather; both installations are killed with -9 in the middle of the exchange, three times. Then
both must say the same of every shared thing, two versions of the same parts, and nothing of what was not
shared; forged, replayed, early and oversized messages must be refused and written down.

    python -m benchmarks.desk.twins [--things 200] [--passes 5] [--kills 3]

The waits between two calls are cut short, so that the run takes minutes instead of an hour. Exits with 1 when
anything is lost, doubled, different or visible that should not be.
"""

# ruff: noqa: PLC0415, SLF001 - Django is imported once its settings are known; an attacker minds no underscore
from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.desk.trial import Desk, free_port, trial_folder

CANARY = "Kanareika"
APART = 20  # things whose status both sides change while the line is cut


# --- inside an installation: told by lines of JSON what to do ----------------------------------------


class Inside:
    """What people of one desk do, in a process with that installation's settings."""

    def __init__(self) -> None:
        from egiz.desk.launch import prepare

        prepare.start_django()
        prepare.migrate()

    def begin(self, slug: str, language: str, country: str, other: str) -> None:
        from egiz.desk.core.models import Desk as DeskRow
        from egiz.desk.core.models import Membership, User

        self.desk = DeskRow.objects.create(
            slug=slug, name=f"Desk {slug}", language=language, country=country, their_country=other
        )
        self.user = User.objects.create_user(f"{slug}@example.org", None, name=slug)
        Membership.objects.create(desk=self.desk, user=self.user, role="owner")

    def do(self, name: str, given: dict[str, Any]) -> Any:
        from django.db import close_old_connections
        from django_scopes import scope

        close_old_connections()
        if name == "begin":
            return self.begin(**given)
        with scope(desk=self.desk):
            return getattr(self, name)(**given)

    @property
    def line(self) -> Any:
        from egiz.desk.sharing.models import Partner

        return Partner.objects.select_related("desk").get()

    def invite(self, origin: str) -> str:
        from django.utils import timezone

        from egiz.desk.sharing.domain import partners

        return partners.invite(self.desk, self.user, name="the other", origin=origin, now=timezone.now())[1]

    def join(self, address: str, code: str, origin: str) -> str:
        from django.utils import timezone

        from egiz.desk.api.domain import webhooks
        from egiz.desk.sharing.domain import partners

        joined = partners.join(self.desk, self.user, address=address, code=code, origin=origin,
                               now=timezone.now(), through=webhooks.client())  # fmt: skip
        return str(joined.state)

    def share(self, count: int) -> None:
        from egiz.desk.promises.domain import deciding
        from egiz.desk.sharing.domain import things

        for number in range(count):
            title = f"{self.desk.slug} {number}"
            row = deciding.add(self.desk, self.user, title=title, note=CANARY, side="ours")
            deciding.add(self.desk, self.user, title=f"{CANARY} {title}")
            things.share(row, self.line, self.user, with_people=False)

    def change(self, ours: bool, first: int, last: int, values: dict[str, Any]) -> int:
        """Change shared things one by one, and let each pass be seen by the worker's own step."""
        from django.utils import timezone

        from egiz.desk.promises.domain import deciding
        from egiz.desk.promises.models import Promise
        from egiz.desk.sharing.domain import exchange
        from egiz.desk.sharing.models import SharedThing

        plain = {k: dt.date.fromisoformat(v) if k == "due_on" else v for k, v in values.items()}
        rows = SharedThing.objects.filter(is_ours=ours).order_by("pk").values_list("target_id", flat=True)
        for number in rows[first:last]:
            deciding.change(Promise.objects.select_related("desk").get(pk=number), self.user, **plain)
        return exchange.collect(self.line, timezone.now())

    def reach(self, address: str) -> None:
        from egiz.desk.sharing.models import Partner

        Partner.objects.update(address=address)

    def hurry(self) -> None:
        """Make the next call due now."""
        from django.utils import timezone

        from egiz.desk.core.models import Periodic
        from egiz.desk.sharing.models import Partner

        Partner.objects.update(next_at=timezone.now(), tries=0)
        Periodic.objects.filter(name="sharing.call").update(due_at=timezone.now())

    def state(self) -> dict[str, Any]:
        line = self.line
        return {"state": line.state, "sent": line.sent, "waiting": line.waiting, "taken": line.taken,
                "trouble": line.trouble}  # fmt: skip

    def things(self) -> dict[str, Any]:
        """Say what every shared thing says here, and where there are two versions."""
        from egiz.desk.promises.models import Promise
        from egiz.desk.sharing.models import SharedThing

        found = {}
        for thing in SharedThing.objects.prefetch_related("conflicts"):
            row = Promise.objects.get(pk=thing.target_id)
            apart = {one.part: sorted([one.ours, one.theirs], key=str) for one in thing.conflicts.all()}
            says = [row.title, row.kind, row.status, str(row.due_on), row.evidence, row.owner_text]
            found[str(thing.uid)] = {"says": says, "apart": apart}
        return found

    def settle(self) -> int:
        from egiz.desk.sharing.domain import things
        from egiz.desk.sharing.models import Conflict

        rows = list(Conflict.objects.select_related("thing__partner"))
        for one in rows:
            things.settle(one, self.user, theirs=False)
        return len(rows)

    def counts(self) -> dict[str, int]:
        """Count what was taken, and what of the other installation lies here that was not shared."""
        from django.apps import apps
        from django.core import serializers

        from egiz.desk.core.models import DeskModel
        from egiz.desk.promises.models import Promise
        from egiz.desk.sharing.models import Incoming

        other = "nukus" if self.desk.slug == "atyrau" else "atyrau"
        seen = 0
        for model in apps.get_models():
            if issubclass(model, DeskModel):
                for row in model._base_manager.all().iterator():
                    text = serializers.serialize("json", [row])
                    seen += CANARY in text and other in text
        return {
            "foreign": seen,
            "taken": Incoming.objects.count(),
            "refused content": Incoming.objects.exclude(refused="").count(),
            "promises": Promise.objects.count(),
        }  # fmt: skip

    def refusals(self) -> dict[str, int]:
        from collections import Counter

        from egiz.desk.sharing.models import Refusal

        return dict(Counter(Refusal.objects.values_list("why", flat=True)))

    def attack(self, url: str) -> list[int]:
        """Send the other desk what it must refuse; gives what HTTP said."""
        import uuid

        from egiz.desk.sharing.domain import exchange, keys

        def call(messages: list[Any], private: str = "", **word: Any) -> bytes:
            line = exchange._turned(self.line, dt.datetime.now(dt.UTC))
            speech = exchange._speech(line)
            if private:
                speech["word"] = keys.seal(private, {**keys.content_of(speech["word"]), **word})
            return json.dumps({**speech, "messages": messages}).encode()

        def message(number: int, private: str = "", text: str = "forged") -> dict[str, str]:
            line = self.line
            uid = next(iter(self.things()))
            return keys.seal(private or line.private_key, {
                "kind": "change", "from": line.public_key, "to": line.their_key, "number": number,
                "id": str(uuid.uuid4()), "seen": 0, "content": {"uid": uid, "parts": {"evidence": text}},
            })  # fmt: skip

        other, _public = keys.make_pair()
        sent = self.line.sent
        once = call([])
        bodies = [
            once,
            once,  # heard a second time
            call([], private=other),  # a word of another key
            call([message(sent + 1, private=other)]),  # a message of another key
            call([message(1)]),  # a number that is taken
            call([message(sent + 5)]),  # before its turn
            call([message(sent + 1, text="x" * 70_000)]),  # too large a message
            b"x" * (exchange.MOST_BYTES + 1),  # too large a call
        ]
        return [_status(url, body) for body in bodies]


def _status(url: str, body: bytes) -> int:
    import urllib.error
    import urllib.request

    try:
        with urllib.request.urlopen(urllib.request.Request(url, body), timeout=60) as found:  # noqa: S310 - ours
            return int(found.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def serve_inside() -> None:
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever prints says it to the log
    inside = Inside()
    print(json.dumps("ready"), file=answers, flush=True)
    for asked in sys.stdin:
        name, given = json.loads(asked)
        print(json.dumps(inside.do(name, given)), file=answers, flush=True)


# --- outside ------------------------------------------------------------------------------------------


class Installation:
    """One installation: its processes, and the people at its desk."""

    def __init__(
        self, folder: Path, database: str, slug: str, language: str, country: str, other: str
    ) -> None:
        folder.mkdir()
        folder.chmod(0o755)
        self.desk, self.slug = Desk(folder, database, EGIZ_WEBHOOK_HOSTS="127.0.0.1"), slug
        self.people = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.desk.twins", "--inside"], env=self.desk.env, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=(folder / "people.log").open("ab"),
        )  # fmt: skip
        self._answer()
        self.do("begin", slug=slug, language=language, country=country, other=other)
        self.desk.start()

    @property
    def origin(self) -> str:
        return self.desk.base.rstrip("/")

    def do(self, name: str, **given: Any) -> Any:
        assert self.people.stdin is not None
        self.people.stdin.write(json.dumps([name, given]) + "\n")
        self.people.stdin.flush()
        return self._answer()

    def _answer(self) -> Any:
        assert self.people.stdout is not None
        line = self.people.stdout.readline()
        if not line:
            raise RuntimeError("the people's process ended; see people.log")
        return json.loads(line)

    def kill(self) -> None:
        """Kill web server, worker and all their children at once, and begin anew."""
        assert self.desk.process is not None
        pids = [
            pid for what in ("work", "worker", "web", "web master", "serve") for pid in self.desk.part(what)
        ]
        for pid in reversed(pids):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.desk.process.wait()
        self.desk.start()

    def close(self) -> None:
        self.people.kill()
        self.desk.close()


def wait(what: str, holds: Callable[[], bool], seconds: float = 240) -> None:
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            raise RuntimeError(f"{what}: not within {seconds:.0f} s")
        time.sleep(0.5)


def settled(*ends: Installation) -> bool:
    return all(one.do("state")["waiting"] == 0 for one in ends)


def has_taken(there: Installation, here: Installation, mark: int) -> bool:
    return bool(there.do("state")["taken"] >= mark) or settled(here)


def exchange_all(*ends: Installation) -> None:
    """Let the workers call until nothing waits; they are restarted where their clock would take a minute."""
    until = time.monotonic() + 300
    while not settled(*ends):
        for one in ends:
            one.do("hurry")
        with suppress(RuntimeError):
            wait("nothing waits", lambda: settled(*ends), 65)
        if time.monotonic() > until:
            raise RuntimeError(str([one.do("state") for one in ends]))


def run(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    here = Installation(folder / "here", "postgresql", "atyrau", "ru", "KZ", "UZ")
    there = Installation(folder / "there", "sqlite", "nukus", "uz", "UZ", "KZ")
    try:
        for one in (here, there):
            one.desk.wait_ready()
        return trial(options, here, there)
    finally:
        here.close()
        there.close()


def trial(options: argparse.Namespace, here: Installation, there: Installation) -> dict[str, Any]:
    code = here.do("invite", origin=here.origin)
    there.do("join", address=f"{here.origin}/d/{here.slug}/", code=code, origin=there.origin)
    here.do("share", count=options.things)
    there.do("share", count=options.things // 4)
    exchange_all(here, there)
    print("shared", flush=True)

    nowhere = f"http://127.0.0.1:{free_port()}"
    here.do("reach", address=nowhere)
    there.do("reach", address=nowhere)
    changes = 0
    for number in range(options.passes):
        changes += here.do(
            "change", ours=True, first=0, last=options.things, values={"evidence": f"letter {number}"}
        )
    here.do("change", ours=True, first=0, last=APART, values={"status": "done"})
    there.do("change", ours=False, first=0, last=APART, values={"status": "dropped"})
    there.do("change", ours=False, first=0, last=options.things // 2, values={"due_on": "2027-04-07"})
    here.do("change", ours=False, first=0, last=options.things, values={"evidence": "seen"})
    there.do("change", ours=True, first=0, last=options.things, values={"title": "Yangi nom"})
    waiting = here.do("state")["waiting"], there.do("state")["waiting"]
    print("cut:", changes, "changes;", waiting, "messages wait", flush=True)

    here.do("reach", address=there.origin)
    there.do("reach", address=here.origin)
    kills = []
    for _kill in range(options.kills):
        mark = there.do("state")["taken"] + waiting[0] // (options.kills + 1) - 50
        here.do("hurry")
        wait("messages are taken", partial(has_taken, there, here, mark))
        kills.append((there.do("state")["taken"], here.do("state")["waiting"]))
        here.kill()
        there.kill()
        print("killed both at", kills[-1], flush=True)
        for one in (here, there):
            one.desk.wait_ready()
    exchange_all(here, there)
    return verdict(here, there, {"changes": changes, "waited": waiting, "killed at (taken, waiting)": kills})


def verdict(here: Installation, there: Installation, found: dict[str, Any]) -> dict[str, Any]:
    ours, theirs = here.do("things"), there.do("things")
    same = {uid for uid in ours if not ours[uid]["apart"] and ours[uid] == theirs.get(uid)}
    apart = {uid for uid in ours if ours[uid]["apart"] and ours[uid]["apart"] == theirs[uid]["apart"]}
    found |= {"things": len(ours), "same": len(same), "two versions, same on both": len(apart)}
    here.do("settle")
    exchange_all(here, there)
    ours, theirs = here.do("things"), there.do("things")
    found["same after choosing"] = sum(ours[uid] == theirs.get(uid) for uid in ours)
    found["before the attack"] = [here.do("refusals"), there.do("refusals")]
    before = there.do("things")
    found["answers to attacks"] = here.do("attack", url=f"{there.origin}/p/partners/exchange/")
    found["refused"] = there.do("refusals")
    counts = {one.slug: one.do("counts") for one in (here, there)}
    found["counts"] = counts
    sent = [one.do("state")["sent"] for one in (here, there)]
    found["holds"] = all((
        len(ours) == len(theirs) == found["same after choosing"],
        len(same) + len(apart) == len(ours) and len(apart) == APART,
        [counts["nukus"]["taken"], counts["atyrau"]["taken"]] == sent,
        all(one["foreign"] == 0 and one["refused content"] == 0 for one in counts.values()),
        before == there.do("things"),
        found["answers to attacks"] == [200, 403, 403, 200, 200, 200, 200, 413],
        {"again", "signature", "other", "early", "large"} <= set(found["refused"]),
    ))  # fmt: skip
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--things", type=int, default=200)
    parser.add_argument("--passes", type=int, default=5)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--keep", action="store_true", help="leave the folder with its logs")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        serve_inside()
        return 0
    folder = trial_folder("twins")
    began = time.monotonic()
    try:
        found = run(options, folder)
    finally:
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)
    found["seconds"] = round(time.monotonic() - began)
    print(json.dumps(found, indent=1))
    return 0 if found["holds"] else 1


if __name__ == "__main__":
    sys.exit(main())
