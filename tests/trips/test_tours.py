"""Tours that choose their stops: best on small cases by trying everything, checked on published ones."""

import itertools
import os
from pathlib import Path

import numpy as np
import pytest

from egiz.trips import FormatError
from egiz.trips.orienteering import Orienteering, bound_score, solve_tours
from egiz.trips.stopping import counted
from egiz.trips.toptw import read_top, read_toptw

CASES = Path(os.environ.get("EGIZ_CASES", Path(__file__).parents[3] / "shared" / "cases")) / "trips"


def random_problem(seed, n=7, routes=1):
    rng = np.random.default_rng(seed)
    points = rng.integers(0, 60, (n + 1, 2))
    travel = np.hypot(*(points[:, None] - points[None, :]).transpose(2, 0, 1)).astype(np.int64)
    opens = rng.integers(0, 120, n + 1)
    closes = opens + rng.integers(20, 80, n + 1)
    opens[0], closes[0] = 0, 220
    service, score = rng.integers(0, 15, n + 1), rng.integers(1, 20, n + 1)
    service[0] = score[0] = 0
    return Orienteering(travel, service, opens, closes, score, routes)


def is_on_time(p, route):
    now, here = p.opens[0], 0
    for stop in (*route, 0):
        now = max(now + p.service[here] + p.travel[here, stop], p.opens[stop])
        if now > p.closes[stop]:
            return False
        here = stop
    return True


def best_by_trying(p):
    stops = range(1, p.stops + 1)
    fits = {
        frozenset(r) for k in range(p.stops + 1) for r in itertools.permutations(stops, k) if is_on_time(p, r)
    }
    pairs = itertools.product(fits, repeat=p.routes)
    return max(sum(p.score[u] for u in frozenset().union(*ps)) for ps in pairs if not any(_meet(ps)))


def _meet(sets):
    return [a & b for a, b in itertools.combinations(sets, 2) if a & b]


@pytest.mark.parametrize(("seed", "routes"), [(1, 1), (2, 1), (3, 1), (4, 2)])
def test_small_tours_are_the_best_there_are(seed, routes):
    problem = random_problem(seed, n=6 if routes == 1 else 5, routes=routes)
    with counted(0.3 / 44):
        tours = solve_tours(problem, seconds=0.3)
    best = best_by_trying(problem)
    assert tours.score == best
    assert all(is_on_time(problem, r) for r in tours.routes)
    assert tours.score == sum(problem.score[u] for r in tours.routes for u in r)
    assert bound_score(problem) >= best


@pytest.mark.parametrize(("closing", "score"), [(24, 0), (25, 7)])
def test_a_stop_from_which_nobody_is_back_in_time_is_worth_nothing(closing, score):
    # Ten there, five of service, ten back.
    travel = np.array([[0, 10], [10, 0]])
    closes = np.array([closing, closing])
    problem = Orienteering(travel, np.array([0, 5]), np.zeros(2, int), closes, np.array([0, 7]), 1)
    assert bound_score(problem) == score
    assert solve_tours(problem, seconds=0.05).score == score


@pytest.mark.skipif(not CASES.is_dir(), reason="the published instances are not here")
def test_a_published_instance_reaches_its_best_known_score():
    with counted(1 / 44):
        tours = solve_tours(read_toptw(CASES / "toptw" / "c101.txt", 1), seconds=1.0)
    assert tours.score == 320


def test_a_file_that_is_no_instance_is_refused(tmp_path):
    (tmp_path / "x.txt").write_text("4 1 2 1\n0 1\n0 1 2 3\n", encoding="ascii")
    with pytest.raises(FormatError, match="line 3"):
        read_toptw(tmp_path / "x.txt", 1)


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ("0 1 1 0 0 0 0 9 0\n1 1 1 5 1 0 0 0 9\n", "line 3"),
        ("0 1 1 0 0 0 0 0 9\n1 1 1 5 1 0 0 9 2\n", "line 4"),
        ("0 1 1 0 0 0 0 0 9\n1 1 1 -5 1 0 0 0 9\n", "line 4"),
        ("0 1 1 0 0 0 0 0 9\n1 nan 1 5 1 0 0 0 9\n", "line 4"),
        ("0 1 1 0 0 0 0 0 9\n1 1 1 inf 1 0 0 0 9\n", "line 4"),
        ("0 1 1 0 0 0 0 0 1e400\n1 1 1 5 1 0 0 0 9\n", "line 3"),
        ("0 1 1 0 0 0 0 0 99999999999999\n1 1 1 5 1 0 0 0 9\n", "line 3"),
    ],
)
def test_a_file_of_another_family_is_refused_with_its_line(tmp_path, rows, line):
    (tmp_path / "x.txt").write_text(f"4 1 1 1\n0 1\n{rows}", encoding="ascii")
    with pytest.raises(FormatError, match=line):
        read_toptw(tmp_path / "x.txt", 1)


TOP = "n 5\nm 2\ntmax 10\n0.0\t0.0\t0\n3.0\t0.0\t10\n0.0\t3.0\t20\n20.0\t0.0\t90\n6.0\t0.0\t0\n"


def test_routes_without_windows_begin_at_the_first_point_and_end_at_the_last(tmp_path):
    (tmp_path / "p.txt").write_text(TOP, encoding="ascii")
    problem = read_top(tmp_path / "p.txt")
    assert (problem.routes, problem.stops) == (2, 3)
    assert problem.travel[0, 1] == 3_000_001
    assert problem.travel[2, 0] == 6_708_204  # to the last point, rounded up
    with counted(0.2 / 44):
        tours = solve_tours(problem, seconds=0.2)
    assert tours.score == best_by_trying(problem) == 30  # the third point is out of reach
    assert all(is_on_time(problem, r) for r in tours.routes)


@pytest.mark.parametrize(
    ("wrong", "right", "line"),
    [
        ("m 2", "m two", "line 2"),
        ("tmax 10", "20.0\t0.0\t90", "line 3"),
        ("0.0\t3.0\t20", "0.0 20", "line 6"),
        ("0.0\t3.0\t20", "0.0 inf 20", "line 6"),
        ("tmax 10", "tmax 1e400", "line 3"),
    ],
)
def test_a_file_that_is_no_top_instance_is_refused_with_its_line(tmp_path, wrong, right, line):
    (tmp_path / "p.txt").write_text(TOP.replace(wrong, right), encoding="ascii")
    with pytest.raises(FormatError, match=line):
        read_top(tmp_path / "p.txt")


def test_a_file_with_too_few_points_is_refused(tmp_path):
    (tmp_path / "p.txt").write_text(TOP.replace("n 5", "n 6"), encoding="ascii")
    with pytest.raises(FormatError, match="as many points"):
        read_top(tmp_path / "p.txt")
