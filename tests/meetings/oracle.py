"""Random small missions with everything a mission can have, and the truth about them by trying everything.

Nothing of the solver is used here: rules are written down once more, as plainly as they can be.
"""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Iterator
from dataclasses import replace
from zoneinfo import ZoneInfo

from egiz.meetings import Goals, Interpreter, Meeting, Participant, Person, Problem, Rules, Slot, Table

START = dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC)
Choice = dict[str, int]


def random_problem(seed: int, *, musts: float = 0.2) -> Problem:
    """A mission of three to five meetings in three to five slots."""
    rng = random.Random(seed)
    n_slots = rng.choice((3, 4, 4, 5))
    two_days = rng.random() < 0.3
    slots = tuple(
        Slot(
            day=int(two_days and s >= n_slots // 2),
            session="a" if s < n_slots // 2 else "b",
            start=START + dt.timedelta(minutes=30 * s),
        )
        for s in range(n_slots)
    )
    n_people = rng.randint(3, 5)
    people = tuple(_person(rng, i, n_slots, n_people) for i in range(n_people))
    tables = _tables(rng, n_slots, n_people)
    meetings = tuple(_meetings(rng, n_people, n_slots, tables, musts))
    interpreters = tuple(
        Interpreter(f"i{k}", rng.choice((("ru", "uz"), ("uz",))), unavailable=_some(rng, n_slots, 0.2))
        for k in range(rng.randint(0, 2))
    )
    group = (tuple(f"p{i}" for i in rng.sample(range(n_people), 2)),) if rng.random() < 0.15 else ()
    return Problem(
        slots=slots,
        participants=people,
        meetings=meetings,
        tables=tables,  # type: ignore[arg-type] # None: not this problem's concern
        interpreters=interpreters,
        online_rooms=rng.choice((None, None, 0, 1, 2)),
        goals=Goals(breaks_per=rng.choice(("day", "event", "session"))),
        rules=Rules(
            lunch=_some(rng, n_slots, 0.5) if rng.random() < 0.25 else frozenset(),
            buffer=rng.choice((0, 0, 0, 1)),
            most_in_row=rng.choice((None, None, 1, 2)),
            most_a_day=rng.choice((None, None, None, 1, 2)),
            pair_once=rng.random() < 0.2,
        ),
        groups=group,
        check_loads=False,
    )


def random_delegation(seed: int, *, musts: float = 0.2) -> Problem:
    """A random mission whose companies name their people, with meetings of several among them."""
    problem = random_problem(seed, musts=musts)
    rng, n_slots = random.Random(seed + 10**6), len(problem.slots)
    people = tuple(_with_people(rng, p, n_slots) for p in problem.participants)
    named = {p.id: [one.name for one in p.people] for p in people}
    meetings = []
    for m in problem.meetings:
        who = m.participants
        if rng.random() < 0.25:
            rest = [p.id for p in people if p.id not in who]
            who += tuple(rng.sample(rest, min(len(rest), rng.choice((1, 2)))))
        asked = tuple((key, rng.choice(named[key])) for key in who if named[key] and rng.random() < 0.3)
        meetings.append(replace(m, participants=who, people=asked))
    tables = (
        None
        if problem.anywhere
        else tuple(replace(t, capacity=rng.choice((2, 3, 4))) for t in problem.tables)
    )
    return replace(problem, participants=people, meetings=tuple(meetings), tables=tables)


def _with_people(rng: random.Random, p: Participant, n_slots: int) -> Participant:
    count = rng.choice((0, 1, 2, 2, 3))
    names = tuple(Person(f"{p.id}-{k}", _some(rng, n_slots, 0.15)) for k in range(count))
    return replace(p, people=names, representatives=rng.choice((1, 2, 2, 3)))


def _some(rng: random.Random, n: int, share: float) -> frozenset[int]:
    return frozenset(s for s in range(n) if rng.random() < share)


def _person(rng: random.Random, i: int, n_slots: int, n_people: int) -> Participant:
    hours = (dt.time(rng.choice((9, 14))), dt.time(rng.choice((15, 20)))) if rng.random() < 0.2 else None
    return Participant(
        f"p{i}",
        representatives=2 if rng.random() < 0.1 else 1,
        unavailable=_some(rng, n_slots, 0.15),
        mode=rng.choice(("in_person", "in_person", "online", "both")),
        zone=rng.choice(("", "Asia/Tashkent")),
        office_hours=hours,
        min_meetings=0,
        max_meetings=rng.choice((None, None, 1, 2)),
        fixed=rng.random() < 0.15,
        weight=rng.choice((1, 1, 1, 2)),
        prefer=_some(rng, n_slots, 0.5) if rng.random() < 0.15 else frozenset(),
        not_with=(f"p{rng.randrange(n_people)}",) if rng.random() < 0.1 else (),
        lunch=rng.random() < 0.8,
    )


def _tables(rng: random.Random, n_slots: int, n_people: int) -> tuple[Table, ...] | None:
    count = rng.choice((None, 0, 1, 1, 2, 2, 3))
    if count is None:
        return None
    return tuple(
        Table(
            f"t{k}",
            kind=rng.choice(("", "", "quiet")),
            capacity=rng.choice((2, 2, 3)),
            owner=f"p{rng.randrange(n_people)}" if rng.random() < 0.15 else None,
            unavailable=_some(rng, n_slots, 0.1),
        )
        for k in range(count)
    )


def _meetings(
    rng: random.Random, n_people: int, n_slots: int, tables: tuple[Table, ...] | None, musts: float
) -> Iterator[Meeting]:
    for k in range(rng.randint(3, 5)):
        who = rng.sample(range(n_people), 3 if n_people > 3 and rng.random() < 0.12 else 2)
        yield Meeting(
            f"m{k}",
            tuple(f"p{i}" for i in who),
            weight=rng.choice((1, 1, 2, 3)),
            must=rng.random() < musts,
            length=2 if rng.random() < 0.12 else 1,
            slots=_some(rng, n_slots, 0.6) if rng.random() < 0.15 else None,
            fixed_slot=rng.randrange(n_slots) if rng.random() < 0.1 else None,
            after=(f"m{rng.randrange(k)}",) if k and rng.random() < 0.1 else (),
            online=rng.choice((True, False)) if rng.random() < 0.1 else None,
            table=None,
            table_kind="quiet" if tables and rng.random() < 0.1 else None,
            interpreter=("uz",) if rng.random() < 0.15 else (),
            prefer=_some(rng, n_slots, 0.5) if rng.random() < 0.15 else frozenset(),
        )


def truth(problem: Problem) -> tuple[int, ...] | None:
    """The best (held, breaks, most breaks, idle slots, wishes missed); None where there is no schedule."""
    best: tuple[int, ...] | None = None
    for choice in _choices(problem, 0, {}):
        value = _value(problem, choice)
        if best is not None and value >= best:
            continue
        if _whole(problem, choice) and places(problem, choice):
            best = value
    return None if best is None else (-best[0], *best[1:])


def _choices(problem: Problem, k: int, choice: Choice) -> Iterator[Choice]:
    if k == len(problem.meetings):
        yield dict(choice)
        return
    m = problem.meetings[k]
    for s in (*range(len(problem.slots) - m.length + 1), *(() if m.must else (-1,))):
        choice[m.id] = s
        if s < 0 or (_alone(problem, m, s) and not _double(problem, choice, m)):
            yield from _choices(problem, k + 1, choice)
    del choice[m.id]


def _alone(problem: Problem, m: Meeting, s: int) -> bool:
    """What a meeting's beginning must keep by itself."""
    people = {p.id: p for p in problem.participants}
    time = range(s, s + m.length)
    if (m.slots is not None and s not in m.slots) or m.fixed_slot not in (None, s):
        return False
    if len({(problem.slots[t].day, problem.slots[t].session) for t in time}) > 1:
        return False
    if any(q in people[p].not_with for p in m.participants for q in m.participants):
        return False
    return not any(t in people[p].unavailable for p in m.participants for t in time)


def _double(problem: Problem, choice: Choice, m: Meeting) -> bool:
    """Whether somebody is in too many meetings at once, as far as chosen."""
    for person in problem.participants:
        if person.id not in m.participants:
            continue
        for t in range(choice[m.id], choice[m.id] + m.length):
            if len(_running(problem, choice, person.id, t)) > person.representatives:
                return True
    return False


def _running(problem: Problem, choice: Choice, person: str, t: int) -> list[str]:
    return [
        m.id
        for m in problem.meetings
        if person in m.participants and 0 <= choice.get(m.id, -1) <= t < choice[m.id] + m.length
    ]


def _whole(problem: Problem, choice: Choice) -> bool:
    """The rules between meetings."""
    of = {m.id: m for m in problem.meetings}
    for m in problem.meetings:
        for earlier in m.after:
            if (
                choice[m.id] >= 0
                and choice[earlier] >= 0
                and choice[earlier] + of[earlier].length > choice[m.id]
            ):
                return False
    if problem.rules.pair_once:
        held = [frozenset(m.participants) for m in problem.meetings if choice[m.id] >= 0]
        if len(held) != len(set(held)):
            return False
    for group in problem.groups:
        for t in range(len(problem.slots)):
            if len({key for p in group for key in _running(problem, choice, p, t)}) > 1:
                return False
    return all(_day(problem, choice, person) for person in problem.participants)


def _day(  # noqa: C901, PLR0911 - one rule after the other
    problem: Problem, choice: Choice, person: Participant
) -> bool:
    rules = problem.rules
    mine = sorted(
        (choice[m.id], choice[m.id] + m.length)
        for m in problem.meetings
        if person.id in m.participants and choice[m.id] >= 0
    )
    if len(mine) < person.min_meetings or (
        person.max_meetings is not None and len(mine) > person.max_meetings
    ):
        return False
    day_of = [slot.day for slot in problem.slots]
    for day in set(day_of):
        if rules.most_a_day is not None and sum(day_of[a] == day for a, _ in mine) > rules.most_a_day:
            return False
    if person.representatives > 1:
        return True
    busy = {t for a, b in mine for t in range(a, b)}
    if person.lunch:
        for day in set(day_of):
            window = [t for t in rules.lunch if day_of[t] == day]
            if window and all(t in busy for t in window):
                return False
    for (_, end), (begin, _) in itertools.pairwise(mine):
        if begin - end < rules.buffer and day_of[end - 1] == day_of[begin]:
            return False
    if rules.most_in_row is not None:
        part = [(slot.day, slot.session) for slot in problem.slots]
        size = rules.most_in_row + 1
        for t in range(len(part) - size + 1):
            if part[t] == part[t + size - 1] and all(x in busy for x in range(t, t + size)):
                return False
    return True


def _value(problem: Problem, choice: Choice) -> tuple[int, ...]:
    people = {p.id: p for p in problem.participants}
    held = [m for m in problem.meetings if choice[m.id] >= 0]
    waits: dict[str, list[int]] = {}
    spans = problem.spans()
    for key in people:
        busy = sorted(
            {t for m in held if key in m.participants for t in range(choice[m.id], choice[m.id] + m.length)}
        )
        waits[key] = [b - a - 1 for a, b in itertools.pairwise(busy) if b - a > 1 and spans[a] == spans[b]]
    missed = 0
    for m in held:
        s = choice[m.id]
        missed += bool(m.prefer) and s not in m.prefer
        missed += sum(bool(people[p].prefer) and s not in people[p].prefer for p in m.participants)
    return (
        -sum(m.weight * max(people[p].weight for p in m.participants) for m in held),
        sum(len(w) for w in waits.values()),
        max((len(w) for w in waits.values()), default=0),
        sum(sum(w) for w in waits.values()),
        missed,
    )


def _office(problem: Problem, person: Participant, t: int) -> bool:
    if person.office_hours is None:
        return True
    begin = problem.slots[t].start
    assert begin is not None
    local = begin.astimezone(ZoneInfo(person.zone)) if person.zone else begin
    end = local + dt.timedelta(minutes=problem.slots[t].minutes)
    return person.office_hours[0] <= local.time() and end.time() <= person.office_hours[1]


def _hosts(problem: Problem) -> dict[str, set[int]]:
    kept: dict[str, set[int]] = {}
    for k, table in enumerate(problem.tables):
        if table.owner is not None:
            kept.setdefault(table.owner, set()).add(k)
    free = [k for k, table in enumerate(problem.tables) if table.owner is None]
    for person in problem.participants:
        if person.fixed and person.id not in kept:
            size = 2
            for m in problem.meetings:
                if person.id in m.participants and 0 in _kinds_of_place(problem, m):
                    size = max(size, len(m.participants))
            first = [k for k in free if problem.tables[k].capacity >= size][:1]
            kept[person.id] = set(first)
            free = [k for k in free if k not in first]
    return kept


def _kinds_of_place(problem: Problem, m: Meeting) -> set[int]:
    """0 for a table, 1 for online."""
    modes = {p.mode for p in problem.participants if p.id in m.participants}
    if m.online is True:
        return {1} if not m.table_kind else set()
    if "online" in modes:
        return set() if m.online is False or m.table_kind else {1}
    return {0, 1} if modes == {"both"} and m.online is None and not m.table_kind else {0}


def places(problem: Problem, choice: Choice) -> bool:
    """Whether tables, online rooms and interpreters suffice, by trying."""
    held = [m for m in problem.meetings if choice[m.id] >= 0]
    hosts = _hosts(problem)
    return (
        _seat(problem, choice, held, hosts, {})
        and _speak(problem, choice, held, {})
        and all(
            _sit(p, choice, [m for m in held if p.id in m.participants], set()) for p in problem.participants
        )
    )


def _sit(p: Participant, choice: Choice, left: list[Meeting], used: set[tuple[int, int]]) -> bool:
    """Whether a company's people can share its meetings; whoever has no name is never away."""
    if not left or not p.people:
        return True
    m = left[0]
    time = range(choice[m.id], choice[m.id] + m.length)
    asked = dict(m.people).get(p.id)
    for k in range(max(len(p.people), p.representatives)):
        one = p.people[k] if k < len(p.people) else None
        if asked is not None and (one is None or one.name != asked):
            continue
        if any((k, t) in used or (one is not None and t in one.unavailable) for t in time):
            continue
        if _sit(p, choice, left[1:], used | {(k, t) for t in time}):
            return True
    return False


def _seat(
    problem: Problem, choice: Choice, left: list[Meeting], hosts: dict[str, set[int]], used: dict[object, int]
) -> bool:
    if not left:
        return True
    m, rest = left[0], left[1:]
    time = range(choice[m.id], choice[m.id] + m.length)
    people = {p.id: p for p in problem.participants}
    for kind in sorted(_kinds_of_place(problem, m)):
        if kind == 0 and problem.anywhere:
            return _seat(problem, choice, rest, hosts, used)
        if kind == 0:
            for k in _tables_for(problem, m, hosts):
                if all(t not in problem.tables[k].unavailable and ("t", k, t) not in used for t in time):
                    taken = {("t", k, t): 1 for t in time}
                    if _seat(problem, choice, rest, hosts, {**used, **taken}):
                        return True
        elif all(
            _office(problem, people[p], t)
            for p in m.participants
            if people[p].mode != "in_person"
            for t in time
        ):
            rooms = problem.online_rooms
            if rooms is None:
                return _seat(problem, choice, rest, hosts, used)
            if all(used.get(("o", t), 0) < rooms for t in time):
                taken = {("o", t): used.get(("o", t), 0) + 1 for t in time}
                if _seat(problem, choice, rest, hosts, {**used, **taken}):
                    return True
    return False


def _tables_for(problem: Problem, m: Meeting, hosts: dict[str, set[int]]) -> list[int]:
    own = [hosts[p] for p in m.participants if p in hosts]
    kept = set().union(*hosts.values()) if hosts else set()
    able = set().union(*own) if own else set(range(len(problem.tables))) - kept
    return [
        k
        for k in sorted(able)
        if problem.tables[k].capacity >= len(m.participants)
        and (not m.table_kind or problem.tables[k].kind == m.table_kind)
    ]


def _speak(problem: Problem, choice: Choice, left: list[Meeting], used: dict[object, int]) -> bool:
    left = [m for m in left if m.interpreter]
    if not left:
        return True
    m = left[0]
    time = range(choice[m.id], choice[m.id] + m.length)
    for x in problem.interpreters:
        able = set(m.interpreter) <= set(x.languages)
        free = able and all(t not in x.unavailable and (x.id, t) not in used for t in time)
        if free and _speak(problem, choice, left[1:], {**used, **{(x.id, t): 1 for t in time}}):
            return True
    return False
