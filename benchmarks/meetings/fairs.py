"""Fairs of given size and seed: anybody may meet anybody, some are in demand, some slots are closed."""

from __future__ import annotations

import random
from math import ceil

from egiz.meetings import Problem
from egiz.meetings.model.formats.dzn import read_generated

AWAY = 0.03
ROOM = 1.18
SIZES = {"L250": (250, 1000, 20), "X1000": (1000, 8000, 30), "Y5000": (5000, 40000, 40)}


def fair(name: str, seed: int) -> Problem:
    """A fair of the size of L250, X1000 or Y5000; with a p at the end, it hides a schedule without breaks."""
    people, meetings, slots = SIZES[name.removesuffix("p")]
    rng = random.Random(f"{name} {seed}")
    loads = _loads(rng, people, meetings, slots)
    if name.endswith("p"):
        pairs = _planted(rng, loads, slots)
        forbidden: list[list[int]] = [[] for _ in range(people)]
    else:
        forbidden = [[s for s in range(slots) if rng.random() < AWAY] for _ in range(people)]
        room = [slots - len(away) for away in forbidden]
        pairs = _pairs(rng, [min(a, b) for a, b in zip(loads, room, strict=True)])
    return read_generated(
        {
            "name": f"{name}-{seed}",
            "participants": people,
            "slots": slots,
            "tables": ceil(ROOM * len(pairs) / slots),
            "meetings": [[a, b, 0] for a, b in pairs],
            "forbidden": forbidden,
            "fairness": 2,
        }
    )


def _loads(rng: random.Random, people: int, meetings: int, slots: int) -> list[int]:
    """Meetings of each participant: a few with almost none, a few with almost every slot."""
    mean = 2 * meetings / people / slots
    spread = 5.0
    drawn = [rng.betavariate(mean * spread, (1 - mean) * spread) * (slots - 1) for _ in range(people)]
    return [max(1, round(x)) for x in drawn]


def _pairs(rng: random.Random, loads: list[int]) -> list[tuple[int, int]]:
    """Pairs at random, nobody twice with the same one; a load may stay a little below what was drawn."""
    seats = [p for p, load in enumerate(loads) for _ in range(load)]
    found: set[tuple[int, int]] = set()
    for _ in range(30):
        rng.shuffle(seats)
        rest = seats[len(seats) // 2 * 2 :]
        for a, b in zip(seats[::2], seats[1::2], strict=False):
            pair = (min(a, b), max(a, b))
            if a == b or pair in found:
                rest += [a, b]
            else:
                found.add(pair)
        seats = rest
    pairs = sorted(found)
    rng.shuffle(pairs)
    return pairs


def _planted(rng: random.Random, loads: list[int], slots: int) -> list[tuple[int, int]]:
    """Pairs of a schedule in which everybody is busy from the first to the last of its slots."""
    left = dict(enumerate(loads))
    begins = {p: rng.randint(0, slots - load) for p, load in left.items()}
    waiting = sorted(begins, key=lambda p: -begins[p])
    here: list[int] = []
    found: set[tuple[int, int]] = set()
    for s in range(slots):
        while waiting and begins[waiting[-1]] <= s:
            here.append(waiting.pop())
        here = _meet(rng, here, waiting, found)
        for p in here:
            left[p] -= 1
        here = [p for p in here if left[p] > 0]
    pairs = sorted(found)
    rng.shuffle(pairs)
    return pairs


def _meet(rng: random.Random, here: list[int], waiting: list[int], found: set[tuple[int, int]]) -> list[int]:
    """Pair off those present; whoever is left over goes home early, or waits if it has not begun."""
    if len(here) % 2 and waiting:
        here = [*here, waiting.pop()]
    rng.shuffle(here)
    alone, present = list(here), []
    while alone:
        a = alone.pop()
        for i, b in enumerate(alone):
            pair = (min(a, b), max(a, b))
            if pair not in found:
                found.add(pair)
                del alone[i]
                present += [a, b]
                break
    return present
