"""Letters while the process that sends them is killed fifty times: none goes twice, none is lost."""

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
    desk = Desk.objects.create(slug="crash", name="Desk")

    def quietly(*_args, **_values):
        pass

    def post():
        (folder / "pid").write_text(str(os.getpid()))
        sending.post(Mission.objects.get(), NOW, quietly)

    with scope(desk=desk):
        mission = Mission.objects.create(desk=desk, name="M")
        registration = registering.registration_of(mission)
        registration.base_url = "http://testserver/"
        registration.save()
        for number in range(rounds + 1):
            for more in range(3 if number < rounds else 0):
                key = f"{number}-{more}"
                company = Company.objects.create(
                    mission=mission, side="ours", key=key, name="C", email=f"c{key}@example.org"
                )
                company.mission.registration = registration
                letters.write(company, "asking", registration)
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
