"""Shared resources as counting rows: Hall's condition per slot on sets of interchangeable needs.

A pool has units (tables and online rooms, or interpreters), each with its slots, and needs, each the set
of units that can serve it. All needs of a slot can be served at once if and only if, for every set of
needs, the units that serve one of them are at least as many (Hall, 1935). Unions over connected needs
suffice. Where there are too many sets, single needs and whole components are kept and the rest is left
to the assignment, which reports the violated set so that it becomes a row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

MAX_NEEDS = 10
# Capacity where a row does not bind.
ROOMY = 2**30


@dataclass(frozen=True)
class Row:
    """At most `capacity[s]` of `meetings` run in slot s."""

    meetings: tuple[int, ...]
    capacity: tuple[int, ...]
    kind: str
    label: str


@dataclass(frozen=True)
class Pool:
    """Units and needs of one kind of resource; `narrow` holds, by slot, needs that are narrower there.

    `who` is the participant whose people the units are, or -1.
    """

    kind: str
    open_slots: NDArray[np.bool_]
    needs: dict[frozenset[int], list[int]]
    labels: dict[frozenset[int], str]
    narrow: dict[int, dict[int, frozenset[int]]] = field(default_factory=dict)
    who: int = -1

    def rows(self) -> list[Row]:
        """Hall's rows, without those that can never bind."""
        found: dict[tuple[frozenset[int], int], Row] = {}
        for union in _unions(self.needs):
            row = self.row(union)
            if any(c < len(row.meetings) for c in row.capacity):
                found[union, -1] = row
        for s in self.narrow:
            for union in _unions(self.needs_at(s)):
                row = self.row_at(union, s)
                if len(row.meetings) > row.capacity[s]:
                    found[union, s] = row
        return list(found.values())

    def need_of(self) -> dict[int, frozenset[int]]:
        """Units that can serve each meeting, where no slot says otherwise."""
        return {m: need for need, meetings in self.needs.items() for m in meetings}

    def needs_at(self, s: int) -> dict[frozenset[int], list[int]]:
        """The needs as they are in one slot."""
        other = self.narrow.get(s, {})
        found = {need: [m for m in meetings if m not in other] for need, meetings in self.needs.items()}
        for m, need in other.items():
            found.setdefault(need, []).append(m)
        return {need: meetings for need, meetings in found.items() if meetings}

    def row(self, units: frozenset[int]) -> Row:
        """The row of all needs served only by `units`."""
        inside = sorted(m for need, ms in self.needs.items() if need <= units for m in ms)
        capacity = self.capacity(units)
        names = sorted({self.labels[need] for need in self.needs if need <= units})
        return Row(tuple(inside), tuple(int(c) for c in capacity), self.kind, ", ".join(names))

    def row_at(self, units: frozenset[int], s: int) -> Row:
        """The row of all needs that only `units` serve in slot s, which binds there only."""
        needs = self.needs_at(s)
        inside = sorted(m for need, ms in needs.items() if need <= units for m in ms)
        names = sorted({self.labels[need] for need in needs if need <= units})
        capacity = [ROOMY] * self.open_slots.shape[1]
        capacity[s] = int(self.capacity(units)[s])
        return Row(tuple(inside), tuple(capacity), self.kind, ", ".join(names))

    def capacity(self, units: frozenset[int]) -> NDArray[np.int64]:
        """(S,): how many of the units are there."""
        if not units:
            return np.zeros(self.open_slots.shape[1], dtype=np.int64)
        return np.asarray(self.open_slots[sorted(units)].sum(axis=0), dtype=np.int64)


def _components(needs: list[frozenset[int]]) -> Iterable[list[frozenset[int]]]:
    owner: dict[int, int] = {}
    parent = list(range(len(needs)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, need in enumerate(needs):
        for unit in need:
            parent[root(owner.setdefault(unit, i))] = root(i)
    groups: dict[int, list[frozenset[int]]] = {}
    for i, need in enumerate(needs):
        groups.setdefault(root(i), []).append(need)
    return groups.values()


def _unions(needs: Iterable[frozenset[int]]) -> Iterator[frozenset[int]]:
    """Unions over connected needs."""
    for component in _components(list(needs)):
        if len(component) > MAX_NEEDS:
            yield from {*component, frozenset().union(*component)}
            continue
        unions: set[frozenset[int]] = set()
        for need in component:
            unions |= {need | other for other in unions} | {need}
        yield from unions
