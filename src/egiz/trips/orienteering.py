"""The team orienteering problem with time windows: the most score in m tours, found by our own search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from egiz.trips._errors import refuse
from egiz.trips.stopping import limit_solver, spent

Ints = NDArray[np.int64]
POOL = 40_000
COLUMNS = 4_000
HOT, COLD = 0.55, 0.02
STRING = 10


@dataclass(frozen=True, slots=True)
class Orienteering:
    """
    Stops with scores and windows, from and to one depot.

    Parameters
    ----------
    travel
        Travel times, int64 (n + 1, n + 1), the depot is 0, in any unit.
    service, opens, closes, score
        By stop, int64 (n + 1): length of service, window in which service starts, score. Those of the depot
        are 0, the earliest start, the latest return, 0.
    routes
        Number of tours.
    """

    travel: Ints
    service: Ints
    opens: Ints
    closes: Ints
    score: Ints
    routes: int

    def __post_init__(self) -> None:
        n = len(self.score)
        if self.travel.shape != (n, n) or not len(self.service) == len(self.opens) == len(self.closes) == n:
            refuse("shape", "Must have arrays of one length and a square matrix of travel times.")
        if self.routes < 1:
            refuse("routes", "Must have at least one route.")

    @property
    def stops(self) -> int:
        """Number of stops, the depot not counted."""
        return len(self.score) - 1


@dataclass(frozen=True, slots=True)
class Tours:
    """The tours found: stops in order, their score, and an upper bound on any score."""

    routes: tuple[tuple[int, ...], ...]
    score: int
    bound: int
    seconds: float


class _Search:
    """The arrays of one search."""

    def __init__(self, problem: Orienteering, seed: int) -> None:
        n, m = problem.stops, problem.routes
        self.problem, self.n, self.m = problem, n, m
        base = np.zeros(n + 1 + 2 * m, np.int64)
        base[1 : n + 1] = np.arange(1, n + 1)
        self.tt = np.ascontiguousarray((problem.travel + problem.service[:, None])[np.ix_(base, base)])
        self.opens, self.closes = problem.opens[base], problem.closes[base]
        self.score = problem.score[base]
        self.near = _nearness(problem)
        self.nxt, self.prv = np.zeros(len(base), np.int64), np.zeros(len(base), np.int64)
        rng = np.random.default_rng(seed)
        self.marks = rng.integers(1, 2**63, len(base), dtype=np.uint64)
        self.rng = rng.integers(1, 2**63, 1, dtype=np.uint64)
        self.pool = np.zeros((POOL, n + 2), np.int16)
        self.worth, self.used = np.zeros((POOL, 2), np.int64), np.zeros(1, np.int64)
        self.table, self.rows = np.zeros(3 * POOL + 1, np.uint64), np.zeros(3 * POOL + 1, np.int64)
        self.best = np.array([-1, 0], np.int64)
        self.best_nxt = self.nxt.copy()
        self.bound = int(problem.score.sum())
        self.load([()] * m)

    def load(self, routes: Sequence[Sequence[int]]) -> None:
        """Make these routes the current solution."""
        self.nxt[:], self.prv[:] = 0, 0
        for r, stops in enumerate(routes):
            chain = [self.n + 1 + 2 * r, *stops, self.n + 2 + 2 * r]
            for i, j in pairwise(chain):
                self.nxt[i], self.prv[j] = j, i

    def run(self, iterations: int, hot: float, cold: float, size: int, tie: float, margin: float) -> None:
        """Search on."""
        from egiz.trips.kernels import search  # noqa: PLC0415 - compiles, so it waits until it is needed

        search(
            iterations,
            self.n,
            self.m,
            self.tt,
            self.opens,
            self.closes,
            self.score,
            self.near,
            self.nxt,
            self.prv,
            self.best_nxt,
            self.best,
            hot,
            cold,
            size,
            tie,
            margin,
            self.marks,
            self.pool,
            self.worth,
            self.table,
            self.rows,
            self.used,
            self.rng,
        )

    def tours(self) -> list[tuple[int, ...]]:
        """The best routes so far."""
        out = []
        for r in range(self.m):
            stops, i = [], int(self.best_nxt[self.n + 1 + 2 * r])
            while 0 < i <= self.n:
                stops.append(i)
                i = int(self.best_nxt[i])
            out.append(tuple(stops))
        return out


def bound_score(problem: Orienteering) -> int:
    """
    An upper bound on the score of any tours: a fractional knapsack of time.

    Each stop takes its service, the cheapest way in and the cheapest way out, halved; the tours have their
    number times the time between the depot's opening and closing, less half the cheapest ways out and in.
    """
    n, tt = problem.stops, problem.travel + problem.service[:, None]
    first = np.maximum(tt[0] + problem.opens[0], problem.opens)
    reach = (first <= problem.closes) & (first + tt[:, 0] <= problem.closes[0])
    keep = [0, *(u for u in range(1, n + 1) if reach[u])]
    if len(keep) == 1:
        return 0
    if len(keep) == 2:
        return int(problem.score[keep[1]])
    ways = problem.travel[np.ix_(keep, keep)].astype(np.float64)
    np.fill_diagonal(ways, np.inf)
    need = (ways.min(axis=0) + ways.min(axis=1)) / 2 + problem.service[keep]
    room = problem.routes * (problem.closes[0] - problem.opens[0] - need[0])
    score = problem.score[keep][1:]
    total = 0.0
    for k in np.argsort(-score / np.maximum(need[1:], 1e-9), kind="stable"):
        part = min(1.0, max(0.0, room / need[1 + k])) if need[1 + k] > 0 else 1.0
        total += part * score[k]
        room -= part * need[1 + k]
    return int(total + 1e-6)


def _nearness(problem: Orienteering) -> Ints:
    # Near in place and in time: what the two cost each other when one follows the other, either way.
    tt = problem.travel + problem.service[:, None]
    wait = np.maximum(0, problem.opens[None, :] - (problem.closes[:, None] + tt))
    gap = problem.travel + wait
    late = problem.opens[:, None] + tt > problem.closes[None, :]
    gap = np.where(late, gap + problem.closes[0], gap)
    both = np.minimum(gap, gap.T)[:, 1:]
    near: Any = np.argsort(both, axis=1, kind="stable") + 1
    return np.ascontiguousarray(near, dtype=np.int64)


def _recombine(search: _Search, seconds: float) -> list[tuple[int, ...]] | None:
    """The best choice of known routes without a common stop; None where it is no better than the best."""
    from ortools.sat.python import cp_model  # noqa: PLC0415 - a heavy library, loaded when it is used

    used = int(search.used[0])
    rows = np.argsort(-search.worth[:used, 1], kind="stable")[:COLUMNS]
    model = cp_model.CpModel()
    take = [model.new_bool_var("") for _ in rows]
    at: dict[int, list[Any]] = {}
    for variable, row in zip(take, rows, strict=True):
        for stop in search.pool[row, : int(np.argmin(search.pool[row] != 0))]:
            at.setdefault(int(stop), []).append(variable)
    for variables in at.values():
        model.add_at_most_one(variables)
    model.add(sum(take) <= search.m)
    value = sum(int(search.worth[row, 0]) * v for row, v in zip(rows, take, strict=True))
    model.add(value >= int(search.best[0]) + 1)
    model.maximize(value)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    limit_solver(solver.parameters, seconds)
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    chosen = [row for v, row in zip(take, rows, strict=True) if solver.value(v)]
    routes = [tuple(int(u) for u in search.pool[r, : int(np.argmin(search.pool[r] != 0))]) for r in chosen]
    return [*routes, *([()] * (search.m - len(routes)))]


def _anneal(search: _Search, until: float, span: float, hot: float, cold: float, *, keep: float) -> None:
    """Cool from hot to cold by the processor's clock, in chunks of about a fortieth of the span."""
    problem = search.problem
    mean = max(1.0, float(problem.score[1:].mean()))
    tie = mean / float(problem.closes[0]) / 2
    begin, chunk = until - span, 50
    while (now := spent()) < until and search.best[0] < search.bound:
        done = (now - begin) / span
        next_ = min(1.0, done + 1 / 40)
        temperatures = [mean * hot * (cold / hot) ** x for x in (done, next_)]
        margin = 0.0 if done < 0.3 else keep * float(search.best[0])
        search.run(chunk, temperatures[0], temperatures[1], STRING, tie, margin)
        took = spent() - now
        chunk = max(10, int(chunk * min(4.0, span / 40 / max(took, 1e-4))))


def solve_tours(problem: Orienteering, *, seconds: float = 10.0, seed: int = 1) -> Tours:
    """
    The most score in the given number of tours.

    Simulated annealing over ruin and recreate; good routes are kept and recombined exactly (set packing by
    CP-SAT), and the rest of the time cools from there.

    Parameters
    ----------
    problem
        What is to be toured.
    seconds
        Processor time. It ends earlier only where the bound is reached.
    seed
        The same seed searches in the same order; how far it comes depends on the machine.
    """
    from egiz.trips.kernels import warm_up  # noqa: PLC0415 - compiles, so it waits until it is needed

    warm_up()
    begin = spent()
    search = _Search(problem, seed)
    search.bound = bound_score(problem)
    first = seconds * (0.75 if problem.routes > 1 else 0.8)
    _anneal(search, begin + first, first, HOT, COLD, keep=0.02)
    if problem.routes > 1 and search.best[0] < search.bound:
        better = _recombine(search, max(0.05, seconds * 0.08))
        search.load(better or search.tours())
    else:
        search.load(search.tours())
    rest = begin + seconds - spent()
    if rest > 0:
        _anneal(search, begin + seconds, rest, HOT / 4, COLD, keep=0.0)
    return Tours(tuple(search.tours()), int(search.best[0]), search.bound, spent() - begin)
