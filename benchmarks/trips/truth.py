"""Random trips: whether every plan is clean, no block is lost, every reason and every change is true.

Usage: python -m benchmarks.trips.truth [--trips 10000] [--reasons 500] [--seed 1] [--seconds 400 --save FILE]
Trips of one to three cities, two to four days, two to nine visits, blocks by day, at night and over midnight,
flights, trains and roads, budgets that bind. Each plan goes through the independent checker. The reasons of
the first `--reasons` trips are tried: a change is made in the trip and the trip solved again, a reason is
tried by forcing the visit in. With `--save` a run that was stopped goes on where it was, and the sums of all
pieces and seeds in the file are printed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

from egiz.trips import (
    Block,
    City,
    Departure,
    Leg,
    Limits,
    Money,
    Plan,
    Problem,
    Rates,
    Reason,
    Rules,
    Visit,
    Window,
    WorkHours,
    check_plan,
    plan,
)
from egiz.trips.asking import longer

ZONE = dt.timezone(dt.timedelta(hours=5))
MONDAY = dt.date(2026, 12, 7)
LIMITS = Limits(seconds=20.0, workers=1)
PIECE = 50
"""So many trips are counted before anything is written down."""


def at(day: int, hour: int, minute: int = 0) -> dt.datetime:
    """A time of the trip."""
    return dt.datetime.combine(MONDAY + dt.timedelta(days=day), dt.time(hour, minute), tzinfo=ZONE)


def random_trip(seed: int) -> Problem:
    """A trip from a seed; everything in it is invented."""
    rng = random.Random(seed)
    days = rng.randint(2, 4)
    names = ["h", *"bcd"[: rng.randint(1, 3)]]
    cities = tuple(
        City(
            n, n.upper(), "KZ" if n == "h" else "UZ", "Asia/Tashkent" if n != "h" else "Asia/Atyrau",
            night=None if n == "h" or rng.random() < 0.1 else Money(rng.choice((30, 50, 80)), "USD"),
            minutes_between=rng.choice((0, 10, 20, 45)),
        )
        for n in names
    )  # fmt: skip
    visits = tuple(_visit(rng, k, rng.choice(names), days) for k in range(rng.randint(2, 9)))
    rules = Rules(
        at(0, rng.choice((0, 3, 5, 7))), at(days - 1, rng.choice((20, 22, 23))),
        day_start=dt.time(rng.choice((7, 8, 9))), day_end=dt.time(rng.choice((18, 20, 21))),
        road_minutes=rng.choice((300, 480, 600)), slack=rng.choice((0, 10, 30)),
        budget=rng.choice((None, Money(rng.randint(100, 900), "USD"), Money(4_000_000, "UZS"))),
    )  # fmt: skip
    return Problem(
        f"random {seed}", "h", rules, cities, visits, tuple(_legs(rng, names, days)),
        blocks=tuple(_blocks(rng, names, days)),
        work_hours=(WorkHours("UZ", lunch=(dt.time(13), dt.time(14))),) if rng.random() < 0.7 else (),
        rates=Rates(MONDAY, "invented", {"UZS": 12_500.0}), sample=True,
    )  # fmt: skip


def _visit(rng: random.Random, k: int, city: str, days: int) -> Visit:
    kind = rng.choice(("company", "office", "sight", "event"))
    minutes = rng.choice((30, 60, 90, 120))
    windows: tuple[Window, ...] = ()
    if rng.random() < 0.6:
        chosen = sorted(rng.sample(range(days), k=rng.randint(1, days)))
        first = rng.choice((8, 9, 10, 14, 15, 19))
        length = rng.choice((minutes, minutes, 180, 300))
        windows = tuple(
            Window(at(d, first), at(d, first) + dt.timedelta(minutes=max(minutes, length))) for d in chosen
        )
    return Visit(
        f"v{k}", f"Visit {k}", city, minutes, rng.randint(0, 10), windows, kind, rng.random() < 0.08,
        cost=Money(rng.choice((10, 40)), "USD") if rng.random() < 0.3 else None,
        slack=rng.choice((None, None, 0, 60, 200)),
    )  # fmt: skip


def _blocks(rng: random.Random, names: list[str], days: int) -> list[Block]:
    found = []
    for k in range(rng.choice((0, 0, 0, 1, 1, 2))):
        day, hour = rng.randrange(days), rng.choice((0, 2, 9, 15, 20, 22, 23))
        length = rng.choice((1, 2, 3, 3, 12, 30))
        start = at(day, hour)
        found.append(
            Block(f"b{k}", f"Block {k}", rng.choice(names), start, start + dt.timedelta(hours=length))
        )
    return found


def _legs(rng: random.Random, names: list[str], days: int) -> list[Leg]:
    found = []
    for a in names:
        for b in names:
            if a == b or rng.random() < 0.15:
                continue
            price = Money(rng.choice((20, 60, 120)), "USD")
            if rng.random() < 0.6:
                found.append(Leg(a, b, "car", rng.choice((60, 150, 240, 400)), cost=price, per="vehicle"))
            if rng.random() < 0.6:
                length = dt.timedelta(minutes=rng.choice((60, 90, 600)))
                hours = rng.sample((1, 6, 7, 12, 18, 20, 23), k=rng.randint(1, 2))
                times = tuple(
                    Departure(at(d, h), at(d, h) + length, f"{a}{b}{d}{h}")
                    for d in range(days)
                    for h in sorted(hours)
                    if rng.random() < 0.8
                )
                if times:
                    mode = "air" if length < dt.timedelta(hours=2) else "train"
                    found.append(Leg(a, b, mode, departures=times, before=60, after=30, cost=price))
    return found


def lost(problem: Problem, found: Plan) -> list[str]:
    """Blocks and musts that are in no day of a plan that there is."""
    if not found.days:
        return []
    seen = {i.ref for d in found.days for i in d.items}
    wanted = [b.id for b in problem.blocks] + [v.id for v in problem.visits if v.must]
    return [w for w in wanted if w not in seen]


def _forced(problem: Problem, visit: str) -> Problem:
    visits = tuple(replace(v, must=True) if v.id == visit else v for v in problem.visits)
    return replace(problem, visits=visits)


def _value(problem: Problem) -> int | None:
    """What the best plan is worth; None where there is none."""
    again = plan(problem, limits=LIMITS)
    return again.value if again.days else None


def _with_budget(problem: Problem, more: float) -> Problem:
    assert problem.rules.budget is not None
    own = problem.convert(problem.rules.budget)
    return replace(
        problem, rules=replace(problem.rules, budget=Money(own.amount + more + 0.01, own.currency))
    )


def change_is_true(problem: Problem, found: Plan, visit: str, change: Reason) -> bool:
    """Whether the trip, changed as said, has a plan with the visit that is worth what was said."""
    forced, worth = _forced(problem, visit), problem.visit(visit).value
    if change.code in ("longer-day", "longer-days"):
        value = _value(longer(forced, int(change.params["minutes"])))
        return value is not None and value >= found.value + (worth if change.code == "longer-day" else 1)
    if change.code == "more-budget":
        return _value(_with_budget(forced, float(change.params["amount"]))) is not None
    gone = set(str(change.params["visits"]).split(", "))
    fewer = replace(forced, visits=tuple(v for v in forced.visits if v.id not in gone))
    value = _value(fewer)
    return value is not None and value >= found.value - int(change.params["loss"])


def reason_is_true(problem: Problem, found: Plan, visit: str, reason: Reason) -> bool:
    """Whether a reason about the whole trip is what solving again with the visit in it shows."""
    code = reason.code
    if code == "no-plan":
        return found.status == "infeasible"
    if code == "worth-less":
        return _value(_forced(problem, visit)) == reason.params["value"]
    if code == "over-budget" and "day" not in reason.params:
        return _value(_forced(problem, visit)) is None and problem.rules.budget is not None
    if code in ("cannot-be-reached", "clashes-with-musts", "closed-all-trip", "not-a-working-time",
                "in-no-plan", "clashes-with-blocks"):  # fmt: skip
        return _value(_forced(problem, visit)) is None and _without_others(problem, visit, code)
    if code in ("day-full", "away-at-that-time", "closed-that-day"):
        return not _could_be_added(problem, found, visit, int(reason.params["day"]) - 1)
    return _place_is_true(problem, found, visit, reason)


def _without_others(problem: Problem, visit: str, code: str) -> bool:
    """Whether what the reason blames is the cause: without it there is a plan, or without all else none."""
    alone = replace(problem, visits=tuple(v for v in problem.visits if v.id == visit))
    free = replace(alone, rules=replace(alone.rules, budget=None))
    if code == "clashes-with-musts":
        return _value(_forced(free, visit)) is not None
    if code == "clashes-with-blocks":
        return _value(_forced(replace(problem, blocks=()), visit)) is not None
    return code != "in-no-plan" or _value(_forced(free, visit)) is None


def _place_is_true(problem: Problem, found: Plan, visit: str, reason: Reason) -> bool:
    """Whether the plan is, or is not, in the city as it is said."""
    city = problem.visit(visit).city
    there = {d.date.isoformat() for d in found.days for i in d.items if city in (i.city, i.destination)}
    there |= {d.date.isoformat() for d in found.days if d.night == city}
    dates = set(str(reason.params.get("dates", "")).split(", "))
    if reason.code == "elsewhere-when-open":
        return not there & dates
    if reason.code == "only-passed":
        return dates <= there
    return reason.code != "city-not-on-the-way" or not there


def _could_be_added(problem: Problem, found: Plan, visit: str, day: int) -> bool:
    """Whether the plan with the visit added on that day keeps every rule: its days kept, times free."""
    date = problem.days[day]
    kept = [
        replace(
            v,
            must=v.id in found.visits or v.id == visit,
            windows=_on(v, date) if v.id == visit else v.windows,
        )
        for v in problem.visits
        if v.id in found.visits or v.id == visit
    ]
    if any(v.id == visit and v.windows == () and problem.visit(visit).windows for v in kept):
        return False
    again = plan(replace(problem, visits=tuple(kept)), limits=LIMITS)
    return again.status == "optimal" and again.value > found.value


def _on(visit: Visit, date: dt.date) -> tuple[Window, ...]:
    return tuple(w for w in visit.windows if w.start.astimezone(ZONE).date() == date)


class Tally:
    """What was counted so far, kept in a file so that a long run may be done in pieces."""

    def __init__(self, path: Path | None, seed: int) -> None:
        self.path, self.seed, self.done = path, seed, 0
        self.status: Counter[str] = Counter()
        self.said: Counter[str] = Counter()
        self.wrong: Counter[str] = Counter()
        self.seconds, self.asked = 0.0, 0
        for line in path.read_text().splitlines() if path is not None and path.exists() else ():
            old = json.loads(line)
            self.status.update(old["status"])
            self.said.update(old["said"])
            self.wrong.update(old["wrong"])
            self.seconds += old["seconds"]
            self.asked += old["asked"]
            if old["seed"] == seed:
                self.done = max(self.done, old["until"])

    def add(self, until: int, status: Counter[str], said: Counter[str], wrong: Counter[str], spent: float,
            asked: int) -> None:  # fmt: skip
        """Take in a piece and write it down."""
        self.status += status
        self.said += said
        self.wrong += wrong
        self.seconds += spent
        self.asked += asked
        if self.path is not None:
            piece = {"seed": self.seed, "until": until, "status": status, "said": said, "wrong": wrong,
                     "seconds": round(spent, 2), "asked": asked}  # fmt: skip
            with self.path.open("a") as file:
                file.write(json.dumps(piece) + "\n")

    def show(self) -> None:
        """Print the sums of all pieces."""
        plans = sum(n for code, n in self.status.items() if code not in ("broken", "lost"))
        print(
            f"{plans} trips: {dict(self.status)}; broken {self.status['broken']}, "
            f"lost {self.status['lost']}; {self.seconds:.0f} s of processor time"
        )
        total = sum(self.said.values())
        if total:
            share = 100 * (1 - sum(self.wrong.values()) / total)
            print(f"statements of {self.asked} trips tried: {total}, true: {share:.2f} %")
            for code, count in sorted(self.said.items()):
                print(f"  {code:22} {count:5} tried, {self.wrong[code]} not true")


def main() -> None:
    """Print how many plans are clean and how many statements are true."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trips", type=int, default=10_000)
    parser.add_argument("--reasons", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--save", type=Path)
    a = parser.parse_args()
    tally, stop = Tally(a.save, a.seed), time.perf_counter() + a.seconds
    while tally.done < a.trips and time.perf_counter() < stop:
        until = min(a.trips, tally.done + PIECE)
        _piece(tally, range(tally.done, until), a.reasons)
        tally.done = until
    tally.show()


def _piece(tally: Tally, numbers: range, reasons: int) -> None:
    begin = time.process_time()
    status: Counter[str] = Counter()
    said: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    asked = 0
    for k in numbers:
        problem = random_trip(tally.seed * 1_000_000 + k)
        found = plan(problem, limits=LIMITS)
        status[found.status] += 1
        broken = [b.rule for b in check_plan(problem, found)] if found.days else []
        gone = lost(problem, found)
        status["broken"] += bool(broken)
        status["lost"] += bool(gone)
        for rule in (*broken, *("lost " + x for x in gone)):
            print(f"{problem.name}: {rule}", flush=True)
        if k < reasons and found.status == "optimal":
            asked += 1
            _try_all(problem, found, said, wrong)
    tally.add(numbers.stop, status, said, wrong, time.process_time() - begin, asked)


def _try_all(problem: Problem, found: Plan, said: Counter[str], wrong: Counter[str]) -> None:
    for left in found.left_out:
        for change in left.changes:
            said[change.code] += 1
            if not change_is_true(problem, found, left.visit, change):
                wrong[change.code] += 1
                print(f"{problem.name}: {left.visit}: {change.text}", flush=True)
        for reason in left.reasons:
            said[reason.code] += 1
            if not reason_is_true(problem, found, left.visit, reason):
                wrong[reason.code] += 1
                print(f"{problem.name}: {left.visit}: {reason.code} {reason.text}", flush=True)


if __name__ == "__main__":
    main()
