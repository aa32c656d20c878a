"""The rules of people's days as the independent checker reads them; code of its own, none of the solver's."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from egiz.meetings.model.broken import Broken
from egiz.meetings.model.problem import Meeting, Participant, Problem

Held = dict[str, dict[str, Any]]
Time = tuple[int, int, str]  # the first slot, the slot after the last, the meeting


def check_days(problem: Problem, held: Held) -> list[Broken]:
    """Lunch, pauses, meetings in a row and a day, shared persons, the same pair once, who must not meet."""
    mine: dict[str, list[Meeting]] = defaultdict(list)
    meetings = [m for m in problem.meetings if m.id in held]
    for m in meetings:
        for key in m.participants:
            mine[key].append(m)
    broken = [*_not_with(problem, meetings), *_same_pair(problem, meetings)]
    for person in problem.participants:
        broken += _day_of(problem, person, mine[person.id], held)
    return broken + _groups(problem, mine, held)


def _not_with(problem: Problem, meetings: list[Meeting]) -> Iterator[Broken]:
    apart = {(p.id, other) for p in problem.participants for other in p.not_with}
    for m in meetings:
        if any(pair in apart for pair in itertools.permutations(m.participants, 2)):
            yield Broken("not-with", f"Meeting {m.id} is between participants who must not meet.")


def _same_pair(problem: Problem, meetings: list[Meeting]) -> Iterator[Broken]:
    pairs: dict[frozenset[str], list[str]] = defaultdict(list)
    for m in meetings:
        pairs[frozenset(m.participants)].append(m.id)
    for ids in pairs.values():
        if len(ids) > 1 and problem.rules.pair_once:
            yield Broken("pair-once", f"Meetings {', '.join(ids)} are of the same participants.")


def _day_of(problem: Problem, person: Participant, meetings: list[Meeting], held: Held) -> Iterator[Broken]:
    times = sorted((held[m.id]["slot"], held[m.id]["slot"] + m.length, m.id) for m in meetings)
    yield from _most_a_day(problem, person, times)
    if person.representatives == 1:
        busy = {s for begin, end, _ in times for s in range(begin, end)}
        yield from _lunch(problem, person, busy)
        yield from _pauses(problem, person, times)
        yield from _in_row(problem, person, busy)


def _most_a_day(problem: Problem, person: Participant, times: list[Time]) -> Iterator[Broken]:
    most = problem.rules.most_a_day if person.most_a_day is None else person.most_a_day
    counts = Counter(problem.slots[begin].day for begin, _, _ in times)
    for day, count in sorted(counts.items()):
        if most is not None and count > most:
            yield Broken("most-a-day", f"Participant {person.id} has {count} meetings on day {day}.")


def _pauses(problem: Problem, person: Participant, times: list[Time]) -> Iterator[Broken]:
    pause = problem.rules.buffer if person.buffer is None else person.buffer
    for (_, end, a), (begin, _, b) in itertools.pairwise(times):
        if begin - end < pause and problem.slots[begin].day == problem.slots[end - 1].day:
            yield Broken("buffer", f"Meetings {a} and {b} of {person.id} follow too close.")


def _lunch(problem: Problem, person: Participant, busy: set[int]) -> Iterator[Broken]:
    windows: dict[int, set[int]] = defaultdict(set)
    for s in problem.rules.lunch:
        windows[problem.slots[s].day].add(s)
    for day, window in sorted(windows.items()):
        if person.lunch and len(window - busy) < min(problem.rules.lunch_slots, len(window)):
            yield Broken("lunch", f"Participant {person.id} has no time for lunch on day {day}.")


def _in_row(problem: Problem, person: Participant, busy: set[int]) -> Iterator[Broken]:
    most = problem.rules.most_in_row if person.most_in_row is None else person.most_in_row
    parts = [(slot.day, slot.session) for slot in problem.slots]
    run = 0
    for s, part in enumerate(parts):
        run = 0 if s not in busy else run + 1 if parts[s - 1 : s] == [part] else 1
        if most is not None and run == most + 1:
            yield Broken("most-in-row", f"Participant {person.id} has {run} slots in a row to {s}.")


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
