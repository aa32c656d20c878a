"""Pages and acts found by their words in the search box, and its keys in a real browser."""

import pytest
from django.urls import reverse

from egiz.desk.core.apps import desk_apps
from egiz.desk.core.interfaces.acts import _acts
from egiz.desk.promises.models import Promise
from tests.desk.browsing import in_browser
from tests.desk.conftest import client_of


def asked(client, query, language="en"):
    answer = client.get(
        reverse("core:search", args=["atyrau"]),
        {"q": query},
        headers={"accept-language": language, "hx-request": "true"},
    )
    acts = answer.context["acts"]
    return [act.url for act in (*acts.first, *acts.others)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "query"),
    [
        ("en", "report"),
        ("ru", "отчёт"),
        ("ru", "report"),
        ("kk", "есеп"),
        ("uz", "hisobot"),
        ("en", "re rea"),
    ],
)
def test_an_act_is_found_by_beginnings_of_its_words_in_the_readers_language_or_english(
    editor, language, query
):
    editor.language = language
    editor.save()
    assert reverse("promises:begin", args=["atyrau"]) in asked(client_of(editor), query, language)


@pytest.mark.django_db
def test_nothing_typed_offers_the_first_act_of_each_room(page):
    first = [config.acts[0].url_name for config in desk_apps() if config.nav and config.acts]
    assert asked(page, "") == [reverse(name, args=["atyrau"]) for name in first]
    assert asked(page, "zzz") == []


@pytest.mark.django_db
def test_what_begins_with_the_typed_stands_above_the_things_found_and_the_rest_below(page, in_desk):
    Promise.objects.create(desk=in_desk, title="Calendar of public events")
    url = reverse("core:search", args=["atyrau"])
    for query, order in (("public cal", "act thing"), ("calendar", "thing act")):
        text = page.get(url, {"q": query}, headers={"accept-language": "en"}).content.decode()
        places = {"act": text.index("events/public/"), "thing": text.index("Calendar of public events")}
        assert " ".join(sorted(places, key=places.get)) == order


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["viewer", "editor", "owner"])
def test_what_is_offered_opens_and_what_is_not_offered_does_not(role, request):
    client = client_of(request.getfixturevalue(role))
    for act in _acts():
        url = reverse(act.url_name, args=["atyrau"])
        offered = url in asked(client, str(act.label))
        assert client.get(url).status_code == (200 if offered else 403), act.url_name


@pytest.mark.django_db(transaction=True)
class TestKeys:
    pytestmark = in_browser

    def test_ctrl_k_types_and_goes_and_what_was_seen_comes_back(self, tab, live_server, desk):
        promise = Promise.objects.create(desk=desk, title="Send the calendar")
        tab.goto(f"{live_server.url}/d/atyrau/promises/{promise.pk}/")
        tab.keyboard.press("Control+k")
        tab.keyboard.type("prepare a tr")
        tab.wait_for_selector("#search-hits .acts li:only-child a:has-text('Prepare a trip')")
        tab.keyboard.press("ArrowDown")
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/trips/new/")
        tab.keyboard.press("Control+k")
        tab.click("#search-hits a:has-text('Send the calendar')")
        tab.wait_for_url(f"**/promises/{promise.pk}/")

    def test_g_and_a_digit_go_to_a_room_and_a_question_mark_names_the_keys(self, tab, live_server, desk):
        tab.goto(f"{live_server.url}/d/atyrau/promises/")
        tab.keyboard.press("?")
        assert tab.locator("#keys").is_visible()
        tab.keyboard.press("Escape")
        assert not tab.locator("#keys").is_visible()
        rooms = tab.locator(".rail a")
        third = rooms.nth(2).get_attribute("href")
        tab.keyboard.press("g")
        tab.keyboard.press("3")
        tab.wait_for_url(f"**{third}")

    def test_what_was_looked_at_goes_with_the_log_out(self, tab, live_server, desk):
        promise = Promise.objects.create(desk=desk, title="Send the calendar")
        tab.goto(f"{live_server.url}/d/atyrau/promises/{promise.pk}/")
        assert tab.evaluate("Object.keys(localStorage).filter(k => k.startsWith('egiz-recent')).length") == 1
        tab.click(".top-end details:last-of-type summary")
        tab.click("form[action$='/logout/'] button")
        tab.wait_for_url("**/")
        assert tab.evaluate("Object.keys(localStorage).filter(k => k.startsWith('egiz-recent')).length") == 0
