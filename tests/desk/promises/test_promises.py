import datetime as dt

import pytest
from django.utils import timezone

from egiz.desk.core.domain import trail
from egiz.desk.core.domain.folding import fold
from egiz.desk.core.models import AuditEntry, Comment, Desk
from egiz.desk.directory.models import Organisation, Person
from egiz.desk.promises.domain import bands, deciding
from egiz.desk.promises.models import Promise
from tests.desk.conftest import client_of

HOME = "/d/atyrau/promises/"
HTMX = {"HX-Request": "true"}
WEDNESDAY = dt.date(2026, 11, 25)


@pytest.fixture
def add(in_desk, editor):
    def one(title="Send the calendar", **values):
        return deciding.add(in_desk, editor, title=title, **values)

    return one


def band_names(today):
    rows = bands.promises(bands.Filters(state="all"), today)
    return [(bands.SLUGS[row.band], row.title) for row in rows]


def test_promises_stand_in_their_bands_the_oldest_day_first(add):
    add("later", due_on=dt.date(2026, 11, 30))
    add("no date")
    add("waiting", status="waiting", due_on=dt.date(2027, 1, 1))
    add("sunday", due_on=dt.date(2026, 11, 29))
    add("today", due_on=WEDNESDAY)
    add("yesterday", due_on=dt.date(2026, 11, 24))
    add("long ago", due_on=dt.date(2026, 1, 1))
    add("waiting too long", status="waiting", due_on=dt.date(2026, 11, 1))
    add("kept", status="done", due_on=dt.date(2026, 1, 1))
    assert band_names(WEDNESDAY) == [
        ("overdue", "long ago"),
        ("overdue", "waiting too long"),
        ("overdue", "yesterday"),
        ("week", "today"),
        ("week", "sunday"),
        ("undated", "no date"),
        ("waiting", "waiting"),
        ("later", "later"),
        ("closed", "kept"),
    ]


def test_overdue_is_counted_in_the_desks_own_zone(monkeypatch):
    late_in_utc = dt.datetime(2026, 11, 25, 20, 0, tzinfo=dt.UTC)
    monkeypatch.setattr(timezone, "now", lambda: late_in_utc)
    assert Desk(timezone="Asia/Atyrau").today() == dt.date(2026, 11, 26)
    assert Desk(timezone="UTC").today() == dt.date(2026, 11, 25)


def test_home_shows_the_bands_with_what_who_when_whence(page, add, in_desk):
    person = Person.objects.create(desk=in_desk, name="Ainur Saparova", side="ours")
    add("Send the calendar", owner_text=person.name, due_on=in_desk.today() - dt.timedelta(days=3))
    body = page.get(HOME).content.decode()
    assert body.index("Overdue") < body.index("Send the calendar") < body.index("3 days ago")
    assert "Ainur Saparova" in body
    assert '<span class="side side-ours"' in body
    assert "written by hand" in body


def test_an_empty_desk_offers_three_ways_to_start(page):
    body = page.get(HOME).content.decode()
    assert body.count('class="way"') == 3


def test_suggestions_are_one_line_on_top_and_not_among_the_promises(page, meeting):
    body = page.get(HOME).content.decode()
    assert "<strong>3 promises</strong> read from reports wait for your word" in body
    assert 'class="promise"' not in body


def test_a_stranger_sees_none_of_the_promises(add, stranger):
    promise = add("Secret plan")
    client = client_of(stranger)
    assert client.get(HOME).status_code == 404
    assert client.get(f"/d/nukus/promises/{promise.pk}/").status_code == 404
    for address in ("", "export.csv", "?q=secret&state=all"):
        assert b"Secret plan" not in b"".join(client.get(f"/d/nukus/promises/{address}"))
    assert b"Secret plan" not in client.get("/d/nukus/desk/search/?q=secret").content


def test_home_asks_as_much_for_three_rows_as_for_one(queries, add, in_desk):
    def with_owner(number):
        organisation = Organisation.objects.create(desk=in_desk, name=f"Chamber {number}")
        Person.objects.create(desk=in_desk, name=f"Person {number}", organisation=organisation)
        add(f"Promise {number}", owner_text=f"Person {number}")
        add(f"Other {number}", owner_text=f"Chamber {number}")

    with_owner(1)
    one = queries(HOME)
    with_owner(2)
    with_owner(3)
    assert queries(HOME) == one


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "календарь"}, {"Календарь мероприятий"}),
        ({"q": "kalendar"}, {"Календарь мероприятий"}),
        ({"side": "theirs"}, {"Календарь мероприятий"}),
        ({"kind": "trip"}, {"Business trip"}),
        ({"state": "done"}, {"Letter"}),
        ({"state": "all"}, {"Календарь мероприятий", "Business trip", "Letter"}),
        ({"meeting": "999999999999999999999"}, {"Календарь мероприятий", "Business trip"}),
        ({"page": "77"}, {"Календарь мероприятий", "Business trip"}),
    ],
)
def test_filters_narrow_the_list_and_nonsense_does_not_break_it(page, add, query, found):
    add("Календарь мероприятий", side="theirs", kind="events")
    add("Business trip", side="ours", kind="trip")
    add("Letter", status="done")
    body = page.get(HOME, query).content.decode()
    titles = {"Календарь мероприятий", "Business trip", "Letter"}
    assert {title for title in titles if f"{title}</a>" in body} == found


def test_more_than_a_page_of_promises_is_turned_over(page, add):
    for number in range(51):
        add(f"Promise {number:02}", due_on=WEDNESDAY)
    first, second = (page.get(HOME, {"page": n}).content.decode() for n in (1, 2))
    assert (first.count('class="promise"'), second.count('class="promise"')) == (50, 1)
    assert "Page 1 of 2" in first
    assert '<span class="band-count">51</span>' in second


def test_the_drawer_is_a_part_for_htmx_and_a_page_without_it(page, add):
    promise = add()
    part = page.get(f"{HOME}{promise.pk}/", headers=HTMX).content.decode()
    whole = page.get(f"{HOME}{promise.pk}/").content.decode()
    assert ("<html" in part, "<html" in whole) == (False, True)
    assert all("Send the calendar" in text and 'data-key="o"' in text for text in (part, whole))


def test_setting_one_field_changes_only_it_and_redraws_the_row(page, add):
    promise = add(due_on=WEDNESDAY, owner_text="Chamber")
    body = page.post(f"{HOME}{promise.pk}/set/", {"status": "waiting"}, headers=HTMX).content.decode()
    promise.refresh_from_db()
    assert (promise.status, promise.due_on, promise.owner_text) == ("waiting", WEDNESDAY, "Chamber")
    assert f'id="promise-{promise.pk}" hx-swap-oob="true"' in body
    assert AuditEntry.objects.filter(action="changed").get().changes == {"status": ["open", "waiting"]}


def test_without_javascript_setting_a_field_comes_back_to_the_promise(page, add):
    promise = add()
    response = page.post(f"{HOME}{promise.pk}/set/", {"due_on": "2026-12-01"})
    promise.refresh_from_db()
    assert promise.due_on == dt.date(2026, 12, 1)
    assert response["Location"] == f"{HOME}{promise.pk}/"


@pytest.mark.parametrize(
    "data", [{"status": "suggested"}, {"status": "merged"}, {"status": ""}, {"due_on": "32.13.26"}]
)
def test_a_value_that_cannot_be_is_refused_in_words(page, add, data):
    promise = add(due_on=WEDNESDAY)
    body = page.post(f"{HOME}{promise.pk}/set/", data, headers=HTMX).content.decode()
    promise.refresh_from_db()
    assert (promise.status, promise.due_on) == ("open", WEDNESDAY)
    assert 'role="alert"' in body


def test_closing_writes_the_day_and_opening_again_takes_it_away(page, add, in_desk):
    promise = add()
    page.post(f"{HOME}{promise.pk}/set/", {"status": "done"})
    promise.refresh_from_db()
    assert promise.closed_on == in_desk.today()
    page.post(f"{HOME}{promise.pk}/set/", {"status": "open"})
    promise.refresh_from_db()
    assert promise.closed_on is None


def test_an_owner_in_another_script_is_the_one_in_the_directory(page, add, in_desk):
    person = Person.objects.create(desk=in_desk, name="Гульмира Джумагалиева", side="ours")
    promise = add()
    page.post(f"{HOME}{promise.pk}/set/", {"owner_text": "Gulmira Djumagalieva"})
    promise.refresh_from_db()
    assert (promise.owner_person, promise.side) == (person, "ours")


def test_an_owner_nobody_knows_is_kept_as_words(page, add):
    promise = add()
    page.post(f"{HOME}{promise.pk}/set/", {"owner_text": " The  harbour master "})
    promise.refresh_from_db()
    assert (promise.owner_text, promise.owner_person, promise.owner_organisation) == (
        "The harbour master",
        None,
        None,
    )


def test_a_viewer_comments_but_does_not_change(viewer, add):
    promise = add()
    client = client_of(viewer)
    assert client.post(f"{HOME}{promise.pk}/set/", {"status": "done"}).status_code == 403
    assert client.get(f"{HOME}add/").status_code == 403
    assert client.get(f"{HOME}import/").status_code == 403
    assert client.get(f"{HOME}read/").status_code == 403
    client.post(f"{HOME}{promise.pk}/comment/", {"text": "We are ready."})
    assert Comment.objects.get().text == "We are ready."
    assert 'data-key="s"' not in client.get(f"{HOME}{promise.pk}/").content.decode()


def test_comments_and_history_are_text_not_markup(page, add, editor):
    promise = add("<script>a</script>", owner_text="<img src=x>")
    trail.add_comment(promise, editor, "<b>bold</b>")
    deciding.change(promise, editor, title="<i>new</i>")
    body = page.get(f"{HOME}{promise.pk}/").content.decode()
    for markup in ("<script>a", "<img src=x", "<b>bold", "<i>new"):
        assert markup not in body
    assert "&lt;b&gt;bold" in body


def test_a_promise_is_written_by_hand_and_changed(page, in_desk):
    page.post(
        f"{HOME}add/",
        {"title": "Invite the chamber", "kind": "meeting", "status": "open", "due_on": "2026-12-01"},
    )
    promise = Promise.objects.get()
    assert (promise.title, promise.due_on, promise.status) == (
        "Invite the chamber",
        dt.date(2026, 12, 1),
        "open",
    )
    page.post(
        f"{HOME}{promise.pk}/change/", {"title": "Invite both chambers", "kind": "meeting", "status": "done"}
    )
    promise.refresh_from_db()
    assert (promise.title, promise.due_on, promise.status) == ("Invite both chambers", None, "done")


def test_what_a_promise_became_is_linked_once_and_shown(page, add, editor):
    promise = add()
    for _again in range(2):
        deciding.link_became(promise, title="Atyrau – Nukus", url="/d/atyrau/there/", user=editor)
    assert promise.became.count() == 1
    body = page.get(f"{HOME}{promise.pk}/").content.decode()
    assert '<a href="/d/atyrau/there/">Atyrau – Nukus</a>' in body


def test_a_promise_is_tied_to_a_page_that_its_search_finds(page, add, in_desk):
    from egiz.desk.missions.models import Company, Mission

    mission = Mission.objects.create(desk=in_desk, name="Oil service mission")
    company = Company.objects.create(desk=in_desk, mission=mission, key="A1", name="Нефтесервис")
    Company.objects.filter(pk=company.pk).update(search_key=fold(company.name))
    promise = add(kind="trade")
    body = page.get(f"{HOME}{promise.pk}/", {"link": "Nefteservis"}).content.decode()
    url = f"/d/atyrau/missions/{mission.pk}/companies/{company.pk}/"
    assert f'value="{url}"' in body
    page.post(f"{HOME}{promise.pk}/tie/", {"link": "nefteservis", "url": url})
    assert list(promise.became.values_list("title", "url")) == [("A1 · Нефтесервис", url)]


@pytest.mark.parametrize("url", ["https://evil.example/", "javascript:alert(1)", "/d/nukus/events/1/", ""])
def test_a_promise_is_tied_to_nothing_its_search_has_not_found(page, add, url):
    promise = add("Calendar")
    body = page.post(f"{HOME}{promise.pk}/tie/", {"link": "calendar", "url": url}, headers=HTMX)
    assert "no longer found" in body.content.decode()
    assert not promise.became.exists()


def test_a_promise_of_a_twin_city_leads_to_the_comparison(page, add):
    candidates = [{"name": name, "geonameid": None, "country": "UZ"} for name in ("Nukus", "Urgench")]
    promise = add(kind="twinning", candidates=candidates)
    body = page.get(f"{HOME}{promise.pk}/").content.decode()
    assert f'href="/d/atyrau/twinnings/compare/?from=promise&amp;id={promise.pk}"' in body


def test_a_promises_own_page_sends_its_forms_without_the_drawer(page, add):
    body = page.get(f"{HOME}{add().pk}/").content.decode()
    assert 'action="/d/atyrau/promises/' in body
    assert "#drawer" not in body


def test_search_finds_promises_people_and_organisations_across_scripts(page, add, in_desk):
    add("Провести встречу в Нукусе")
    Organisation.objects.create(desk=in_desk, name="Торговая палата Нукуса")
    body = page.get("/d/atyrau/desk/search/", {"q": "nukus"}, headers=HTMX).content.decode()
    assert "Провести встречу в Нукусе" in body
    assert "Торговая палата Нукуса" in body
    assert "<html" not in body
