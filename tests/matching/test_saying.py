"""A need is met by what is offered, not by its opposite, a part of it or a service on it."""

import csv
from pathlib import Path

import pytest

from egiz.matching import Profile, match
from egiz.matching.profiles import Profile as Company
from egiz.matching.saying import read
from egiz.matching.scoring import need_met, phrase_weight
from egiz.matching.similarity import similarities

PAIRS = [
    (row["need"], row["offer"], row["met"] == "yes")
    for row in csv.DictReader(
        (Path(__file__).parent / "pairs.csv").read_text(encoding="utf-8").splitlines(), delimiter=";"
    )
]


def met(need: str, *offers: str, needs: tuple[str, ...] = ()) -> float:
    buyer, seller = Company("b", "B", needs=(need, *needs)), Company("s", "S", offers=offers)
    return need_met(buyer, seller, similarities([buyer, seller])).value


@pytest.mark.parametrize(("need", "offer", "expected"), PAIRS, ids=lambda value: str(value)[:30])
def test_a_need_is_not_met_by_its_opposite(need, offer, expected):
    found = met(need, offer)
    assert (found > 0.3) if expected else (found < 0.05)


ORDERS = [
    ("насосы", ("насосы", "уплотнения для насосов", "мука")),
    ("насосы", ("насосы", "ремонт насосов", "мука")),
    ("насосы", ("насосы", "аренда насосов", "мука")),
    ("ремонт насосов", ("ремонт насосов", "насосы", "мука")),
    ("ремонт насосов", ("ремонт насосов", "аренда насосов", "мука")),
    ("уплотнения для насосов", ("уплотнения для насосов", "насосы", "мука")),
    ("уплотнения", ("уплотнения для насосов", "насосы")),
    ("тракторы", ("тракторы", "запчасти для тракторов", "сахар")),
    ("запчасти для тракторов", ("запчасти для тракторов", "тракторы", "сахар")),
    ("pumps", ("pumps", "pump seals", "flour")),
    ("pumps", ("pumps", "pump repair", "flour")),
    ("pumps", ("pumps", "seals for pumps", "flour")),
    ("pump repair", ("pump repair", "pumps", "flour")),
    ("trucks", ("trucks", "truck rental", "sugar")),
    ("nasoslar", ("nasoslar", "nasoslar uchun zichlamalar", "un")),
    ("nasoslar", ("nasoslar", "nasoslarni ta'mirlash", "un")),
    ("nasoslarni ta'mirlash", ("nasoslarni ta'mirlash", "nasoslar", "un")),
    ("traktorlar", ("traktorlar", "traktorlar uchun ehtiyot qismlar", "shakar")),
    ("сорғылар", ("сорғылар", "сорғыларға арналған тығыздағыштар", "ұн")),
    ("сорғылар", ("сорғылар", "сорғыларды жөндеу", "ұн")),
    ("сорғыларды жөндеу", ("сорғыларды жөндеу", "сорғылар", "ұн")),
    ("насосы", ("насосы", "насосы и компрессоры", "ремонт насосов")),
    ("pumps", ("насосы", "ремонт насосов", "мука")),
]


@pytest.mark.parametrize(("need", "offers"), ORDERS)
def test_the_thing_itself_comes_before_its_parts_and_services(need, offers):
    found = [met(need, offer) for offer in offers]
    assert found == sorted(found, reverse=True)
    assert len(set(found)) == len(found)


def test_a_denial_holds_for_the_whole_company():
    assert met("пластиковые трубы", "трубы", "не поставляем пластиковые трубы") == 0
    assert met("стальные трубы", "стальные трубы", "не поставляем пластиковые трубы") > 0.3
    assert met("насосы", "насосы б/у", needs=("насосы б/у не нужны",)) == 0


def test_the_weight_of_a_likeness_never_stands_still():
    weights = [phrase_weight(near / 100) for near in range(16, 101)]
    assert weights == sorted(set(weights))
    assert (weights[0], weights[-1]) == (0, 0.9)


def test_a_phrase_is_taken_apart():
    said = read("Все виды труб, кроме пластиковых и медных")
    assert (said.core, said.out) == ("все виды труб", ("пластиковых и медных",))
    assert (read("Насосы").core, read("Насосы").head) == ("Насосы", "Насосы")
    assert read("Уплотнения для насосов (оптом)").head == "уплотнения"
    assert read("насос " * 200_000).out == ()
    assert read("уплотнения для насосов").head == "уплотнения"
    assert read("оборудование для пекарен").head == "оборудование для пекарен"
    assert read("Bundan tashqari mevalar").out == ()
    assert read("").core == ""


def test_what_is_denied_is_no_reason_to_meet():
    a = [Profile("1", "A", offers=("не поставляем насосы",), needs=("мука",))]
    b = [Profile("2", "B", offers=("мука",), needs=("насосы",))]
    result = match(a, b)
    assert [reason.params["need"] for pair in result.pairs for reason in pair.reasons] == ["мука"]
