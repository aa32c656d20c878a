"""Who of a list has a card already: found by e-mail and whole name, never by comparing with every card."""

from collections.abc import Iterable
from typing import Any

from egiz.desk.core.domain.folding import fold_whole
from egiz.desk.directory.domain.entries import organisations_like, people_like, titles_of
from egiz.desk.directory.models import Organisation, Person

READ_AT_ONCE = 2000


class Known:
    """The cards of a desk by what a list says of people; of those who share a name, the first."""

    def __init__(self) -> None:
        self._people: dict[str, int] = {}
        self._organisations: dict[str, int] = {}
        self._last_person = self._last_organisation = 0

    def read_new(self) -> None:
        """Read the cards that were made since this was called last; at first, all."""
        people = Person.objects.filter(pk__gt=self._last_person).only("name", "names", "email")
        for person in people.iterator(chunk_size=READ_AT_ONCE):
            self.add_person(person)
        rows = Organisation.objects.filter(pk__gt=self._last_organisation).only("name", "names")
        for row in rows.iterator(chunk_size=READ_AT_ONCE):
            self.add_organisation(row)

    def read_for(self, rows: Iterable[dict[str, Any]]) -> None:
        """Read only the cards that people of a short list may have: a page waits for it."""
        for values in rows:
            for person in people_like(values["name"]):
                self.add_person(person)
            for person in Person.objects.filter(email__iexact=values.get("email") or None):
                self.add_person(person)
            for organisation in organisations_like(values.get("organisation", "")):
                self.add_organisation(organisation)

    def add_person(self, person: Person) -> None:
        for key in _keys_of_card(person):
            self._people.setdefault(key, person.pk)
        self._last_person = max(self._last_person, person.pk)

    def add_organisation(self, entry: Organisation) -> None:
        for key in titles_of(entry):
            self._organisations.setdefault(key, entry.pk)
        self._last_organisation = max(self._last_organisation, entry.pk)

    def person(self, key: str) -> Person | None:
        """Find a card by a key, as the card is now: it may have been changed or removed since it was read."""
        pk = self._people.get(key)
        found = Person.objects.filter(pk=pk).first() if pk else None
        return found if found is not None and key in _keys_of_card(found) else None

    def organisation(self, name: str) -> Organisation | None:
        key = fold_whole(name)
        pk = self._organisations.get(key)
        found = Organisation.objects.filter(pk=pk).first() if pk else None
        return found if found is not None and key in titles_of(found) else None


def keys_of(email: str, *names: str) -> list[str]:
    """Give what a person is found by: the e-mail address first, then all words of a name in any order."""
    words = [" ".join(sorted(fold_whole(name).split())) for name in names]
    return [f"@ {email.casefold()}", *words] if email else words


def _keys_of_card(person: Person) -> list[str]:
    return keys_of(person.email, person.name, *person.names.values())
