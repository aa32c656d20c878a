"""Random problems of given size and seed."""

from __future__ import annotations

import random

from egiz.meetings import Goals, Interpreter, Meeting, Participant, Problem, Slot, Table


def hybrid(seed: int = 1, a: int = 40, b: int = 120, wanted: int = 500, slots: int = 16) -> Problem:
    """A delegation of `a` companies meets `b` local companies.

    A third of the local companies are online; half of the meetings need an interpreter.
    """
    rng = random.Random(seed)
    n_tables, n_interpreters = 24, 8
    people = []
    for i in range(a + b):
        away = frozenset(s for s in range(slots) if rng.random() < 0.15)
        online = i >= a and rng.random() < 1 / 3
        side = "delegation" if i < a else "local"
        people.append(
            Participant(
                f"p{i}", f"Firm {i}", side, unavailable=away, mode="online" if online else "in_person"
            )
        )
    pairs = rng.sample([(i, a + j) for i in range(a) for j in range(b)], wanted)
    languages = ("uz", "kk", "en")
    meetings = tuple(
        Meeting(
            f"m{k}",
            (f"p{i}", f"p{j}"),
            weight=3 if rng.random() < 0.3 else 1,
            interpreter=("ru", rng.choice(languages)) if rng.random() < 0.5 else (),
        )
        for k, (i, j) in enumerate(pairs)
    )
    helpers = tuple(
        Interpreter(
            f"i{k}",
            ("ru", *rng.sample(languages, rng.choice((1, 1, 2)))),
            unavailable=frozenset(s for s in range(slots) if rng.random() < 0.1),
        )
        for k in range(n_interpreters)
    )
    return Problem(
        slots=tuple(Slot(day=s // 8) for s in range(slots)),
        participants=tuple(people),
        meetings=meetings,
        tables=tuple(Table(f"t{k}") for k in range(n_tables)),
        interpreters=helpers,
        online_rooms=12,
        goals=Goals(order=("held", "breaks")),
        name=f"hybrid-{seed}",
    )


def council(seed: int = 1, companies: int = 200, wanted: int = 1200, slots: int = 20) -> Problem:
    """Any company may meet any other: `wanted` meetings of `companies` companies."""
    rng = random.Random(seed)
    pairs: set[tuple[int, int]] = set()
    load = [0] * companies
    while len(pairs) < wanted:
        i, j = sorted(rng.sample(range(companies), 2))
        if (i, j) not in pairs and max(load[i], load[j]) < slots - 3:
            pairs.add((i, j))
            load[i] += 1
            load[j] += 1
    return Problem(
        slots=tuple(Slot() for _ in range(slots)),
        participants=tuple(Participant(f"p{i}") for i in range(companies)),
        meetings=tuple(Meeting(f"m{k}", (f"p{i}", f"p{j}")) for k, (i, j) in enumerate(sorted(pairs))),
        tables=tuple(Table(f"t{k}") for k in range(wanted // slots + 10)),
        goals=Goals(order=("held", "breaks")),
        name=f"council-{seed}",
    )
