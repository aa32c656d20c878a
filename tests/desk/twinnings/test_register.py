import datetime as dt

import pytest
from django.urls import reverse
from django_scopes import scope

from egiz.desk.twinnings.domain import register
from egiz.desk.twinnings.models import Activity, Approval, Twinning
from tests.desk.conftest import client_of
from tests.desk.twinnings.conftest import ATYRAU, NUKUS


def entry(**changes):
    return {
        "a": "Atyrau", "b": "Нукус", "level": "city", "status": "memorandum", "since": "2026-11",
        "document": "", "source": "letter of the akimat", "source_url": "", "note": "", **changes,
    }  # fmt: skip


def test_a_link_is_entered_by_names_in_any_script(page, desk):
    page.post(reverse("twinnings:new", args=[desk.slug]), entry())
    with scope(desk=desk):
        twin = Twinning.objects.get()
    assert (twin.a_id, twin.b_id, twin.since) == (ATYRAU, NUKUS, "2026-11")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"source": ""}, "This field is required"),
        ({"b": "Atyrau"}, "A place cannot be its own twin"),
        ({"since": "autumn"}, "Write a year, a month or a day"),
    ],
)
def test_a_wrong_entry_is_refused_where_it_is_wrong_and_nothing_is_saved(page, desk, changes, words):
    response = page.post(reverse("twinnings:new", args=[desk.slug]), entry(**changes))
    assert words in response.content.decode()
    with scope(desk=desk):
        assert not Twinning.objects.exists()


def test_another_desks_link_is_not_found(stranger, twin):
    url = reverse("twinnings:twinning", args=["nukus", twin.pk])
    assert client_of(stranger).get(url).status_code == 404


def test_another_desks_link_is_not_in_the_api(stranger, twin, desk):
    assert client_of(stranger).get(f"/api/v1/desks/{desk.slug}/twinnings/").status_code == 404
    assert client_of(stranger).get("/api/v1/desks/nukus/twinnings/").json() == []


def test_the_api_gives_the_register(page, desk, twin):
    assert [row["b_name"] for row in page.get(f"/api/v1/desks/{desk.slug}/twinnings/").json()] == ["Nukus"]


def test_a_link_sleeps_two_years_after_its_last_activity(twin, in_desk):
    Activity.objects.create(desk=in_desk, twinning=twin, date=dt.date(2024, 1, 10), what="visit")
    row = register.register().get()
    assert not register.sleeps(row, dt.date(2026, 1, 8))
    assert register.sleeps(row, dt.date(2026, 1, 20))


def test_an_approval_that_is_not_needed_does_not_wait(twin, in_desk):
    row = Approval(desk=in_desk, twinning=twin, approver="Ministry", needed="no")
    assert not register.is_open(row)
    row.needed = "unknown"
    assert register.is_open(row)


def test_an_answer_before_its_letter_is_refused(page, desk, twin):
    url = reverse("twinnings:add_approval", args=[desk.slug, twin.pk])
    data = {
        "side": "ours",
        "approver": "Ministry",
        "needed": "yes",
        "sent_on": "2026-05-02",
        "answered_on": "2026-05-01",
    }
    assert "cannot come before the letter" in page.post(url, data).content.decode()


def test_an_activity_shows_as_the_last_one(page, desk, twin):
    url = reverse("twinnings:add_activity", args=[desk.slug, twin.pk])
    page.post(url, {"date": "2026-10-01", "what": "exchange of students", "source": ""})
    with scope(desk=desk):
        assert register.register().get().last_activity == dt.date(2026, 10, 1)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_register_asks_the_database_the_same_for_one_row_and_for_three(
    page, desk, in_desk, rows, django_assert_num_queries
):
    for number in range(rows):
        Twinning.objects.create(
            desk=in_desk, a_id=ATYRAU, a_name="Atyrau", a_country="KZ",
            b_id=1000 + number, b_name=f"B{number}", b_country="UZ", status="memorandum", source="s",
        )  # fmt: skip
    url = reverse("twinnings:home", args=[desk.slug])
    page.get(url)
    with django_assert_num_queries(10):
        page.get(url)


def test_words_in_a_source_cannot_become_markup(page, desk, twin):
    twin.source = "<script>alert(1)</script>"
    twin.save()
    text = page.get(reverse("twinnings:home", args=[desk.slug])).content.decode()
    assert "&lt;script&gt;" in text
    assert "<script>alert" not in text
