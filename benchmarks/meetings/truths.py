"""Are the reasons and the relaxations true? Each is tried on random missions.

Usage: python -m benchmarks.meetings.truths [--count 500] [--first 0]

A relaxation is applied to the problem and solved again to proof: more weight must be held, and where it
speaks of one meeting, a schedule that holds it with everything held before must exist. A reason for
impossibility is taken away, wish by wish: the wishes named must contradict each other, and where it says so,
no smaller part of them.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.meetings.oracle import random_problem

from egiz.meetings import (
    Interpreter,
    Limits,
    Meeting,
    Participant,
    Problem,
    ProblemError,
    Reason,
    Result,
    Table,
    solve,
)

LIMITS = Limits(30, 1)


def granted(problem: Problem, r: Reason) -> Problem:
    """The problem with what a relaxation asks for."""
    p, at = r.params, int(r.params.get("at", 0))
    everything = range(len(problem.slots))
    time = set(range(at, at + int(p.get("length", 1))))
    closed = frozenset(everything) - time
    if r.code == "together":
        for part in r.parts:
            problem = granted(problem, replace(part, code=part.code.removeprefix("need-")))
        return problem
    if r.code == "more-table":
        owner = str(p["owner"]) or None
        table = Table(
            "more" + str(len(problem.tables)), str(p["kind"]), max(2, int(p["people"])), owner, closed
        )
        return replace(problem, tables=(*problem.tables, table))
    if r.code == "more-online-room":
        return replace(problem, online_rooms=(problem.online_rooms or 0) + 1)
    if r.code == "more-interpreter":
        languages = tuple(str(p["label"]).split("+"))
        return replace(
            problem, interpreters=(*problem.interpreters, Interpreter("more", languages, unavailable=closed))
        )
    if r.code in {"drop-order", "allow-slot"}:
        return replace(problem, meetings=tuple(_freed(m, r) for m in problem.meetings))
    return replace(problem, participants=tuple(_person(x, r) for x in problem.participants))


def _freed(m: Meeting, r: Reason) -> Meeting:
    if r.code == "drop-order":
        other = str(r.params["meeting"])
        return replace(
            m, after=() if m.id == other else type(m.after)(one for one in m.after if one != other)
        )
    if m.id != r.params["meeting"]:
        return m
    at = int(r.params["at"])
    return replace(
        m, fixed_slot=None if m.fixed_slot is None else at, slots=None if m.slots is None else m.slots | {at}
    )


def _person(x: Participant, r: Reason) -> Participant:
    if x.id != r.params.get("id"):
        return x
    if r.code == "second-person":
        return replace(x, representatives=x.representatives + 1)
    if r.code == "raise-most":
        return replace(x, max_meetings=None if x.max_meetings is None else x.max_meetings + 1)
    if r.code == "be-there":
        return replace(x, unavailable=x.unavailable - {int(r.params["at"])})
    if r.code == "loosen-day":
        loose = {
            "lunch": {"lunch": False},
            "buffer": {"buffer": 0},
            "most-in-row": {"most_in_row": 99},
            "most-a-day": {"most_a_day": 99},
        }
        return replace(x, **loose[str(r.params["rule"])])
    raise ValueError(r.code)


def true_relaxation(problem: Problem, result: Result, meeting: str, r: Reason) -> bool:
    """Whether what is promised comes to pass."""
    easier = granted(problem, r)
    kept = {m.id for m in result.meetings} | {meeting}
    forced = tuple(replace(m, must=m.id in kept) for m in easier.meetings)
    found = solve(replace(easier, meetings=forced, check_loads=False), limits=LIMITS)
    if found.status not in ("optimal", "feasible"):
        return False
    again = solve(easier, limits=LIMITS)
    return again.status == "optimal" and again.goal("held").value > result.goal("held").value


def true_conflict(problem: Problem, r: Reason) -> bool:
    """Whether the wishes named contradict each other, and if it says so, no fewer of them."""
    musts, least = _named(problem, r)
    if not musts and not least:
        return r.code == "by-search"
    if _possible(problem, musts, least):
        return False
    if r.code == "conflict-among":
        return True
    smaller = [(musts - {m}, least) for m in musts] + [(musts, least - {p}) for p in least]
    return all(_possible(problem, a, b) for a, b in smaller)


def _named(problem: Problem, r: Reason) -> tuple[set[str], set[str]]:
    name_to_id = {p.name or p.id: p.id for p in problem.participants}
    if r.code in ("conflict", "conflict-among"):
        musts = {str(part.params["meeting"]) for part in r.parts if part.code != "wish-least"}
        return musts, {name_to_id[str(part.params["name"])] for part in r.parts if part.code == "wish-least"}
    if r.code == "too-few-possible":
        return set(), {name_to_id[str(r.params["name"])]}
    if r.code == "must-without-slot":
        return {str(r.params["meeting"])}, set()
    if "meetings" in r.params:
        return set(str(r.params["meetings"]).split(", ")), set()
    if r.code == "places-overfull":
        return {m.id for m in problem.meetings if m.must}, set()
    return set(), set()


def _possible(problem: Problem, musts: set[str], least: set[str]) -> bool:
    meetings = tuple(replace(m, must=m.id in musts) for m in problem.meetings)
    people = tuple(
        replace(p, min_meetings=p.min_meetings if p.id in least else 0) for p in problem.participants
    )
    found = solve(replace(problem, meetings=meetings, participants=people, check_loads=False), limits=LIMITS)
    return found.status != "infeasible"


def main() -> None:
    """Count what is true and print what is not."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--first", type=int, default=0)
    words = parser.parse_args()
    said: Counter[str] = Counter()
    true: Counter[str] = Counter()
    for seed in range(words.first, words.first + words.count):
        try:
            problem = random_problem(seed, musts=0.5 if seed % 3 == 0 else 0.0)
        except ProblemError:
            continue
        result = solve(problem, limits=LIMITS)
        claims = [(r, true_conflict(problem, r)) for r in result.explanation]
        for left in result.not_held:
            claims += [(r, true_relaxation(problem, result, left.id, r)) for r in left.relaxations]
        for r, holds in claims:
            said[r.code] += 1
            true[r.code] += holds
            if not holds:
                print(f"seed {seed}: {r.code}: {r.text}", flush=True)
    for code in sorted(said):
        print(f"{code:20} {true[code]:5} of {said[code]:5}")
    print(f"{sum(true.values())} of {sum(said.values())} true")
    sys.exit(sum(true.values()) < 0.99 * sum(said.values()))


if __name__ == "__main__":
    main()
