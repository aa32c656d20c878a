import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models.signals import post_init
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from egiz.desk.core.domain import jobs, search, trail
from egiz.desk.core.models import Comment, Job
from egiz.desk.directory.domain import entries, importing, merging
from egiz.desk.directory.interfaces import cards
from egiz.desk.directory.models import Merged, Organisation, Person
from egiz.desk.missions.models import Company, Mission
from egiz.desk.promises.models import OfficialMeeting, Promise

HOME = "/d/atyrau/directory/"
NAMES = [a + b for a in ("Bar", "Dos", "Kem", "Lun", "Mit") for b in ("ak", "el", "ov", "ush", "in")]


@pytest.fixture
def pair(in_desk):
    first = Person.objects.create(desk=in_desk, name="Атабек Турсынбеков", position="консул")
    second = Person.objects.create(
        desk=in_desk, name="Tursynbekov Atabek", email="a@mfa.example", note="from a card"
    )
    return first, second


def test_the_same_name_in_another_script_and_order_is_proposed(pair, in_desk):
    Person.objects.create(desk=in_desk, name="Айнур Турсынбекова")
    (found,) = merging.alike(Person)
    assert (found.kept, found.gone, found.why) == (*pair, "name")


def test_a_merge_moves_everything_and_is_taken_apart_again(pair, in_desk, editor):
    kept, gone = pair
    number = gone.pk
    promise = Promise.objects.create(desk=in_desk, title="Прислать список", owner_person=gone)
    meeting = OfficialMeeting.objects.create(desk=in_desk, title="Встреча")
    meeting.participants.add(kept, gone)
    trail.add_comment(gone, editor, "about the other")
    merged = merging.merge(kept, gone, editor)
    promise.refresh_from_db()
    assert promise.owner_person == kept
    assert list(meeting.participants.all()) == [kept]
    assert (kept.email, kept.note, kept.names["other"]) == (
        "a@mfa.example",
        "from a card",
        "Tursynbekov Atabek",
    )
    assert Comment.objects.get().target_id == kept.pk
    assert list(Person.objects.all()) == [kept]
    assert merging.alike(Person) == []

    back = merging.take_apart(merged, editor)
    promise.refresh_from_db()
    kept.refresh_from_db()
    assert (promise.owner_person, back.pk) == (back, number)
    assert set(meeting.participants.all()) == {kept, back}
    assert (kept.email, kept.note, kept.names) == ("", "", {})
    assert Comment.objects.get().target_id == back.pk
    assert not Merged.objects.exists()
    assert [hit.title for group in search.find(in_desk, "Tursynbekov") for hit in group.hits].count(
        "Прислать список"
    ) == 1


def test_the_page_merges_or_keeps_two(page, pair):
    kept, gone = pair
    assert "Tursynbekov Atabek" in page.get(f"{HOME}duplicates/").content.decode()
    page.post(f"{HOME}duplicates/people/merge/", {"kept": kept.pk, "gone": gone.pk, "act": "different"})
    assert "No two cards look alike" in page.get(f"{HOME}duplicates/").content.decode()
    page.post(f"{HOME}duplicates/people/merge/", {"kept": kept.pk, "gone": gone.pk})
    assert Person.objects.count() == 1
    page.post(f"{HOME}duplicates/{Merged.objects.get().pk}/apart/")
    assert Person.objects.count() == 2


@pytest.mark.parametrize("kind", ["vcf", "xlsx"])
def test_people_go_out_and_come_in_again(page, in_desk, kind):
    chamber = Organisation.objects.create(desk=in_desk, name="Палата; Атырау, ТПП")
    Person.objects.create(
        desk=in_desk, name="Айнұр Сериккызы", names={"ru": "Айнур Сериккызы", "en": "Ainur Serikkyzy"},
        position="специалист, отдел 2", organisation=chamber, email="ainur@example.kz", phone="+7 712 200",
        note="две\nстроки",
    )  # fmt: skip
    fields = ("name", "names", "position", "email", "phone", "note")
    before = Person.objects.values(*fields).get()
    content = page.get(f"{HOME}people/export.{kind}").getvalue()
    Person.objects.all().delete()
    page.post(f"{HOME}people/import/", {"upload": SimpleUploadedFile(f"people.{kind}", content)})
    after = Person.objects.values(*fields).get()
    if kind == "xlsx":
        before["note"] = "две строки"
    assert after == before
    assert Person.objects.get().organisation == chamber


def test_cards_of_telephones_are_read():
    text = (
        "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Dilnoza Karimova\r\nN:Karimova;Dilnoza;;;\r\n"
        "ORG:Savdo palatasi;Bo'lim\r\n"
        "item1.EMAIL;TYPE=work:d@example.uz\r\nTEL;VALUE=uri:tel:+998-90-1\r\n"
        "NOTE:long \r\n line\r\nEND:VCARD\r\n"
    )
    ((_where, found),) = cards.read_vcards(text.encode())
    assert found == {
        "names": {}, "name": "Dilnoza Karimova", "organisation": "Savdo palatasi", "email": "d@example.uz",
        "phone": "+998-90-1", "note": "long line",
    }  # fmt: skip


def test_bad_rows_are_named_and_good_ones_come_in(page, in_desk):
    book, out = Workbook(), io.BytesIO()
    for row in (
        ["ФИО", "Почта"],
        ["Иван Петров", "ivan@example.kz"],
        ["", "x@example.kz"],
        ["Пётр Иванов", "не почта"],
    ):
        book.active.append(row)
    book.save(out)
    body = page.post(
        f"{HOME}people/import/", {"upload": SimpleUploadedFile("a.xlsx", out.getvalue())}
    ).content.decode()
    assert list(Person.objects.values_list("name", flat=True)) == ["Иван Петров"]
    assert "Row 3: No name." in body
    assert "Row 4: “не почта” is no e-mail address." in body


def test_somebody_with_a_card_keeps_it_and_only_gaps_are_filled(page, pair):
    pair[1].delete()
    table = "name,position,phone\nTursynbekov Atabek,посол,+998\n"
    page.post(f"{HOME}people/import/", {"upload": SimpleUploadedFile("a.csv", table.encode())})
    first = Person.objects.order_by("pk").first()
    assert Person.objects.count() == 1
    assert (first.position, first.phone) == ("консул", "+998")


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"name\n", b"BEGIN:VCARD"])
def test_a_file_of_nothing_is_explained(page, in_desk, content):
    for name in ("a.vcf", "a.csv"):
        answer = page.post(f"{HOME}people/import/", {"upload": SimpleUploadedFile(name, content)})
        assert answer.status_code == 200
    assert not Person.objects.exists()


def test_a_company_shows_its_missions_by_card_and_by_name(page, in_desk):
    card = Organisation.objects.create(desk=in_desk, name="Нукус Дон", kind="company")
    tied = Mission.objects.create(desk=in_desk, name="Весенняя миссия")
    named = Mission.objects.create(desk=in_desk, name="Осенняя миссия")
    other = Mission.objects.create(desk=in_desk, name="Чужая миссия")
    Company.objects.create(
        desk=in_desk, mission=tied, side="theirs", key="1", name="ND", organisation=card, offers=["мука"]
    )
    Company.objects.create(desk=in_desk, mission=named, side="theirs", key="1", name="ООО «Нукус Дон»")
    Company.objects.create(desk=in_desk, mission=other, side="theirs", key="1", name="Нукус Дон Плюс")
    body = page.get(f"{HOME}organisations/{card.pk}/").content.decode()
    assert "Весенняя миссия" in body
    assert "мука" in body
    assert "Осенняя миссия" in body
    assert "Чужая миссия" not in body


def test_a_role_that_somebody_leaves_stays_on_their_card(page, in_desk, editor):
    from egiz.desk.directory.domain import entries

    chamber = Organisation.objects.create(desk=in_desk, name="Палата")
    person = Person.objects.create(desk=in_desk, name="Иван Петров", position="консул", organisation=chamber)
    entries.change(person, editor, position="посол", organisation=None)
    entries.change(person, editor, phone="+7")
    (post,) = person.posts.all()
    assert (post.position, post.organisation, post.until) == ("консул", "Палата", in_desk.today().isoformat())
    where = f"{HOME}people/{person.pk}/"
    page.post(where, {"position": "атташе", "since": "2018", "until": "2020-05"})
    body = page.get(where).content.decode()
    assert "консул, Палата" in body
    assert "атташе" in body
    assert "Write a year" in page.post(where, {"position": "x", "since": "давно"}).content.decode()
    assert [hit.title for group in search.find(in_desk, "атташе") for hit in group.hits] == ["Иван Петров"]


def test_a_viewer_adds_no_role(viewer, in_desk):
    from tests.desk.conftest import client_of

    person = Person.objects.create(desk=in_desk, name="Иван Петров")
    assert client_of(viewer).post(f"{HOME}people/{person.pk}/", {"position": "x"}).status_code == 403
    assert not person.posts.exists()


def test_many_people_come_in_through_the_worker(page, in_desk, settings):
    settings.JOBS_INLINE = False
    rows = "".join(f"{word},p{number}@example.kz\n" for number, word in enumerate(NAMES))
    file = SimpleUploadedFile("a.csv", f"name,e-mail\n{rows},nobody@example.kz\n".encode())
    answer = page.post(f"{HOME}people/import/", {"upload": file})
    job = Job.objects.get(kind=importing.PEOPLE_JOB)
    assert answer["Location"].endswith(f"/jobs/{job.pk}/")
    assert Person.objects.count() == 0
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.status, Person.objects.count()) == ("done", len(NAMES))
    body = page.get(job.result_url).content.decode()
    assert f"New cards: {len(NAMES)}" in body
    assert f"Row {len(NAMES) + 2}: No name." in body


def test_many_people_that_were_broken_off_go_on_where_they_were(in_desk, editor, monkeypatch):
    monkeypatch.setattr(importing, "CHUNK", 4)
    job = Job.objects.create(desk=in_desk, kind=importing.PEOPLE_JOB, created_by=editor)
    rows = [{"name": word} for word in NAMES]

    def break_off(_done):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        importing.take_in_long(job, rows, break_off)
    assert Person.objects.count() == 4
    job.refresh_from_db()
    assert importing.take_in_long(job, rows, lambda _done: None) == (len(NAMES), 0)
    assert Person.objects.count() == len(NAMES)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("a.csv", "name\n" + "Ainur\n" * 9, id="table"),
        pytest.param("a.vcf", "BEGIN:VCARD\nFN:Ainur\nEND:VCARD\n" * 9, id="cards"),
    ],
)
def test_more_people_than_are_read_are_refused_with_the_reason_and_none_is_dropped_in_silence(
    page, in_desk, monkeypatch, name, content
):
    monkeypatch.setattr(cards, "MOST", 8)
    answer = page.post(f"{HOME}people/import/", {"upload": SimpleUploadedFile(name, content.encode())})
    assert "The file holds more than 8 people. Split it into several files." in answer.content.decode()
    assert Person.objects.count() == 0


def test_a_name_that_many_share_is_found_without_reading_all_their_cards(in_desk, django_assert_num_queries):
    for word in NAMES:
        Person.objects.create(desk=in_desk, name=f"Ainur {word}")
    read = []
    post_init.connect(lambda instance, **_more: read.append(instance.name), sender=Person, weak=False,
                      dispatch_uid="read")  # fmt: skip
    try:
        with django_assert_num_queries(1):
            found = entries.find_person(f"{NAMES[-1]} Ainur")
    finally:
        post_init.disconnect(sender=Person, dispatch_uid="read")
    assert found.name == f"Ainur {NAMES[-1]}"
    assert read == [found.name]


def work_of_taking_in(desk, editor, rows):
    """How many cards are read, questions asked and steps gone by SQLite while a long list is taken in."""
    read, steps = [], []
    for model in (Person, Organisation):
        post_init.connect(lambda instance, **_more: read.append(instance), sender=model, weak=False,
                          dispatch_uid=f"read {model}")  # fmt: skip
    if connection.vendor == "sqlite":
        connection.connection.set_progress_handler(lambda: steps.append(1), 100)
    try:
        with CaptureQueriesContext(connection) as asked:
            job = Job.objects.create(desk=desk, kind=importing.PEOPLE_JOB, created_by=editor)
            assert importing.take_in_long(job, rows, lambda _done: None) == (len(rows), 0)
    finally:
        for model in (Person, Organisation):
            post_init.disconnect(sender=model, dispatch_uid=f"read {model}")
        if connection.vendor == "sqlite":
            connection.connection.set_progress_handler(None, 100)
    return len(read), len(asked), len(steps)


def test_the_work_of_a_long_list_grows_with_its_length_and_not_with_its_square(in_desk, editor, monkeypatch):
    monkeypatch.setattr(importing, "CHUNK", 20)

    def people(first, count):
        # Each name and each organisation is part of many others: "Айнур 1" of "Айнур 12" and "Айнур 123".
        return [{"name": f"Айнур {n}", "organisation": f"Палата {n}"} for n in range(first, first + count)]

    work_of_taking_in(in_desk, editor, people(10_000, 20))  # what is read once is read before it is counted
    few = work_of_taking_in(in_desk, editor, people(0, 40))
    many = work_of_taking_in(in_desk, editor, people(1000, 160))
    for one, other in zip(few, many, strict=True):
        assert other <= 4.6 * one


def test_people_of_a_long_list_who_have_a_card_are_found_by_mail_or_whole_name_in_any_script(in_desk, editor):
    by_mail = Person.objects.create(desk=in_desk, name="А. Турсынбеков", email="A.T@mfa.example")
    by_name = Person.objects.create(desk=in_desk, name="Дилноза Каримова", names={"uz": "Dilnoza Karimova"})
    more = Person.objects.create(desk=in_desk, name="Дилноза Каримова Бахтияровна")
    rows = [
        {"name": "Tursynbekov Atabek", "email": "a.t@MFA.example", "phone": "+7"},
        {"name": "Karimova Dilnoza", "phone": "+998"},
        {"name": "Каримова Бахтияровна Дилноза", "phone": "+9"},
        {"name": "Дилноза"},
        *({"name": word, "email": f"{word}@x.example"} for word in NAMES),
        {"name": NAMES[0], "email": f"{NAMES[0]}@x.example", "phone": "+1"},
    ]
    job = Job.objects.create(desk=in_desk, kind=importing.PEOPLE_JOB, created_by=editor)
    assert importing.take_in_long(job, rows, lambda _done: None) == (1 + len(NAMES), 4)
    phones = dict(Person.objects.exclude(phone="").values_list("pk", "phone"))
    twice = Person.objects.get(name=NAMES[0])
    assert phones == {by_mail.pk: "+7", by_name.pk: "+998", more.pk: "+9", twice.pk: "+1"}


def test_whoever_gets_a_card_while_a_long_list_comes_in_gets_no_second_one(in_desk, editor, monkeypatch):
    monkeypatch.setattr(importing, "CHUNK", 4)
    job = Job.objects.create(desk=in_desk, kind=importing.PEOPLE_JOB, created_by=editor)
    last, gone = NAMES[-1], NAMES[0]

    def others_write(done):
        if done == 4:
            Person.objects.create(desk=in_desk, name=last)
            Person.objects.filter(name=gone).delete()

    rows = [{"name": word} for word in [*NAMES, gone]]
    added, _changed = importing.take_in_long(job, rows, others_write)
    assert (added, Person.objects.count()) == (len(NAMES), len(NAMES))


def test_numbers_in_names_are_told_apart(in_desk, editor):
    school = Organisation.objects.create(desk=in_desk, name="Школа № 1")
    assert entries.find_organisation("Школа № 11") is None
    assert entries.find_organisation("maktab 1") is None
    assert entries.find_organisation("Shkola 1") == school
    job = Job.objects.create(desk=in_desk, kind=importing.PEOPLE_JOB, created_by=editor)
    rows = [{"name": f"Гость {n}", "organisation": f"Школа № {n}"} for n in (1, 11, 100, 10)]
    assert importing.take_in_long(job, rows, lambda _done: None) == (4, 0)
    assert Organisation.objects.count() == 4
    assert merging.alike(Organisation) == merging.alike(Person) == []
