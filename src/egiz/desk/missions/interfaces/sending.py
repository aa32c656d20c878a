"""Handing letters over: the job for what waits now, and the one the worker's clock begins."""

import datetime as dt
import logging
from collections.abc import Callable, Iterable, Sequence
from email.utils import parseaddr
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_noop
from django_scopes import scope

from egiz.atlas.sources import Client
from egiz.desk.core.domain import jobs
from egiz.desk.core.models import Job, User
from egiz.desk.missions.domain import asking, pushing
from egiz.desk.missions.domain import letters as domain
from egiz.desk.missions.domain.registering import registration_of
from egiz.desk.missions.interfaces import letters, reminders
from egiz.desk.missions.models import Company, GroupMeeting, Letter, Mailing, Mission, Registration, Wish

logger = logging.getLogger(__name__)
NO_SERVER = gettext_noop("The mail server cannot be reached (%(why)s). The letters wait and are tried again.")


def begin_once(mission: Mission, kind: str, user: User | None = None) -> Job:
    """Begin work on a mission's letters; a job that waits already does it too."""
    payload = {"mission": mission.pk}
    waiting = Job.objects.filter(kind=kind, status=Job.Status.QUEUED, payload=payload).first()
    return waiting or jobs.enqueue(mission.desk, kind, payload, user)


def send_soon(registration: Registration, user: User | None = None) -> Job:
    """Let the worker hand over what waits."""
    return begin_once(registration.mission, "missions.post", user)


def tell(company: Company, kind: str, key: str, **own: Any) -> None:
    """Write a letter to a company where it has an address and a page to come back to."""
    registration = registration_of(company.mission)
    if registration.base_url and company.email:
        letters.write(company, kind, registration, key=key, **own)
        send_soon(registration)


def tell_agreed(wish: Wish, company: Company) -> None:
    """Tell the partner that this company agreed."""
    tell(asking.partner_of(wish, company), "agreed", f"{wish.pk}", partner=company)


def tell_called(group: GroupMeeting, companies: Iterable[Company]) -> None:
    """Tell the companies that they are asked to a group meeting, each once."""
    for company in companies:
        company.mission = group.mission
        tell(company, "group", f"{group.pk}", group=group)


def with_due_letters(now: dt.datetime) -> list[int]:
    """List the registrations of missions with letters to be sent now, of all desks."""
    due = Letter.objects.filter(domain.due(now)).order_by().values_list("mission__registration", flat=True)
    return [number for number in due.distinct() if number]


def post(mission: Mission, now: dt.datetime, report: Callable[..., None]) -> dict[str, int]:
    """Send what is due in one mission, over one connection.

    Raises
    ------
    jobs.JobError
        If the mail server cannot be reached: nothing was handed over, everything waits.
    """
    registration = registration_of(mission)
    try:
        return _hand_over(registration, now, report)
    finally:
        alert(registration, now)  # beside the letters, whether the mail server is there or not


def _hand_over(registration: Registration, now: dt.datetime, report: Callable[..., None]) -> dict[str, int]:
    message = gettext_noop("%(done)s of %(total)s letters")

    def tell(done: int, total: int) -> None:
        report(done / max(total, 1) * 0.99, message, done=done, total=total)

    connection = get_connection()
    try:
        connection.open()
    except (OSError, SMTPException) as error:
        raise jobs.JobError(NO_SERVER, why=str(error)) from error
    out = domain.Post(
        registration,
        is_quiet=lambda kind: letters.about(kind).is_quiet,
        is_service=lambda kind: letters.about(kind).is_service,
        make=lambda letter: letters.message(letter, registration.base_url),
        connection=connection,
        look_again=reminders.look_again,
    )
    try:
        return out.send_due(now, tell)
    except (OSError, SMTPException) as error:
        logger.warning("Sending letters broke off: %s", error)
        raise jobs.JobError(NO_SERVER, why=str(error)) from error
    finally:
        connection.close()


def alert(registration: Registration, now: dt.datetime, client: Client | None = None) -> dict[str, int]:
    """Alert the browsers of companies beside their letters, whether the mail server is there or not."""
    base, sender = registration.base_url, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    alerts = pushing.Alerts(
        registration,
        is_quiet=lambda kind: letters.about(kind).is_quiet,
        where=lambda company: reverse("missions_public:timetable", args=[company.token]),
        contact=base if base.startswith("https://") else f"mailto:{sender}",
        client=client or pushing.client(),
    )
    return alerts.send_due(now)


def ask_outcome(mission: Mission, wave: str, companies: Sequence[Company]) -> None:
    """Write to the companies that were asked what came of their meetings, once in each wave."""
    with scope(desk=mission.desk):
        registration = registration_of(mission)
        if not registration.base_url or not registration.asks_outcome:
            return  # the question stands on their pages; a letter goes where the organiser switched it on
        for company in companies:
            if company.email:
                letters.write(
                    company, "outcome", registration, key=wave, own_words=registration.outcome_words
                )
        send_soon(registration)


def write_mailing(mailing: Mailing, companies: list[int], report: Callable[..., None]) -> None:
    """Write one letter to each company of a mailing; one that is written already is not written again."""
    registration = registration_of(mailing.mission)
    done = set(Letter.objects.filter(mailing=mailing).values_list("company_id", flat=True))
    message = gettext_noop("%(done)s of %(total)s letters written")
    for at in range(0, len(companies), 200):
        part = [number for number in companies[at : at + 200] if number not in done]
        rows = Company.objects.filter(pk__in=part, mission=mailing.mission)
        for company in rows.select_related("mission__desk", "mission__registration", "desk"):
            letters.write(company, mailing.kind, registration, key=f"mailing {mailing.pk}", mailing=mailing)
        report(0.3 * (at + 200) / max(len(companies), 1), message, done=at + len(part), total=len(companies))


def ready(request: HttpRequest, mission: Mission) -> Registration:
    """Return the mission's registration, with the address under which the desk is reached just now."""
    registration = registration_of(mission)
    base = request.build_absolute_uri("/")
    if registration.base_url != base:
        registration.base_url = base
        Registration.objects.filter(pk=registration.pk).update(base_url=base)
    return registration
