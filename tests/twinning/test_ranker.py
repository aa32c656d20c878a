"""The learned ranker on made links between real cities: like sizes are twinned, ours with theirs."""

import itertools

import numpy as np
import pytest

from egiz.atlas import UnknownPlaceError
from egiz.twinning import LinksError, ModelFileError, evaluate, fit, load, stream_pairs
from egiz.twinning.features import ALL_FEATURES, PARAMETER_FEATURES
from egiz.twinning.places import world
from egiz.twinning.ranker import fold_in
from egiz.twinning.training import cross_fitted, near_doubles

NUKUS, ATYRAU = 601294, 610529


def largest(country, count):
    places = world()
    inside = np.flatnonzero(
        (places.country == places.country_codes.index(country)) & (places.population >= 15_000)
    )
    return places.ids[inside[np.argsort(-places.population[inside])][:count]].tolist()


@pytest.fixture(scope="module")
def links():
    rng = np.random.default_rng(7)
    cities = {country: largest(country, 90) for country in ("DE", "FR", "PL")}
    made = set()
    for a, b in itertools.combinations(cities, 2):
        for k in range(90):
            other = min(89, max(0, k + int(rng.integers(-4, 5))))
            made.add((cities[a][k], cities[b][other]))
    return sorted(made)


@pytest.fixture(scope="module")
def ranker(links):
    return fit(links, seed=1)


def test_the_partner_of_like_size_is_found(ranker):
    ours, theirs = largest("DE", 30)[12], largest("PL", 80)
    scores = ranker.score(ours, theirs)
    assert scores.dtype == np.float64
    assert scores.shape == (80,)
    assert int(np.argmax(scores)) in range(4, 22)


@pytest.mark.slow
def test_same_links_and_seed_give_the_same_scores(ranker, links):
    again = fit(reversed(links), seed=1)
    candidates = largest("PL", 50)
    assert np.array_equal(again.score(ATYRAU, candidates), ranker.score(ATYRAU, candidates))


def test_scores_do_not_depend_on_the_order_of_candidates(ranker):
    candidates = largest("FR", 60)
    scores = ranker.score(ATYRAU, candidates)
    assert np.allclose(ranker.score(ATYRAU, candidates[::-1])[::-1], scores)


def test_a_saved_model_scores_the_same(ranker, tmp_path):
    ranker.save(tmp_path / "model.npz")
    candidates = [*largest("FR", 40), *largest("PL", 40)]
    assert np.allclose(load(tmp_path / "model.npz").score(NUKUS, candidates), ranker.score(NUKUS, candidates))


def test_a_model_without_links_holds_none_and_still_scores(ranker, tmp_path):
    file = tmp_path / "model.npz"
    ranker.save(file, links=False)
    with np.load(file) as arrays:
        assert "links" not in arrays.files
    alone = load(file)
    assert alone.network is None
    scores = alone.score(largest("DE", 30)[12], largest("PL", 80))
    assert np.isfinite(scores).all()
    assert int(np.argmax(scores)) in range(30)


def test_folding_in_moves_degrees_and_tendencies_as_a_rebuilt_network_would(ranker, links):
    first, last = links[0][0], links[-1][1]
    rows = world().rows([NUKUS, first, ATYRAU, last]).reshape(-1, 2)
    folded = fold_in(ranker.tendencies, rows)
    ids = world().ids[rows].tolist()
    rebuilt = ranker.with_links([tuple(pair) for pair in ids]).tendencies
    assert np.array_equal(folded.nodes, rebuilt.nodes)
    assert np.array_equal(folded.degree, rebuilt.degree)
    for ours, theirs in ((folded.to_country, rebuilt.to_country), (folded.regions, rebuilt.regions)):
        assert ours.shape == theirs.shape
        assert all(np.array_equal(getattr(ours, name), getattr(theirs, name)) for name in "ijn")
    at = folded.at[rows.ravel()]
    assert np.allclose(folded.partners[at, :3], rebuilt.partners[at, :3], atol=1e-5)
    assert np.linalg.norm(folded.vectors[folded.at[world().row(NUKUS)]]) > 0


def test_a_link_never_speaks_for_itself_in_training():
    # Cities with one link each: without that link, both ends must look unknown.
    made = list(zip(largest("DE", 120), largest("FR", 120), strict=True))
    rows = world().rows(np.array(made).ravel()).reshape(-1, 2)
    rows = rows[~near_doubles(rows)]
    inside, _ = cross_fitted(rows, seed=3)
    first = inside.features[np.cumsum(inside.sizes) - inside.sizes]
    for name in ("degree", "degree_ours", "theirs_here", "ours_there", "shared", "link_near"):
        column = first[:, ALL_FEATURES.index(name)]
        assert name == "link_near" or not column.any(), name
    assert (first[:, ALL_FEATURES.index("no_link")] == 1).all()


def test_parameter_features_need_no_paths():
    assert not set(PARAMETER_FEATURES) & {"pagerank", "wander", "shared", "three", "link_near", "like"}


def test_unknown_ids_are_refused(ranker):
    with pytest.raises(UnknownPlaceError):
        ranker.score(1, [NUKUS])
    with pytest.raises(UnknownPlaceError):
        ranker.score(NUKUS, [ATYRAU, 2])
    with pytest.raises(UnknownPlaceError):
        fit([(1, NUKUS)])


def test_too_few_links_are_refused_with_the_number_needed():
    with pytest.raises(LinksError, match="at least 200 links"):
        fit([(NUKUS, ATYRAU)])


def test_no_candidates_give_no_scores(ranker):
    assert ranker.score(NUKUS, []).shape == (0,)


def test_all_pairs_come_one_city_at_a_time_best_first(ranker):
    (city, ids, scores), *rest = stream_pairs(ranker, [NUKUS], top=20)
    assert rest == []
    assert city == NUKUS
    assert len(set(ids.tolist())) == 20
    assert (np.diff(scores) <= 0).all()
    places = world()
    assert "UZ" not in {places.code(int(row)) for row in places.rows(ids)}


def test_evaluation_answers_both_tasks_from_both_ends(ranker, links):
    report = evaluate(ranker.with_links([]), links[:4])
    assert report["country"]["queries"] == report["world"]["queries"] == 8
    assert 0 < report["world"]["mrr"] <= report["country"]["mrr"] <= 1


@pytest.mark.parametrize("content", [b"", b"not a model", b"PK\x03\x04broken"])
def test_a_damaged_model_file_is_refused(tmp_path, content):
    (tmp_path / "model.npz").write_bytes(content)
    with pytest.raises(ModelFileError, match=r"model\.npz"):
        load(tmp_path / "model.npz")


def test_a_missing_model_file_says_how_to_make_one(tmp_path):
    with pytest.raises(ModelFileError, match="egiz twins fit"):
        load(tmp_path / "none.npz")
