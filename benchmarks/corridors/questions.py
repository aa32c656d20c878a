"""Random questions about the way: whether an answer holds what nobody would believe.

Usage: python -m benchmarks.corridors.questions [--count 200] [--seed 1]
Each option is tried: it is not beaten by another in time, cost and risk together, is "best in cost" only
with a cost known in full, takes no less than the great circle at the top speed of its class, and no more
than twice the fastest, both with the rest of the drivers.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from datetime import date, timedelta

from egiz.atlas import distance_km
from egiz.corridors import USES, Answer, Option, load, route

TOP_KMH = {"truck20": 90, "van": 110, "bus": 100, "car": 120, "foot": 100, "train": 250, "container": 120}
"""Nothing on the network goes faster than this from door to door."""
FLYING = 900


def questions(count: int, seed: int) -> Iterator[tuple[str, str, date, str]]:
    """Places, a day between 2024 and 2027 and a class."""
    rng = random.Random(seed)
    towns = [node.id for node in load().nodes.values() if node.kind != "post"]
    for _ in range(count):
        a, b = rng.sample(towns, 2)
        day = date(2024, 1, 1) + timedelta(days=rng.randrange(1200))
        yield a, b, day, rng.choice(sorted(USES))


def wrongs(a: str, b: str, day: date, vehicle: str, draws: int = 200) -> list[str]:
    """What is wrong with the answer to a question; empty where nothing is."""
    answer = route(a, b, day, vehicle, draws=draws)
    found = [f"{a} {b} {day} {vehicle}: {text}" for option in answer.options for text in _of(answer, option)]
    days = [date.fromisoformat(one.value) for one in answer.instead if one.kind == "date"]
    return found + [f"{a} {b} {day} {vehicle}: proposes {other}" for other in days if other <= day]


def _of(answer: Answer, option: Option) -> Iterator[str]:
    if "cost" in option.best and not (option.usd_complete and option.usd):
        yield "best in cost without a cost"
    if option.whole > 2 * min(o.whole for o in answer.options):
        yield "more than twice the fastest"
    a, b = answer.origin, answer.destination
    speed = FLYING if any(leg.link.mode == "air" for leg in option.legs) else TOP_KMH.get(answer.vehicle, 250)
    if option.hours.p10 < float(distance_km(a.lat, a.lon, b.lat, b.lon)) / speed:
        yield f"{option.hours.p10:.1f} h is too fast"
    if any(_beats(other, option) for other in answer.options if other is not option):
        yield "beaten by another"


def _beats(one: Option, other: Option) -> bool:
    if one.whole > other.whole or one.risk > other.risk:
        return False
    if not (one.usd and one.usd_complete and other.usd and other.usd_complete):
        return not one.usd_complete and not other.usd_complete
    return one.usd.p50 <= other.usd.p50


def main() -> None:
    """Print what is wrong, and how many questions were asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    a = parser.parse_args()
    found = [text for question in questions(a.count, a.seed) for text in wrongs(*question)]
    print("\n".join(found))
    print(f"{a.count} questions, {len(found)} wrongs")


if __name__ == "__main__":
    main()
