"""Writing the directory, and finding in it who a text speaks of."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db import models, transaction

from egiz.desk.core.domain import erasing, index, territories, trail
from egiz.desk.core.domain.erasing import Erased, Name
from egiz.desk.core.domain.folding import fold, fold_whole
from egiz.desk.core.models import Attachment, AuditEntry, Comment, Desk, Territory, User
from egiz.desk.directory.models import Organisation, Person, Post

PERSON_FIELDS = (
    "name", "names", "position", "organisation", "side", "territory", "email", "phone", "note",
)  # fmt: skip
ORGANISATION_FIELDS = (
    "name", "names", "kind", "country", "side", "place_name", "territory", "website", "note",
)  # fmt: skip
Card = TypeVar("Card", Person, Organisation)
MOST_WORDS = 8  # of a name that are looked for


def new_person(desk: Desk, **values: Any) -> Person:
    """Make a card that is not written yet, on the side and in the region of its organisation if unsaid."""
    organisation = values.get("organisation")
    if not values.get("side") and organisation is not None:
        values["side"] = organisation.side
    if not values.get("territory") and organisation is not None:
        values["territory"] = organisation.territory
    return Person(desk=desk, **values)


def new_organisation(desk: Desk, **values: Any) -> Organisation:
    """Make a card that is not written yet, with its side and region guessed where they are not given."""
    if not values.get("side"):
        values["side"] = desk.side_of_country(values.get("country", ""))
    if not values.get("territory"):
        values["territory"] = _region(desk, values)
    return Organisation(desk=desk, **values)


@transaction.atomic
def add_person(desk: Desk, user: User | None, **values: Any) -> Person:
    person = new_person(desk, **values)
    person.save()
    trail.record(person, "added", user)
    return person


@transaction.atomic
def add_organisation(desk: Desk, user: User | None, **values: Any) -> Organisation:
    organisation = new_organisation(desk, **values)
    organisation.save()
    trail.record(organisation, "added", user)
    return organisation


@transaction.atomic
def add_all(cards: Sequence[Card], user: User | None) -> None:
    """Write many new cards of a kind at once."""
    for card in cards:
        card.set_search_key()
    if cards:
        type(cards[0])._base_manager.bulk_create(cards)  # noqa: SLF001 - each knows its desk
        index.put(cards)
        trail.record_all(cards, "added", user)


def _region(desk: Desk, values: dict[str, Any]) -> Territory | None:
    """Guess in which region of the desk an organisation is, from its place."""
    if number := values.get("place_id"):
        return territories.of_places(desk, [number])
    name = values.get("place_name", "")
    return territories.of_name(desk, name, values.get("country", "")) if name else None


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
    return next((person for person in people_like(name) if words <= set(person.search_key.split())), None)


def people_like(name: str) -> models.QuerySet[Person]:
    """Give whose cards have all the words of a name, chosen in the database: a common name is many cards."""
    words = set(fold(name).split())
    found = Person.objects.all() if words else Person.objects.none()
    for word in sorted(words, key=len)[-MOST_WORDS:]:
        found = found.filter(search_key__contains=word)
    return found


def find_organisation(name: str) -> Organisation | None:
    """Find the card of an organisation a text names; only the same words in the same order are the same."""
    return next((entry for entry in organisations_like(name) if fold_whole(name) in titles_of(entry)), None)


def organisations_like(name: str) -> models.QuerySet[Organisation]:
    key = fold(name)
    return Organisation.objects.filter(search_key__contains=key) if key else Organisation.objects.none()


def titles_of(entry: Organisation) -> set[str]:
    return {fold_whole(name) for name in (entry.name, *entry.names.values())}
