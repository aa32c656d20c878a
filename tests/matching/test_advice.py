"""What a company should add: what its partners seek, companies like it offer and its lines do not say."""

from egiz.matching import Profile, match

PUMPS = Profile("1", "Pumps", offers=("насосы",), codes=("28.13",))
BOTH = Profile("2", "Both", offers=("насосы", "трубы стальные"), codes=("28.13",))
MILL = Profile("3", "Mill", offers=("мука",), codes=("10.61",))
OIL = Profile("a", "Oil", needs=("насосы", "трубы стальные", "экскурсии"))


def added(result, company):
    return [reason.params["need"] for reason in result.add.get(company, ())]


def test_a_partner_of_companies_like_it_seeks_more_than_it_says():
    result = match([PUMPS, BOTH], [OIL])
    assert added(result, "1") == ["трубы стальные"]
    assert result.add["1"][0].said("ru").startswith("«трубы стальные» ищут: Oil;")
    assert added(result, "2") == []


def test_what_no_company_of_its_side_offers_is_not_put_into_its_mouth():
    assert "экскурсии" not in added(match([PUMPS, BOTH], [OIL]), "1")


def test_a_company_of_another_trade_is_not_told_to_sell_pipes():
    baker = Profile("b", "Baker", needs=("мука", "трубы стальные"))
    assert added(match([MILL, BOTH], [baker, OIL]), "3") == []


def test_a_code_near_its_own_speaks_for_a_need_that_stands_alone():
    buyer = Profile("b", "Buyer", needs=("арматура для скважин",), need_codes=("28.14",))
    seller = Profile("1", "Seller", offers=("насосы",), codes=("28.25",))
    assert added(match([seller], [buyer]), "1") == []
    near = Profile("1", "Seller", offers=("насосы",), codes=("28.14",))
    assert [reason.code for reason in match([near], [buyer]).add["1"]] == ["add_code"]


def test_the_most_sought_comes_first_and_partners_are_named():
    oil = [
        Profile(name, name, needs=("насосы", *more))
        for name, more in {
            "A": ("трубы стальные",),
            "B": ("трубы стальные", "мука"),
            "C": ("мука", "трубы стальные"),
        }.items()
    ]
    many = Profile("2", "Many", offers=("насосы", "трубы стальные", "мука"), codes=("28.13",))
    found = match([PUMPS, many], oil).add["1"]
    assert [(reason.params["need"], reason.params["partners"]) for reason in found] == [
        ("трубы стальные", "A, B, C"),
        ("мука", "B, C"),
    ]
    assert match([PUMPS, many], oil).add == match(oil, [PUMPS, many]).add
