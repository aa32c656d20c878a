"""A search that counts its looks at the clock ends after the same steps on every machine."""

from benchmarks.trips.crowds import three_cities

from egiz.trips import Limits, plan
from egiz.trips.stopping import counted, spent, tick


def test_looks_are_counted_and_the_clock_goes_on_afterwards():
    before = tick()
    with counted(2.0):
        assert [tick(), spent(), tick()] == [2.0, 4.0, 6.0]
        with counted(0.5):
            assert tick() == 0.5
        assert tick() == 8.0
    assert tick() >= before


def test_the_same_steps_find_the_same_plan():
    found = []
    for _ in range(2):
        with counted(0.1):
            found.append(plan(three_cities(24), limits=Limits(1.0, workers=1)))
    assert found[0].days
    assert found[0] == found[1]
