"""Rules on somebody's day as one kind of row: of these meetings at these times, so many at most.

Lunch, pauses between meetings, meetings in a row and a day, the same pair once: each counts, over a set of
slots, either the busy slots of a participant or the meetings that touch them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from egiz.meetings.model.problem import Participant, Problem

Ints = NDArray[np.int32]
Starts = NDArray[np.int32]


@dataclass(frozen=True)
class Rule:
    """At most `most` of what `meetings` do in `slots`: meetings that touch them, or slots they take there."""

    kind: str
    who: int
    meetings: tuple[int, ...]
    slots: tuple[int, ...]
    most: int
    touching: bool


@dataclass(frozen=True)
class Tallies:
    """The rules as sums: entry k adds `coef[k]` to row `row[k]` if `meeting[k]` begins in `slot[k]`."""

    rules: tuple[Rule, ...]
    row: Ints
    meeting: Ints
    slot: Ints
    coef: Ints
    most: Ints

    def __len__(self) -> int:
        return len(self.most)

    def sums(self, starts: Starts) -> NDArray[np.int64]:
        """What each row adds up to."""
        hit = starts[self.meeting] == self.slot
        return np.bincount(self.row[hit], weights=self.coef[hit], minlength=len(self.most)).astype(np.int64)

    def kept(self, starts: Starts) -> bool:
        """Whether no row is beyond its most."""
        return not len(self.most) or bool((self.sums(starts) <= self.most).all())

    def by_row(self) -> list[list[tuple[int, int, int]]]:
        """Meeting, first slot and coefficient of every entry, by row."""
        found: list[list[tuple[int, int, int]]] = [[] for _ in range(len(self.most))]
        for r, m, s, c in zip(
            self.row.tolist(), self.meeting.tolist(), self.slot.tolist(), self.coef.tolist(), strict=True
        ):
            found[r].append((m, s, c))
        return found


def daily(problem: Problem, person: Participant) -> tuple[int, int | None, int | None]:
    """A participant's buffer, most in a row and most a day."""
    rules = problem.rules
    return (
        rules.buffer if person.buffer is None else person.buffer,
        rules.most_in_row if person.most_in_row is None else person.most_in_row,
        rules.most_a_day if person.most_a_day is None else person.most_a_day,
    )


def _windows(keys: Sequence[object], size: int) -> Iterator[tuple[int, ...]]:
    """Stretches of `size` slots with the same key."""
    for s in range(len(keys) - size + 1):
        if keys[s] == keys[s + size - 1]:
            yield tuple(range(s, s + size))


def find_rules(problem: Problem, meetings_of: tuple[tuple[int, ...], ...]) -> Iterator[Rule]:
    """Every rule that could be broken, one by one."""
    by_day: dict[int, list[int]] = defaultdict(list)
    for s, slot in enumerate(problem.slots):
        by_day[slot.day].append(s)
    for p, person in enumerate(problem.participants):
        yield from _most_a_day(problem, p, meetings_of[p], by_day.values())
        if person.representatives == 1:
            yield from _rules_of_one(problem, p, meetings_of[p], by_day.values())
    if problem.rules.pair_once:
        yield from _once(problem)


def _most_a_day(problem: Problem, p: int, mine: tuple[int, ...], days: Iterable[list[int]]) -> Iterator[Rule]:
    _, _, most = daily(problem, problem.participants[p])
    if most is not None:
        for slots in days:
            yield Rule("most-a-day", p, mine, tuple(slots), most, touching=True)


def _rules_of_one(
    problem: Problem, p: int, mine: tuple[int, ...], days: Iterable[list[int]]
) -> Iterator[Rule]:
    """What holds for the day of a participant who is one person."""
    buffer, in_row, _ = daily(problem, problem.participants[p])
    if problem.participants[p].lunch and problem.rules.lunch:
        yield from _lunch(problem, p, mine, days)
    if in_row is not None:
        for window in _windows([(slot.day, slot.session) for slot in problem.slots], in_row + 1):
            yield Rule("most-in-row", p, mine, window, in_row, touching=False)
    if buffer:
        for window in _ends(days, buffer + 1):
            yield Rule("buffer", p, mine, window, 1, touching=True)


def _ends(days: Iterable[list[int]], size: int) -> Iterator[tuple[int, ...]]:
    """Windows for a pause: short days count as one window."""
    for slots in days:
        if len(slots) <= size:
            yield tuple(slots)
        else:
            for i in range(len(slots) - size + 1):
                yield tuple(slots[i : i + size])


def _lunch(problem: Problem, p: int, mine: tuple[int, ...], days: Iterable[list[int]]) -> Iterator[Rule]:
    away = problem.participants[p].unavailable
    for slots in days:
        window = [s for s in slots if s in problem.rules.lunch]
        owed = min(problem.rules.lunch_slots, len(window)) - len(away.intersection(window))
        if window and owed > 0:
            open_ones = tuple(s for s in window if s not in away)
            yield Rule("lunch", p, mine, open_ones, len(open_ones) - owed, touching=False)


def _once(problem: Problem) -> Iterator[Rule]:
    same: dict[frozenset[str], list[int]] = defaultdict(list)
    for m, meeting in enumerate(problem.meetings):
        same[frozenset(meeting.participants)].append(m)
    everything = tuple(range(len(problem.slots)))
    for group in same.values():
        if len(group) > 1:
            yield Rule("pair-once", -1, tuple(group), everything, 1, touching=True)


def _taken(rule: Rule, starts: list[list[int]], length: Ints) -> Iterator[tuple[int, int, int]]:
    """Meeting, start and how many slots of the rule that takes."""
    inside = set(rule.slots)
    for m in rule.meetings:
        for s in starts[m]:
            taken = sum(t in inside for t in range(s, s + int(length[m])))
            if taken:
                yield m, s, 1 if rule.touching else taken


def build_tallies(rules: Iterable[Rule], allowed: NDArray[np.uint8], length: Ints) -> Tallies:
    """The rules as sums over allowed first slots; rules that nothing can break are left out."""
    kept: list[Rule] = []
    entries: list[tuple[int, int, int, int]] = []
    starts = [np.flatnonzero(row).tolist() for row in allowed]
    for rule in rules:
        mine = [(len(kept), m, s, taken) for m, s, taken in _taken(rule, starts, length)]
        heaviest: dict[int, int] = {}
        for _, m, _, c in mine:
            heaviest[m] = max(heaviest.get(m, 0), c)
        if sum(heaviest.values()) > rule.most:
            kept.append(rule)
            entries += mine
    table = np.array(entries, dtype=np.int32).reshape(-1, 4).T
    return Tallies(
        rules=tuple(kept),
        row=np.ascontiguousarray(table[0]),
        meeting=np.ascontiguousarray(table[1]),
        slot=np.ascontiguousarray(table[2]),
        coef=np.ascontiguousarray(table[3]),
        most=np.array([rule.most for rule in kept], dtype=np.int32),
    )


def part_of_tallies(tallies: Tallies, starts: Starts, free: list[int]) -> Tallies:
    """The tallies of the meetings in `free`, with what all others take already taken off."""
    number = np.full(len(starts), -1, dtype=np.int32)
    number[free] = np.arange(len(free), dtype=np.int32)
    others = starts.copy()
    others[free] = -1
    most = tallies.most - tallies.sums(others).astype(np.int32)
    inside = number[tallies.meeting] >= 0
    return Tallies(
        rules=tallies.rules,
        row=tallies.row[inside],
        meeting=number[tallies.meeting[inside]],
        slot=tallies.slot[inside],
        coef=tallies.coef[inside],
        most=np.maximum(most, 0).astype(np.int32),
    )
