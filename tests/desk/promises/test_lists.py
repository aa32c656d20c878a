import csv
import datetime as dt
import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation
from openpyxl import Workbook, load_workbook

from egiz.desk.core.domain import handed, jobs
from egiz.desk.core.models import Attachment, Job, Role, Territory, User
from egiz.desk.core.templatetags.egiz import day
from egiz.desk.directory.models import Organisation
from egiz.desk.promises._errors import ListError
from egiz.desk.promises.domain import deciding, importing
from egiz.desk.promises.domain.importing import IMPORT_JOB, import_long
from egiz.desk.promises.interfaces import lists
from egiz.desk.promises.models import OfficialMeeting, Promise

IMPORT = "/d/atyrau/promises/import/"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def parse(text, name="list.csv", encoding="utf-8"):
    return lists.parse(name, text.encode(encoding), country="KZ", their_country="UZ")


def xlsx(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_columns_are_known_in_four_languages_and_any_order():
    for header in (
        "due,promise,owner",
        "срок;поручение;ответственный",
        "muddat\tvaʼda\tmasʼul",
        "мерзім,уәде,жауапты",
    ):
        delimiter = next(mark for mark in ";\t," if mark in header)
        row = delimiter.join(["01.12.2026", "Send the list", "Chamber"])
        parsed = parse(f"{header.replace('ʼ', '’')}\n{row}\n")
        assert parsed.rows == [
            {"due_on": dt.date(2026, 12, 1), "title": "Send the list", "owner_text": "Chamber", "row": 2}
        ], header


def test_good_rows_come_in_beside_bad_ones_which_are_named(page, in_desk):
    rows = (
        "promise,due,side,status",
        "Good,2026-12-01,UZ,open",
        "Bad day,31.13.2026,KZ,",
        ",2026-12-02,,",
        "Bad side,,FR,",
        "Also good,,,done",
    )
    text = "\n".join(rows)
    body = page.post(IMPORT, {"upload": SimpleUploadedFile("l.csv", text.encode())}).content.decode()
    assert list(Promise.objects.order_by("id").values_list("title", "side", "status")) == [
        ("Good", "theirs", "open"),
        ("Also good", "", "done"),
    ]
    assert "2 promises came in" in body
    assert "“31.13.2026” is not a day; write 2026-12-31 or 31.12.2026." in body
    assert "Nothing says what was promised." in body
    assert "“FR” is not a side; write kz, uz, both" in body
    for row in (3, 4, 5):
        assert f'<td class="num">{row}</td>' in body


def test_excel_days_and_gaps_are_understood():
    content = xlsx(
        [None, None],
        ["Promise", "Due"],
        ["Send", dt.datetime(2026, 12, 1)],  # noqa: DTZ001 - as Excel keeps it
        [None, None],
        ["Call", "02.12.2026"],
    )
    parsed = lists.parse("l.xlsx", content, country="KZ", their_country="UZ")
    assert [(row["title"], row["due_on"]) for row in parsed.rows] == [
        ("Send", dt.date(2026, 12, 1)),
        ("Call", dt.date(2026, 12, 2)),
    ]
    assert parsed.errors == []


def test_a_list_in_the_old_windows_encoding_is_read():
    assert (
        parse("Поручение;Срок\nНаправить список;01.12.2026", encoding="cp1251").rows[0]["title"]
        == "Направить список"
    )


def test_columns_nobody_knows_are_named_not_guessed():
    assert parse("promise,mood\nA,good").unknown_columns == ["mood"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("l.csv", b"\n\n", "empty"),
        ("l.csv", b"a,b\n1,2", "No column says what was promised"),
        ("l.csv", b"\x00\x01\x02", "not a text table"),
        ("l.xlsx", b"PK\x03\x04 broken", "cannot be opened"),
    ],
)
def test_a_list_that_cannot_be_read_says_why(name, content, said):
    with pytest.raises(ListError, match=said):
        lists.parse(name, content, country="KZ", their_country="UZ")


def test_no_exported_cell_starts_a_formula(page, in_desk, editor):
    for start in "=+-@\t":
        deciding.add(in_desk, editor, title=f"{start}cmd|' /C calc'!A0", owner_text="=HYPERLINK(1)")
    rows = list(
        csv.reader(io.StringIO(page.get("/d/atyrau/promises/export.csv").getvalue().decode("utf-8-sig")))
    )
    assert len(rows) == 6
    sheet = load_workbook(io.BytesIO(page.get("/d/atyrau/promises/export.xlsx").getvalue())).active
    cells = [cell for row in rows[1:] for cell in row]
    cells += [cell.value for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None]
    assert "'=HYPERLINK(1)" in cells
    assert not [cell for cell in cells if str(cell).startswith(("=", "+", "-", "@", "\t"))]
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


@pytest.mark.parametrize("language", ["en", "ru", "uz", "kk"])
def test_what_is_exported_can_be_imported_again(page, in_desk, editor, language):
    User.objects.filter(pk=editor.pk).update(language=language)
    deciding.add(
        in_desk, editor, title="Send the list", owner_text="Chamber", side="theirs",
        due_on=dt.date(2026, 12, 1), kind="trade", status="waiting", note="by post",
    )  # fmt: skip
    before = list(
        Promise.objects.values_list("title", "owner_text", "side", "due_on", "kind", "status", "note")
    )
    for kind in ("csv", "xlsx"):
        content = page.get(f"/d/atyrau/promises/export.{kind}").getvalue()
        Promise.objects.all().delete()
        page.post(IMPORT, {"upload": SimpleUploadedFile(f"l.{kind}", content)})
        after = Promise.objects.values_list("title", "owner_text", "side", "due_on", "kind", "status", "note")
        assert list(after) == before


@pytest.mark.parametrize(("language", "heading"), [("ru", "кто отвечает"), ("kk", "кім орындайды")])
def test_who_owes_a_promise_is_not_called_as_the_owner_of_a_desk(language, heading):
    with translation.override(language):
        assert str(lists.COLUMN_NAMES["owner_text"]) == heading
        assert Role.OWNER.label != heading


def test_the_export_holds_what_the_filter_shows(page, in_desk, editor):
    deciding.add(in_desk, editor, title="Ours", side="ours")
    deciding.add(in_desk, editor, title="Theirs", side="theirs")
    text = page.get("/d/atyrau/promises/export.csv?side=ours").getvalue().decode("utf-8-sig")
    assert ("Ours" in text, "Theirs" in text) == (True, False)


def send(page, *rows):
    return page.post(IMPORT, {"upload": SimpleUploadedFile("l.csv", "\n".join(rows).encode())})


def test_a_long_list_comes_in_through_the_worker_with_its_mistakes_named(page, in_desk, settings):
    settings.JOBS_INLINE = False
    rows = [f"Promise {number};2026-12-24" for number in range(250)]
    rows[7] = "Promise 7;in the spring"
    answer = send(page, "promise;due", *rows)
    job = Job.objects.get(kind=IMPORT_JOB)
    assert answer["Location"].endswith(f"/jobs/{job.pk}/")
    assert Promise.objects.count() == 0
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.status, Promise.objects.count()) == ("done", 249)
    body = page.get(job.result_url).content.decode()
    assert "249 promises came in" in body
    assert "9</td>" in body


def test_a_long_list_that_was_broken_off_goes_on_where_it_was(page, in_desk, editor, settings):
    settings.JOBS_INLINE = False
    send(page, "promise", *(f"Promise {number}" for number in range(250)))
    job = Job.objects.get(kind=IMPORT_JOB)
    rows = [{"title": f"Promise {number}"} for number in range(250)]

    def break_off(done):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        import_long(job, rows, break_off)
    assert Promise.objects.count() == importing.CHUNK
    jobs.run(job.pk)
    assert sorted(Promise.objects.values_list("title", flat=True)) == sorted(row["title"] for row in rows)


def test_the_file_of_work_that_is_over_is_forgotten(page, in_desk, settings):
    settings.JOBS_INLINE = False
    send(page, "promise", *(f"Promise {number}" for number in range(250)))
    job = Job.objects.get(kind=IMPORT_JOB)
    later = timezone.now() + 2 * handed.KEPT_FOR
    assert handed.forget(later) == 0
    jobs.run(job.pk)
    path = Path(Attachment.objects.get().file.path)
    assert handed.forget(timezone.now()) == 0
    assert handed.forget(later) == 1
    assert not path.exists()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_export_names_the_region_and_what_a_promise_became(
    page, in_desk, editor, kind, django_assert_max_num_queries
):
    region = Territory.objects.create(
        desk=in_desk, side="ours", place_id=609862, name="Atyrau Region", country="KZ"
    )
    for number in range(30):
        promise = deciding.add(in_desk, editor, title=f"Send {number}", side="ours", territory=region)
        for name in ("Fairs of 2027", "Mission to Nukus"):
            deciding.link_became(promise, title=name, url=f"/d/atyrau/{number}/{name}/", user=editor)
    with django_assert_max_num_queries(16):
        content = page.get(f"/d/atyrau/promises/export.{kind}").getvalue()
    if kind == "csv":
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    else:
        rows = list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
    head = list(rows[0])
    at, became = head.index("region or city"), head.index("what it became")
    assert len(rows) == 31
    assert {(row[at], row[became]) for row in rows[1:]} == {
        ("Atyrau Region", "Fairs of 2027; Mission to Nukus")
    }


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(("exported_in", "read_in"), [("en", "en"), ("ru", "kk"), ("uz", "ru")])
def test_a_list_that_the_desk_exported_makes_no_promise_a_second_time(
    page, in_desk, editor, kind, exported_in, read_in
):
    meeting = OfficialMeeting.objects.create(
        desk=in_desk, title="Talks in Nukus", held_on=dt.date(2026, 11, 12)
    )
    chamber = Organisation.objects.create(desk=in_desk, name="Chamber of Karakalpakstan")
    for number in range(3):
        # Two of the same words, and one that says more than its title.
        deciding.add(in_desk, editor, title="Send the list", owner_organisation=chamber, kind="trade")
        deciding.add(
            in_desk, editor, title=f"Promise {number}", meeting=meeting, due_phrase="soon", status="waiting"
        )
    User.objects.filter(pk=editor.pk).update(language=exported_in)
    content = page.get(f"/d/atyrau/promises/export.{kind}?state=all").getvalue()
    User.objects.filter(pk=editor.pk).update(language=read_in)
    before = list(Promise.objects.order_by("pk").values())
    answer = page.post(IMPORT, {"upload": SimpleUploadedFile(f"l.{kind}", content), "update": "on"})
    assert list(Promise.objects.order_by("pk").values()) == before
    taken = answer.context["taken"]
    assert [taken[name] for name in ("count", "here", "differing", "updated")] == [0, 6, 0, 0]
    assert answer.context["parsed"].errors == answer.context["parsed"].unknown_columns == []


def test_a_list_without_addresses_knows_its_promises_by_words_meeting_and_who_owes_them(
    page, in_desk, editor
):
    old = OfficialMeeting.objects.create(desk=in_desk, title="Talks", held_on=dt.date(2026, 3, 1))
    new = OfficialMeeting.objects.create(desk=in_desk, title="Talks", held_on=dt.date(2026, 11, 12))
    for meeting in (old, new):
        deciding.add(in_desk, editor, title="Send the calendar", meeting=meeting)
    rows = ("promise,meeting,day of the meeting", "Send the calendar,Talks,2026-11-12", "Send the calendar,,")
    answer = send(page, *rows)
    assert (answer.context["taken"]["count"], answer.context["taken"]["here"]) == (1, 1)
    again = send(page, "promise,who owes it", "Find a partner,Chamber", "Find a partner,City hall")
    assert again.context["taken"]["count"] == 2
    third = send(page, "promise,who owes it", "Find a partner,Chamber", "Find a partner,Akimat")
    assert (third.context["taken"]["count"], third.context["taken"]["here"]) == (1, 1)


def test_what_a_list_says_otherwise_is_shown_and_written_only_on_request(page, in_desk, editor):
    deciding.add(in_desk, editor, title="Send the list", status="done", due_on=dt.date(2026, 12, 1))
    rows = ("promise,due,status,to whom", "Send the list,24.12.2026,,Chamber")
    answer = send(page, *rows)
    promise = Promise.objects.get()
    assert (promise.due_on, promise.to_text, promise.status) == (dt.date(2026, 12, 1), "", "done")
    assert [row["said"] for row in answer.context["taken"]["differences"]] == [
        [("to whom", "", "Chamber"), ("due", day(dt.date(2026, 12, 1)), day(dt.date(2026, 12, 24)))]
    ]
    page.post(IMPORT, {"upload": SimpleUploadedFile("l.csv", "\n".join(rows).encode()), "update": "on"})
    promise.refresh_from_db()
    # The empty cell of the status changes nothing.
    assert (promise.due_on, promise.to_text, promise.status) == (dt.date(2026, 12, 24), "Chamber", "done")


def test_an_address_of_another_machines_desk_finds_nothing_here(page, in_desk, editor):
    known = deciding.add(in_desk, editor, title="Send the list")
    answer = send(page, "promise,page at the desk", f"Build the road,/d/atyrau/promises/{known.pk}/")
    assert (answer.context["taken"]["count"], answer.context["taken"]["here"]) == (1, 0)


def test_a_long_list_counts_the_same_whatever_piece_a_row_falls_into(page, in_desk, editor, settings):
    settings.JOBS_INLINE = False
    deciding.add(in_desk, editor, title="Promise 3")
    send(page, "promise", *(f"Promise {number % 125}" for number in range(250)))
    job = Job.objects.get(kind=IMPORT_JOB)
    jobs.run(job.pk)
    job.refresh_from_db()
    taken = job.result["taken"]
    assert (taken["count"], taken["here"], Promise.objects.count()) == (249, 1, 250)
    send(page, "promise", *(f"Promise {number % 125}" for number in range(250)))
    job = Job.objects.filter(kind=IMPORT_JOB).latest("pk")
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.result["taken"]["count"], job.result["taken"]["here"]) == (0, 250)
