"""Companies ask each other for meetings. Consent is mutual, nothing holds a slot, and a "no" is never told.

What an asker sees of an open request does not depend on whether the partner declined or has not answered yet:
both wait, and both lapse on the same day.
"""

import datetime as dt
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain.trail import record
from egiz.desk.missions.domain import wishes as domain
from egiz.desk.missions.domain.registering import registration_of
from egiz.desk.missions.models import Company, Message, Mission, Registration, SuggestedMatch, Wish
from egiz.desk.missions.models.wish import AGREED, Consent

MOST_MESSAGES = 40  # of one company to one partner: enough to settle a meeting


def mine(company: Company) -> str:
    return domain.ANSWER_FIELDS[company.side]


def others(company: Company) -> str:
    return domain.ANSWER_FIELDS["theirs" if company.side == "ours" else "ours"]


def partner_of(wish: Wish, company: Company) -> Company:
    return wish.partner if wish.asker_id == company.pk else wish.asker


def avoids(company: Company, other: Company) -> bool:
    """Say whether a company has said that it will not meet another one."""
    return bool({other.key, other.name, other.registration} & set(company.not_with) - {""})


def asking_is_open(registration: Registration) -> bool:
    """Say whether requests can be made today; without days set they always can."""
    today = registration.mission.desk.today()
    opens, closes = registration.asking_opens_on, registration.asking_closes_on
    return (opens is None or opens <= today) and (closes is None or today <= closes)


def asking_has_begun(registration: Registration) -> bool:
    opens = registration.asking_opens_on
    return opens is None or opens <= registration.mission.desk.today()


def as_seen(wish: Wish, company: Company, now: dt.datetime) -> str:
    """Say in one word how a wish stands, as far as this company may know."""
    own, other = getattr(wish, mine(company)), getattr(wish, others(company))
    lapsed = wish.answer_by is not None and wish.answer_by <= now
    if wish.weight == Wish.Weight.NO:
        return "none"
    if own == Consent.ASKED:
        return "lapsed" if lapsed else "answer"
    if own != Consent.AGREED:
        return {Consent.WITHDRAWN: "withdrawn", Consent.DECLINED: "declined"}.get(own, "lapsed")
    if other == Consent.AGREED:
        return "agreed"
    if other == Consent.WITHDRAWN:
        return "withdrawn_by_partner"
    return "lapsed" if lapsed else "waiting"


def of(company: Company) -> QuerySet[Wish]:
    """List a company's wishes, whoever asked."""
    rows = Wish.objects.filter(Q(low=company) | Q(high=company), mission=company.mission)
    return rows.select_related("asker", "partner", "mission")


def open_requests(company: Company, now: dt.datetime) -> int:
    """Count what the company has asked for and may still hear about; a "no" stays counted until it lapses."""
    rows = Wish.objects.filter(asker=company, **{mine(company): Consent.AGREED}).exclude(AGREED)
    return rows.filter(Q(answer_by=None) | Q(answer_by__gt=now)).count()


def catalogue(company: Company) -> QuerySet[Company]:
    """List who comes from the other side; those the company will not meet are left out."""
    rows = Company.objects.filter(mission=company.mission, status=Company.Status.ACCEPTED)
    rows = rows.exclude(side=company.side)
    return (
        rows.exclude(name__in=company.not_with).exclude(key__in=company.not_with)
        if company.not_with
        else rows
    )


def recommended(company: Company, limit: int = 12) -> Sequence[SuggestedMatch]:
    """Return the partners that matching proposes, the best first."""
    own, other = ("ours", "theirs") if company.side == "ours" else ("theirs", "ours")
    rows = SuggestedMatch.objects.filter(
        mission=company.mission,
        **{own: company, f"{other}__status": Company.Status.ACCEPTED},
    ).select_related("ours", "theirs")
    found = []
    for match in rows[: limit * 3]:
        partner = match.theirs if own == "ours" else match.ours
        if not avoids(company, partner) and not avoids(partner, company):
            found.append(match)
    return found[:limit]


def answer_by(registration: Registration, now: dt.datetime) -> dt.datetime:
    return now + dt.timedelta(days=registration.answer_days)


@transaction.atomic
def ask(company: Company, partner: Company, words: str) -> tuple[Wish, bool]:
    """Ask for a meeting; says also whether the partner is to be told.

    Who is asked by somebody he will not meet is not troubled: the request waits and lapses like any other.
    """
    now = timezone.now()
    registration = registration_of(company.mission)
    _may_ask(company, partner, registration, now)
    wish = of(company).filter(Q(low=partner) | Q(high=partner)).first()
    if wish is None:
        shunned = avoids(partner, company)
        wish = Wish(mission=company.mission, asker=company, partner=partner, words=words.strip()[:600])
        wish.answer_by = answer_by(registration, now)
        setattr(wish, mine(company), Consent.AGREED)
        setattr(wish, others(company), Consent.DECLINED if shunned else Consent.ASKED)
        try:
            with transaction.atomic():
                wish.save()
        except IntegrityError as error:
            raise ValidationError(_("There is a request between you two already.")) from error
        record(wish, "asked", None)
        return wish, not shunned
    own = getattr(wish, mine(company))
    if own in (Consent.ASKED, Consent.WITHDRAWN):
        # The other one asked first, or the company changed its mind: the partner's own answer stays.
        domain.answer(wish, company.side, Consent.AGREED, None)
        return wish, own == Consent.WITHDRAWN and getattr(wish, others(company)) == Consent.ASKED
    raise ValidationError(_("There is a request between you two already."))


def _may_ask(company: Company, partner: Company, registration: Registration, now: dt.datetime) -> None:
    if not company.is_in or not partner.is_in or partner.mission_id != company.mission_id:
        raise ValidationError(_("Only accepted participants can ask each other."))
    if company.side == partner.side:
        raise ValidationError(_("Choose a company of the other side."))
    if not asking_is_open(registration):
        raise ValidationError(_("Requests can be made only while they are open."))
    if avoids(company, partner):
        raise ValidationError(_("You have said that you will not meet this company; take that back first."))
    if open_requests(company, now) >= registration.most_requests:
        raise ValidationError(
            _("You have %(most)s open requests, as many as one company may have. Withdraw one, or wait."),
            params={"most": registration.most_requests},
        )


def answer(wish: Wish, company: Company, value: str) -> None:
    """Take a company's own answer; a request that lapsed, or was taken back, is not answered any more."""
    seen = as_seen(wish, company, timezone.now())
    if value == Consent.DECLINED and seen == "agreed":
        domain.answer(wish, company.side, Consent.WITHDRAWN, None)
        return
    if value not in (Consent.AGREED, Consent.DECLINED):
        raise ValidationError(_("Answer with yes or no."))
    if value == getattr(wish, mine(company)):
        return  # sent again by somebody who did not see that it arrived
    if seen not in ("answer", "declined") or getattr(wish, others(company)) == Consent.WITHDRAWN:
        raise ValidationError(_("This request cannot be answered any more."))
    domain.answer(wish, company.side, value, None)


def withdraw(wish: Wish, company: Company) -> None:
    """Take back a request, or a meeting agreed to."""
    if as_seen(wish, company, timezone.now()) not in ("waiting", "agreed"):
        raise ValidationError(_("There is nothing to take back."))
    domain.answer(wish, company.side, Consent.WITHDRAWN, None)


def rank(wish: Wish, company: Company, place: int | None) -> None:
    """Note how much a company cares; it is for the organiser, the partner does not see it."""
    name = "our_rank" if company.side == "ours" else "their_rank"
    setattr(wish, name, place)
    wish.save(update_fields=[name, "updated_at"])


@transaction.atomic
def set_avoided(company: Company, partner: Company, *, avoided: bool) -> None:
    """Say that a company will not meet another one, or take that back; nobody is told."""
    own = {partner.key, partner.name, partner.registration} - {""}
    kept = [text for text in company.not_with if text not in own]
    company.not_with = [*kept, partner.name] if avoided else kept
    company.save(update_fields=["not_with", "updated_at"])
    wish = of(company).filter(Q(low=partner) | Q(high=partner)).first()
    if avoided and wish is not None and getattr(wish, mine(company)) != Consent.DECLINED:
        was_agreed = wish.is_agreed
        domain.answer(wish, company.side, Consent.WITHDRAWN if was_agreed else Consent.DECLINED, None)
    record(company, "avoids" if avoided else "avoids_no_more", None)


def close_lapsed(mission: Mission, now: dt.datetime) -> int:
    """Close the requests whose day of answering has passed."""
    rows = Wish.objects.filter(mission=mission, answer_by__lte=now)
    ours = rows.filter(our_consent=Consent.ASKED).update(our_consent=Consent.EXPIRED)
    return ours + rows.filter(their_consent=Consent.ASKED).update(their_consent=Consent.EXPIRED)


# --- words between two who agreed ---------------------------------------------------------------


def block_of(company: Company) -> str:
    return "our_block" if company.side == "ours" else "their_block"


def may_write(wish: Wish, company: Company) -> str:
    """Say why a company cannot write to its partner; empty when it can."""
    if not wish.is_agreed:
        return str(_("You can write to each other once both of you agreed to meet."))
    if wish.our_block or wish.their_block:
        return str(_("No more messages go between you two."))
    if Message.objects.filter(wish=wish, sender=company).count() >= MOST_MESSAGES:
        return str(_("You have written %(most)s messages here; go on by e-mail.") % {"most": MOST_MESSAGES})
    return ""


def say(wish: Wish, company: Company, text: str) -> Message:
    if reason := may_write(wish, company):
        raise ValidationError(reason)
    if not text.strip():
        raise ValidationError(_("Write something first."))
    return Message.objects.create(mission=wish.mission, wish=wish, sender=company, text=text.strip()[:2000])


def set_block(wish: Wish, company: Company, *, blocked: bool) -> None:
    name = block_of(company)
    setattr(wish, name, blocked)
    wish.save(update_fields=[name, "updated_at"])
    record(wish, "blocked" if blocked else "unblocked", None)


def report(message: Message, company: Company) -> None:
    """Show a message to the organiser, who sees no other."""
    if message.sender_id == company.pk:
        raise ValidationError(_("This message is your own."))
    Message.objects.filter(pk=message.pk, reported_at=None).update(reported_at=timezone.now())
    record(message.wish, "message_reported", None)
