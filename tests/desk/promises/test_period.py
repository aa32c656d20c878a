"""The result of a period: what is counted, what is kept apart, and the page for council members."""

import datetime as dt
import io
import re
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from egiz.desk.core.models import Desk, Territory
from egiz.desk.missions.models import ExchangeRate, MeetingReport
from egiz.desk.promises.domain import deciding, period, reading
from egiz.desk.promises.interfaces import period as shown
from egiz.desk.promises.interfaces.result_links import read_token, token_of
from egiz.desk.promises.models import OfficialMeeting, Promise, ResultLink
from tests.desk.conftest import client_of
from tests.desk.missions.conftest import make_company, make_mission, make_wish

FIRST, LAST = dt.date(2026, 7, 1), dt.date(2026, 12, 31)
TODAY = dt.date(2026, 12, 1)
REGION, ATYRAU, NUKUS = 609862, 610529, 601294


@pytest.fixture(autouse=True)
def _on_the_first_of_december(monkeypatch):
    monkeypatch.setattr(Desk, "today", lambda _self: TODAY)


@pytest.fixture
def meeting(in_desk):
    return OfficialMeeting.objects.create(desk=in_desk, title="In July", held_on=dt.date(2026, 7, 10))


@pytest.fixture
def before(in_desk):
    return OfficialMeeting.objects.create(desk=in_desk, title="In March", held_on=dt.date(2026, 3, 1))


@pytest.fixture
def add(in_desk, editor):
    def make(title="A promise", *, closed_on=None, **values):
        promise = deciding.add(in_desk, editor, title=title, **values)
        if closed_on:
            Promise.objects.filter(pk=promise.pk).update(closed_on=closed_on)
        return promise

    return make


@pytest.fixture
def page_url(in_desk):
    return reverse("promises:period", args=[in_desk.slug])


def build(desk):
    return period.build(desk, FIRST, LAST)


def test_promises_of_the_period_and_earlier_ones_that_reach_into_it(in_desk, add, meeting, before):
    add("New", meeting=meeting, due_on=dt.date(2026, 11, 1))
    add("New and done", meeting=meeting, status="done")
    add("Old and open", meeting=before)
    add("Old, closed in it", meeting=before, status="done", closed_on=dt.date(2026, 8, 1))
    add("Old, closed before it", meeting=before, status="done", closed_on=dt.date(2026, 4, 1))
    late = OfficialMeeting.objects.create(desk=in_desk, title="Later", held_on=dt.date(2027, 2, 1))
    add("Made after it", meeting=late)
    found = build(in_desk)
    assert {code: count for code, count in found.made.items() if count} == {"overdue": 1, "done": 1}
    assert {code: count for code, count in found.earlier.items() if count} == {"undated": 1, "done": 1}


def test_a_promise_by_hand_is_made_on_the_desks_day_on_which_it_was_written(in_desk, add):
    written = dt.datetime(2026, 6, 30, 20, tzinfo=dt.UTC)  # 1 July at 01:00 in Atyrau
    Promise.objects.filter(pk=add("By hand").pk).update(confirmed_at=written)
    assert build(in_desk).made["undated"] == 1


def test_requests_are_not_counted_beside_their_promise(in_desk, add, meeting, editor):
    deciding.ask_for(add("Help", meeting=meeting), editor, title="A hall")
    assert build(in_desk).total.total() == 1


def test_every_split_adds_up_to_the_same_whole(in_desk, add, meeting):
    region = Territory.objects.create(desk=in_desk, side="ours", place_id=REGION, name="Atyrau Region",
                                      country="KZ")  # fmt: skip
    add("A", meeting=meeting, side="ours", kind="trip", territory=region)
    add("B", meeting=meeting, side="theirs", kind="trip")
    add("C", meeting=meeting, kind="events", status="done")
    found = build(in_desk)
    for table in shown.tables(found, in_desk):
        assert sum(row.total for row in table.rows) == found.total.total() == 3
    by_region = next(one for one in shown.tables(found, in_desk) if one.slug == "region")
    assert [(row.name, row.total) for row in by_region.rows] == [("Atyrau Region", 1), ("no region named", 2)]


@pytest.fixture
def signed(in_desk, editor):
    """Two contracts and a memorandum, in three currencies, of which two have a rate."""
    mission = make_mission(in_desk, day=dt.date(2026, 9, 9))
    type(mission).objects.update(status="held")

    def say(number, result, value, currency, side="ours"):
        ours = make_company(mission, "ours", f"A{number}")
        theirs = make_company(mission, "theirs", f"B{number}")
        wish = make_wish(ours, theirs)
        MeetingReport.objects.create(
            mission=mission, wish=wish, side=side, held=True, result=result, value=value, currency=currency
        )

    say(1, "contract", Decimal(1000), "USD")
    say(2, "contract", Decimal(5000), "KZT")
    say(3, "memorandum", Decimal(7), "UZS")
    ExchangeRate.objects.create(desk=in_desk, currency="USD", into="KZT", rate=Decimal(500),
                                on=dt.date(2026, 9, 1), source="National Bank")  # fmt: skip
    return mission


def test_contracts_and_memoranda_are_counted_apart_in_the_desks_currency(in_desk, signed):
    found = build(in_desk)
    assert found.currency == "KZT"
    assert (found.contracts.count, found.memoranda.count, found.held) == (2, 1, 1)
    assert found.contracts.total == Decimal(505_000)
    contracts, memoranda = shown.deals(found)
    assert any("National Bank" in line and "1 September 2026" in line for line in contracts.lines)
    assert found.memoranda.total is None
    assert any("no rate is kept: not added" in line for line in memoranda.lines)


def test_what_was_signed_outside_the_period_is_not_counted(in_desk, signed):
    MeetingReport.objects.update(signed_on=dt.date(2027, 1, 15))
    found = build(in_desk)
    assert (found.contracts.count, found.memoranda.count) == (0, 0)


def test_the_picture_and_the_paper_say_the_same(page, in_desk, add, meeting, signed, page_url):
    add("A", meeting=meeting, kind="trip", due_on=dt.date(2026, 11, 1))
    body = page.get(page_url, {"first": FIRST, "last": LAST}).content.decode()
    assert reverse("promises:period_picture", args=[in_desk.slug]) in body
    svg = page.get(reverse("promises:period_picture", args=[in_desk.slug]), {"first": FIRST, "last": LAST})
    assert svg["Content-Type"] == "image/svg+xml"
    assert b">trip<" in svg.content
    for lang in ("ru", "uz", "kk", "en"):
        asked = {"first": FIRST, "last": LAST, "lang": lang}
        answer = page.get(reverse("promises:period_file", args=[in_desk.slug, "docx"]), asked)
        tables = Document(io.BytesIO(answer.content)).tables
        assert tables[0].rows[-1].cells[-2].text == "1"
        answer = page.get(reverse("promises:period_file", args=[in_desk.slug, "pdf"]), asked)
        assert answer.content.startswith(b"%PDF")


def test_a_period_that_makes_no_sense_is_refused_with_words(page, page_url):
    body = page.get(page_url, {"first": "2026-12-01", "last": "2026-01-01"}).content.decode()
    assert "The last day lies before the first." in body


def test_the_page_asks_the_same_however_many_promises_there_are(queries, page_url, add, meeting):
    add("One", meeting=meeting)
    few = queries(page_url)
    for number in range(6):
        add(f"More {number}", meeting=meeting, kind="trip")
    assert queries(page_url) == few


@pytest.fixture
def link(in_desk):
    return ResultLink.objects.create(
        desk=in_desk, name="A member", first_day=FIRST, last_day=LAST, expires_on=TODAY
    )


def public(desk, link, name="result"):
    return reverse(f"promises_public:{name}", args=[desk.slug, token_of(link)])


def test_a_council_member_reads_the_result_without_an_account(in_desk, add, meeting, link):
    add("Kept apart", meeting=meeting, owner_text="A person", note="An inner note")
    answer = Client().get(public(in_desk, link))
    body = answer.content.decode()
    assert "1 promise" in body
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    for inner in ("A person", "An inner note", f"/d/{in_desk.slug}/"):
        assert inner not in body
    assert Client().get(public(in_desk, link, "result_picture")).status_code == 200
    assert Client().post(public(in_desk, link)).status_code == 405
    link.refresh_from_db()
    assert link.opened_on == TODAY


def test_a_link_is_over_after_its_day_and_when_taken_back(page, in_desk, link, monkeypatch):
    address = public(in_desk, link)
    monkeypatch.setattr(Desk, "today", lambda _self: TODAY + dt.timedelta(days=1))
    assert Client().get(address).status_code == 404
    monkeypatch.setattr(Desk, "today", lambda _self: TODAY)
    page.post(reverse("promises:take_link_back", args=[in_desk.slug, link.pk]))
    assert Client().get(address).status_code == 404
    link.refresh_from_db()
    assert Client().get(public(in_desk, link)).status_code == 200


def test_a_link_opens_no_other_desk(in_desk, link, stranger):
    other = stranger.memberships.get().desk
    assert Client().get(public(other, link)).status_code == 404
    assert Client().get(public(in_desk, link) + "x").status_code == 404


def test_an_editor_gives_links_and_a_guest_does_not(page, in_desk, viewer, page_url):
    address = reverse("promises:give_link", args=[in_desk.slug]) + f"?first={FIRST}&last={LAST}"
    given = {"name": "A member", "expires_on": "2027-03-01"}
    assert client_of(viewer).post(address, given).status_code == 403
    assert client_of(viewer).get(page_url).status_code == 200
    page.post(address, {"name": "A member", "expires_on": "2029-03-01"})
    assert not ResultLink.objects.exists()
    page.post(address, given)
    made = ResultLink.objects.get()
    assert (made.first_day, made.last_day) == (FIRST, LAST)
    address_of_link = reverse("promises_public:result", args=[in_desk.slug, "TOKEN"]).replace(
        "TOKEN", "([^/]+)"
    )
    # A token carries the second in which it was signed: the page's own is read, not a second one made.
    (shown,) = set(re.findall(address_of_link, page.get(page_url).content.decode()))
    assert read_token(in_desk, shown, TODAY) == made
    assert not re.search(address_of_link, client_of(viewer).get(page_url).content.decode())


def test_a_report_guesses_the_region_from_the_places_in_the_words(in_desk, editor):
    region = Territory.objects.create(desk=in_desk, side="ours", place_id=REGION, name="Atyrau Region",
                                      country="KZ")  # fmt: skip
    text = "Atyrau and Nukus. Nobody is named."
    met = reading.begin_meeting(in_desk, editor, text=text)
    plain = {"kind": "other", "by": [], "to": [], "candidates": [], "due": {}, "confidence": 0.8}
    reading.store(met, {
        "language": "en",
        "commitments": [
            {**plain, "title": "One", "start": 0, "end": 17},
            {**plain, "title": "Two", "start": 18, "end": len(text)},
        ],
        "places": [{"name": "Atyrau", "geonameid": ATYRAU, "start": 0, "end": 6},
                   {"name": "Nukus", "geonameid": NUKUS, "start": 11, "end": 16}],
    }, editor)  # fmt: skip
    assert [one.territory for one in met.promises.order_by("number")] == [region, None]


def test_the_list_is_filtered_by_region(page, in_desk, add):
    region = Territory.objects.create(desk=in_desk, side="ours", place_id=REGION, name="Atyrau Region",
                                      country="KZ")  # fmt: skip
    add("Of the region", territory=region)
    add("Of none")
    body = page.get(f"/d/atyrau/promises/?region={region.pk}").content.decode()
    assert "Of the region" in body
    assert "Of none" not in body
