"""A desk's own values, gates and expiries."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django_scopes import scope

from egiz import corridors
from egiz.desk.core.domain.trail import history_of
from egiz.desk.core.models import Desk
from egiz.desk.corridors.domain.overlay import network_of
from egiz.desk.corridors.models import Expiry, OwnGate, OwnValue
from tests.desk.conftest import client_of

DAY = dt.date(2026, 12, 10)


VALUE = {
    "on": "tazhen-daut-ota", "metric": "hours", "vehicle": "truck20", "way": "ab",
    "low": "20", "mode": "24", "high": "30", "status": "observed", "source": "our driver, by telephone",
    "url": "", "as_of": "2026-11", "checked_on": "2026-11-20", "valid_from": "", "valid_to": "", "note": "",
}  # fmt: skip
GATE = {
    "on": "tazhen-daut-ota", "vehicle": "bus", "state": "open", "valid_from": "2026-11-01",
    "valid_to": "2027-02-01", "status": "observed", "source": "border service, letter", "url": "",
    "as_of": "", "checked_on": "2026-11-20", "note": "",
}  # fmt: skip


def value(**changes):
    return VALUE | changes


def gate(**changes):
    return GATE | changes


def post(page, desk, name, data, *args, query=""):
    return page.post(reverse(f"corridors:{name}", args=[desk.slug, *args]) + query, data)


def hours(desk):
    with scope(desk=desk):
        network = network_of(desk)
    return corridors.route("atyrau", "nukus", DAY, network=network, draws=0).options[0].hours.p50


def test_an_own_value_changes_the_answer_and_removing_it_brings_the_shipped_one_back(page, desk):
    before = hours(desk)
    post(page, desk, "new_value", value())
    assert hours(desk) == pytest.approx(before + 24.67 - 9.5, abs=0.1)
    with scope(desk=desk):
        row = OwnValue.objects.get()
    post(page, desk, "remove", {}, "value", row.pk)
    assert hours(desk) == before
    with scope(desk=desk):
        newest = history_of(row).order_by("-id").first()
    assert newest.action == "removed"
    assert newest.changes["source"] == ["our driver, by telephone", ""]


def test_changing_a_value_is_seen_at_once_and_kept_in_the_history(page, desk):
    post(page, desk, "new_value", value())
    with scope(desk=desk):
        row = OwnValue.objects.get()
    first = hours(desk)
    post(page, desk, "value", value(high="60", mode="50"), row.pk)
    assert hours(desk) > first + 10
    with scope(desk=desk):
        newest = history_of(row).order_by("-id").first()
    assert newest.changes["mode"] == [24.0, 50.0]


def test_an_own_gate_opens_what_was_unknown(page, desk):
    post(page, desk, "new_gate", gate())
    with scope(desk=desk):
        network = network_of(desk)
    answer = corridors.route("atyrau", "nukus", DAY, "bus", network=network, draws=0)
    assert answer.unknown_since is None
    assert answer.options[0].risk == 0


def test_an_expired_value_is_used_no_more(page, desk):
    shipped = corridors.load()
    link = shipped.links["tazhen-daut-ota"]
    old = shipped.lookup(link.id, "queue_hours", "truck20", "ab", DAY)
    url = reverse("corridors:expire", args=[desk.slug])
    page.post(
        f"{url}?name={corridors.name_of(old)}", {"last_day": "2026-01-01", "reason": "the post was rebuilt"}
    )
    with scope(desk=desk):
        assert Expiry.objects.get().title.startswith("Tazhen / Daut-Ota")
        assert network_of(desk).lookup(link.id, "queue_hours", "truck20", "ab", DAY) is None
        earlier = network_of(desk).lookup(link.id, "queue_hours", "truck20", "ab", dt.date(2025, 12, 1))
    assert earlier.estimate == old.estimate


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"source": ""}, "This field is required"),
        ({"low": "40"}, "at least ≤ most likely ≤ at most"),
        ({"on": "road-nowhere"}, "Select a valid choice"),
        ({"valid_from": "2026-12-01", "valid_to": "2026-11-01"}, "It cannot end before it begins"),
        ({"metric": "queue_share"}, "The network refuses it"),
    ],
)
def test_a_wrong_value_is_refused_and_nothing_is_saved(page, desk, changes, said):
    assert said in post(page, desk, "new_value", value(**changes)).content.decode()
    with scope(desk=desk):
        assert not OwnValue.objects.exists()


def test_one_desks_values_do_not_reach_another(page, desk, stranger):
    before = hours(desk)
    post(page, desk, "new_value", value())
    with scope(desk=desk):
        row = OwnValue.objects.get()
    assert hours(Desk.objects.get(slug="nukus")) == before
    assert client_of(stranger).get(reverse("corridors:value", args=["nukus", row.pk])).status_code == 404


def test_a_viewer_may_look_but_not_write(desk, viewer):
    browser = client_of(viewer)
    assert browser.get(reverse("corridors:values", args=[desk.slug])).status_code == 200
    assert post(browser, desk, "new_value", value()).status_code == 403
    assert post(browser, desk, "new_gate", gate()).status_code == 403
    with scope(desk=desk):
        assert not OwnValue.objects.exists()
        assert not OwnGate.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_questions(page, desk, rows, django_assert_max_num_queries):
    for number in range(rows):
        post(page, desk, "new_gate", gate(valid_to=f"2027-02-0{number + 1}"))
    with django_assert_max_num_queries(16):
        text = page.get(reverse("corridors:values", args=[desk.slug])).content.decode()
    assert text.count("border service, letter") == rows


def test_links_of_a_leg_prefill_the_entry(page, desk):
    url = reverse("corridors:new_value", args=[desk.slug])
    text = page.get(f"{url}?on=road-nukus-urgench&metric=km").content.decode()
    assert '<option value="road-nukus-urgench" selected>' in text
    assert re.search(r'name="checked_on" value="\d{4}-\d\d-\d\d"', text)
