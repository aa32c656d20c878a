"""Letters and answers while the process at work is killed fifty times: none twice, none lost."""

import json
import os
import signal
import socket
import subprocess
import sys
import textwrap
from collections import Counter

from aiosmtpd.controller import Controller

ROUNDS = 50
WORK = textwrap.dedent(
    """
    import datetime as dt, json, os, sys
    from pathlib import Path
    import django
    from django.conf import settings
    folder, port, rounds = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    DUMMY = "django.core.mail.backends.dummy.EmailBackend"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.MIGRATION_MODULES = {name.rpartition(".")[2]: None for name in settings.INSTALLED_APPS}
    django.setup()
    from django.core.management import call_command
    from django.db import connections
    from django_scopes import scope
    from egiz.desk.core.models import Desk
    from egiz.desk.missions.domain import registering
    from egiz.desk.missions.interfaces import letters, sending
    from egiz.desk.missions.models import Company, Letter, Mission
    call_command("migrate", run_syncdb=True, verbosity=0)
    NOW = dt.datetime(2026, 12, 1, 7, tzinfo=dt.UTC)
    warm, desk = (Desk.objects.create(slug=slug, name="Desk") for slug in ("warm", "crash"))

    def quietly(*_args, **_values):
        pass

    def post():
        (folder / "pid").write_text(str(os.getpid()))
        sending.post(Mission.objects.get(), NOW, quietly)

    def begin(desk):
        mission = Mission.objects.create(desk=desk, name="M")
        registration = registering.registration_of(mission)
        registration.base_url = "http://testserver/"
        registration.save()
        return registration

    def write(registration, key):
        company = Company.objects.create(
            mission=registration.mission, side="ours", key=key, name="C", email=f"c{key}@example.org"
        )
        company.mission.registration = registration
        letters.write(company, "asking", registration)

    # What is loaded with the first letter is loaded here, where nobody is killed, and not in each child.
    with scope(desk=warm):
        write(begin(warm), "warm")
        settings.EMAIL_BACKEND, over_smtp = DUMMY, settings.EMAIL_BACKEND
        sending.post(Mission.objects.get(), NOW, quietly)
        settings.EMAIL_BACKEND = over_smtp
    with scope(desk=desk):
        registration = begin(desk)
        for number in range(rounds + 1):
            for more in range(3 if number < rounds else 0):
                write(registration, f"{number}-{more}")
            connections.close_all()
            child = os.fork()
            if not child:
                try:
                    post()
                finally:
                    os._exit(0)
            os.waitpid(child, 0)
        print(json.dumps({one.to: one.state for one in Letter.objects.all()}))
    """
)


class Taker:
    """A mail server that has the sender killed at every second letter: before it took it, or after."""

    def __init__(self, folder):
        self.folder, self.taken, self.asked, self.kills = folder, Counter(), 0, 0

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - the name is aiosmtpd's
        self.asked += 1
        is_last = self.asked % 2 == 0 and self.kills < ROUNDS
        if is_last and self.kills % 2:
            self.kill()
            return "451 gone"
        self.taken.update(envelope.rcpt_tos)
        if is_last:
            self.kill()
        return "250 OK"

    def kill(self):
        self.kills += 1
        os.kill(int((self.folder / "pid").read_text()), signal.SIGKILL)


def test_of_letters_sent_under_fifty_kills_none_goes_twice_and_none_is_lost(tmp_path, database):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    taker = Taker(tmp_path)
    controller = Controller(taker, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        result = subprocess.run(
            [sys.executable, "-c", WORK, str(tmp_path), str(port), str(ROUNDS)],
            env={
                **os.environ,
                "EGIZ_VAR": str(tmp_path),
                "EGIZ_DATABASE_URL": database,
                "DJANGO_SETTINGS_MODULE": "egiz.desk.settings",
            },
            capture_output=True,
            text=True,
            check=True,
        )
    finally:
        controller.stop()
    states = json.loads(result.stdout)
    assert taker.kills >= ROUNDS - 1
    assert max(taker.taken.values()) == 1
    assert set(states.values()) == {"sent", "handed"}
    # What is not known to be sent is shown as "perhaps sent", and so is everything the server never took.
    assert {to for to, state in states.items() if state == "sent"} <= set(taker.taken)
    assert {to for to in states if to not in taker.taken} <= {
        to for to, state in states.items() if state == "handed"
    }


# --- wishes answered while the web process is killed ---------------------------------------------

ANSWERS = textwrap.dedent(
    """
    import json, os, signal, sys, time
    from pathlib import Path
    import django
    from django.conf import settings
    folder, rounds, most = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    settings.MIGRATION_MODULES = {name.rpartition(".")[2]: None for name in settings.INSTALLED_APPS}
    settings.JOBS_INLINE = False
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.WHITENOISE_USE_FINDERS = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    django.setup()
    from django.core.management import call_command
    from django.db import connections
    from django.test import Client
    from django_scopes import scope
    from egiz.desk.core.models import AuditEntry, Desk
    from egiz.desk.missions.domain import registering
    from egiz.desk.missions.models import Company, Letter, Mission, Wish
    call_command("migrate", run_syncdb=True, verbosity=0)
    warm, desk = (Desk.objects.create(slug=slug, name="Desk") for slug in ("warm", "crash"))
    client = Client()

    def said():
        path = folder / "said"
        return [int(line) for line in path.read_text().splitlines()] if path.exists() else []

    def answer(wishes):
        # A browser that saw no answer asks again; what it was told is kept is written down at once.
        with open(folder / "said", "a") as out:
            for pk, token in wishes:
                reply = client.post(f"/p/missions/{token}/wishes/{pk}/", {"answer": "agreed"})
                assert reply.status_code == 302, reply.status_code
                print(pk, file=out, flush=True)

    def begin(desk, count):
        mission = Mission.objects.create(desk=desk, name="M")
        registration = registering.registration_of(mission)
        registration.base_url = "http://testserver/"
        registration.save()
        for number in range(count):
            pair = [
                Company.objects.create(
                    mission=mission, side=side, key=f"{side}{number}", name=f"C {side} {number}",
                    email=f"{side}{number}@example.org",
                )
                for side in ("ours", "theirs")
            ]
            Wish.objects.create(mission=mission, asker=pair[0], partner=pair[1], our_consent="agreed")
        return [(one.pk, one.partner.token) for one in Wish.objects.select_related("partner")]

    # What is loaded with the first answer is loaded here, where nobody is killed, and not in each child.
    with scope(desk=warm):
        for pk, token in begin(warm, 1):
            assert client.post(f"/p/missions/{token}/wishes/{pk}/", {"answer": "agreed"}).status_code == 302
    with scope(desk=desk):
        todo = begin(desk, rounds * most)
    killed = 0
    for number in range(rounds + 1):
        left = [row for row in todo if row[0] not in set(said())]
        connections.close_all()
        is_last = number == rounds
        before = len(said())
        child = os.fork()
        if not child:
            try:
                answer(left if is_last else left[:most])
            except BaseException as error:
                (folder / "error").write_text(repr(error))
            if not is_last:
                signal.pause()
            os._exit(0)
        if not is_last:
            # At another place in the work each time: after an answer, and a little later each round.
            while len(said()) <= before and not (folder / "error").exists():
                time.sleep(0.0005)
            time.sleep(number % 10 * 0.003)
            os.kill(child, signal.SIGKILL)
        status = os.waitpid(child, 0)[1]
        killed += os.WIFSIGNALED(status)
        assert not (folder / "error").exists(), (folder / "error").read_text()
    with scope(desk=desk):
        print(json.dumps({
            "killed": killed,
            "said": len(set(said())),
            "agreed": Wish.objects.filter(our_consent="agreed", their_consent="agreed").count(),
            "wishes": Wish.objects.count(),
            "letters": list(Letter.objects.filter(kind="agreed").values_list("company__key", flat=True)),
            "entries": AuditEntry.objects.filter(action="answered").count(),
        }))
    """
)


def test_of_wishes_answered_under_fifty_kills_none_is_lost_and_nobody_is_told_twice(tmp_path, database):
    most = 6
    result = subprocess.run(
        [sys.executable, "-c", ANSWERS, str(tmp_path), str(ROUNDS), str(most)],
        env={
            **os.environ,
            "EGIZ_VAR": str(tmp_path),
            "EGIZ_DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "egiz.desk.settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr[-2000:]
    found = json.loads(result.stdout)
    wanted = ROUNDS * most
    assert found["killed"] == ROUNDS
    assert found["said"] == found["agreed"] == found["wishes"] == wanted
    # The asker of each hears that it was agreed to, once.
    assert sorted(found["letters"]) == sorted(f"ours{number}" for number in range(wanted))
    assert found["entries"] == wanted
