"""Who sits where, as the independent checker reads it; code of its own, none of the solver's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from egiz.meetings.model.broken import Broken
from egiz.meetings.model.problem import Participant, Problem

Held = dict[str, dict[str, Any]]


def check_people(problem: Problem, held: Held) -> list[Broken]:
    """One of a participant's people sits in each of its meetings, the one asked for, and in no other then."""
    return [broken for one in problem.participants if one.people for broken in _of(problem, one, held)]


def _of(problem: Problem, one: Participant, held: Held) -> Iterator[Broken]:
    away = {person.name: person.unavailable for person in one.people}
    nameless = max(0, one.representatives - len(one.people))
    at: Counter[tuple[str, int]] = Counter()
    for m in problem.meetings:
        if m.id not in held or one.id not in m.participants:
            continue
        name = (held[m.id].get("people") or {}).get(one.id, "")
        asked = [person for key, person in m.people if key == one.id]
        if asked and name != asked[0]:
            yield Broken("person", f"Meeting {m.id} wants {asked[0]} of {one.id}, not {name or 'somebody'}.")
        if not name and not nameless:
            yield Broken("nobody", f"Nobody of {one.id} sits in meeting {m.id}.")
            continue
        if name and name not in away:
            yield Broken("unknown-person", f"{name} (meeting {m.id}) is none of the people of {one.id}.")
        for s in range(held[m.id]["slot"], held[m.id]["slot"] + m.length):
            at[name, s] += 1
            if s in away.get(name, ()):
                yield Broken("person-away", f"{name} of {one.id} is away in slot {s} (meeting {m.id}).")
    for (name, s), count in at.items():
        if count > (1 if name else nameless):
            who = name or "somebody without a name"
            yield Broken("person-twice", f"{who} of {one.id} sits in {count} meetings in slot {s}.")
