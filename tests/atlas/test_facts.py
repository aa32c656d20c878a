"""Facts, what contradicts what, and what may stand side by side."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egiz.atlas import Fact, FactError, Facts, Rate, compare, conflict_between, convert, shipped_facts
from egiz.atlas.periods import Period

ATYRAU, URGENCH = 610529, 1512473


def fact(value=316_468.0, as_of="2023-01", **more):
    given = {"indicator": "population", "place": ATYRAU, "unit": "people", "source": "Bureau"} | more
    return Fact(value=value, as_of=as_of, **given)


def test_both_populations_of_atyrau_are_shown_with_source_and_boundary():
    reading = shipped_facts().reading(ATYRAU, "population")
    values = {f.number for f in reading.facts}
    assert {316_468, 306_548, 404_129, 355_117} <= values
    assert reading.status == "conflict"
    assert reading.first.number == 316_468
    assert reading.bounds == (306_548, 404_129)
    assert all(f.source and f.source_url and f.boundary == "city" for f in reading.facts)
    wrong = next(f for f in reading.facts if f.number == 404_129)
    assert "cannot be the city" in wrong.doubt


def test_urgench_city_conflicts_with_copies_and_not_with_its_district():
    reading = shipped_facts().reading(URGENCH, "population")
    pairs = {(c.a.number, c.b.number) for c in reading.conflicts}
    assert pairs == {(153_800, 205_480), (153_800, 190_300)}
    district = shipped_facts().about(URGENCH, "population", "district")
    assert [f.number for f in district] == [214_800]
    assert district[0] not in {f for c in reading.conflicts for f in (c.a, c.b)}


def test_one_page_that_contradicts_itself_is_a_conflict():
    conflicts = shipped_facts().conflicts(1513157)
    assert {(c.a.number, c.b.number) for c in conflicts} == {(672_200, 678_200)}


def test_every_shipped_fact_has_a_source_and_a_boundary():
    facts = shipped_facts()
    assert len(facts) >= 95
    for f in facts:
        assert f.source
        assert f.boundary != "unclear"
        assert f.as_of or f.indicator != "population"


def test_growth_between_two_censuses_is_no_conflict():
    assert conflict_between(fact(306_548, "2021-10"), fact(316_468, "2023-01")) is None


def test_values_of_one_day_may_differ_only_by_rounding():
    assert conflict_between(fact(153_800, "2024", rounding=50), fact(153_840, "2024")) is None
    found = conflict_between(fact(672_200, "2023"), fact(678_200, "2023"))
    assert found.ratio == pytest.approx(1.0089, abs=1e-4)
    assert "672,200" in found.text
    assert (found.params["low"], found.params["high"], found.params["percent"]) == (672_200, 678_200, 1)


def test_a_value_without_a_date_is_held_against_dated_ones():
    undated = fact(70.0, "", indicator="area", unit="km2")
    assert conflict_between(fact(29.0, "2024", indicator="area", unit="km2"), undated) is not None


@pytest.mark.parametrize(
    "other",
    [
        {"boundary": "region"},
        {"boundary": "district"},
        {"place": URGENCH},
        {"indicator": "area"},
        {"unit": "thousand people"},
        {"as_of": "2010"},
        {"value": "many"},
    ],
)
def test_facts_about_different_things_do_not_conflict(other):
    assert conflict_between(fact(), fact(**({"value": 900_000.0} | other))) is None


def test_an_unclear_boundary_conflicts_with_nothing():
    a, b = fact(boundary="unclear"), fact(900_000.0, boundary="unclear")
    assert conflict_between(a, b) is None


@given(st.floats(1, 1e9), st.floats(1, 1e9), st.integers(2000, 2026), st.integers(2000, 2026))
def test_a_conflict_does_not_depend_on_the_order(x, y, first, second):
    a, b = fact(x, str(first)), fact(y, str(second))
    there, back = conflict_between(a, b), conflict_between(b, a)
    assert (there is None) == (back is None)
    assert conflict_between(a, a) is None
    if there is not None and back is not None:
        assert there.ratio == back.ratio >= 1


def test_the_statistics_office_is_shown_before_an_encyclopedia_and_a_doubted_value_last():
    office = fact(as_of="2021", source_class="statistics office")
    wiki = fact(320_000.0, "2024", source_class="encyclopedia")
    doubted = fact(404_129.0, "2025", source_class="statistics office", doubt="wrong object")
    facts = Facts((wiki, doubted, office))
    assert facts.about(ATYRAU) == (office, wiki, doubted)
    assert facts.reading(ATYRAU, "population").first == office


def test_only_doubted_values_leave_an_indicator_unknown_yet_shown():
    reading = Facts((fact(doubt="wrong object"),)).reading(ATYRAU, "population")
    assert (reading.first, reading.status, reading.bounds) == (None, "unknown", None)
    assert len(reading.facts) == 1


def test_the_same_statement_is_kept_once():
    facts = Facts((fact(),)).with_facts([fact(), fact(1.0)])
    assert len(facts) == 2


def test_city_and_region_are_not_comparable_and_the_reason_is_told():
    answer = compare(fact(), fact(703_180.0, boundary="region"))
    assert not answer.comparable
    assert (answer.code, answer.params) == ("boundary", {"a": "city", "b": "region"})
    assert answer.text == "They speak of different boundaries: city and region."


def test_tenge_and_soum_need_a_dated_rate():
    tenge = fact(100.0, "2024", indicator="grp", unit="bln KZT")
    soum = fact(2_800.0, "2024", indicator="grp", unit="bln UZS")
    assert compare(tenge, soum).code == "currency"
    rate = Rate("KZT", "UZS", 28.0, "2024", "a central bank")
    turned = convert(tenge, rate)
    assert (turned.value, turned.unit, turned.source_class) == (2_800.0, "bln UZS", "derived")
    assert "1 KZT = 28 UZS (2024, a central bank)" in turned.note
    answer = compare(turned, soum)
    assert answer.comparable
    assert answer.ratio == 1.0
    assert convert(turned, rate).value == pytest.approx(100.0)


def test_shares_of_the_national_product_compare_across_currencies():
    share = {"indicator": "grp_share", "unit": "%", "boundary": "region"}
    assert compare(fact(12.7, "2024", **share), fact(2.8, "2025", **share)).comparable


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"indicator": "area"}, "indicator"),
        ({"value": "large"}, "kind"),
        ({"boundary": "district"}, "boundary"),
        ({"unit": "thousand people"}, "unit"),
        ({"as_of": ""}, "no_date"),
        ({"as_of": "2019"}, "dates"),
        ({"doubt": "wrong object"}, "doubt"),
    ],
)
def test_what_makes_two_facts_incomparable(change, code):
    answer = compare(fact(), replace(fact(), **change))
    assert (answer.comparable, answer.code, answer.ratio) == (False, code, None)
    assert answer.text


@pytest.mark.parametrize(
    ("broken", "field"),
    [
        ({"source": " "}, "source"),
        ({"indicator": "Population"}, "indicator"),
        ({"value": float("nan")}, "value"),
        ({"value": " "}, "value"),
        ({"boundary": "oblast"}, "boundary"),
        ({"as_of": "spring 2023"}, "as_of"),
        ({"source_url": "ftp://x"}, "source_url"),
        ({"source_class": "gossip"}, "source_class"),
        ({"as_of": "2023-13"}, "as_of"),
        ({"as_of": "2024/2023"}, "as_of"),
    ],
)
def test_a_fact_that_breaks_a_rule_names_the_field(broken, field):
    with pytest.raises(FactError) as caught:
        replace(fact(), **broken)
    assert caught.value.field == field
    assert "expected" in str(caught.value)


@pytest.mark.parametrize(
    "broken", [{"value": 0.0}, {"as_of": ""}, {"source": ""}, {"value": float("nan")}, {"as_of": "soon"}]
)
def test_a_rate_without_value_date_or_source_is_refused(broken):
    with pytest.raises(FactError):
        Rate(**({"base": "KZT", "quote": "UZS", "value": 28.0, "as_of": "2024", "source": "bank"} | broken))


def test_people_cannot_be_converted():
    with pytest.raises(FactError, match="an amount in KZT or UZS"):
        convert(fact(), Rate("KZT", "UZS", 28.0, "2024", "bank"))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023", "2023-01-01", "2023-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024-04-01", "2024-04-01", "2024-04-01"),
        ("2024-01/2024-06", "2024-01-01", "2024-06-30"),
    ],
)
def test_periods_cover_what_they_name(text, first, last):
    period = Period.parse(text)
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)


def test_the_middle_of_a_year_is_half_way():
    assert Period.parse("2023").middle == pytest.approx(2023.5)
    assert Period.parse("2023-01").years_to(Period.parse("2024-01")) == pytest.approx(1.0, abs=0.01)
