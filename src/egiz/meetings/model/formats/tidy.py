"""What only the whole file shows: unknown ids, orders in a circle, a pair twice, too many meetings asked."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass, replace

from egiz.meetings.model.formats import vocabulary
from egiz.meetings.model.formats.cells import Cells
from egiz.meetings.model.problem import Meeting, Participant, Table

Rows = list[tuple[Cells, Meeting]]


@dataclass(frozen=True)
class Kept:
    """Participants and meetings that can be used together."""

    participants: tuple[Participant, ...]
    meetings: tuple[Meeting, ...]


def tidy(
    participants: list[Participant], rows: Rows, tables: tuple[Table, ...] | None, found: list[str]
) -> Kept:
    """Leave out the cells and rows that contradict others; each is noted with its place."""
    people, rows = _not_with(participants, rows, found), _once(rows)
    rows = [(cells, _known(cells, m, rows, tables)) for cells, m in rows]
    rows = _in_order(rows)
    wanted = Counter(p for _, m in rows for p in m.participants)
    made = []
    for person in people:
        if person.min_meetings > wanted[person.id]:
            found.append(
                f"Participants, {person.name or person.id}: at least {person.min_meetings} meetings are "
                f"asked for, {wanted[person.id]} are wished."
            )
            made.append(replace(person, min_meetings=wanted[person.id]))
        else:
            made.append(person)
    return Kept(tuple(made), tuple(m for _, m in rows))


def _not_with(participants: list[Participant], rows: Rows, found: list[str]) -> list[Participant]:
    known = _ids(participants)
    kept = [replace(p, not_with=_others(p, known, found)) for p in participants]
    apart = {(p.id, other) for p in kept for other in p.not_with}
    for i, (cells, m) in enumerate(rows):
        if m.must and apart.intersection(itertools.permutations(m.participants, 2)):
            cells.refuse("weight", "it is a must, and its participants must not meet")
            rows[i] = (cells, replace(m, must=False))
    return kept


def _ids(participants: list[Participant]) -> dict[str, str]:
    """Ids by id and by name; of two with one name the first is meant."""
    by_name = {vocabulary.plain(p.name): p.id for p in reversed(participants)}
    return by_name | {vocabulary.plain(p.id): p.id for p in participants}


def _others(person: Participant, known: dict[str, str], found: list[str]) -> tuple[str, ...]:
    """Ids of those whom a participant must not meet."""
    ids = []
    for name in person.not_with:
        other = known.get(vocabulary.plain(name), person.id)
        if other == person.id:
            who = person.name or person.id
            found.append(f"Participants, {who}, Not with: no other participant {name!r}.")
        else:
            ids.append(other)
    return tuple(ids)


def _once(rows: Rows) -> Rows:
    """The same participants twice are one wish, unless each meeting has an id of its own."""
    first: dict[str, int] = {}
    pairs: dict[frozenset[str], int] = {}
    kept: Rows = []
    for cells, m in rows:
        pair = frozenset(m.participants)
        if m.id in first:
            cells.refuse(
                "id", f"the same meeting as in row {first[m.id]}; a second one needs an id of its own"
            )
            continue
        if not cells.given("id") and pair in pairs:
            cells.refuse(
                "", f"the same participants as in row {pairs[pair]}; a second meeting needs an id of its own"
            )
            continue
        first[m.id] = pairs[pair] = cells.row
        kept.append((cells, m))
    return kept


def _known(cells: Cells, m: Meeting, rows: Rows, tables: tuple[Table, ...] | None) -> Meeting:
    ids = {x.id for _, x in rows}
    unknown = [key for key in m.after if key not in ids]
    if unknown:
        cells.refuse("after", f"no meeting {unknown[0]!r}")
        m = replace(m, after=tuple(key for key in m.after if key in ids))
    return _at_known_table(cells, m, tables or ())


def _at_known_table(cells: Cells, m: Meeting, tables: tuple[Table, ...]) -> Meeting:
    if m.table is None or m.table in {t.id for t in tables}:
        return m
    cells.refuse("table", f"no table {m.table!r}")
    return replace(m, table=None)


def _in_order(rows: Rows) -> Rows:
    """Orders that run in a circle are given up, row by row."""
    after = {m.id: set(m.after) for _, m in rows}
    done: set[str] = set()
    while ready := [key for key, before in after.items() if key not in done and before <= done]:
        done |= set(ready)
    kept: Rows = []
    for cells, m in rows:
        if m.id in done:
            kept.append((cells, m))
            continue
        circle = ", ".join(sorted(after.keys() - done)[:5])
        cells.refuse("after", f"it waits for itself in a circle ({circle})")
        kept.append((cells, replace(m, after=())))
    return kept
