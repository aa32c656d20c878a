from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from egiz.matching import Profile, ProfileError, match

PHRASES = (
    "насосы",
    "pump seals",
    "nasoslar uchun zichlamalar",
    "цемент",
    "балық",
    "tours to Khiva",
    "",
    "😀",
    "кабель",
)


def companies(side):
    phrase = st.lists(st.sampled_from(PHRASES), max_size=3).map(tuple)
    codes = st.lists(st.sampled_from(["28.13", "23.51", "79.12"]), max_size=2, unique=True).map(tuple)
    company = st.builds(
        Profile,
        id=st.integers(0, 10**6).map(lambda number: f"{side}{number}"),
        name=st.integers(0, 10**6).map(lambda number: f"Sample {side} {number}"),
        offers=phrase,
        needs=phrase,
        codes=codes,
        need_codes=codes,
        languages=st.sampled_from([(), ("ru",), ("uz",), ("ru", "uz")]),
        max_meetings=st.integers(0, 3),
        not_with=st.sampled_from([(), ("Sample A 1",)]),
    )
    return st.lists(company, max_size=4, unique_by=lambda profile: profile.id)


calm = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])


@given(companies("A"), companies("B"))
@calm
def test_swapping_the_sides_gives_the_same_pairs(a, b):
    there, back = match(a, b), match(b, a)
    assert {(p.a, p.b, p.score) for p in there.pairs} == {(p.b, p.a, p.score) for p in back.pairs}
    assert there.objective == pytest.approx(back.objective, abs=0.01)


@given(companies("A"), companies("B"))
@calm
def test_limits_hold_and_no_pair_is_chosen_twice(a, b):
    result = match(a, b)
    pairs = [(p.a, p.b) for p in result.selected]
    assert len(pairs) == len(set(pairs))
    for profile in (*a, *b):
        assert sum(profile.id in pair for pair in pairs) <= profile.max_meetings


@given(companies("A"), companies("B"))
@calm
def test_every_pair_shown_has_a_reason_out_of_the_two_profiles(a, b):
    known = {p.id: {*p.offers, *p.needs, *p.codes, *p.need_codes} for p in (*a, *b)}
    for pair in match(a, b).pairs:
        grounds = [reason for reason in pair.reasons if reason.kind in {"phrase", "code", "supply"}]
        assert grounds
        for reason in grounds:
            assert reason.a_text in known[pair.a]
            assert reason.b_text in known[pair.b]
            assert reason.text


def test_a_company_never_meets_itself_or_whom_it_will_not_meet():
    seller = Profile("s", "Sample Pumps", offers=("насосы",), registration="123")
    buyer = Profile("b", "Sample Buyer", needs=("насосы",))
    again = replace(buyer, id="b2", name="Sample Buyer Two", registration="123")
    wary = replace(buyer, id="b3", name="Sample Wary", not_with=("Sample Pumps",))
    named = replace(buyer, id="b4", name="SAMPLE PUMPS")
    result = match([seller], [buyer, again, wary, named])
    assert [pair.b for pair in result.pairs] == ["b"]
    assert result.excluded == {"same_firm": 2, "not_with": 1}


def test_two_sellers_of_the_same_thing_are_competitors_not_partners():
    one = Profile("1", "Sample One", offers=("насосы центробежные",), codes=("28.13",))
    two = Profile("2", "Sample Two", offers=("насосы центробежные",), codes=("28.13",))
    assert match([one], [two]).pairs == ()


@pytest.mark.parametrize(
    ("need", "offer"),
    [
        ("уплотнения насосов", "nasoslar uchun zichlamalar"),
        ("цемент", "cement"),
        ("пахта гази учун шиша банкалар", "стеклянные банки"),
        ("bed linen", "постельное бельё"),
        ("полиэтилен түйіршіктері", "полиэтилен в гранулах"),
    ],
)
def test_a_need_in_one_language_finds_the_offer_in_another(need, offer):
    buyer = Profile("b", "Sample Buyer", needs=(need,))
    others = [
        Profile("x", "Sample X", offers=("перевозка грузов",)),
        Profile("y", "Sample Y", offers=("meat and sausages",)),
    ]
    result = match([buyer], [*others, Profile("s", "Sample Seller", offers=(offer,))])
    assert result.pairs[0].b == "s"


def test_a_further_met_need_never_lowers_the_score_of_a_pair():
    buyer = Profile("b", "Sample Buyer", needs=("цемент",))
    seller = Profile("s", "Sample Seller", offers=("цемент", "кирпич"))
    clearer = replace(buyer, needs=("цемент", "кирпич"))
    assert match([clearer], [seller]).pairs[0].score >= match([buyer], [seller]).pairs[0].score


def test_a_company_with_nothing_is_told_what_to_mend():
    empty = Profile("e", "Sample Empty")
    result = match([empty], [Profile("s", "Sample Seller", offers=("цемент",))])
    assert result.without == ("e", "s")
    assert [reason.code for reason in result.mend["e"]] == ["no_offers", "no_needs", "no_codes"]


def test_kazakh_text_without_codes_asks_for_a_code_or_another_language():
    company = Profile("k", "Sample Kazakh", needs=("жүн мен тері",))
    result = match([company], [Profile("s", "Sample Seller", offers=("цемент",))])
    assert "unreadable" in [reason.code for reason in result.mend["k"]]


@pytest.mark.parametrize(
    "text", ["", "😀🎉", "а" * 1_000_000, "=CMD()|' ' нaсoс\x00\u202e", "%s {0} <script>"]
)
def test_hostile_texts_are_matched_without_an_error(text):
    result = match(
        [Profile("a", "Sample A", needs=(text,))], [Profile("b", "Sample B", offers=(text, "цемент"))]
    )
    assert result.status == "optimal"


def test_an_id_must_not_stand_twice():
    company = Profile("1", "Sample")
    with pytest.raises(ProfileError, match="stands twice"):
        match([company, company], [])


def test_the_sample_recommends_meetings_to_nearly_everybody(sample):
    result = match(*sample)
    assert len(result.selected) >= 200
    assert len(result.without) <= 2
    assert result.objective <= result.bound
    best = {pair.b for pair in result.pairs if pair.a == "A01" and pair.score > 0.5}
    assert {"K01", "K02"} <= best


def test_the_same_lists_give_the_same_result(sample):
    assert match(*sample) == match(*sample)
