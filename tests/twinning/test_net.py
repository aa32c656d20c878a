"""The small network of neurons: what it can learn, and whether its explanation adds up."""

import numpy as np
import pytest

from egiz.twinning.net import Net, fit_net
from egiz.twinning.training import Sample


def made(groups=400, size=8, seed=0):
    """The partner is the candidate whose two features have the same sign and are large: no sum can say so."""
    rng = np.random.default_rng(seed)
    z = rng.standard_normal((groups, size, 4)).astype(np.float32)
    partner = (z[:, :, 0] * z[:, :, 1]).argmax(axis=1)
    for g, k in enumerate(partner):
        z[g, [0, k]] = z[g, [k, 0]]
    flat = z.reshape(-1, 4)
    return Sample(flat, np.full(groups, size), np.zeros(len(flat), np.float32)), flat


def hits(net, z, size=8):
    return float((net.score(z).reshape(-1, size).argmax(axis=1) == 0).mean())


@pytest.fixture(scope="module")
def net():
    sample, z = made()
    return fit_net(sample, z, np.zeros(len(z), np.float32), seed=1, epochs=60)


def test_it_learns_a_product_that_no_sum_of_features_can_say(net):
    _, fresh = made(seed=5)
    assert hits(net, fresh) > 0.6  # one in eight by chance


def test_the_parts_of_an_explanation_sum_to_the_score_beyond_the_average(net):
    _, z = made(groups=20, seed=9)
    beyond = net.score(z) - net.score(np.zeros((1, 4), np.float32))
    assert np.allclose(net.contributions(z).sum(axis=1), beyond, atol=0.15)


def test_same_sample_and_seed_give_the_same_net():
    sample, z = made(groups=60)
    start = np.zeros(len(z), np.float32)
    one, two = (fit_net(sample, z, start, seed=3, epochs=2) for _ in range(2))
    assert np.array_equal(one.score(z), two.score(z))


def test_an_empty_net_is_no_net():
    assert not Net()
