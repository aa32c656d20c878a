"""Letters to companies: which may go, when, and that none goes twice.

A letter is marked as handed over before it is handed over. Whatever stops in between, it is never sent again
by itself: it stands in the list as "perhaps sent", and a person decides.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException, SMTPServerDisconnected
from typing import Any
from zoneinfo import ZoneInfo

from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_noop

from egiz.desk.missions.models import Company, Letter, Mailing, Mission, Registration

MOST_TRIES = 7
FIRST_PAUSE = dt.timedelta(minutes=15)
REFUSED_BY_ADDRESS = gettext_noop("The mail server does not know this address.")
BROKEN_OFF = gettext_noop("The connection broke off in the middle; nobody knows whether it arrived.")
NOT_TAKEN = gettext_noop("The mail server did not take it after several tries.")
NO_LONGER_SO = gettext_noop("What it asks for has been done meanwhile.")
NO_ADDRESS = gettext_noop("The company has no address.")
COMES_BACK = gettext_noop("Letters to this address come back.")
UNSUBSCRIBED = gettext_noop("The company wants no reminders.")


@dataclass(frozen=True, slots=True)
class Text:
    """A letter in words."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class About:
    """What a letter is about: its kind, whether one may unsubscribe from it, whether it keeps quiet hours."""

    kind: str
    is_service: bool = False
    is_quiet: bool = True


def queue(
    company: Company,
    about: About,
    text: Text,
    *,
    key: str | None = None,
    mailing: Mailing | None = None,
) -> Letter | None:
    """Put a letter in the queue; nothing when one about the same is there. What may not go says why."""
    letter = Letter(
        mission=company.mission,
        company=company,
        mailing=mailing,
        kind=about.kind,
        to=company.email,
        language=company.reads,
        subject=" ".join(text.subject.split())[:300],
        body=text.body,
        key=f"{about.kind}:{company.pk}:{key}" if key else "",
    )
    if reason := held_back(company, is_service=about.is_service):
        letter.state, letter.note = Letter.State.HELD, reason
    try:
        with transaction.atomic():
            letter.save()
    except IntegrityError:
        return None
    return letter


def held_back(company: Company, *, is_service: bool) -> str:
    """Say why a company gets no letter; empty when it gets one."""
    if not company.email:
        return NO_ADDRESS
    if company.mail == Company.Mail.BOUNCED:
        return COMES_BACK
    if company.mail == Company.Mail.UNSUBSCRIBED and not is_service:
        return UNSUBSCRIBED
    return ""


def due(now: dt.datetime) -> Q:
    return Q(state=Letter.State.WAITING) & (Q(not_before=None) | Q(not_before__lte=now))


def quiet_until(company: Company, registration: Registration, now: dt.datetime) -> dt.datetime | None:
    """Return when the quiet hours at the company end; nothing when it is not quiet there now."""
    local = now.astimezone(ZoneInfo(company.zone or registration.mission.zone))
    begins, ends = registration.quiet_from, registration.quiet_until
    if begins == ends:
        return None
    at = local.time()
    is_quiet = begins <= at < ends if begins < ends else (at >= begins or at < ends)
    if not is_quiet:
        return None
    end = local.replace(hour=ends.hour, minute=ends.minute, second=0, microsecond=0)
    return end if end > local else end + dt.timedelta(days=1)


Make = Callable[[Letter], EmailMessage]
# Looks at a letter once more before it goes: brings its text up to date, or says why it goes no more.
LookAgain = Callable[[Letter, dt.datetime], str]
Tell = Callable[[int, int], None]


@dataclass
class Post:
    """Hands the due letters of one mission to the mail server."""

    registration: Registration
    # Which kinds keep quiet hours, and how a letter becomes a message.
    is_quiet: Callable[[str], bool]
    is_service: Callable[[str], bool]
    make: Make
    connection: Any
    look_again: LookAgain = field(default=lambda _letter, _now: "")

    def send_due(self, now: dt.datetime, tell: Tell) -> dict[str, int]:
        """Send what is due; gives how many letters ended in which state."""
        mission = self.registration.mission
        numbers = list(Letter.objects.filter(due(now), mission=mission).values_list("pk", flat=True))
        ended: dict[str, int] = {}
        for done, number in enumerate(numbers):
            tell(done, len(numbers))
            letter = Letter.objects.select_related("company__desk", "mission__desk").filter(pk=number).first()
            if letter is not None:
                state = self._one(letter, now)
                ended[state] = ended.get(state, 0) + 1
        tell(len(numbers), len(numbers))
        return ended

    def _one(self, letter: Letter, now: dt.datetime) -> str:
        waiting = Letter.objects.filter(pk=letter.pk, state=Letter.State.WAITING)
        if ended := self._not_now(letter, waiting, now):
            return ended
        letter.message_id = f"<{uuid.uuid4()}@egiz>"
        message = self.make(letter)
        claimed = waiting.update(
            state=Letter.State.HANDED,
            handed_at=now,
            message_id=letter.message_id,
            subject=letter.subject,
            body=letter.body,
            tries=F("tries") + 1,
        )
        if not claimed:
            return Letter.State.HANDED
        letter.tries += 1
        try:
            self.connection.send_messages([message])
        except SMTPRecipientsRefused as error:
            code, _text = next(iter(error.recipients.values()), (550, b""))
            return self._refused(letter, code, now)
        except SMTPServerDisconnected:
            self._settle(letter, Letter.State.HANDED, BROKEN_OFF)
            raise
        except SMTPResponseException as error:
            return self._refused(letter, error.smtp_code, now)
        except (OSError, SMTPException):
            self._settle(letter, Letter.State.HANDED, BROKEN_OFF)
            raise
        return self._settle(letter, Letter.State.SENT)

    def _not_now(self, letter: Letter, waiting: QuerySet[Letter], now: dt.datetime) -> str:
        """Keep back what may not go, or not at this hour; empty when it goes."""
        reason = held_back(letter.company, is_service=self.is_service(letter.kind))
        is_quiet = not reason and self.is_quiet(letter.kind)
        if is_quiet and (until := quiet_until(letter.company, self.registration, now)):
            waiting.update(not_before=until)
            return Letter.State.WAITING
        if reason := reason or self.look_again(letter, now):
            waiting.update(state=Letter.State.HELD, note=reason)
            return Letter.State.HELD
        return ""

    def _refused(self, letter: Letter, code: int, now: dt.datetime) -> str:
        """Take a refusal: 5xx silences the address, 4xx is tried again later, with longer pauses."""
        if code >= 500:
            mark_bounced(letter.company, f"{code}")
            return self._settle(letter, Letter.State.BOUNCED, REFUSED_BY_ADDRESS)
        if letter.tries >= MOST_TRIES:
            return self._settle(letter, Letter.State.FAILED, NOT_TAKEN)
        later = now + FIRST_PAUSE * 2 ** (letter.tries - 1)
        Letter.objects.filter(pk=letter.pk).update(state=Letter.State.WAITING, not_before=later)
        return Letter.State.WAITING

    @staticmethod
    def _settle(letter: Letter, state: Letter.State, note: str = "") -> str:
        Letter.objects.filter(pk=letter.pk).update(state=state, note=note)
        return state


def mark_bounced(company: Company, note: str) -> None:
    """Note that letters to a company come back; nothing more goes to this address until it is changed."""
    Company.objects.filter(pk=company.pk).update(mail=Company.Mail.BOUNCED, mail_note=note[:300])


def mark_good(company: Company) -> None:
    Company.objects.filter(pk=company.pk).update(mail=Company.Mail.GOOD, mail_note="")


def unsubscribe(company: Company) -> None:
    """End reminders and invitations; what concerns its own meetings still comes."""
    Company.objects.filter(pk=company.pk, mail=Company.Mail.GOOD).update(mail=Company.Mail.UNSUBSCRIBED)


def again(letters: Iterable[Letter]) -> int:
    """Put letters that perhaps were sent, or were not taken, in the queue again: a person decided so."""
    numbers = [letter.pk for letter in letters]
    states = (Letter.State.HANDED, Letter.State.FAILED, Letter.State.HELD)
    return Letter.objects.filter(pk__in=numbers, state__in=states).update(
        state=Letter.State.WAITING, note="", not_before=None, tries=0
    )


def reminders_of(
    mission: Mission, kind: str, of: list[int] | None = None
) -> dict[int, tuple[int, dt.datetime]]:
    """Return how often each company, or each of some, was written to about one thing, and when last."""
    found: dict[int, tuple[int, dt.datetime]] = {}
    gone = Letter.objects.filter(mission=mission, kind=kind).exclude(
        state__in=(Letter.State.HELD, Letter.State.FAILED)
    )
    if of is not None:
        gone = gone.filter(company__in=of)
    for company, at in gone.order_by("id").values_list("company_id", "created_at"):
        found[company] = (found.get(company, (0, at))[0] + 1, at)
    return found


def may_remind(registration: Registration, past: tuple[int, dt.datetime] | None, now: dt.datetime) -> bool:
    """Say whether one more reminder is within the cap and far enough from the last one."""
    if past is None:
        return True
    count, last = past
    return count < registration.reminder_cap and now - last >= dt.timedelta(days=registration.reminder_days)
