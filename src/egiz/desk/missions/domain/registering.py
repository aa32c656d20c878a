"""A company's way into a mission: it registers, the organiser decides, and what it wrote comes along."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone, translation
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain import index
from egiz.desk.core.domain.folding import fold
from egiz.desk.core.domain.trail import record
from egiz.desk.core.models import Side, User
from egiz.desk.directory.models import Organisation
from egiz.desk.missions.domain.regions import put_in_regions
from egiz.desk.missions.models import Company, Mission, Registration, Wish
from egiz.desk.missions.models.wish import Consent

# A whole office may sit behind one address: so many registrations in ten minutes, then a pause.
MOST_FROM_ONE_ADDRESS, WITHIN = 60, 600
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
# What a company brings along from an earlier mission of the same desk.
PROFILE = (
    "name", "country", "place", "offers", "needs", "codes", "need_codes", "hs_codes", "need_hs_codes",
    "cooperation", "languages", "size", "certificates", "registration", "contact", "people", "phone",
    "language", "zone", "shown", "organisation", "territory",
)  # fmt: skip
OPEN = (Company.Status.INVITED, Company.Status.DRAFT, Company.Status.RETURNED)


class TooManyError(Exception):
    """More registrations came from one address than people make: the next one waits."""


def registration_of(mission: Mission) -> Registration:
    """Return the mission's registration, made closed where there was none."""
    found = Registration.objects.filter(mission=mission).first()
    if found is None:
        found, _new = Registration.objects.get_or_create(
            mission=mission, defaults={"desk_id": mission.desk_id}
        )
    return found


def sum_of_address(email: str) -> str:
    return hashlib.sha256(email.strip().lower().encode()).hexdigest()


def new_key(kind: str) -> str:
    """Return a company's code that stands for nothing, in letters and digits nobody mixes up."""
    return f"{kind}-{get_random_string(7, LETTERS)}"


def slow_down(address: str) -> None:
    """Count a registration from a network address.

    Raises
    ------
    TooManyError
        If too many came from there in the last minutes.
    """
    key = f"missions.registered.{hashlib.sha256(address.encode()).hexdigest()[:32]}"
    cache.add(key, 0, WITHIN)
    try:
        counted = cache.incr(key)
    except ValueError:  # it lapsed between the two calls
        return
    if counted > MOST_FROM_ONE_ADDRESS:
        raise TooManyError


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a form: the company's record, and whether it had been there before."""

    company: Company
    was_there: bool = False


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as a company filled it in: the values of its record, and what it agreed to in which words."""

    values: dict[str, Any]
    consents: dict[str, str] = field(default_factory=dict)
    sent: bool = True


def take(mission: Mission, filled: Filled) -> Taken:
    """Keep a registration that came without a link.

    An address has one registration in a mission: a second form changes nothing, and the owner of the address
    gets the link to the first one. A company whose number or name is there already is kept beside it, and the
    organiser is told.
    """
    email = str(filled.values["email"])
    if there := Company.objects.filter(mission=mission, email__iexact=email).order_by("id").first():
        return Taken(there, was_there=True)
    company = Company(mission=mission, registered_by=sum_of_address(email), registered_at=timezone.now())
    for name, value in filled.values.items():
        setattr(company, name, value)
    company.key = new_key("R")
    desk = mission.desk
    company.country = company.country or {"ours": desk.country, "theirs": desk.their_country}[company.side]
    company.is_sample = mission.is_sample
    company.double_of = like(company)
    bring_along(company)
    if company.territory_id is None:
        put_in_regions([company])
    _agree(company, filled)
    company.status = Company.Status.SENT if filled.sent else Company.Status.DRAFT
    try:
        with transaction.atomic():
            company.save()
            record(company, "registered" if filled.sent else "registration_begun", None)
    except IntegrityError:
        # Two forms of one address at the same moment: the other one was first.
        there = Company.objects.filter(mission=mission, registered_by=company.registered_by).first()
        if there is None:
            raise
        return Taken(there, was_there=True)
    return Taken(company)


def keep(company: Company, filled: Filled) -> None:
    """Keep what a company changed on its own page; an accepted one stays accepted."""
    changes: dict[str, list[Any]] = {}
    for name, value in filled.values.items():
        if (before := getattr(company, name)) != value:
            changes[name] = [before, value]
            if name == "email":  # what came back was another address
                company.mail, company.mail_note = Company.Mail.GOOD, ""
        setattr(company, name, value)
    if "place" in changes or company.territory_id is None:
        put_in_regions([company])
    _agree(company, filled)
    if filled.sent and company.status in OPEN:
        company.status = Company.Status.SENT
        company.status_note = ""
        company.registered_at = company.registered_at or timezone.now()
    elif company.status == Company.Status.INVITED:
        company.status = Company.Status.DRAFT
    company.double_of = company.double_of or like(company)
    company.save()
    record(company, "profile_changed", None, changes)


def _agree(company: Company, filled: Filled) -> None:
    known = {one["what"]: one for one in company.consents}
    language, now = translation.get_language() or "", timezone.now().isoformat(timespec="seconds")
    kept = []
    for what, text in filled.consents.items():
        same = known.get(what)
        is_same = same is not None and same["text"] == text
        kept.append(same if is_same else {"what": what, "text": text, "language": language, "at": now})
    if filled.consents or filled.sent:
        company.consents = kept


def like(company: Company) -> Company | None:
    """Find a company of the mission that is probably the same: its number, or its name on the same side."""
    others = Company.objects.filter(mission=company.mission).exclude(pk=company.pk)
    number = company.registration.strip()
    if number and (found := others.filter(registration=number).first()):
        return found
    name = fold(company.short_name)
    near = others.filter(side=company.side, search_key__contains=name[:60]) if name else others.none()
    return next((one for one in near[:50] if fold(one.short_name) == name), None)


def earlier(company: Company) -> Company | None:
    """Find the same company in an earlier mission of the desk, by its address."""
    before = Company.objects.filter(desk=company.mission.desk_id, status=Company.Status.ACCEPTED)
    before = before.exclude(mission=company.mission).order_by("-id")
    if not company.email:
        return None
    return next((one for one in before.filter(email__iexact=company.email)[:5] if may_be_kept(one)), None)


def may_be_kept(company: Company) -> bool:
    """Say whether a profile may serve the next mission: by the company's tick, or from a list."""
    return not company.consents or any(one["what"] == "keep" for one in company.consents)


def bring_along(company: Company) -> None:
    """Fill what was left empty with what the same company wrote for an earlier mission.

    Only the owner of the same address gets it: the page that shows it opens by a link sent there.
    """
    before = earlier(company)
    if before is None:
        return
    for name in PROFILE:
        if name != "shown" and not getattr(company, name):
            setattr(company, name, getattr(before, name))


@transaction.atomic
def invite_from(mission: Mission, before: Mission, user: User | None) -> list[Company]:
    """Put the accepted companies of an earlier mission on the list as invited, with their profiles."""
    present = Company.objects.filter(mission=mission)
    keys = set(present.values_list("side", "key"))
    emails = {email.lower() for email in present.exclude(email="").values_list("email", flat=True)}
    made = []
    accepted = Company.objects.filter(mission=before, status=Company.Status.ACCEPTED).order_by("id")
    for one in accepted.select_related("organisation", "territory"):
        if (one.side, one.key) in keys or (one.email and one.email.lower() in emails):
            continue
        if not may_be_kept(one):
            continue
        new = Company(mission=mission, desk_id=mission.desk_id, side=one.side, key=one.key, email=one.email)
        for name in PROFILE:
            setattr(new, name, getattr(one, name))
        new.mail, new.mail_note = one.mail, one.mail_note
        new.status = Company.Status.INVITED
        new.is_sample = mission.is_sample
        new.set_search_key()
        emails.add(one.email.lower())
        made.append(new)
    Company.objects.bulk_create(made, batch_size=500)
    index.put(made)
    if made:
        record(mission, "companies_invited", user)
    return made


VERDICTS = {
    "accept": Company.Status.ACCEPTED,
    "return": Company.Status.RETURNED,
    "decline": Company.Status.DECLINED,
}


@transaction.atomic
def review(company: Company, verdict: str, reason: str, user: User) -> bool:
    """Accept a company, send it back to be mended, or not accept it; says whether anything changed.

    Raises
    ------
    ValidationError
        If the verdict is none, or a reason is missing where the company is owed one.
    """
    status = VERDICTS.get(verdict)
    if status is None:
        raise ValidationError(_("A registration is accepted, sent back or not accepted."))
    if status != Company.Status.ACCEPTED and not reason.strip():
        raise ValidationError(_("Write the reason; the company reads it in its letter."))
    if company.status == status and company.status_note == reason.strip():
        return False
    before = company.status
    if status == Company.Status.ACCEPTED:
        _check_room(company)
        company.organisation = company.organisation or _card(company)
    company.status, company.status_note = status, reason.strip()[:1000]
    company.save()
    if status == Company.Status.DECLINED:
        _end_wishes(company)
    record(company, f"registration_{status.value}", user, {"status": [before, status.value]})
    return True


def _check_room(company: Company) -> None:
    most = registration_of(company.mission).most_companies
    if most is None:
        return
    there = Company.objects.filter(
        mission=company.mission, side=company.side, status=Company.Status.ACCEPTED
    ).exclude(pk=company.pk)
    if there.count() >= most:
        raise ValidationError(
            _("This side has its %(most)s companies; raise the limit or decline another one first."),
            params={"most": most},
        )


def _card(company: Company) -> Organisation:
    """Return the company's card in the directory: the one of the same name, or a new one."""
    for one in Organisation.objects.filter(search_key__contains=fold(company.name)[:200])[:20]:
        if fold(one.name) == fold(company.name):
            return one
    return Organisation.objects.create(
        desk_id=company.desk_id,
        name=company.name,
        kind=Organisation.Kind.COMPANY,
        side=Side(company.side),
        country=company.country,
        place_name=company.place,
    )


@transaction.atomic
def withdraw(company: Company, user: User | None) -> None:
    """Take a company out at its own wish; what it asked for is withdrawn with it."""
    company.status = Company.Status.WITHDRAWN
    company.save(update_fields=["status", "updated_at"])
    _end_wishes(company)
    record(company, "registration_withdrawn", user)


def _end_wishes(company: Company) -> None:
    """Take a company's word back from all its wishes: who does not take part meets nobody."""
    name = "our_consent" if company.side == Side.OURS else "their_consent"
    rows = Wish.objects.filter(models.Q(low=company) | models.Q(high=company), mission=company.mission)
    rows.filter(**{f"{name}__in": ("asked", "agreed")}).update(**{name: Consent.WITHDRAWN})


def is_open(registration: Registration) -> bool:
    """Say whether companies may register now."""
    if not registration.is_open:
        return False
    return registration.closes_on is None or registration.mission.desk.today() <= registration.closes_on


def status_counts(mission: Mission) -> dict[str, int]:
    rows = Company.objects.filter(mission=mission).order_by().values_list("status")
    return dict(rows.annotate(count=models.Count("pk")))
