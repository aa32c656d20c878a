"""What is still missing in the last three weeks, company by company, counted from what is kept now.

Nothing here is remembered: a list is a question to the database, so a gap that is mended is gone from it.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.models import Side
from egiz.desk.missions.domain import letters, queries
from egiz.desk.missions.models import (
    Company,
    GroupSeat,
    Mission,
    Registration,
    ScheduledMeeting,
    ScheduleVersion,
    Wish,
)
from egiz.desk.missions.models.wish import AGREED, Consent

Status = Company.Status


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing, who lacks it, which letter asks for it, and what to say on the telephone."""

    key: str
    label: Any
    say: Any
    rows: QuerySet[Company]
    letter: str = ""
    urgent: bool = False


def _waits_for(now: dt.datetime) -> Q:
    """Match companies with a request that they have not answered."""
    live = Wish.objects.filter(Q(answer_by=None) | Q(answer_by__gt=now), mission=OuterRef("mission"))
    live = live.exclude(weight=Wish.Weight.NO).filter(Q(low=OuterRef("pk")) | Q(high=OuterRef("pk")))
    ours = live.filter(our_consent=Consent.ASKED).exclude(
        their_consent__in=("declined", "withdrawn", "expired")
    )
    theirs = live.filter(their_consent=Consent.ASKED).exclude(
        our_consent__in=("declined", "withdrawn", "expired")
    )
    seats = GroupSeat.objects.filter(company=OuterRef("pk"), consent=Consent.ASKED)
    return Q(side=Side.OURS) & Q(Exists(ours)) | Q(side=Side.THEIRS) & Q(Exists(theirs)) | Q(Exists(seats))


def _has_asked() -> Q:
    made = Wish.objects.filter(asker=OuterRef("pk"))
    ours, theirs = made.filter(our_consent=Consent.AGREED), made.filter(their_consent=Consent.AGREED)
    return Q(side=Side.OURS) & Q(Exists(ours)) | Q(side=Side.THEIRS) & Q(Exists(theirs))


def gaps(mission: Mission, now: dt.datetime) -> list[Gap]:
    """List everything that may be missing, each with exactly the companies it is missing at."""
    everybody = Company.objects.filter(mission=mission).order_by("side", "name", "id")
    there = everybody.filter(status=Status.ACCEPTED)
    reachable = everybody.exclude(status__in=(Status.DECLINED, Status.WITHDRAWN))
    received = Wish.objects.filter(partner=OuterRef("pk")).exclude(weight=Wish.Weight.NO)
    counted = received.order_by().values("partner").annotate(count=Count("pk")).values("count")
    asked = there.annotate(asked=Coalesce(Subquery(counted), 0))
    agreed = Wish.objects.filter(AGREED, mission=mission).filter(
        Q(low=OuterRef("pk")) | Q(high=OuterRef("pk"))
    )
    pairs = agreed.order_by().values("mission").annotate(count=Count("pk")).values("count")
    # A seat is promised as pairs that both accept, never as a name on a list.
    promised = (
        there.filter(min_meetings__gt=0)
        .annotate(pairs=Coalesce(Subquery(pairs), 0))
        .filter(min_meetings__gt=F("pairs"))
    )
    return [
        Gap("review", _("waits for your decision"), "", everybody.filter(status=Status.SENT), urgent=True),
        Gap(
            "unfinished", _("registration not sent"),
            _("Shall we help you to finish the registration? What is missing can be said now."),
            everybody.filter(status__in=(Status.DRAFT, Status.RETURNED)), "unfinished",
        ),
        Gap(
            "invited", _("invited, has not answered"),
            _("You have an invitation with a link. Will you come, and who?"),
            everybody.filter(status=Status.INVITED), "invite",
        ),
        Gap(
            "no_hours", _("no hours"),
            _("At which hours can you meet? Without them we take it that you can always."),
            there.filter(availability=[]), "no_hours",
        ),
        Gap(
            "no_profile", _("no offers and no needs"),
            _("In two sentences: what do you offer, and what would you buy? We write it down at once."),
            there.filter(offers=[], needs=[]), "no_profile",
        ),
        Gap(
            "no_wishes", _("has asked nobody"),
            _("Whom would you like to meet? We can read you the partners that fit."),
            there.exclude(_has_asked()), "no_wishes",
        ),
        Gap(
            "no_answer", _("has not answered requests"),
            _("Companies have asked you for a meeting. We read them to you: yes or no?"),
            there.filter(_waits_for(now)), "no_answer", urgent=True,
        ),
        Gap(
            "promised", _("promised more meetings than partners agreed to"),
            _("Fewer partners have agreed than we promised you meetings. Whom else would you meet?"),
            promised, urgent=True,
        ),
        Gap(
            "bounced", _("letters come back"),
            _("Our letters do not reach you. Which address is right?"),
            reachable.filter(mail=Company.Mail.BOUNCED), urgent=True,
        ),
        Gap(
            "no_address", _("no e-mail address"),
            _("To which address may we write?"),
            reachable.filter(email=""),
        ),
        Gap(
            "unasked", _("asked by nobody"),
            _("Nobody has asked for you yet. Let us look at your offers, and at whom you could ask."),
            there.exclude(Exists(received)),
        ),
        Gap(
            "sought", _("asked by more than it can meet"),
            _("More companies ask for you than you can meet. Which matter most? Can a second person come?"),
            asked.filter(asked__gt=F("max_meetings")).order_by("-asked", "name"),
        ),
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for somebody, how much of it, and in which gap of the work list it stands."""

    key: str
    label: Any
    number: int
    urgent: bool = False


def waits(mission: Mission, statuses: dict[str, int], unanswered: int) -> list[Waiting]:
    """List what waits for somebody: a decision, a request, a registration, an address."""
    bounced = Company.objects.filter(mission=mission, mail=Company.Mail.BOUNCED)
    begun = statuses.get(Status.DRAFT, 0) + statuses.get(Status.RETURNED, 0)
    rows = [
        Waiting("review", _("waits for your decision"), statuses.get(Status.SENT, 0), urgent=True),
        Waiting("no_answer", _("requests that wait for an answer"), unanswered, urgent=True),
        Waiting("unfinished", _("registration not sent"), begun),
        Waiting("invited", _("invited, has not answered"), statuses.get(Status.INVITED, 0)),
        Waiting("bounced", _("letters come back"), bounced.count(), urgent=True),
    ]
    return [one for one in rows if one.number]


def gap(mission: Mission, key: str, now: dt.datetime) -> Gap | None:
    return next((one for one in gaps(mission, now) if one.key == key), None)


def recipients(mission: Mission, kind: str, now: dt.datetime) -> QuerySet[Company]:
    """List exactly the companies a letter of the organiser's is for."""
    for one in gaps(mission, now):
        if one.letter == kind:
            return one.rows
    there = Company.objects.filter(mission=mission, status=Status.ACCEPTED).order_by("side", "name", "id")
    if kind == "schedule":
        met = ScheduledMeeting.objects.filter(
            version__mission=mission, version__state=ScheduleVersion.State.PUBLISHED
        )
        of_company = met.filter(Q(ours=OuterRef("pk")) | Q(theirs=OuterRef("pk")))
        guest = queries.GUESTS.objects.filter(
            scheduledmeeting__version__mission=mission,
            scheduledmeeting__version__state=ScheduleVersion.State.PUBLISHED,
            company=OuterRef("pk"),
        )
        return there.filter(Q(Exists(of_company)) | Q(Exists(guest)))
    return there


@dataclass(frozen=True, slots=True)
class Audience:
    """Who gets a letter now, and who does not, with the reason."""

    goes: list[Company]
    held: list[tuple[Company, Any]]


TOO_SOON = _("was written to about this within the last days, or as often as the limit allows")


def audience(
    mission: Mission, registration: Registration, kind: str, now: dt.datetime, *, is_service: bool
) -> Audience:
    """Part the recipients: the address, the wish for no reminders, and the limit of reminders decide."""
    past = letters.reminders_of(mission, kind)
    goes: list[Company] = []
    held: list[tuple[Company, Any]] = []
    for company in recipients(mission, kind, now).select_related("desk"):
        if reason := letters.held_back(company, is_service=is_service):
            held.append((company, reason))
        elif kind != "schedule" and not letters.may_remind(registration, past.get(company.pk), now):
            held.append((company, TOO_SOON))
        else:
            goes.append(company)
    return Audience(goes, held)


def milestones(registration: Registration) -> list[tuple[Any, dt.date | None]]:
    """List the days by which things are done, in the order of the three weeks."""
    return [
        (_("Registration ends"), registration.closes_on),
        (_("Requests begin"), registration.asking_opens_on),
        (_("Requests end"), registration.asking_closes_on),
        (_("Provisional schedule"), registration.provisional_on),
        (_("Final schedule"), registration.final_on),
    ]
