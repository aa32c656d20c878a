"""Distances, neighbours, airports."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from egiz.atlas import (
    airports_near,
    columns,
    distance_km,
    distance_matrix_km,
    nearest,
    nearest_many,
    place,
)
from egiz.atlas.geo import EARTH_KM

latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)


def test_known_distances_between_airports_of_the_region():
    # Great-circle kilometres between airport coordinates, worked out elsewhere from the same coordinates.
    guw, ncu, ugc, tas = (47.1219, 51.8214), (42.4884, 59.6233), (41.5843, 60.6417), (41.2579, 69.2812)
    assert round(distance_km(*guw, *ncu)) == 802
    assert round(distance_km(*guw, *ugc)) == 932
    assert abs(distance_km(*guw, *tas) - 1533) <= 1


@given(latitudes, longitudes, latitudes, longitudes)
def test_distance_is_symmetric_and_at_most_half_way_round(lat1, lon1, lat2, lon2):
    there, back = distance_km(lat1, lon1, lat2, lon2), distance_km(lat2, lon2, lat1, lon1)
    assert math.isclose(there, back, rel_tol=1e-12, abs_tol=1e-9)
    assert 0 <= there <= math.pi * EARTH_KM + 1e-6
    assert distance_km(lat1, lon1, lat1, lon1) == 0


@given(latitudes, longitudes, latitudes, longitudes, latitudes, longitudes)
def test_a_detour_is_never_shorter(lat1, lon1, lat2, lon2, lat3, lon3):
    direct = distance_km(lat1, lon1, lat3, lon3)
    detour = distance_km(lat1, lon1, lat2, lon2) + distance_km(lat2, lon2, lat3, lon3)
    assert direct <= detour + 1e-6


def test_arrays_broadcast_and_matrices_hold_every_pair():
    lat, lon = np.array([47.1, 42.46, 41.55]), np.array([51.9, 59.6, 60.63])
    row = distance_km(47.1, 51.9, lat, lon)
    matrix = distance_matrix_km(lat, lon, lat, lon)
    assert row.shape == (3,)
    assert matrix.shape == (3, 3)
    assert np.allclose(matrix[0], row)
    assert np.allclose(matrix, matrix.T)
    assert np.allclose(np.diag(matrix), 0)


@pytest.mark.parametrize(
    ("lat", "lon"), [(47.1, 51.9), (-17.7, 178.0), (64.1, -21.9), (0.0, 0.0), (89.9, 10.0)]
)
def test_nearest_are_those_of_a_full_scan(lat, lon):
    table = columns()
    km = distance_km(lat, lon, table.lat, table.lon)
    order = np.argsort(km, kind="stable")[:5]
    assert [p.geonameid for p in nearest(lat, lon, 5)] == [int(table.geonameid[i]) for i in order]


def test_many_points_get_the_answers_of_single_ones():
    points = [(47.1, 51.9), (42.4, 59.6), (-33.9, 151.2), (10.0, -179.9)]
    ids, km = nearest_many([p[0] for p in points], [p[1] for p in points], k=3)
    assert ids.shape == km.shape == (4, 3)
    for row, point in enumerate(points):
        assert ids[row].tolist() == [p.geonameid for p in nearest(*point, 3)]
    assert np.all(np.diff(km, axis=1) >= 0)


def test_nearest_keeps_to_a_country_and_a_size():
    near = nearest(42.46, 59.6, 3, country="kz", min_population=15_000)
    assert {p.country for p in near} == {"KZ"}
    assert all(p.population >= 15_000 for p in near)
    assert nearest(42.46, 59.6, 3, country="XX") == []


def test_airports_of_atyrau_begin_with_its_own():
    airports = airports_near(place(610529), 3)
    assert airports[0].iata == "GUW"
    assert airports[0].km < 10
    assert [a.km for a in airports] == sorted(a.km for a in airports)
    assert airports_near(place(1512473), 1)[0].iata == "UGC"
