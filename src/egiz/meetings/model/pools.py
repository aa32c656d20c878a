"""Shared resources as counting rows: Hall's condition per slot on sets of interchangeable needs.

A pool has units (tables and online rooms, or interpreters), each with its slots, and needs, each the set
of units that can serve it. All needs of a slot can be served at once if and only if, for every set of
needs, the units that serve one of them are at least as many (Hall, 1935). Unions over connected needs
suffice. Where there are too many sets, single needs and whole components are kept and the rest is left
to the assignment, which reports the violated set so that it becomes a row.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MAX_NEEDS = 10


@dataclass(frozen=True)
class Row:
    """At most `capacity[s]` of `meetings` run in slot s."""

    meetings: tuple[int, ...]
    capacity: tuple[int, ...]
    kind: str
    label: str


@dataclass(frozen=True)
class Pool:
    """Units and needs of one kind of resource."""

    kind: str
    open_slots: NDArray[np.bool_]
    needs: dict[frozenset[int], list[int]]
    labels: dict[frozenset[int], str]

    def rows(self) -> list[Row]:
        """Hall's rows, without those that can never bind."""
        found: dict[frozenset[int], Row] = {}
        for component in _components(list(self.needs)):
            for union in _unions(component):
                row = self.row(union)
                most = len(row.meetings)
                if most and any(c < most for c in row.capacity):
                    found[union] = row
        return list(found.values())

    def row(self, units: frozenset[int]) -> Row:
        """The row of all needs served only by `units`."""
        inside = sorted(m for need, ms in self.needs.items() if need <= units for m in ms)
        capacity = (
            self.open_slots[sorted(units)].sum(axis=0) if units else np.zeros(self.open_slots.shape[1], int)
        )
        names = sorted({self.labels[need] for need in self.needs if need <= units})
        return Row(tuple(inside), tuple(int(c) for c in capacity), self.kind, ", ".join(names))


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


def _unions(needs: list[frozenset[int]]) -> set[frozenset[int]]:
    if len(needs) > MAX_NEEDS:
        return {*needs, frozenset().union(*needs)}
    unions: set[frozenset[int]] = set()
    for need in needs:
        unions |= {need | other for other in unions} | {need}
    return unions
