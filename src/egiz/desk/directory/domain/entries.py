"""Writing the directory, and finding in it who a text speaks of."""

from typing import Any

from django.db import transaction

from egiz.desk.core.domain import removing, trail
from egiz.desk.core.domain.folding import fold
from egiz.desk.core.models import Attachment, AuditEntry, Comment, Desk, User
from egiz.desk.directory.models import Organisation, Person

PERSON_FIELDS = ("name", "names", "position", "organisation", "side", "email", "phone", "note")
ORGANISATION_FIELDS = ("name", "names", "kind", "country", "side", "place_name", "website", "note")


@transaction.atomic
def add_person(desk: Desk, user: User | None, **values: Any) -> Person:
    organisation = values.get("organisation")
    if not values.get("side") and organisation is not None:
        values["side"] = organisation.side
    person = Person.objects.create(desk=desk, **values)
    trail.record(person, "added", user)
    return person


@transaction.atomic
def add_organisation(desk: Desk, user: User | None, **values: Any) -> Organisation:
    if not values.get("side"):
        values["side"] = desk.side_of_country(values.get("country", ""))
    organisation = Organisation.objects.create(desk=desk, **values)
    trail.record(organisation, "added", user)
    return organisation


@transaction.atomic
def change(entry: Person | Organisation, user: User | None, **values: Any) -> None:
    fields = PERSON_FIELDS if isinstance(entry, Person) else ORGANISATION_FIELDS
    with trail.tracked(entry, "changed", user, fields):
        for name, value in values.items():
            setattr(entry, name, value)


@transaction.atomic
def erase_person(person: Person, user: User) -> None:
    """Take a person out of the desk: card, history, comments, files. Promises stay, without the name."""
    target = {"target": trail.target_name(person), "target_id": person.pk}
    for name in (person.name, *person.names.values()):
        person.promises.filter(owner_text=name).update(owner_text="")
    for attachment in Attachment.objects.filter(**target):
        attachment.file.delete(save=False)
    for model in (Attachment, AuditEntry, Comment):
        model.objects.filter(**target).delete()
    removing.forget(person.desk, (person.name, *person.names.values()))
    _forget_in_histories({person.name, *person.names.values()})
    trail.record(person, "erased", user)
    for promise in person.promises.all():
        promise.owner_person = None
        promise.save()
    person.delete()


def _forget_in_histories(names: set[str]) -> None:
    """Take a name out of the histories of other records: every promise it was ever set in."""
    for field in ("owner_person", "owner_text"):
        for entry in AuditEntry.objects.filter(changes__has_key=field):
            pair = entry.changes[field]
            if names & set(pair):
                entry.changes[field] = ["…" if name in names else name for name in pair]
                entry.save(update_fields=["changes"])


def find_person(name: str) -> Person | None:
    """Find the card of a person a text names, whatever the script and the order of the names."""
    words = set(fold(name).split())
    if not words:
        return None
    found = Person.objects.filter(search_key__contains=max(words, key=len))
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
