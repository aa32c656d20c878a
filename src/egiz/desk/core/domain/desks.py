"""Making a desk, and taking the sample away again."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django_scopes import scope

from egiz.desk.core.domain import jobs, places, trail
from egiz.desk.core.domain.folding import fold
from egiz.desk.core.domain.setup import SAMPLE_DESK, ensure_member
from egiz.desk.core.models import Attachment, Desk, Job, Membership, Role, Side, Territory, User

SLUG_LENGTH = 40
SHORTEST_SLUG = 3
# The sample desk keeps its address, also while it is not there.
TAKEN_WORDS = frozenset({SAMPLE_DESK["slug"]})


@dataclass(frozen=True, slots=True)
class SideOfDesk:
    """One of the two sides: its country, its name as the desk says it, its regions and cities."""

    country: str
    name: str = ""
    territories: tuple[places.PlaceMatch, ...] = ()


def read_territories(text: str, country: str) -> tuple[places.PlaceMatch, ...]:
    """Find the regions and cities that a person wrote, one a line or separated by semicolons.

    Raises
    ------
    ValidationError
        With one message for each name that is unknown, unclear or lies in another country.
    """
    found: dict[int, places.PlaceMatch] = {}
    problems: list[ValidationError] = []
    for name in filter(None, (part.strip(" ,\t") for part in re.split(r"[\n;]", text))):
        try:
            place = _territory(name, country)
            found[place.id] = place
        except ValidationError as error:
            problems.append(error)
    if problems:
        raise ValidationError(problems)
    return tuple(found.values())


def _territory(name: str, country: str) -> places.PlaceMatch:
    place = places.resolve(name, country)
    if place.level not in Territory.Level.values or place.country != country:
        raise ValidationError(
            _("“%(name)s” is not a region or a city of %(country)s."),
            params={"name": name, "country": country},
        )
    return place


def _whole_words(slug: str) -> str:
    """Shorten an address to whole words; a single longer word is cut."""
    slug = slug.strip("-")
    if len(slug) <= SLUG_LENGTH:
        return slug
    words, _hyphen, _rest = slug[: SLUG_LENGTH + 1].rpartition("-")
    return (words or slug[:SLUG_LENGTH]).strip("-")


def free_slug(name: str) -> str:
    """Give an address that no desk has, made from the name."""
    # What is written in Latin keeps its spelling; other scripts go by the key that search knows them by.
    latin = slugify(name)
    stem = _whole_words(latin if len(latin) >= SHORTEST_SLUG else slugify(fold(name))) or "desk"
    if stem in TAKEN_WORDS:
        stem = f"{stem}-desk"
    taken = set(Desk.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(
        slug for n in range(1, len(taken) + 2) if (slug := stem if n == 1 else f"{stem}-{n}") not in taken
    )


@transaction.atomic
def make_desk(
    owner: User, *, name: str, ours: SideOfDesk, theirs: SideOfDesk, language: str, timezone: str
) -> Desk:
    """Make a desk of one's own, with its first owner and the regions and cities of both sides."""
    first = ours.territories[0] if ours.territories else None
    desk = Desk.objects.create(
        slug=free_slug(name),
        name=name,
        country=ours.country,
        their_country=theirs.country,
        our_name=ours.name,
        their_name=theirs.name,
        language=language,
        timezone=timezone,
        place_id=first.id if first else None,
    )
    member = Membership.objects.create(desk=desk, user=owner, role=Role.OWNER)
    with scope(desk=desk):
        set_territories(desk, Side.OURS, ours.territories)
        set_territories(desk, Side.THEIRS, theirs.territories)
        trail.record(member, "added", owner, {"role": ["", Role.OWNER.value]})
    return desk


def set_territories(desk: Desk, side: str, wanted: Iterable[places.PlaceMatch]) -> None:
    """Let a side answer for just these places; those that stay keep their rows and what points at them."""
    by_id = {place.id: place for place in wanted}
    rows = Territory.objects.filter(side=side)
    rows.exclude(place_id__in=by_id).delete()
    known = set(rows.values_list("place_id", flat=True))
    Territory.objects.bulk_create(
        Territory(
            desk=desk, side=side, place_id=place.id, name=place.name, country=place.country, level=place.level
        )
        for place in by_id.values()
        if place.id not in known
    )


@transaction.atomic
def sample_for(user: User) -> tuple[Desk, Job | None]:
    """Let a person into the sample desk; gives the work that fills it while that is not done."""
    desk, new = Desk.objects.get_or_create(
        slug=SAMPLE_DESK["slug"], defaults={**SAMPLE_DESK, "is_sample": True}
    )
    ensure_member(desk, user, Role.OWNER if new else Role.VIEWER)
    with scope(desk=desk):
        last = Job.objects.filter(kind="core.sample").order_by("pk").last()
        if new or (last and last.status in {Job.Status.FAILED, Job.Status.CANCELLED}):
            return desk, jobs.enqueue(desk, "core.sample", {}, user)  # it fills only what is missing
        return desk, last if last and last.is_open else None


def remove_sample(desk: Desk) -> None:
    """Take the sample desk away with everything on it, files included; raises ValueError for any other."""
    if not desk.is_sample:
        raise ValueError("Only the sample desk can be removed at once.")
    with scope(desk=desk):
        files = [attachment.file for attachment in Attachment.objects.all()]
    with transaction.atomic():
        desk.delete()
    for file in files:
        file.delete(save=False)
