"""Lists of people: short ones while the page waits, long ones piece by piece by the worker."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction

from egiz.desk.core.domain import territories
from egiz.desk.core.domain.folding import fold, fold_whole
from egiz.desk.core.domain.pieces import piece_of
from egiz.desk.core.models import Desk, Job, User
from egiz.desk.directory.domain.entries import add_all, change, new_organisation, new_person
from egiz.desk.directory.domain.known import Known, keys_of
from egiz.desk.directory.models import Organisation, Person

PEOPLE_JOB = "directory.people"
AT_ONCE = 20  # people that are written while the page waits; more are the worker's
CHUNK = 40  # rows in one transaction: other people write between two


@transaction.atomic
def take_in_few(desk: Desk, user: User | None, rows: Sequence[dict[str, Any]]) -> tuple[int, int]:
    """Write people of a short list: new ones, and the gaps of those who have a card; gives how many."""
    known = Known()
    known.read_for(rows)
    return _write(desk, user, rows, known)


def take_in_long(job: Job, rows: Sequence[dict[str, Any]], tell: Callable[[int], object]) -> tuple[int, int]:
    """Write a long list; begun again, it goes on after the last piece that was kept."""
    taken, added, changed = job.payload.get("taken", (0, 0, 0))
    known = Known()
    for start in range(taken, len(rows), CHUNK):
        piece = rows[start : start + CHUNK]
        with piece_of(job):
            known.read_new()  # others write too, between two pieces
            new, filled = _write(job.desk, job.created_by, piece, known)
            taken, added, changed = start + len(piece), added + new, changed + filled
            job.payload = {**job.payload, "taken": [taken, added, changed]}
        tell(taken)
    return added, changed


def _write(desk: Desk, user: User | None, rows: Sequence[dict[str, Any]], known: Known) -> tuple[int, int]:
    changed = 0
    new: dict[str, Person] = {}
    organisations = _organisations(desk, user, rows, known)
    regions = territories.by_names() if any(row.get("region") for row in rows) else {}
    for row in rows:
        values = {name: value for name, value in row.items() if name != "region"}
        values["territory"] = regions.get(fold(row.get("region", "")))
        values["organisation"] = organisations.get(row.get("organisation", ""))
        keys = keys_of(row.get("email", ""), row["name"])
        person = next((one for key in keys if (one := new.get(key) or known.person(key))), None)
        if person is None:
            person = new_person(desk, **values)
            new |= dict.fromkeys(keys_of(person.email, person.name, *person.names.values()), person)
        elif gaps := {name: value for name, value in values.items() if value and not getattr(person, name)}:
            _fill(person, user, gaps)
            changed += 1
    fresh = list({id(person): person for person in new.values()}.values())
    add_all(fresh, user)
    for person in fresh:
        known.add_person(person)
    return len(fresh), changed


def _organisations(
    desk: Desk, user: User | None, rows: Sequence[dict[str, Any]], known: Known
) -> dict[str, Organisation]:
    """Give the organisations that rows name, by the name in the row; who has no card gets one."""
    names = {name for row in rows if (name := row.get("organisation", ""))}
    found = {name: known.organisation(name) for name in sorted(names)}
    new = {fold_whole(name): name for name, card in found.items() if card is None}
    made = {key: new_organisation(desk, name=name) for key, name in new.items()}
    add_all(list(made.values()), user)
    for card in made.values():
        known.add_organisation(card)
    return {name: card or made[fold_whole(name)] for name, card in found.items()}


def _fill(person: Person, user: User | None, gaps: dict[str, Any]) -> None:
    """Fill what a card leaves empty; one that the same list brings is not written yet."""
    if person.pk:
        change(person, user, **gaps)
    for name, value in gaps.items():
        setattr(person, name, value)
