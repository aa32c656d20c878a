"""What is unknown is not cheap, waiting at home is no travel, nobody rides with the goods."""

from datetime import date, datetime, timedelta

import pytest
from benchmarks.corridors.questions import questions, wrongs

from egiz.corridors import load, route
from egiz.corridors.importers import read_quotes
from egiz.corridors.instead import OTHERS

LATER = date(2026, 12, 10)


@pytest.mark.parametrize("seed", range(20))
def test_a_random_question_has_an_answer_with_sense(seed):
    for question in questions(2, seed):
        assert wrongs(*question) == []


def test_a_ferry_of_unknown_price_is_not_the_cheapest():
    best = route("Aktau", "Turkmenbashi", date(2026, 7, 10), "truck20", prefer="cost", draws=0).options[0]
    assert best.usd_complete
    assert "cost" in best.best
    assert all(leg.link.mode != "sea" for leg in best.legs)


def test_nothing_is_best_in_cost_where_no_cost_is_known():
    answer = route("Almaty", "Tashkent", LATER, "party", draws=0)
    assert all(not option.usd_complete and "cost" not in option.best for option in answer.options)


def test_a_quote_makes_no_way_dearer_than_unknown(tmp_path):
    path = tmp_path / "quotes.csv"
    path.write_text("from,to,class,usd,hours\nAtyrau,Beyneu,car,120,6\n", encoding="utf-8")
    quoted = read_quotes(path, load(), source="an offer", as_of="2026-11").onto(load())
    best = route("Atyrau", "Beyneu", LATER, "car", network=quoted, prefer="cost", draws=0).options[0]
    assert (best.usd.p50, best.usd_complete, "cost" in best.best) == (120, True, True)


@pytest.mark.parametrize(
    ("start", "end", "vehicle", "most"),
    [("Almaty", "Tashkent", "party", 5), ("Atyrau", "Tashkent", "party", 6), ("Aktau", "Baku", "air", 5)],
)
def test_a_flight_counts_from_leaving(start, end, vehicle, most):
    best = route(start, end, LATER, vehicle, draws=0).options[0]
    assert [leg.link.mode for leg in best.legs] == ["air"]
    assert best.hours.p50 < most
    assert best.wait > 0


def test_leaving_earlier_or_later_does_not_change_the_hours_of_the_only_train():
    hours = {
        round(route("Nukus", "Beyneu", datetime(2026, 12, 8, h), "train", draws=0).options[0].hours.p50, 2)  # noqa: DTZ001 - local hours
        for h in (5, 11, 20)
    }
    assert len(hours) == 1


def test_a_detour_of_many_times_the_way_is_shown_only_when_asked_for():
    few = route("Atyrau", "Aktau", LATER, "car", draws=0)
    many = route("Atyrau", "Aktau", LATER, "car", draws=0, detours=True)
    fastest = min(option.whole for option in few.options)
    assert all(option.whole <= 2 * fastest for option in few.options)
    assert len(many.options) >= len(few.options)


@pytest.mark.parametrize("vehicle", ["foot", "bus", "car", "party", "train", "air"])
def test_nobody_is_sent_with_the_goods(vehicle):
    assert not {"truck20", "container", "van"} & set(OTHERS[vehicle])


@pytest.mark.parametrize("vehicle", ["car", "bus", "foot", "van"])
def test_no_day_is_proposed_of_which_nothing_is_known(vehicle):
    answer = route("Atyrau", "Nukus", date(2025, 12, 30), vehicle, draws=0)
    assert answer.closed
    assert "date" not in {one.kind for one in answer.instead}


def test_a_day_after_a_closing_with_an_end_is_proposed():
    answer = route("Atyrau", "Beyneu", date(2024, 4, 10), "car", draws=0)
    days = [one.value for one in answer.instead if one.kind == "date"]
    assert days == [(date(2024, 4, 14) + timedelta(days=1)).isoformat()]
