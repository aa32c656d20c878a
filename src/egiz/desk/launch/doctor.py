"""What is wrong with a desk, and what would be right: for its keeper, in the terminal."""

from __future__ import annotations

import os
from dataclasses import dataclass

from django.conf import settings
from django.core.checks import WARNING, run_checks
from django.db import DatabaseError, InterfaceError, connection

from egiz.desk.launch.refusals import unreachable

NO_MAIL = "written into EGIZ_VAR/mail, they reach nobody (EGIZ_EMAIL_URL)"


@dataclass(frozen=True)
class Finding:
    """One thing looked at."""

    what: str
    good: bool
    words: str


def look() -> list[Finding]:
    """Look at everything a desk needs."""
    from egiz.desk.core import health  # noqa: PLC0415 - as above
    from egiz.desk.core.domain.post import reaches_nobody  # noqa: PLC0415 - as above

    database, disk = health._database(), health._disk()  # noqa: SLF001 - the same look as /readyz takes
    found = [
        Finding("database", database == "ok", database if database == "ok" else _why() or database),
        Finding("disk", disk == "ok", disk),
        _folder(settings.VAR_DIR),
        Finding("hosts", True, ", ".join(settings.HOSTS) or "this machine only (EGIZ_HOSTS)"),
        Finding("proxies", True, ", ".join(settings.TRUSTED_PROXIES) or "none (EGIZ_PROXIES)"),
        Finding("letters", True, NO_MAIL if reaches_nobody() else "handed to a mail server"),
    ]
    found += [
        Finding(said.id or "check", said.level < WARNING, f"{said.msg} {said.hint or ''}".strip())
        for said in run_checks()
    ]
    if database == "ok":
        found += _work()
    return found


def _why() -> str:
    """Say what the database itself says, which /readyz keeps from strangers."""
    try:
        connection.ensure_connection()
    except (DatabaseError, InterfaceError) as error:
        return unreachable(error)
    return ""


def _folder(folder: os.PathLike[str]) -> Finding:
    good = os.access(folder, os.W_OK)
    return Finding("EGIZ_VAR", good, f"{folder}" if good else f"{folder} cannot be written to")


def _work() -> list[Finding]:
    from egiz.desk.core.domain import queue  # noqa: PLC0415 - after start_django
    from egiz.desk.core.models import Job  # noqa: PLC0415 - as above

    jobs = Job._base_manager  # noqa: SLF001 - all desks together
    waiting = jobs.filter(status=Job.Status.QUEUED).count()
    at_work = jobs.filter(status=Job.Status.RUNNING).count()
    lost = len(queue.Watch().orphans())
    words = f"{waiting} waiting, {at_work} at work"
    if lost:
        words += f", {lost} without a worker: start egiz serve or egiz manage desk_worker, it takes them up"
    return [Finding("long work", not lost, words)]
