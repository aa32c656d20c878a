"""Writing the directory, and finding in it who a text speaks of."""

from typing import Any

from django.db import transaction

from egiz.desk.core.domain import erasing, territories, trail
from egiz.desk.core.domain.erasing import Erased, Name
from egiz.desk.core.domain.folding import fold
from egiz.desk.core.models import Attachment, AuditEntry, Comment, Desk, Territory, User
from egiz.desk.directory.models import Organisation, Person, Post

PERSON_FIELDS = (
    "name", "names", "position", "organisation", "side", "territory", "email", "phone", "note",
)  # fmt: skip
ORGANISATION_FIELDS = (
    "name", "names", "kind", "country", "side", "place_name", "territory", "website", "note",
)  # fmt: skip
MOST_WORDS = 8  # of a name that are looked for


@transaction.atomic
def add_person(desk: Desk, user: User | None, **values: Any) -> Person:
    organisation = values.get("organisation")
    if not values.get("side") and organisation is not None:
        values["side"] = organisation.side
    if not values.get("territory") and organisation is not None:
        values["territory"] = organisation.territory
    person = Person.objects.create(desk=desk, **values)
    trail.record(person, "added", user)
    return person


@transaction.atomic
def add_organisation(desk: Desk, user: User | None, **values: Any) -> Organisation:
    if not values.get("side"):
        values["side"] = desk.side_of_country(values.get("country", ""))
    if not values.get("territory"):
        values["territory"] = _region(desk, values)
    organisation = Organisation.objects.create(desk=desk, **values)
    trail.record(organisation, "added", user)
    return organisation


def _region(desk: Desk, values: dict[str, Any]) -> Territory | None:
    """Guess in which region of the desk an organisation is, from its place."""
    if number := values.get("place_id"):
        return territories.of_places(desk, [number])
    return territories.of_name(desk, values.get("place_name", ""), values.get("country", ""))


@transaction.atomic
def change(entry: Person | Organisation, user: User | None, **values: Any) -> None:
    fields = PERSON_FIELDS if isinstance(entry, Person) else ORGANISATION_FIELDS
    before = (entry.position, entry.organisation) if isinstance(entry, Person) else None
    moved = "place_name" in values and values["place_name"] != getattr(entry, "place_name", "")
    if moved and not values.get("territory"):
        values["territory"] = _region(entry.desk, {**values, "place_id": None})
    with trail.tracked(entry, "changed", user, fields):
        for name, value in values.items():
            setattr(entry, name, value)
    if isinstance(entry, Person) and before != (entry.position, entry.organisation):
        _keep_role(entry, *(before or ("", None)))


def _keep_role(person: Person, position: str, organisation: Organisation | None) -> None:
    """Keep the role that somebody leaves; what was empty before was no role."""
    if position or organisation:
        Post.objects.create(
            desk_id=person.desk_id,
            person=person,
            position=position,
            organisation=organisation.name if organisation else "",
            until=person.desk.today().isoformat(),
        )


@transaction.atomic
def add_role(post: Post, user: User | None) -> Post:
    """Write down a role that somebody had before."""
    post.save()
    trail.record(post.person, "role_added", user, {"position": ["", str(post)]})
    return post


@transaction.atomic
def erase_person(person: Person, user: User) -> Erased:
    """Take a person out of the desk: card, history, comments, files, and the name wherever it stands.

    Promises stay, without the name. A surname alone is blotted out unless somebody else's card has it too.
    """
    target = {"target": trail.target_name(person), "target_id": person.pk}
    name = name_of(person)
    for attachment in Attachment.objects.filter(**target):
        attachment.file.delete(save=False)
    for model in (Attachment, AuditEntry, Comment):
        model.objects.filter(**target).delete()
    trail.record(person, "erased", user)
    desk = person.desk
    for promise in person.promises.all():
        promise.owner_person = None
        promise.save()
    person.delete()
    return erasing.erase(desk, name)


def name_of(person: Person) -> Name:
    """Give what a person may be called in what the desk keeps."""
    own = Name((person.name, *person.names.values()))
    others = Person.objects.exclude(pk=person.pk).only("name", "names")
    shared = any(own.surnames & Name((one.name, *one.names.values())).surnames for one in others)
    literal = (person.email, person.phone)
    return Name((person.name, *person.names.values()), literal, alone=not shared)


def find_person(name: str) -> Person | None:
    """Find the card of a person a text names, whatever the script and the order of the names."""
    words = set(fold(name).split())
    if not words:
        return None
    found = Person.objects.all()
    for word in sorted(words, key=len)[-MOST_WORDS:]:  # in the database: a common name is many cards
        found = found.filter(search_key__contains=word)
    return next((person for person in found if words <= set(person.search_key.split())), None)


def find_organisation(name: str) -> Organisation | None:
    """Find the card of an organisation a text names; only the same words in the same order are the same."""
    key = fold(name)
    if not key:
        return None
    return next((entry for entry in Organisation.objects.filter(search_key__contains=key)
                 if _says(entry, key)), None)  # fmt: skip


def _says(entry: Organisation, key: str) -> bool:
    return key in {fold(name) for name in (entry.name, *entry.names.values())}


@transaction.atomic
def take_in(desk: Desk, user: User | None, rows: list[dict[str, Any]]) -> tuple[int, int]:
    """Write people of a file: new ones, and the gaps of those who have a card; gives how many of each."""
    added = changed = 0
    regions = territories.by_names() if any(values.get("region") for values in rows) else {}
    for values in rows:
        values["territory"] = regions.get(fold(values.pop("region", "")))
        organisation = values.pop("organisation", "")
        if organisation:
            known = find_organisation(organisation)
            values["organisation"] = known or add_organisation(desk, user, name=organisation)
        person = _same_person(values)
        if person is None:
            add_person(desk, user, **values)
            added += 1
            continue
        gaps = {name: value for name, value in values.items() if value and not getattr(person, name)}
        if gaps:
            change(person, user, **gaps)
            changed += 1
    return added, changed


def _same_person(values: dict[str, Any]) -> Person | None:
    """Find the card of somebody in a file: by e-mail, otherwise by the whole name."""
    if values.get("email") and (by_mail := Person.objects.filter(email__iexact=values["email"]).first()):
        return by_mail
    words = sorted(fold(values["name"]).split())
    found = find_person(values["name"])
    if found is None:
        return None
    spelled = {" ".join(sorted(fold(name).split())) for name in (found.name, *found.names.values())}
    return found if " ".join(words) in spelled else None
