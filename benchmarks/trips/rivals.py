"""VROOM and PyVRP on the same instances, each in the formulation that served it best.

Egiz neither needs nor installs them: `pip install pyvroom pyvrp` (the group `bench`) brings them.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from egiz.trips.orienteering import Orienteering

Routes = list[tuple[int, ...]]


def vroom(problem: Orienteering, _seconds: float) -> Routes:
    """VROOM runs to its own end; its priorities are whole numbers up to 100, so scores are scaled."""
    import vroom as v  # noqa: PLC0415 - only where it is compared

    top = int(problem.score.max())
    data = v.Input()
    data.set_durations_matrix("car", problem.travel.astype(np.uint32))
    for k in range(problem.routes):
        window = v.TimeWindow(int(problem.opens[0]), int(problem.closes[0]))
        data.add_vehicle(v.Vehicle(k + 1, start=0, end=0, profile="car", time_window=window))
    for u in range(1, problem.stops + 1):
        priority = int(problem.score[u]) if top <= 100 else round(100 * int(problem.score[u]) / top)
        data.add_job(
            v.Job(
                u,
                location=u,
                default_service=int(problem.service[u]),
                priority=priority,
                time_windows=[v.TimeWindow(int(problem.opens[u]), int(problem.closes[u]))],
            )
        )
    solution = data.solve(exploration_level=5, nb_threads=1)
    routes: dict[int, list[int]] = {}
    for _, step in solution.routes.iterrows():
        if step["type"] == "job":
            routes.setdefault(int(step["vehicle_id"]), []).append(int(step["id"]))
    return [tuple(r) for r in routes.values()]


class Processor:
    """Stops PyVRP by processor time, so that other processes do not shorten its search."""

    def __init__(self, seconds: float) -> None:
        self.until = time.process_time() + seconds

    def __call__(self, _best_cost: float) -> bool:
        return time.process_time() > self.until

    def fraction_remaining(self) -> None:
        """Not told: PyVRP asks only to adapt its parameters."""
        return


def pyvrp(problem: Orienteering, seconds: float) -> Routes:
    """PyVRP with prizes of a thousand times the score beside the distance."""
    from pyvrp import Model  # noqa: PLC0415 - only where it is compared

    model = Model()
    n = problem.stops + 1
    places = [model.add_location(0, 0) for _ in range(n)]
    model.add_depot(places[0])
    for u in range(1, n):
        model.add_client(
            places[u],
            service_duration=int(problem.service[u]),
            tw_early=int(problem.opens[u]),
            tw_late=int(problem.closes[u]),
            prize=1000 * int(problem.score[u]),
            required=False,
        )
    model.add_vehicle_type(problem.routes, tw_early=int(problem.opens[0]), tw_late=int(problem.closes[0]))
    for i, a in enumerate(places):
        for j, b in enumerate(places):
            if i != j:
                model.add_edge(a, b, distance=int(problem.travel[i, j]), duration=int(problem.travel[i, j]))
    result = model.solve(stop=Processor(seconds), seed=1, display=False)
    # Clients are numbered from 0 in the order they were added.
    return [tuple(int(s.idx) + 1 for s in r.schedule() if s.is_client()) for r in result.best.routes()]


RIVALS: dict[str, Callable[[Orienteering, float], Routes]] = {"vroom": vroom, "pyvrp": pyvrp}
