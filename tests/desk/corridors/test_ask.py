"""Asking for a way on the desk."""

import pytest
from django.urls import reverse

from egiz.desk.corridors.interfaces import translations
from egiz.desk.corridors.interfaces.drawing import ticks
from tests.desk.conftest import client_of

QUESTION = {
    "origin": "Atyrau",
    "destination": "Нукус",
    "vehicle": "truck20",
    "day": "2025-06-15",
    "other": "",
    "prefer": "time",
}


def ask(page, desk, **changes):
    return page.get(reverse("corridors:home", args=[desk.slug]), {**QUESTION, **changes}).content.decode()


def test_the_question_comes_before_any_answer(page, desk):
    text = page.get(reverse("corridors:home", args=[desk.slug])).content.decode()
    assert "Say from where, to where" in text
    assert '<svg class="chart' not in text


def test_a_lorry_gets_hours_cost_the_crossing_and_its_sources(page, desk):
    text = ask(page, desk)
    assert "Tazhen / Daut-Ota" in text
    assert "CAREC CPMM 2022" in text
    assert "2,1" in text  # about 2,150 USD
    assert "The steepest step is Tazhen / Daut-Ota" in text


def test_a_bus_sees_the_closed_gate_with_its_days_and_what_works_instead(page, desk):
    text = ask(page, desk, vehicle="bus")
    assert "is closed for bus from 1 February 2025 to 31 December 2025" in text
    assert "What works instead" in text
    assert "20 t lorry" in text


def test_after_the_last_known_day_the_page_says_unknown_since(page, desk):
    text = ask(page, desk, vehicle="truck20", day="2026-12-10")
    assert "is unknown since 30 December 2025. It was open then." in text


def test_a_closing_without_an_end_says_so(page, desk):
    text = " ".join(ask(page, desk, vehicle="bus", day="2026-12-10").split())
    assert "is closed for bus since 29 December 2025; no end is known." in text


def test_two_classes_are_drawn_over_each_other(page, desk):
    text = ask(page, desk, other="container")
    assert text.count('<g class="tcd-ours">') == text.count('<g class="tcd-theirs">') >= 2
    assert "Karakalpakiya" in text


def test_the_map_has_a_line_for_each_way_and_marks_the_closed_gate(page, desk):
    url = reverse("corridors:home", args=[desk.slug])
    drawn = page.get(url, {**QUESTION, "vehicle": "bus", "other": "truck20"}).context["map"]
    assert [line["title"][0] for line in drawn["lines"]] == ["A", "B"]
    shut = [point for point in drawn["points"] if point.get("faded")]
    assert [(point["title"], point["note"]) for point in shut] == [("Tazhen", "closed, bus")]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"destination": "Moscow"}, "“Moscow” is not on the network of corridors"),
        ({"destination": "Атырау"}, "Name two different places"),
        ({"day": ""}, "This field is required"),
        ({"vehicle": "camel"}, "Select a valid choice"),
    ],
)
def test_a_wrong_question_is_told_where_it_is_wrong(page, desk, changes, said):
    assert said in ask(page, desk, **changes)


def test_a_viewer_may_ask_but_sees_no_way_to_edit(desk, viewer):
    text = ask(client_of(viewer), desk)
    assert "Tazhen" in text
    assert "I know better" not in text


def test_a_stranger_sees_nothing(stranger, desk):
    assert client_of(stranger).get(reverse("corridors:home", args=[desk.slug])).status_code == 404


@pytest.mark.parametrize(
    ("language", "said"),
    [("ru", "Тажен / Даут-Ата"), ("uz", "Tajen / Davut-ota"), ("kk", "Тәжен / Дәуіт ата")],
)
def test_crossings_are_named_in_the_readers_language(page, editor, desk, language, said):
    editor.language = language
    editor.save()
    page.cookies["django_language"] = language
    assert said in ask(page, desk, origin="Atyrau")


@pytest.mark.parametrize(("most", "many", "step"), [(44, 7, 10), (974, 9, 200), (7, 7, 1), (3900, 9, 500)])
def test_ticks_are_round_numbers(most, many, step):
    assert ticks(most, many)[:2] == [0, step]


def test_every_class_and_reason_of_the_engine_has_words():
    from egiz.corridors import USES

    assert all(
        translations.class_words(vehicle) != vehicle or vehicle in ("container", "car", "bus")
        for vehicle in USES
    )


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "electronic queue CarGoRuqsat"),
        ("ru", "электронной очереди"),
        ("uz", "elektron navbatida"),
        ("kk", "электрондық кезегінен"),
    ],
)
def test_a_lorry_is_told_what_the_border_asks_what_a_tonne_costs_and_emits(
    page, editor, desk, language, words
):
    editor.language = language
    editor.save()
    page.cookies["django_language"] = language
    url = reverse("corridors:home", args=[desk.slug])
    text = page.get(url, QUESTION).content.decode()
    assert words in text
    assert "kg CO₂e" in text
    assert "Open Government Licence v3.0" in text
