"""The rules of people's days as the independent checker reads them; code of its own, none of the solver's."""

from __future__ import annotations

import itertools
from collections import defaultdict
from typing import Any

from egiz.meetings.model.broken import Broken
from egiz.meetings.model.problem import Meeting, Participant, Problem

Held = dict[str, dict[str, Any]]


def check_days(problem: Problem, held: Held) -> list[Broken]:
    """Lunch, pauses, meetings in a row and a day, shared persons, the same pair once, who must not meet."""
    broken: list[Broken] = []
    mine: dict[str, list[Meeting]] = defaultdict(list)
    pairs: dict[frozenset[str], list[str]] = defaultdict(list)
    apart = {(p.id, other) for p in problem.participants for other in p.not_with}
    for m in problem.meetings:
        if m.id in held:
            pairs[frozenset(m.participants)].append(m.id)
            for key in m.participants:
                mine[key].append(m)
            if any(pair in apart for pair in itertools.permutations(m.participants, 2)):
                broken.append(
                    Broken("not-with", f"Meeting {m.id} is between participants who must not meet.")
                )
    broken += [
        Broken("pair-once", f"Meetings {', '.join(ids)} are of the same participants.")
        for ids in pairs.values()
        if len(ids) > 1 and problem.rules.pair_once
    ]
    for person in problem.participants:
        broken += _day_of(problem, person, mine[person.id], held)
    return broken + _groups(problem, mine, held)


def _day_of(problem: Problem, person: Participant, meetings: list[Meeting], held: Held) -> list[Broken]:
    rules, key = problem.rules, person.id
    times = sorted((held[m.id]["slot"], held[m.id]["slot"] + m.length, m.id) for m in meetings)
    busy = {s for begin, end, _ in times for s in range(begin, end)}
    broken: list[Broken] = []
    a_day = rules.most_a_day if person.most_a_day is None else person.most_a_day
    for day in sorted({slot.day for slot in problem.slots}):
        count = sum(problem.slots[begin].day == day for begin, _, _ in times)
        if a_day is not None and count > a_day:
            broken.append(Broken("most-a-day", f"Participant {key} has {count} meetings on day {day}."))
    if person.representatives > 1:
        return broken
    for day in sorted({problem.slots[s].day for s in rules.lunch}) if person.lunch else ():
        window = {s for s in rules.lunch if problem.slots[s].day == day}
        if len(window - busy) < min(rules.lunch_slots, len(window)):
            broken.append(Broken("lunch", f"Participant {key} has no time for lunch on day {day}."))
    pause = rules.buffer if person.buffer is None else person.buffer
    for (_, end, a), (begin, _, b) in itertools.pairwise(times):
        if begin - end < pause and problem.slots[begin].day == problem.slots[end - 1].day:
            broken.append(Broken("buffer", f"Meetings {a} and {b} of {key} follow too close."))
    in_row = rules.most_in_row if person.most_in_row is None else person.most_in_row
    if in_row is not None:
        run = 0
        for s, slot in enumerate(problem.slots):
            before = problem.slots[s - 1] if s else None
            if before is None or (before.day, before.session) != (slot.day, slot.session):
                run = 0
            run = run + 1 if s in busy else 0
            if run == in_row + 1:
                broken.append(Broken("most-in-row", f"Participant {key} has {run} slots in a row to {s}."))
    return broken


def _groups(problem: Problem, mine: dict[str, list[Meeting]], held: Held) -> list[Broken]:
    broken: list[Broken] = []
    for group in problem.groups:
        at: dict[int, set[str]] = defaultdict(set)
        for key in group:
            for m in mine[key]:
                for s in range(held[m.id]["slot"], held[m.id]["slot"] + m.length):
                    at[s].add(m.id)
        broken += [
            Broken("group", f"Meetings {', '.join(sorted(ids))} share a person in slot {s}.")
            for s, ids in at.items()
            if len(ids) > 1
        ]
    return broken
