"""What pages say is true where it is read: days are the desk's own, foreign sources are quotations."""

import datetime as dt

import pytest
from django.template import Context, Template
from django.urls import reverse
from django.utils import translation
from django_scopes import scope

from egiz.desk.core.interfaces.languages import foreign
from egiz.desk.core.templatetags.egiz import day, day_long
from egiz.desk.twinnings.domain.translations import source
from egiz.desk.twinnings.models import PlaceFact, Twinning

# 01:44 on 28 November in Atyrau is still 27 November in UTC.
NIGHT = dt.datetime(2026, 11, 27, 20, 44, tzinfo=dt.UTC)
NOTE = "Stated as existing twins. Date and document of the signing are not known."


def test_a_moments_day_is_the_desks_day(desk):
    with scope(desk=desk), translation.override("en"):
        assert (day_long(NIGHT), day(NIGHT)[:2]) == ("28 November 2026", "28")
        shown = Template("{% moment when %}").render(Context({"desk": desk, "when": NIGHT}))
    assert "28 Nov" in shown
    assert "01:44" in shown


def test_an_exported_fact_is_entered_on_the_desks_day(page, desk, in_desk):
    fact = PlaceFact.objects.create(
        desk=desk, place_id=601294, place_name="Nukus", place_country="UZ", indicator="population",
        value="334600", source="Statistics office",
    )  # fmt: skip
    PlaceFact.objects.filter(pk=fact.pk).update(created_at=NIGHT)
    body = page.get(reverse("twinnings:facts_csv", args=[desk.slug])).content.decode()
    assert "2026-11-28" in body
    assert "2026-11-27" not in body


@pytest.mark.parametrize("language", ["ru", "kk", "uz"])
@pytest.mark.parametrize(
    ("text", "is_foreign"),
    [
        ("By letter of 12 Nov.", True), ("11th edition: 15–17 May 2007", True), ("Inform.kz", False),
        ("UzDaily", False), ("A page in a town", True), ("Письмо акимата от 12 ноября", False),
        ("Savdo-sanoat palatasi, 12-noyabr", False), ("", False),
    ],
)  # fmt: skip
def test_english_is_told_from_names_and_from_the_readers_own_words(language, text, is_foreign):
    with translation.override(language):
        assert (foreign(text) == "en") == is_foreign
    with translation.override("en"):
        assert foreign(text) == ""


@pytest.mark.parametrize("language", ["ru", "kk", "uz"])
def test_every_text_that_ships_with_links_and_facts_is_in_the_readers_language(language):
    from egiz.atlas.facts_io import shipped_facts
    from egiz.atlas.links import shipped_links

    texts = {text for link in shipped_links() for text in (link.source, link.note, link.doubt)}
    texts |= {text for fact in shipped_facts() for text in (fact.source, fact.note, fact.doubt)}
    with translation.override(language):
        left = {text for text in texts if text and foreign(source(text))}
    assert left == set()


@pytest.mark.parametrize(
    ("language", "words"), [("ru", "Названы побратимами"), ("kk", "Бауырлас қалалар деп")]
)
def test_a_links_page_speaks_one_language_and_quotes_what_a_person_typed_in_another(
    page, desk, editor, language, words
):
    editor.language = language
    editor.save()
    with scope(desk=desk):
        twin = Twinning.objects.create(
            desk=desk, a_id=610611, a_name="Aktobe", a_country="KZ", b_id=601294, b_name="Nukus",
            b_country="UZ", status="existing", source="The letter of the mayor", note=NOTE,
        )  # fmt: skip
    shown = page.get(reverse("twinnings:twinning", args=[desk.slug, twin.pk])).content.decode()
    assert words in shown
    assert NOTE not in shown
    assert '<q lang="en" class="foreign">The letter of the mayor</q>' in shown
