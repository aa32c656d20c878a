"""The time-cost-distance chart and the indicators beside it."""

from datetime import date
from itertools import pairwise

import pytest

from egiz.corridors import route
from egiz.corridors.charts import LANGUAGES, amount, render, tcd_chart, words
from egiz.corridors.indicators import indicators, measured
from egiz.corridors.steps import steepest, steps

DAY = date(2025, 6, 15)


@pytest.fixture(scope="module")
def ways():
    return [
        route("Atyrau", "Nukus", DAY, vehicle, draws=1000).options[0] for vehicle in ("truck20", "container")
    ]


def test_steps_run_from_nothing_to_the_length_and_the_median(ways):
    for way in ways:
        line = steps(way)
        assert line[0].km[0] == line[0].spent[0] == 0
        assert line[-1].km[1] == pytest.approx(way.km)
        assert line[-1].spent[1] == pytest.approx(way.hours.p50)
        assert all(a.spent[1] == pytest.approx(b.spent[0]) for a, b in pairwise(line))


def test_crossings_stand_upright_and_legs_do_not(ways):
    for step in steps(ways[0]):
        assert (step.km[1] == step.km[0]) is (step.kind != "leg")


def test_steepest_step_is_the_gate_for_a_lorry_and_the_loading_for_a_container(ways):
    lorry, container = (steepest(steps(way)) for way in ways)
    assert (lorry.kind, lorry.start.id) == ("crossing", "tazhen")
    assert (container.kind, container.start.id) == ("wait", "atyrau")


@pytest.mark.parametrize("language", LANGUAGES)
def test_picture_names_the_steepest_step_in_every_language(ways, language):
    spec = str(tcd_chart(ways, language=language).to_dict())
    assert words(language)["steepest"] in spec
    assert words(language)["km"] in spec
    names = {
        "en": "Tazhen / Daut-Ota",
        "ru": "Тажен / Даут-Ата",
        "uz": "Tajen / Davut-ota",
        "kk": "Тәжен / Дәуіт ата",
    }
    assert names[language] in spec


def test_languages_have_the_same_words_and_none_is_left_in_english():
    english = words("en")
    for language in LANGUAGES[1:]:
        assert set(words(language)) == set(english)
        assert [key for key, text in words(language).items() if text == english[key]] == []


def test_picture_is_drawn_without_a_network(ways):
    assert render(tcd_chart(ways[:1], measure="usd"), "svg").startswith(b"<svg")
    assert render(tcd_chart(ways), "png", scale=1).startswith(b"\x89PNG")


def test_indicators_of_the_anchor_stand_near_the_means_of_the_countries(ways):
    found = indicators(ways[0])
    assert found.tfi1 == pytest.approx(4.0 + 5.5, rel=0.1)
    assert found.tfi2 == pytest.approx(317 + 74, rel=0.02)
    kz, uz = (next(m.value for m in measured() if (m.zone, m.indicator) == (z, "TFI3")) for z in ("KZ", "UZ"))
    assert uz < found.tfi3 < kz
    assert found.swd < found.swod


def test_cost_indicator_is_not_told_when_a_cost_is_unknown():
    option = route("Nukus", "Khiva", DAY, "car", draws=0).options[0]
    assert indicators(option).tfi3 is None
    assert indicators(option).tfi1 is None


def test_border_cost_is_told_for_one_vehicle_however_many_go():
    one, three = (
        indicators(route("Atyrau", "Nukus", DAY, "truck20", draws=0, number=number).options[0], number)
        for number in (1, 3)
    )
    assert (three.tfi2, three.tfi3) == pytest.approx((one.tfi2, one.tfi3))


@pytest.mark.parametrize(
    ("value", "measure", "language", "text"),
    [
        (2.5, "hours", "en", "2.5 h"),
        (2.5, "hours", "ru", "2,5 ч"),
        (1234.4, "usd", "en", "1\N{NO-BREAK SPACE}234 USD"),
    ],
)
def test_an_amount_is_written_as_its_language_does(value, measure, language, text):
    assert amount(value, measure, language) == text
