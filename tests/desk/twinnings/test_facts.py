import io

import pytest
from django.urls import reverse
from django_scopes import scope
from openpyxl import load_workbook

from egiz.desk.core.domain.trail import history_of
from egiz.desk.core.models import AuditEntry
from egiz.desk.twinnings.domain import comparing, fact_entry, facts
from egiz.desk.twinnings.models import PlaceFact
from tests.desk.conftest import client_of
from tests.desk.twinnings.conftest import ATYRAU, NUKUS, URGENCH

OFFICE = "Statistics office of Karakalpakstan, by letter"


def given(**changes):
    return {
        "place": "Нукус", "indicator": "population", "other": "", "value": "335 000", "unit": "people",
        "as_of": "2025-01", "boundary": "city", "source": OFFICE, "source_url": "",
        "source_class": "statistics office", "rounding": "", "doubt": "", "note": "", **changes,
    }  # fmt: skip


def entered(desk, **changes):
    said = {name: value for name, value in given(**changes).items() if name != "other"}
    return facts.save_fact(desk, fact_entry.checked(said), None)


@pytest.fixture
def fact(in_desk):
    return entered(in_desk)


def new(desk):
    return reverse("twinnings:new_fact", args=[desk.slug])


def text_of(page, desk, **query):
    return page.get(reverse("twinnings:facts", args=[desk.slug]), query).content.decode()


def test_a_fact_is_entered_by_a_name_in_any_script_and_says_who_entered_it(page, desk, editor):
    page.post(new(desk), given())
    with scope(desk=desk):
        row = PlaceFact.objects.get()
        assert history_of(row).get().action == "added"
    assert (row.place_id, row.value, row.is_number, row.unit) == (NUKUS, "335000", True, "people")
    assert row.entered_by == editor


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"source": " "}, "source", "This field is required"),
        ({"value": "335.000"}, "value", "may mean thousands or a fraction"),
        ({"value": "335.2"}, "value", "whole number of people"),
        ({"value": "many"}, "value", "Population is a number"),
        ({"unit": "thousand people"}, "unit", "counted in people"),
        ({"as_of": "last autumn"}, "as_of", "Write a year, a month, a day or a span"),
        ({"as_of": "2025-13"}, "as_of", "Write a year, a month, a day or a span"),
        ({"source_url": "stat.uz"}, "source_url", "begins with http"),
        ({"rounding": "about"}, "rounding", "Half of the last digit"),
        ({"place": "Вымышленноград"}, "place", "No place called"),
        ({"place": "999999999"}, "place", "knows no place with the GeoNames id"),
        ({"place": "Karakalpakstan"}, "boundary", "is a region"),
        ({"indicator": "other"}, "other", "Write what is stated"),
        ({"indicator": "oked:b", "value": "540", "unit": "% of output"}, "value", "from 0 to 100"),
        ({"indicator": "oked:b", "value": "54", "unit": ""}, "unit", "Say of what it is a share"),
        ({"indicator": "sector", "value": "54", "unit": ""}, "value", "A sector is a word"),
    ],
)
def test_a_wrong_field_is_refused_where_it_is_wrong_and_nothing_is_saved(page, desk, changes, field, words):
    response = page.post(new(desk), given(**changes))
    assert words in " ".join(response.context["form"].errors[field])
    assert words in response.content.decode()
    with scope(desk=desk):
        assert not PlaceFact.objects.exists()


def test_all_wrong_fields_are_named_at_once(page, desk):
    response = page.post(new(desk), given(value="335.000", as_of="soon", source_url="stat.uz"))
    assert {"value", "as_of", "source_url"} == set(response.context["form"].errors)


@pytest.mark.parametrize("language", ["ru", "uz", "kk"])
def test_errors_speak_the_readers_language(page, desk, language):
    page.post(reverse("set_language"), {"language": language, "next": "/"})
    response = page.post(new(desk), given(as_of="soon", value="335.000"))
    said = " ".join(message for messages in response.context["form"].errors.values() for message in messages)
    assert "Write" not in said


def test_a_day_may_be_written_as_people_write_it_and_a_tag_in_words(in_desk):
    row = entered(in_desk, indicator="sector", value="Oil and gas", unit="", as_of="01.04.2025")
    assert (row.value, row.as_of, row.is_number) == ("oil_gas", "2025-04-01", False)


@pytest.mark.parametrize("unit", ["", "people", "чел.", "человек", "kishi", "Адам"])
def test_people_are_people_in_every_language(in_desk, unit):
    assert entered(in_desk, unit=unit).unit == "people"


def test_a_correction_keeps_the_place_and_stands_in_the_history(page, desk, fact):
    url = reverse("twinnings:fact", args=[desk.slug, fact.pk])
    assert page.get(url).context["form"]["place"].value() == "Nukus, UZ"
    page.post(url, given(place="Nukus, UZ", value="336 000"))
    fact.refresh_from_db()
    assert (fact.place_id, fact.value) == (NUKUS, "336000")
    assert history_of(fact).first().changes == {"value": ["335000", "336000"]}


def test_a_removed_fact_leaves_its_trail(page, desk, fact):
    page.post(reverse("twinnings:remove_fact", args=[desk.slug, fact.pk]))
    assert not PlaceFact.objects.exists()
    entry = AuditEntry.objects.filter(target="twinnings.placefact").first()
    assert (entry.action, entry.changes["value"]) == ("binned", ["335000", ""])
    assert "335000" in text_of(page, desk)


def test_a_viewer_reads_facts_and_changes_none(desk, viewer, fact):
    reader = client_of(viewer)
    assert OFFICE in text_of(reader, desk)
    assert "Enter a fact" not in text_of(reader, desk)
    for url in (
        new(desk),
        reverse("twinnings:fact", args=[desk.slug, fact.pk]),
        reverse("twinnings:new_fact_table", args=[desk.slug]),
    ):
        assert reader.get(url).status_code == 403
    assert reader.post(reverse("twinnings:remove_fact", args=[desk.slug, fact.pk])).status_code == 403
    assert PlaceFact.objects.exists()


def test_another_desks_facts_are_neither_shown_nor_counted_nor_exported(stranger, fact):
    outside = client_of(stranger)
    assert outside.get(reverse("twinnings:fact", args=["nukus", fact.pk])).status_code == 404
    for name in ("facts", "facts_csv"):
        answer = outside.get(reverse(f"twinnings:{name}", args=["nukus"]), {"q": "Nukus"})
        assert OFFICE not in answer.content.decode()
    with scope(desk=stranger.desks.get()):
        assert OFFICE not in {each.source for each in facts.known_facts()}


def population(document, place):
    row = next(row for row in document["candidates"] if row["geonameid"] == place)
    return next(part for part in row["parts"] if part["criterion"] == "size")


def test_a_figure_of_the_desk_is_reckoned_with_and_named_in_the_ranking(in_desk):
    before = population(comparing.ranked(ATYRAU, "UZ", weights={"size": 1}, among=[NUKUS, URGENCH]), NUKUS)
    entered(in_desk, value="200 000")
    after = population(comparing.ranked(ATYRAU, "UZ", weights={"size": 1}, among=[NUKUS, URGENCH]), NUKUS)
    assert (after["value"], after["source"]) == (200_000, OFFICE)
    assert after["status"] == "conflict"
    assert {before["value"], 200_000} <= {value["value"] for value in after["values"]}


def test_a_sector_entered_at_the_desk_changes_the_order(in_desk):
    weights = {"sector:logistics": 1}
    before = comparing.ranked(ATYRAU, "UZ", weights=weights, among=[NUKUS, URGENCH])["candidates"]
    assert {row["score"] for row in before} == {0.0}
    entered(in_desk, place="Urgench", indicator="sector", value="transport and logistics", unit="")
    after = comparing.ranked(ATYRAU, "UZ", weights=weights, among=[NUKUS, URGENCH])["candidates"]
    assert [row["score"] for row in after] == [1.0, 0.0]
    assert after[0]["geonameid"] == URGENCH


def test_a_comparison_says_that_facts_changed_after_it_until_it_is_ranked_again(page, desk, in_desk):
    made = comparing.start_comparison(
        in_desk, None, city=(ATYRAU, "Atyrau"), country="UZ", named=[NUKUS, URGENCH]
    )
    comparing.rank_comparison(made)
    url = reverse("twinnings:comparison", args=[desk.slug, made.pk])
    said = "facts changed after this ranking"
    assert said not in page.get(url).content.decode()
    row = entered(in_desk, as_of="2024-01/2024-06")
    assert said in page.get(url).content.decode()
    comparing.rank_comparison(made)
    text = page.get(url).content.decode()
    assert said not in text
    assert OFFICE in text
    facts.remove_fact(row, None)
    assert said in page.get(url).content.decode()


def test_both_values_of_a_disagreement_are_shown_with_date_source_and_boundary(page, desk, in_desk):
    entered(in_desk, value="200 000", as_of="2024-04-01", place="Urgench")
    text = text_of(page, desk)
    assert "sources disagree" in text
    line = next(line for line in text.split("<li>") if "153,800" in line and "200,000" in line)
    assert OFFICE in line
    assert "Statistics office of Khorezm" in line
    assert "city proper" in line
    assert "176,900" not in text  # their mean


def test_the_facts_that_ship_are_found_by_name_and_cannot_be_corrected(page, desk):
    text = text_of(page, desk, q="Ургенч")
    assert "153,800" in text
    assert "ships with Egiz" in text
    assert "/twinnings/facts/1/" not in text


def test_the_search_box_finds_the_places_of_facts_in_any_script(fact, desk):
    from egiz.desk.core.domain.search import find

    hits = [hit for group in find(desk, "нукус", 5) for hit in group.hits]
    assert [hit.url for hit in hits] == [reverse("twinnings:facts", args=[desk.slug]) + "?q=Nukus"]


def test_a_name_nobody_knows_is_said_to_be_unknown(page, desk):
    assert "Nothing is known of such a place" in text_of(page, desk, q="Вымышленноград")
    assert "Nothing is known of such a place" in text_of(page, desk, q="?")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_the_same_for_one_place_and_for_three(
    page, desk, in_desk, rows, django_assert_num_queries
):
    for place in ("Nukus", "Urgench", "Aktobe")[:rows]:
        entered(in_desk, place=place)
    text_of(page, desk)
    with django_assert_num_queries(9):
        text_of(page, desk)


def test_words_in_a_source_cannot_become_markup(page, desk, in_desk):
    entered(in_desk, source="<script>alert(1)</script>")
    assert "<script>alert" not in text_of(page, desk)


def test_an_exported_cell_cannot_start_a_formula(page, desk, in_desk):
    entered(in_desk, source="=HYPERLINK(1)", note="+1")
    csv = page.get(reverse("twinnings:facts_csv", args=[desk.slug])).content.decode("utf-8-sig")
    assert ",'=HYPERLINK(1)," in csv
    assert ",'+1," in csv
    book = load_workbook(
        io.BytesIO(page.get(reverse("twinnings:facts_xlsx", args=[desk.slug])).content), read_only=True
    )
    heading, row = list(book.worksheets[0].iter_rows(values_only=True))
    book.close()
    line = dict(zip(heading, row, strict=True))
    assert (line["Value"], line["Source"]) == (335_000, "'=HYPERLINK(1)")


def api(desk, rest=""):
    return f"/api/v1/desks/{desk.slug}/twinnings/facts/{rest}"


def test_the_api_enters_corrects_and_removes_a_fact(page, desk):
    body = {"geonameid": NUKUS, "indicator": "population", "value": 335000, "as_of": "2025-01",
            "boundary": "city", "source": OFFICE, "source_class": "statistics office"}  # fmt: skip
    made = page.post(api(desk), body, content_type="application/json")
    assert made.status_code == 201
    pk = made.json()["id"]
    assert (made.json()["value"], made.json()["place"]) == (335000, "Nukus")
    page.put(api(desk, pk), {**body, "value": 336000}, content_type="application/json")
    assert page.get(api(desk, pk)).json()["value"] == 336000
    assert [row["id"] for row in page.get(api(desk), {"geonameid": NUKUS}).json()["facts"]] == [pk]
    assert page.get(api(desk), {"indicator": "sector"}).json()["count"] == 0
    assert page.delete(api(desk, pk)).status_code == 204
    assert page.get(api(desk)).json()["count"] == 0


def test_the_api_says_what_is_wrong_in_which_field(page, desk):
    body = {
        "place": "Nukus",
        "indicator": "population",
        "value": "335.000",
        "source": OFFICE,
        "as_of": "soon",
    }
    answer = page.post(api(desk), body, content_type="application/json")
    assert answer.status_code == 422
    assert set(answer.json()["problems"]) == {"value", "as_of"}


def test_the_api_asks_the_same_permissions(desk, viewer, stranger, fact):
    body = {"place": "Nukus", "indicator": "sight", "value": "Museum", "source": "s"}
    reader, outside = client_of(viewer), client_of(stranger)
    assert reader.get(api(desk)).json()["count"] == 1
    assert reader.post(api(desk), body, content_type="application/json").status_code == 403
    assert reader.delete(api(desk, fact.pk)).status_code == 403
    assert outside.get(api(desk)).status_code == 404
    assert outside.get(f"/api/v1/desks/nukus/twinnings/facts/{fact.pk}").status_code == 404


def test_shares_typed_at_the_desk_are_compared_whatever_the_language_of_their_unit(page, desk, in_desk):
    for place, value, unit in (("Atyrau Region", "54,5", "% of output"), ("Nukus", "12.5", "% выпуска")):
        region = "region" if "Region" in place else "city"
        entered(in_desk, place=place, indicator="oked:b", value=value, unit=unit, boundary=region)
    made = comparing.start_comparison(in_desk, None, city=(ATYRAU, "Atyrau"), country="UZ", named=[NUKUS])
    comparing.rank_comparison(made)
    nukus = next(row for row in made.result["candidates"] if row["geonameid"] == NUKUS)
    part = next(part for part in nukus["parts"] if part["criterion"] == "sector")
    assert (part["score"], part["value"], part["source"]) == (0.125, 12.5, OFFICE)
    url = reverse("twinnings:comparison", args=[desk.slug, made.pk])
    assert "12.5 % of output" in page.get(url).content.decode()
