import datetime as dt
import html

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from egiz.desk.core.models import Desk
from egiz.desk.directory.models import Organisation, Person
from egiz.desk.promises.domain import deciding, owners, reading
from egiz.desk.promises.interfaces import quotes
from egiz.desk.promises.models import OfficialMeeting, Promise
from tests.desk.conftest import client_of
from tests.desk.promises.conftest import CALENDAR, ONLINE, REPORT, TEXT, found

HTMX = {"HX-Request": "true"}


def test_suggestions_are_numbered_in_the_order_of_the_text(suggestions):
    assert [item.number for item in suggestions] == [1, 2, 3]
    assert [item.kind for item in suggestions] == ["meeting", "events", "assistance"]
    assert all(item.status == "suggested" for item in suggestions)


def test_the_quote_is_what_stands_at_its_place_in_the_text(suggestions):
    assert all(TEXT[item.start : item.end] == item.quote for item in suggestions)


def test_a_vague_day_stays_a_phrase_with_a_proposal(suggestions):
    first = suggestions[0]
    assert (first.due_on, first.due_phrase, first.due_proposed) == (
        None,
        "в ближайшие дни",
        dt.date(2026, 11, 27),
    )


def test_a_consulate_stands_for_the_country_in_its_name_not_for_its_place(suggestions):
    assert suggestions[0].side == "theirs"


def test_a_person_stands_on_the_side_their_role_names(in_desk):
    findings = {
        "people": [{"name": "Атабек", "role": "генеральный консул Узбекистана", "organisation": None}]
    }
    assert owners.side_of(in_desk, ["Атабек"], findings) == "theirs"
    assert owners.side_of(in_desk, ["Атабек", "Палата Казахстана"], findings) == "both"
    assert owners.side_of(in_desk, ["Совет"], findings) == ""


@pytest.mark.parametrize(
    ("name", "kind", "country", "side"),
    [
        ("Торгово-промышленная палата Узбекистана", "chamber", "", "theirs"),
        ("Oʻzbekiston Savdo-sanoat palatasi", "chamber", "", "theirs"),
        ("Атырау облысының кәсіпкерлер палатасы", "chamber", "KZ", "ours"),
        ("Казахстанско-Узбекский деловой совет", "council", "", "both"),
        ("Посольство Узбекистана в Казахстане", "consulate", "KZ", "theirs"),
        ("ТОО «Alimay»", "company", "", ""),
    ],
)
def test_side_of_an_organisation_by_its_name_and_place(name, kind, country, side):
    assert owners.side_by_name(Desk(country="KZ", their_country="UZ"), name, kind, country) == side


def test_reading_again_keeps_what_was_decided_and_replaces_what_was_not(meeting, suggestions, editor):
    deciding.confirm(suggestions[0], editor, title="Online meeting")
    reading.store(meeting, {**REPORT, "commitments": [ONLINE, CALENDAR]}, editor)
    rows = list(meeting.promises.order_by("number"))
    assert [(row.status, row.kind) for row in rows] == [("open", "meeting"), ("suggested", "events")]
    assert rows[0].title == "Online meeting"


@pytest.mark.parametrize(
    ("quote", "kept"),
    [
        ("предложил провести онлайн-встречу в ближайшие дни", 1),  # the decided words and one more
        ("провести онлайн-встречу", 1),  # a part of the decided words
        ("в ближайшие дни. Палата направит календарь", 2),  # touches them, and is another promise
    ],
)
def test_reading_again_tells_the_same_place_from_one_that_only_touches_it(
    meeting, suggestions, editor, quote, kept
):
    deciding.confirm(suggestions[0], editor)
    reading.store(meeting, {**REPORT, "commitments": [found(quote)]}, editor)
    assert meeting.promises.count() == kept


def test_a_pasted_report_is_read_by_the_real_reader_and_opens_beside_its_text(
    page, in_desk, django_capture_on_commit_callbacks
):
    pytest.importorskip("egiz.minutes")
    text = (
        "В Палате предпринимателей Атырауской области прошла встреча "
        "с Генеральным консулом Узбекистана в Актау.\r\n"
        "Палата предпринимателей обязалась направить календарь нефтегазовых мероприятий "
        "до 15 декабря 2026 года."
    )
    with django_capture_on_commit_callbacks(execute=True):
        response = page.post("/d/atyrau/promises/read/", {"text": text, "held_on": "2026-11-12"})
    meeting = OfficialMeeting.objects.get()
    assert response["Location"] == f"/d/atyrau/desk/jobs/{meeting.job_id}/"
    assert (meeting.job.status, meeting.job.error) == ("done", "")
    assert "\r" not in meeting.text
    promise = meeting.promises.get()
    assert meeting.text[promise.start : promise.end] == promise.quote
    assert promise.due_on == dt.date(2026, 12, 15)
    assert "quote-1" in page.get(meeting.job.result_url).content.decode()


def test_an_empty_form_says_what_to_give(page):
    body = page.post("/d/atyrau/promises/read/", {"text": " "}).content.decode()
    assert "Paste the report here" in body


def test_both_text_and_file_are_refused_because_it_is_unclear_which_is_read(page):
    upload = SimpleUploadedFile("r.txt", b"text")
    body = page.post("/d/atyrau/promises/read/", {"text": "a", "upload": upload}).content.decode()
    assert "either the text or the file" in body


def test_a_report_that_cannot_be_read_fails_in_words(page, in_desk, django_capture_on_commit_callbacks):
    upload = SimpleUploadedFile("r.pdf", b"%PDF-1.7 not a page at all")
    with django_capture_on_commit_callbacks(execute=True):
        page.post("/d/atyrau/promises/read/", {"upload": upload})
    job = OfficialMeeting.objects.get().job
    body = page.get(f"/d/atyrau/desk/jobs/{job.pk}/").content.decode()
    assert job.status == "failed"
    assert "could not be read" in body
    assert "Traceback" not in body


def test_a_file_that_is_not_what_its_name_says_is_refused_at_once(page, in_desk):
    upload = SimpleUploadedFile("r.docx", b"PK\x03\x04 not a word file at all")
    body = page.post("/d/atyrau/promises/read/", {"upload": upload}).content.decode()
    assert "its content is something else" in html.unescape(body)
    assert not OfficialMeeting.objects.exists()


def test_confirming_makes_a_promise_with_a_card_of_its_owner(page, suggestions):
    first = suggestions[0]
    data = {
        "title": "Online meeting",
        "owner_text": first.owner_text,
        "kind": "meeting",
        "take_proposed": "on",
    }
    page.post(f"/d/atyrau/promises/{first.pk}/confirm/", data)
    first.refresh_from_db()
    assert (first.status, first.title, first.due_on) == ("open", "Online meeting", dt.date(2026, 11, 27))
    owner = Person.objects.get()
    assert first.owner_person == owner
    assert (owner.position, owner.side) == ("генеральный консул", "theirs")
    assert owner.organisation.kind == "consulate"
    assert list(first.meeting.participants.all()) == [owner]


def test_confirming_without_the_proposed_day_leaves_no_day(page, suggestions):
    first = suggestions[0]
    page.post(f"/d/atyrau/promises/{first.pk}/confirm/", {"title": "T", "kind": "meeting"})
    first.refresh_from_db()
    assert (first.status, first.due_on) == ("open", None)


def test_a_card_with_a_mistake_stays_a_suggestion_and_says_where(page, suggestions):
    first = suggestions[0]
    address = f"/d/atyrau/promises/{first.pk}/confirm/"
    body = page.post(address, {"title": "", "kind": "meeting"}, headers=HTMX).content.decode()
    first.refresh_from_db()
    assert first.status == "suggested"
    assert "has-errors" in body


def test_a_decision_redraws_only_its_card_and_the_count(page, suggestions):
    body = page.post(f"/d/atyrau/promises/{suggestions[1].pk}/reject/", headers=HTMX).content.decode()
    assert body.count("<article") == 1
    assert "1 of 3 decided" in body
    assert "<html" not in body


def test_without_javascript_a_decision_comes_back_to_its_card(page, suggestions):
    response = page.post(f"/d/atyrau/promises/{suggestions[1].pk}/reject/")
    assert response["Location"] == f"/d/atyrau/promises/meetings/{suggestions[1].meeting_id}/#card-2"


def test_merged_and_rejected_are_not_promises_and_can_be_taken_back(page, suggestions):
    first, second, third = suggestions
    page.post(f"/d/atyrau/promises/{second.pk}/merge/", {"merge_into": first.pk})
    page.post(f"/d/atyrau/promises/{third.pk}/reject/")
    statuses = dict(Promise.objects.values_list("number", "status"))
    assert statuses == {1: "suggested", 2: "merged", 3: "rejected"}
    for item in (second, third):
        page.post(f"/d/atyrau/promises/{item.pk}/take-back/")
    assert set(Promise.objects.values_list("status", "merged_into")) == {("suggested", None)}


def test_a_promise_cannot_be_merged_into_itself_or_into_a_rejected_one(page, suggestions):
    first, second, _third = suggestions
    body = page.post(
        f"/d/atyrau/promises/{first.pk}/merge/", {"merge_into": first.pk}, headers=HTMX
    ).content.decode()
    assert "of one meeting can be merged" in body
    page.post(f"/d/atyrau/promises/{second.pk}/reject/")
    body = page.post(
        f"/d/atyrau/promises/{first.pk}/merge/", {"merge_into": second.pk}, headers=HTMX
    ).content.decode()
    assert "choose another" in body
    first.refresh_from_db()
    assert first.status == "suggested"


def test_two_people_deciding_at_once_the_second_is_told(page, suggestions):
    page.post(f"/d/atyrau/promises/{suggestions[0].pk}/reject/")
    data = {"title": "T", "kind": "meeting"}
    body = page.post(f"/d/atyrau/promises/{suggestions[0].pk}/confirm/", data, headers=HTMX).content.decode()
    assert "decided already" in body


@pytest.mark.parametrize("act", ["confirm", "reject", "merge", "take-back", "set"])
def test_a_viewer_reads_the_cards_but_decides_nothing(viewer, suggestions, act):
    client = client_of(viewer)
    body = client.get(f"/d/atyrau/promises/meetings/{suggestions[0].meeting_id}/").content.decode()
    assert "онлайн-встречу" in body
    assert "data-act" not in body
    assert client.post(f"/d/atyrau/promises/{suggestions[0].pk}/{act}/").status_code == 403


@pytest.mark.parametrize("act", ["confirm", "reject", "merge", "take-back", "set", "comment"])
def test_a_stranger_finds_no_such_promise(stranger, suggestions, act):
    client = client_of(stranger)
    assert client.post(f"/d/nukus/promises/{suggestions[0].pk}/{act}/").status_code == 404
    assert client.get(f"/d/nukus/promises/meetings/{suggestions[0].meeting_id}/").status_code == 404


def test_a_promise_of_another_desk_cannot_be_merged_into(page, suggestions, stranger):
    from django_scopes import scope

    other = stranger.memberships.get().desk
    with scope(desk=other):
        foreign = Promise.objects.create(desk=other, title="Foreign")
    address = f"/d/atyrau/promises/{suggestions[0].pk}/merge/"
    assert page.post(address, {"merge_into": foreign.pk}).status_code == 404


def test_markup_in_a_report_is_text_on_every_page(page, in_desk, editor):
    evil = "Палата <img src=x onerror=alert(1)> направит письмо."
    made = reading.begin_meeting(in_desk, editor, text=evil, title="<script>t</script>")
    item = {**CALENDAR, "title": "<script>x</script>", "start": 0, "end": len(evil), "by": ["<b>Палата</b>"]}
    reading.store(made, {"commitments": [item], "people": [{"name": "<i>X</i>", "role": None}]}, editor)
    promise = made.promises.get()
    for address in (
        f"/d/atyrau/promises/meetings/{made.pk}/", f"/d/atyrau/promises/{promise.pk}/", "/d/atyrau/promises/",
        "/d/atyrau/promises/meetings/",
    ):  # fmt: skip
        body = page.get(address).content.decode()
        assert "<script>x" not in body
        assert "<script>t" not in body
        assert "<img src=x" not in body
        assert "<b>Палата" not in body
        assert "<i>X" not in body
        assert "&lt;script&gt;t" in body


def test_ticked_people_and_organisations_come_into_the_directory_once(page, meeting):
    address = f"/d/atyrau/promises/meetings/{meeting.pk}/add/"
    for _again in range(2):
        page.post(address, {"people": ["0", "77", "x"], "organisations": ["0", "1"]})
    assert Person.objects.count() == 1
    assert set(Organisation.objects.values_list("kind", "side")) == {("consulate", "theirs"), ("chamber", "")}


def test_the_reading_page_asks_as_much_for_three_cards_as_for_one(queries, meeting):
    address = f"/d/atyrau/promises/meetings/{meeting.pk}/"
    three = queries(address)
    Promise.objects.filter(number__gt=1).delete()
    assert queries(address) == three


def promise(start, end, number, status="suggested"):
    return Promise(start=start, end=end, number=number, status=status)


def test_overlapping_quotes_are_cut_where_either_begins_or_ends():
    (pieces,) = quotes.paragraphs("abcdef", [promise(0, 4, 1), promise(2, 6, 2)])
    assert [(piece.text, piece.numbers, piece.starts) for piece in pieces] == [
        ("ab", (1,), (1,)),
        ("cd", (1, 2), (2,)),
        ("ef", (2,), ()),
    ]


def test_a_quote_over_two_paragraphs_is_marked_in_both_and_numbered_once():
    first, second = quotes.paragraphs("ab\ncd", [promise(1, 5, 1)])
    assert [(piece.text, piece.numbers) for piece in first] == [("a", ()), ("b", (1,))]
    assert [(piece.text, piece.numbers, piece.starts) for piece in second] == [("cd", (1,), ())]


spans = st.lists(st.tuples(st.integers(-2, 40), st.integers(-2, 40)), max_size=6)


@given(st.text(alphabet="аbв \n", max_size=40), spans)
def test_no_letter_is_lost_or_doubled_whatever_the_quotes(text, edges):
    items = [promise(start, end, number) for number, (start, end) in enumerate(edges, start=1)]
    pieces = quotes.paragraphs(text, items)
    assert ["".join(piece.text for piece in line) for line in pieces] == [
        line for line in text.split("\n") if line.strip()
    ]


def test_a_quote_stands_in_its_own_paragraph(suggestions):
    before, quote, after = quotes.paragraph_around(suggestions[0])
    assert before.text == "Генеральный консул предложил "
    assert quote.numbers == (1,)
    assert after.text == ". Палата направит календарь."


def test_a_long_paragraph_is_cut_at_words_around_the_quote():
    text = "слово " * 100 + "ОБЕЩАНИЕ" + " слово" * 100
    start = text.index("О", 590)
    item = Promise(meeting=OfficialMeeting(text=text), start=start, end=start + 8, quote="ОБЕЩАНИЕ")
    before, quote, after = quotes.paragraph_around(item)
    assert quote.text == "ОБЕЩАНИЕ"
    assert before.text.startswith("… слово")
    assert after.text.endswith("слово …")


MORE = found("Встреча в Атырау", kind="other", by=[], confidence=0.42)


@pytest.fixture
def doubtful(in_desk, editor):
    """A report of which two promises are sure, one is not, and one is only perhaps a promise."""
    made = reading.begin_meeting(in_desk, editor, text=TEXT, held_on=dt.date(2026, 11, 12))
    made.findings = {"left_out": [{"code": "attachment_left_out", "params": {"name": "план.png"}}]}
    less = {**CALENDAR, "confidence": 0.55}
    report = {**REPORT, "commitments": [less, ONLINE], "perhaps": [MORE, {**ONLINE, "confidence": 0.4}]}
    reading.store(made, report, editor)
    return made


def test_the_sure_ones_stand_first_and_what_was_left_out_is_said(doubtful, editor):
    address = f"/d/{doubtful.desk.slug}/promises/meetings/{doubtful.pk}/"
    page = html.unescape(client_of(editor).get(address, headers={"accept-language": "en"}).content.decode())
    assert page.index('id="card-1"') < page.index("Less sure") < page.index('id="card-2"')
    assert "план.png was not read" in page
    assert "1 more sentence that may be a promise" in page


def test_what_is_perhaps_a_promise_is_taken_up_once(doubtful, editor):
    item = reading.take_up(doubtful, 0, editor)
    assert (item.status, item.quote, item.number) == ("suggested", "Встреча в Атырау", 1)
    assert [one.number for one in doubtful.promises.order_by("start")] == [1, 2, 3]
    assert reading.take_up(doubtful, 0, editor) is None
    assert reading.take_up(doubtful, 9, editor) is None
    assert reading.perhaps(doubtful, list(doubtful.promises.all())) == []


def test_a_guest_takes_nothing_up(doubtful, guest):
    address = f"/d/{doubtful.desk.slug}/promises/meetings/{doubtful.pk}/perhaps/0/"
    assert client_of(guest).post(address).status_code == 403
    assert doubtful.promises.count() == 2
