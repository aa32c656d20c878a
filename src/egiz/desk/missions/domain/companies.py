"""Companies of a mission, as the organiser writes them down."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain.trail import history_of, record, tracked
from egiz.desk.core.models import User
from egiz.desk.missions.domain import groups, queries
from egiz.desk.missions.domain.regions import put_in_regions
from egiz.desk.missions.models import Company, Mission

FIELDS = (
    "side", "key", "name", "place", "territory", "offers", "needs", "codes", "need_codes", "cooperation",
    "languages", "mode", "availability", "min_meetings", "max_meetings", "representatives", "not_with",
    "contact", "email", "phone", "language", "note",
)  # fmt: skip


@transaction.atomic
def add(company: Company, user: User | None, values: Mapping[str, Any]) -> Company:
    """Put a new company on a mission's list."""
    desk, mission = company.mission.desk, company.mission
    company.country = {"ours": desk.country, "theirs": desk.their_country}[company.side]
    company.is_sample = mission.is_sample
    company.territory = values["territory"]
    if company.territory is None:
        put_in_regions([company])
    company.save()
    record(company, "added", user)
    return company


@transaction.atomic
def change(company: Company, user: User | None, values: Mapping[str, Any]) -> Company:
    """Write what was changed of a company."""
    with tracked(company, "changed", user, FIELDS):
        if company.email != values["email"]:  # what came back was another address
            company.mail, company.mail_note = Company.Mail.GOOD, ""
        moved = company.place != values["place"]
        for name in FIELDS:
            setattr(company, name, values[name])
        if moved and not values["territory"]:
            put_in_regions([company])
    return company


@transaction.atomic
def erase(mission: Mission, company: Company, user: User | None) -> None:
    """Take a company off a mission with everything kept about it there.

    Raises
    ------
    ValidationError
        If it has meetings in the published schedule.
    """
    published = queries.published_version(mission)
    if published and queries.meetings(published, [company.pk]).exists():
        raise ValidationError(_("It has meetings in the published schedule; publish one without it first."))
    record(mission, "company_removed", user)
    history_of(company).delete()
    groups.forget_people(company)
    company.delete()
