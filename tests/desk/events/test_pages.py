import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_scopes import scope

from egiz.desk.core.domain import jobs
from egiz.desk.core.models import AuditEntry, Job
from egiz.desk.events.domain import pulling, sources
from egiz.desk.events.models import Entry, EventRecord, EventSource, MergePair
from tests.desk.conftest import client_of
from tests.desk.events.conftest import SAME_SHOW, SHOW, ics
from tests.desk.events.test_calendar import entry as typed
from tests.desk.events.test_merging import DOUBTFUL

NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
TABLE = "Что;Когда;Где\nФорум машин;15–17 мая 2027;Ташкент\nБез дня;;Ташкент\n".encode()


def source_fields(**changes):
    return {"title": "Палата", "url": "", "kind": "auto", "schedule": "daily", **changes}


def upload(name="list.csv", body=TABLE):
    return SimpleUploadedFile(name, body)


def url(desk, name, *args):
    return reverse(f"events:{name}", args=[desk.slug, *args])


@pytest.fixture
def pull(site, fetch, make_source):
    def act(path, *events, now=NOW):
        site.pages[path] = ics(*events)
        source, _new = EventSource.objects.get_or_create(
            url=site.url(path), defaults={"desk": make_source().desk, "title": path, "is_draft": False}
        )
        return pulling.pull_sources([source], fetch=fetch, now=now)[0]

    return act


def test_a_table_is_looked_at_and_mapped_before_anything_is_in_the_calendar(page, desk):
    response = page.post(url(desk, "new_source"), source_fields(file=upload()))
    with scope(desk=desk):
        draft = EventSource.objects.get()
    assert response.url == url(desk, "preview", draft.pk)
    text = page.get(response.url).content.decode()
    assert "No columns for the name and the date were found" in text
    mapping = {"name": "Что", "start": "Когда", "place": "Где"}
    page.post(response.url, mapping)
    text = page.get(response.url).content.decode()
    assert "15–17 May 2027" in text
    assert "Row 3" in text
    with scope(desk=desk):
        assert not EventRecord.objects.exists()
    page.post(response.url, {**mapping, "keep": "1"})
    with scope(desk=desk):
        row = EventRecord.objects.get()
        assert (str(row), row.first_day, row.country) == ("Форум машин", dt.date(2027, 5, 15), "UZ")
        assert not EventSource.objects.get().is_draft


def test_a_newer_edition_of_a_file_changes_its_events_and_marks_what_is_gone(page, desk):
    page.post(url(desk, "new_source"), source_fields(file=upload(body=b"name,date\nA show,2027-05-15\n")))
    with scope(desk=desk):
        source = EventSource.objects.get()
    page.post(url(desk, "preview", source.pk), {"keep": "1"})
    fields = source_fields(file=upload(body=b"name,date\nAnother show,2027-06-15\n"))
    page.post(url(desk, "edit_source", source.pk), fields)
    with scope(desk=desk):
        found = {str(row): bool(row.gone_on) for row in EventRecord.objects.all()}
    assert found == {"A show": True, "Another show": False}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Give an address or a file, one of them."),
        ({"url": "https://example.org/a.ics", "file": upload()}, "Give an address or a file, one of them."),
        ({"url": "ftp://example.org/a.ics"}, "Enter a valid URL"),
        ({"file": upload("a.exe")}, "A file of this kind (.exe) is not kept here"),
        ({"file": upload("a.xlsx", b"not a zip")}, "its content is something else"),
        ({"url": "https://example.org/a.ics", "zone": "Mars"}, "No such time zone"),
        ({"url": "https://example.org/a.ics", "country": "Uzbekistan"}, "at most 2 characters"),
    ],
)
def test_a_wrong_source_is_refused_where_it_is_wrong(page, desk, fields, words):
    response = page.post(url(desk, "new_source"), source_fields(**fields))
    assert words in response.content.decode()
    with scope(desk=desk):
        assert not EventSource.objects.exists()


def test_an_address_inside_the_house_is_not_asked_and_the_page_says_why(
    page, desk, site, django_capture_on_commit_callbacks
):
    site.pages["/a"] = ics(SHOW)
    with django_capture_on_commit_callbacks(execute=True):
        page.post(url(desk, "new_source"), source_fields(url=site.url("/a")))
    with scope(desk=desk):
        draft = EventSource.objects.get()
    text = page.get(url(desk, "preview", draft.pk)).content.decode()
    assert "leads into a private network" in text
    assert site.asked == []


def test_a_failing_source_says_so_on_its_page_in_the_readers_language(page, desk, pull, site, fetch, editor):
    pull("/a", SHOW)
    site.pages["/a"] = 404
    source = EventSource.objects.get(title="/a")
    pulling.pull_sources([source], fetch=fetch, now=NOW + dt.timedelta(days=1))
    editor.language = "ru"
    editor.save()
    text = page.get(url(desk, "source", source.pk)).content.decode()
    assert "404" in text
    assert "The page is not there" not in text
    assert "The page is not there" not in page.get(url(desk, "sources")).content.decode()


def test_removing_a_source_keeps_its_events_unless_asked(page, desk, pull):
    pull("/a", SHOW)
    source = EventSource.objects.get(title="/a")
    page.post(url(desk, "remove_source", source.pk))
    with scope(desk=desk):
        assert EventRecord.objects.count() == 1
        assert Entry.objects.get().source is None


def test_removing_a_source_with_its_events_leaves_what_another_source_tells(in_desk, pull, editor):
    pull("/a", SHOW, ("3", "Milk Days", "20270303", "Almaty"))
    pull("/b", SAME_SHOW)
    gone = sources.remove_source(EventSource.objects.get(title="/a"), editor, with_events=True)
    assert gone == 1
    row = EventRecord.objects.get()
    assert row.record["names"] == {"ru": "Нефть и газ Узбекистана"}


def test_the_sources_differ_and_a_persons_choice_holds_through_the_next_pull(page, desk, pull):
    pull("/a", SHOW)
    pull("/b", (*SAME_SHOW[:2], "20270512", SAME_SHOW[3]))
    row = EventRecord.objects.get()
    assert row.first_day == dt.date(2027, 5, 11) or row.first_day == dt.date(2027, 5, 12)
    text = page.get(url(desk, "event", row.pk)).content.decode()
    assert "the sources differ" in text
    assert "11 May 2027" in text
    assert "12 May 2027" in text
    chosen = Entry.objects.get(source__title="/b")
    page.post(url(desk, "choose", row.pk), {"field": "when", "entry": chosen.pk})
    with scope(desk=desk):
        pull("/a", ("1", "Oil & Gas Uzbekistan", "20270510", "Tashkent"), now=NOW + dt.timedelta(days=1))
        row.refresh_from_db()
    assert row.first_day == dt.date(2027, 5, 12)
    assert "chosen by Ainur" in page.get(url(desk, "event", row.pk)).content.decode()
    page.post(url(desk, "choose", row.pk), {"field": "when"})
    row.refresh_from_db()
    assert "when" not in row.choices


def test_correcting_a_pulled_event_keeps_the_correction_as_a_persons(page, desk, pull):
    pull("/a", SHOW)
    row = EventRecord.objects.get()
    fields = typed(
        name="Oil & Gas Uzbekistan", place="Tashkent, UZ", venue="Uzexpocentre", first_day="2027-05-11",
        last_day="", price="free", first_hour="09:00", last_hour="18:00", source="a call to the organiser",
    )  # fmt: skip
    page.post(url(desk, "edit", row.pk), fields)
    row.refresh_from_db()
    assert {"venue", "price", "when"} <= set(row.choices)
    assert "names" not in row.choices
    assert "place" not in row.choices
    assert row.record["start"] == "2027-05-11T09:00:00+05:00"
    assert [source["title"] for source in row.record["sources"]] == ["/a", "a call to the organiser"]


def test_saving_the_form_of_a_pulled_event_unchanged_makes_no_choice(page, desk, pull):
    pull("/a", SHOW)
    row = EventRecord.objects.get()
    shown = page.get(url(desk, "edit", row.pk)).context["form"]
    values = {name: shown.initial.get(name) or "" for name in shown.fields}
    page.post(url(desk, "edit", row.pk), {**values, "source": "looked again"})
    row.refresh_from_db()
    assert row.choices == {}


def test_a_pair_is_decided_by_htmx_and_the_next_one_comes(page, desk, pull):
    pull("/a", DOUBTFUL[0])
    pull("/b", DOUBTFUL[1])
    text = page.get(url(desk, "review")).content.decode()
    assert "Nukus Trade Fair" in text
    assert "Nukus Trade Forum" in text
    pair = MergePair.objects.get()
    response = page.post(url(desk, "decide_pair", pair.pk, "different"), headers={"hx-request": "true"})
    assert "not the same event" in response.content.decode()
    pair.refresh_from_db()
    assert pair.state == "different"


def test_a_merged_events_old_address_leads_to_the_event_it_became(page, desk, pull):
    pull("/a", SHOW)
    pull("/b", SAME_SHOW)
    kept = EventRecord.objects.get()
    absorbed = EventRecord.every.get(merged_into=kept)
    response = page.get(url(desk, "event", absorbed.pk))
    assert response.url == url(desk, "event", kept.pk)


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("pull_all", ()), ("pull", (1,)), ("pause_source", (1,)), ("remove_source", (1,)),
        ("decide_pair", (1, "same")), ("take_out", (1,)), ("choose", (1,)), ("publish", (1,)),
        ("remove", (1,)), ("reject_proposal", (1,)), ("welcome_proposals", ()),
    ],
)  # fmt: skip
def test_a_guest_changes_nothing(desk, guest, name, args):
    assert client_of(guest).post(url(desk, name, *args)).status_code == 403


@pytest.mark.parametrize("name", ["new_source", "proposals", "new"])
def test_a_guest_does_not_see_the_pages_of_work(desk, guest, name):
    assert client_of(guest).get(url(desk, name)).status_code == 403


def test_the_raw_answer_is_a_download_and_only_for_those_who_keep_the_calendar(page, desk, guest, pull):
    pull("/a", SHOW)
    source = EventSource.objects.get(title="/a")
    response = page.get(url(desk, "raw", source.pk))
    assert response.content == ics(SHOW)
    assert response["Content-Type"] == "application/octet-stream"
    assert client_of(guest).get(url(desk, "raw", source.pk)).status_code == 403


def test_another_desks_source_pair_and_event_are_not_there(desk, stranger, pull):
    pull("/a", *DOUBTFUL[:1])
    pull("/b", *DOUBTFUL[1:])
    other = client_of(stranger)
    pk = EventRecord.objects.first().pk
    source, pair = EventSource.objects.get(title="/a").pk, MergePair.objects.get().pk
    for name, args in (("event", (pk,)), ("source", (source,)), ("preview", (source,))):
        assert other.get(reverse(f"events:{name}", args=["nukus", *args])).status_code == 404
    assert other.post(reverse("events:decide_pair", args=["nukus", pair, "same"])).status_code == 404
    assert "Nukus Trade" not in other.get(reverse("events:review", args=["nukus"])).content.decode()


def test_the_table_and_the_workbook_run_no_formula(page, desk, pull):
    pull("/a", ("1", "=HYPERLINK(1)", "20270511", "Tashkent"))
    body = page.get(url(desk, "export_csv"), {"year": "2027"}).content.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in body
    import io

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(page.get(url(desk, "export_xlsx"), {"year": "2027"}).content))
    cell = book.active.cell(row=2, column=2)
    assert (cell.value, cell.data_type) == ("'=HYPERLINK(1)", "s")


def test_the_api_gives_one_event_with_what_each_source_says(page, desk, pull):
    pull("/a", SHOW)
    pull("/b", SAME_SHOW)
    pk = EventRecord.objects.get().pk
    address = f"/api/v1/desks/{desk.slug}/events/"
    found = page.get(f"{address}{pk}").json()
    assert sorted(entry["source"] for entry in found["entries"]) == ["/a", "/b"]
    assert [row["id"] for row in page.get(address, {"q": "нефть", "country": "uz"}).json()] == [pk]
    assert page.get(address, {"month": 6}).json() == []


def test_a_pull_leaves_its_line_in_the_history_of_each_event(in_desk, pull):
    pull("/a", SHOW)
    entry = AuditEntry.objects.get(target="events.eventrecord")
    assert (entry.action, entry.user, entry.target_id) == ("pulled", None, EventRecord.objects.get().pk)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_sources_asks_the_same_for_one_row_and_for_three(
    page, desk, make_source, rows, django_assert_num_queries
):
    for number in range(rows):
        make_source(f"https://example.org/{number}.ics")
    page.get(url(desk, "sources"))
    with django_assert_num_queries(9):
        page.get(url(desk, "sources"))


def test_a_long_file_is_read_in_by_the_worker(page, desk, settings, monkeypatch):
    settings.JOBS_INLINE = False
    monkeypatch.setattr(pulling, "AT_ONCE", 1)
    rows = "".join(f"Fair {number},2026-12-0{number}\n" for number in range(1, 4))
    file = SimpleUploadedFile("list.csv", f"name,date\n{rows}".encode())
    page.post(url(desk, "new_source"), source_fields(file=file))
    with scope(desk=desk):
        draft = EventSource.objects.get()
        answer = page.post(url(desk, "preview", draft.pk), {"keep": "1"})
        job = Job.objects.get(kind="events.keep")
        assert answer["Location"].endswith(f"/jobs/{job.pk}/")
        assert EventRecord.objects.count() == 0
        jobs.run(job.pk)
        draft.refresh_from_db()
        assert (draft.is_draft, EventRecord.objects.count()) == (False, 3)
