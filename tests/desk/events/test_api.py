"""Events by the API: corrected, published, removed, under the rules of the page."""

import json

import pytest

from egiz.desk.core.models import Binned
from egiz.desk.events.models import EventRecord
from tests.desk.events.conftest import SHOW
from tests.desk.events.test_pages import pull  # noqa: F401 - a fixture

HAND = {
    "name": "Oil and gas fair", "sectors": ["oil-gas"], "place": "Atyrau", "first_day": "2027-04-07",
    "source": "a letter", "checked_on": "2026-11-01",
}  # fmt: skip


@pytest.fixture
def ask(page, desk):
    def send(method, path, body=None, **headers):
        address = f"/api/v1/desks/{desk.slug}/events/{path}"
        return page.generic(
            method, address, json.dumps(body or {}), content_type="application/json", headers=headers
        )

    return send


@pytest.fixture
def fair(ask):
    return ask("POST", "", HAND).json()["id"]


def test_what_is_sent_is_corrected_and_the_rest_stays(ask, fair):
    answer = ask("PATCH", fair, {"first_day": "2027-04-08", "last_day": "2027-04-10", "price": "free"})
    said = answer.json()
    assert answer.status_code == 200, said
    assert (said["start"], said["end"]) == ("2027-04-08", "2027-04-10")
    assert said["names"]["en"] == "Oil and gas fair"
    assert len(said["entries"]) == 1


def test_a_correction_that_cannot_be_is_refused_at_its_field(ask, fair):
    answer = ask("PATCH", fair, {"last_day": "2027-04-01"})
    assert (answer.status_code, list(answer.json()["problems"])) == (422, ["last_day"])
    assert ask("PATCH", fair, {"nome": "x"}).status_code == 422


def test_over_what_a_source_lists_a_correction_needs_its_own_source(ask, pull):  # noqa: F811 - the fixture above
    pull("/a", SHOW)
    pk = EventRecord.objects.get().pk
    refused = ask("PATCH", pk, {"venue": "Expo hall 2"})
    assert (refused.status_code, "source" in refused.json()["problems"]) == (422, True)
    taken = ask("PATCH", pk, {"venue": "Expo hall 2", "source": "the organiser's letter"}).json()
    assert taken["venue"] == "Expo hall 2"
    assert "venue" in json.dumps(taken["choices"])


def test_an_event_is_put_on_the_public_calendar_and_taken_off(ask, fair):
    assert ask("PATCH", fair, {"public": True}).json()["public"] is True
    assert ask("PATCH", fair, {"public": False}).json()["public"] is False


def test_a_state_that_is_gone_is_not_written_over(ask, fair):
    seen = ask("GET", fair)["ETag"]
    assert ask("PATCH", fair, {"price": "free"}, **{"If-Match": seen}).status_code == 200
    assert ask("PATCH", fair, {"price": "dear"}, **{"If-Match": seen}).status_code == 412
    assert ask("DELETE", fair, **{"If-Match": seen}).status_code == 412


def test_what_was_entered_goes_into_the_bin_and_what_a_source_lists_does_not(ask, fair, pull, in_desk):  # noqa: F811 - see above
    assert ask("DELETE", fair).status_code == 204
    assert ask("GET", fair).status_code == 404
    assert Binned.objects.count() == 1
    pull("/a", SHOW)
    listed = EventRecord.objects.get().pk
    answer = ask("DELETE", listed)
    assert (answer.status_code, "source lists this event" in answer.json()["detail"]) == (409, True)
    assert EventRecord.objects.filter(pk=listed).exists()
