"""More roads, wider classes and open gates never make the best answer worse."""

from dataclasses import replace
from datetime import date, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from egiz.corridors import Estimate, Link, Value, load
from egiz.corridors.label_setting import pareto

START = datetime.fromisoformat("2025-06-15T08:00")
TOWNS = tuple(node.id for node in load().nodes.values() if node.kind != "post")
LINKS = tuple(load().links)
CLASSES = ("truck20", "van", "bus", "car", "container", "train")
SLOW = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
pairs = st.tuples(st.sampled_from(TOWNS), st.sampled_from(TOWNS)).filter(lambda pair: pair[0] != pair[1])


def best(network, pair, vehicle):
    """The least time, cost and risk among all Pareto-best ways; infinity where there is none."""
    labels = pareto(network, *pair, START, vehicle)
    endless = float("inf")
    return tuple(
        min((getattr(label, name) for label in labels), default=endless) for name in ("travel", "usd", "risk")
    )


def no_worse(after, before):
    return all(a <= b + 1e-9 for a, b in zip(after, before, strict=True))


@SLOW
@given(pair=pairs, vehicle=st.sampled_from(CLASSES), link=st.sampled_from(LINKS))
def test_widening_a_class_never_makes_the_best_worse(pair, vehicle, link):
    network = load()
    old = network.links[link]
    wider = network.overlaid(links=[replace(old, classes=tuple({*old.classes, vehicle}))])
    assert no_worse(best(wider, pair, vehicle), best(network, pair, vehicle))


@SLOW
@given(pair=pairs, vehicle=st.sampled_from(CLASSES))
def test_opening_every_gate_never_makes_the_best_worse(pair, vehicle):
    network = load()
    opened = replace_gates(network)
    assert no_worse(best(opened, pair, vehicle), best(network, pair, vehicle))


def replace_gates(network):
    gates = tuple(replace(g, state="open", valid_to=g.valid_to or date.max) for g in network.gates)
    return type(network)(network.nodes, network.links, network.values, gates, network.services)


@SLOW
@given(
    pair=pairs,
    vehicle=st.sampled_from(CLASSES),
    ends=pairs,
    hours=st.floats(0.1, 200),
    usd=st.floats(0, 5000),
)
def test_adding_a_leg_never_makes_the_best_worse(pair, vehicle, ends, hours, usd):
    network = load()
    link = Link("new", *ends, "road", "KZ", (vehicle,))
    values = [
        Value("new", "km", Estimate(1, 1, 1), "assumed", "a test"),
        Value("new", "hours", Estimate(hours, hours, hours), "assumed", "a test"),
        Value("new", "usd", Estimate(usd, usd, usd), "assumed", "a test"),
    ]
    more = network.overlaid(links=[link], values=values)
    assert no_worse(best(more, pair, vehicle), best(network, pair, vehicle))


@SLOW
@given(pair=pairs, vehicle=st.sampled_from(CLASSES))
def test_no_kept_way_is_beaten_by_another(pair, vehicle):
    found = {
        (label.travel, label.usd, label.gap, label.risk) for label in pareto(load(), *pair, START, vehicle)
    }
    for one in found:
        assert not any(no_worse(other, one) for other in found - {one})
