import json

import pytest
from django.test import Client

from egiz.desk.core.models import AuditEntry, Territory
from egiz.desk.promises.domain import deciding
from tests.desk.conftest import client_of

API = "/api/v1/desks/atyrau/promises/"


@pytest.fixture
def promise(in_desk, editor):
    return deciding.add(in_desk, editor, title="Send the calendar", owner_text="Chamber", side="ours")


def patch(client, pk, status, desk="atyrau"):
    return client.patch(
        f"/api/v1/desks/{desk}/promises/{pk}", json.dumps({"status": status}), content_type="application/json"
    )


def test_the_list_and_one_promise_are_the_same_data(page, promise):
    listed = page.get(API).json()
    assert (listed["count"], listed["pages"]) == (1, 1)
    assert listed["promises"] == [page.get(f"{API}{promise.pk}").json()]
    one = listed["promises"][0]
    assert (one["title"], one["owner"], one["side"], one["status"]) == (
        "Send the calendar",
        "Chamber",
        "ours",
        "open",
    )


def test_a_new_status_is_saved_with_its_history(page, promise, editor):
    assert patch(page, promise.pk, "done").json()["status"] == "done"
    entry = AuditEntry.objects.filter(action="changed").get()
    assert (entry.changes, entry.user) == ({"status": ["open", "done"]}, editor)


def test_a_status_that_is_not_one_is_refused(page, promise):
    assert patch(page, promise.pk, "merged").status_code == 422


def test_a_suggestion_is_confirmed_by_a_person_not_by_the_api(page, suggestions):
    answer = patch(page, suggestions[0].pk, "open")
    assert answer.status_code == 409
    assert "confirm it on its page" in answer.json()["detail"]


def test_a_viewer_reads_but_is_told_that_the_role_does_not_allow_changing(viewer, promise):
    client = client_of(viewer)
    assert client.get(f"{API}{promise.pk}").json()["title"] == "Send the calendar"
    answer = patch(client, promise.pk, "done")
    assert (answer.status_code, answer.json()["detail"]) == (403, "Your role does not allow this.")
    promise.refresh_from_db()
    assert promise.status == "open"


def test_a_stranger_finds_nothing_through_either_desk(stranger, promise):
    client = client_of(stranger)
    assert client.get(API).status_code == 404
    assert client.get(f"/api/v1/desks/nukus/promises/{promise.pk}").status_code == 404
    assert client.get("/api/v1/desks/nukus/promises/").json()["promises"] == []
    assert patch(client, promise.pk, "done", desk="nukus").status_code == 404


def test_nobody_is_answered_without_logging_in(promise):
    assert Client().get(API).status_code == 401


def test_a_change_needs_the_token_of_the_session(editor, promise):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    assert patch(client, promise.pk, "done").status_code == 403


def test_the_description_of_the_api_is_served(page):
    paths = page.get("/api/v1/openapi.json").json()["paths"]
    assert set(paths["/api/v1/desks/{slug}/promises/{pk}"]) == {"get", "patch"}


def test_a_promise_says_its_region_and_what_it_became(page, promise, in_desk, editor):
    region = Territory.objects.create(
        desk=in_desk, side="ours", place_id=609862, name="Atyrau Region", country="KZ"
    )
    deciding.change(promise, editor, territory=region)
    deciding.link_became(promise, title="Fairs of 2027", url="/d/atyrau/events/searches/1/", user=editor)
    deciding.add(in_desk, editor, title="Of no region", owner_text="Chamber", side="ours")
    one = page.get(f"{API}{promise.pk}").json()
    assert one["region"] == {"id": region.pk, "name": "Atyrau Region", "country": "KZ", "place": 609862}
    assert [(tie["title"], tie["url"]) for tie in one["became"]] == [
        ("Fairs of 2027", "/d/atyrau/events/searches/1/")
    ]
    listed = page.get(API, {"region": region.pk}).json()["promises"]
    assert listed == [one]
    everything = {row["title"]: row for row in page.get(API).json()["promises"]}
    assert (everything["Of no region"]["region"], everything["Of no region"]["became"]) == (None, [])
