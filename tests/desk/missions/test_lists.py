"""Lists as people send them: looked at first, columns named by hand, bad cells named, nothing wiped out."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from openpyxl import Workbook

from egiz.desk.core.domain import jobs
from egiz.desk.core.models import Job
from egiz.desk.missions.domain import registration
from egiz.desk.missions.interfaces import list_words
from egiz.desk.missions.models import Company, CompanyImport
from tests.desk.missions.conftest import URL, make_company

HEAD = ["Код", "Компания", "Предложения", "Потребности", "ОКЭД", "ТН ВЭД", "E-mail", "Телефон", "Языки",
        "Мин встреч", "Макс встреч", "Страна", "БИН", "Формат"]  # fmt: skip
GOOD = ["A1", "ТОО «Насос»", "насосы", "уплотнения", "28.13", "8413", "a1@example.org", "+7 712 1", "русский",
        "0", "8", "KZ", "", "онлайн"]  # fmt: skip


@pytest.fixture
def book(tmp_path):
    def write(*rows, head=HEAD):
        made = Workbook()
        made.active.append(head)
        for row in rows:
            made.active.append(row)
        made.save(tmp_path / "list.xlsx")
        return SimpleUploadedFile("Фирмы.xlsx", (tmp_path / "list.xlsx").read_bytes())

    return write


def row(key, **changes):
    cells = dict(zip(HEAD, GOOD, strict=True)) | {"Код": key, "Компания": f"Company {key}"} | changes
    return [cells[name] for name in HEAD]


def test_a_list_is_looked_at_without_keeping_anything(mission, book):
    make_company(mission, "ours", "A2", name="Company A2", offers=["pumps"])
    tried = registration.try_list(mission, "ours", book(GOOD, row("A2")), None)
    assert (tried.added, tried.changed, tried.state) == (1, 1, "tried")
    assert Company.objects.count() == 1
    assert [
        "Company A2",
        ["offers", "needs", "codes", "hs_codes", "country", "email", "phone", "mode"],
    ] in tried.changes
    registration.take_list(tried, None)
    registration.take_list(tried, None)
    assert sorted(Company.objects.values_list("key", "email")) == [
        ("A1", "a1@example.org"),
        ("A2", "a1@example.org"),
    ]
    assert not tried.file


def test_a_column_with_a_heading_nobody_knows_is_named_by_hand(mission, book, page):
    upload = book(["x", "ТОО «Насос»", "насосы"], head=["Код", "Компания", "Чем хороши"])
    looked = page.post(f"{URL}/{mission.pk}/companies/import/", {"ours": upload}, follow=True)
    address = looked.redirect_chain[-1][0]
    tried = CompanyImport.objects.get()
    assert tried.columns[2] == {"at": 2, "heading": "Чем хороши", "field": "", "examples": ["насосы"]}
    again = page.post(address, {"look": "1", f"column-{tried.pk}-2": "offers"}, follow=True)
    assert "Чем хороши" in again.content.decode()
    page.post(address, {"take": "1", f"column-{tried.pk}-2": "offers"})
    assert Company.objects.get().offers == ["насосы"]


def test_without_a_column_of_companies_the_list_is_refused_in_words(mission, book, page):
    upload = book(GOOD)
    looked = page.post(f"{URL}/{mission.pk}/companies/import/", {"ours": upload}, follow=True)
    tried = CompanyImport.objects.get()
    answer = page.post(looked.redirect_chain[-1][0], {"look": "1", f"column-{tried.pk}-1": ""})
    assert "no column is said to be the company" in answer.content.decode()


def test_a_list_again_leaves_what_it_does_not_name(mission, book):
    company = make_company(mission, "ours", "A1", offers=["own words"], availability=["2026-12-09"],
                           people=[{"name": "Aru", "position": "", "phone": "", "email": ""}])  # fmt: skip
    changed = book(["A1", "New name", ""], head=["Код", "Компания", "Предложения"])
    registration.take_list(registration.try_list(mission, "ours", changed, None), None)
    company.refresh_from_db()
    assert company.name == "New name"
    assert (company.offers, company.availability) == (["own words"], ["2026-12-09"])
    assert company.people[0]["name"] == "Aru"


def test_a_list_without_codes_finds_the_company_by_number_or_name(mission, book):
    make_company(mission, "ours", "R-1", name="ТОО «Насос»", registration="")
    make_company(mission, "ours", "R-2", name="Other", registration="123456789012")
    rows = [["тоо «насос»", "трубы", ""], ["Renamed", "соль", "123456789012"], ["Third", "x", ""]]
    upload = book(*rows, head=["Компания", "Предложения", "БИН"])
    taken = registration.take_list(registration.try_list(mission, "ours", upload, None), None)
    assert (taken.added, taken.changed) == (1, 2)
    assert Company.objects.get(key="R-1").offers == ["трубы"]
    assert Company.objects.get(key="R-2").name == "Renamed"


def test_a_new_address_in_a_list_ends_what_was_said_of_the_old_one(mission, book):
    company = make_company(mission, "ours", "A1", email="old@example.org", mail="bounced", mail_note="5.1.1")
    registration.take_list(registration.try_list(mission, "ours", book(GOOD), None), None)
    company.refresh_from_db()
    assert (company.email, company.mail) == ("a1@example.org", "")


BAD = {
    "no name": (row("B", Компания=""), "B3", "name"),
    "a code twice": (row("A1"), "A3", "id"),
    "no activity code": (row("B", ОКЭД="насосы"), "E3", "codes"),
    "too many activity codes": (row("B", ОКЭД="; ".join(f"{n}.11" for n in range(10, 30))), "E3", "codes"),
    "no goods code": (row("B", **{"ТН ВЭД": "841"}), "F3", "hs_codes"),
    "a goods code in words": (row("B", **{"ТН ВЭД": "насосы"}), "F3", "hs_codes"),
    "no address": (row("B", **{"E-mail": "нет"}), "G3", "email"),
    "two addresses": (row("B", **{"E-mail": "a@example.org, b@example.org"}), "G3", "email"),
    "an unknown language": (row("B", Языки="клингонский"), "I3", "languages"),
    "a number in words": (row("B", **{"Мин встреч": "много"}), "J3", "min_meetings"),
    "a broken number": (row("B", **{"Макс встреч": "8,5"}), "K3", "max_meetings"),
    "a number below nought": (row("B", **{"Макс встреч": "-1"}), "K3", "max_meetings"),
    "the least above the most": (row("B", **{"Мин встреч": "9", "Макс встреч": "2"}), "K3", "max_meetings"),
    "an unknown country": (row("B", Страна="Атлантида"), "L3", "country"),
    "a lost nought in a number": (row("B", БИН="12345678901"), "M3", "registration"),
    "an unknown format": (row("B", Формат="телепатия"), "N3", "format"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_cell_is_named_with_what_would_be_right_and_the_good_row_survives(mission, book, kind):
    bad, cell, field = BAD[kind]
    tried = registration.try_list(mission, "ours", book(GOOD, bad), None)
    assert [(one["cell"], one["field"]) for one in tried.problems] == [(cell, field)]
    for language in ("ru", "uz", "kk"):
        with translation.override(language):
            [said] = list_words.problems(tried)
        assert said["message"] != tried.problems[0]["message"], "the remark is said in English"
    registration.take_list(tried, None)
    assert Company.objects.filter(key="A1", offers=["насосы"]).exists()


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        (["x", "y", "z"], [["1", "2", "3"]]),
        (["Компания"], [["ТОО"]]),
        (["Предложения", "Потребности"], [["a", "b"]]),
        ([], []),
    ],
)
def test_a_list_without_a_heading_is_refused_by_the_name_the_person_knows(mission, book, head, rows):
    with pytest.raises(ValidationError) as caught:
        registration.try_list(mission, "ours", book(*rows, head=head), None)
    assert "Фирмы.xlsx" in caught.value.messages[0]
    assert not CompanyImport.objects.exists()


def test_both_lists_come_in_one_act_and_the_next_step_is_named(mission, book, page):
    ours, theirs = book(GOOD), book(row("K1"))
    looked = page.post(f"{URL}/{mission.pk}/companies/import/", {"ours": ours, "theirs": theirs}, follow=True)
    answer = page.post(looked.redirect_chain[-1][0], {"take": "1"}, follow=True)
    assert sorted(Company.objects.values_list("side", flat=True)) == ["ours", "theirs"]
    assert "find partners" in answer.content.decode()


def test_no_file_at_all_is_said_at_the_form(mission, page):
    answer = page.post(f"{URL}/{mission.pk}/companies/import/", {})
    assert answer.context["form"].non_field_errors() == ["Choose a file first."]


def many(count):
    return [row(f"K{number}") for number in range(count)]


def run_last_job():
    job = Job.objects.order_by("pk").last()
    jobs.run(job.pk)
    job.refresh_from_db()
    return job


def test_a_long_list_is_looked_at_and_taken_in_by_the_worker(mission, book, page, settings):
    settings.JOBS_INLINE = False
    make_company(mission, "ours", "K3", name="Company K3", offers=["pumps"])
    upload = book(*many(60), row("K61", Компания=""))
    answer = page.post(f"{URL}/{mission.pk}/companies/import/", {"ours": upload})
    looking = Job.objects.get(kind=registration.LOOK_JOB)
    assert answer["Location"].endswith(f"/jobs/{looking.pk}/")
    tried = CompanyImport.objects.get()
    assert (tried.is_looked_at, tried.added) == (False, 0)
    early = page.get(f"{URL}/{mission.pk}/companies/lists/?list={tried.pk}")
    assert early["Location"].endswith("/companies/")
    jobs.run(looking.pk)
    looking.refresh_from_db()
    tried.refresh_from_db()
    assert (looking.status, tried.added, tried.changed, tried.remarks) == ("done", 59, 1, 1)
    assert Company.objects.count() == 1
    assert "59 new, 1 changed, 1 remarks" in page.get(looking.result_url).content.decode()
    answer = page.post(looking.result_url, {"take": "1"})
    taking = Job.objects.get(kind=registration.TAKE_JOB)
    assert answer["Location"].endswith(f"/jobs/{taking.pk}/")
    assert Company.objects.count() == 1
    jobs.run(taking.pk)
    taking.refresh_from_db()
    assert (taking.status, Company.objects.count()) == ("done", 60)
    assert "Фирмы.xlsx" in page.get(taking.result_url).content.decode()
    again = page.post(looking.result_url, {"take": "1"})
    assert again["Location"].endswith("/companies/")


def test_columns_of_a_long_list_named_by_hand_are_the_workers_too(mission, book, page):
    rows = [[f"K{number}", f"Company {number}", "насосы"] for number in range(60)]
    upload = book(*rows, head=["Код", "Компания", "Чем хороши"])
    page.post(f"{URL}/{mission.pk}/companies/import/", {"ours": upload})
    run_last_job()
    tried = CompanyImport.objects.get()
    address = f"{URL}/{mission.pk}/companies/lists/?list={tried.pk}"
    page.post(address, {"look": "1", f"column-{tried.pk}-2": "offers"})
    run_last_job()
    tried.refresh_from_db()
    assert tried.columns[2]["field"] == "offers"
    page.post(address, {"take": "1", f"column-{tried.pk}-2": ""})
    run_last_job()
    assert set(map(tuple, Company.objects.values_list("offers", flat=True))) == {()}
    assert Company.objects.count() == 60


def test_a_long_list_that_cannot_be_looked_at_says_why_and_is_not_kept(mission, book, page, settings):
    settings.JOBS_INLINE = False
    page.post(f"{URL}/{mission.pk}/companies/import/", {"ours": book(*many(60))})
    tried = CompanyImport.objects.get()
    with tried.file.storage.open(tried.file.name, "wb") as kept:
        kept.write(b"torn")
    job = Job.objects.get()
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.status, CompanyImport.objects.count()) == ("failed", 0)


def test_two_lists_at_once_are_taken_in_together_where_one_is_long(mission, book, page):
    short, long = book(GOOD), book(*many(60))
    page.post(f"{URL}/{mission.pk}/companies/import/", {"ours": short, "theirs": long})
    page.post(run_last_job().result_url, {"take": "1"})
    run_last_job()
    assert (Company.objects.filter(side="ours").count(), Company.objects.filter(side="theirs").count()) == (
        1,
        60,
    )


def test_of_very_many_remarks_the_first_are_kept_and_all_are_counted(mission, book, monkeypatch):
    monkeypatch.setattr(registration, "KEPT_PROBLEMS", 3)
    tried = registration.try_list(mission, "ours", book(*(row(f"K{n}", Компания="") for n in range(7))), None)
    assert (len(tried.problems), tried.remarks) == (3, 7)


def test_of_very_many_columns_the_known_and_the_first_are_shown(mission, book):
    head = ["Компания", *(f"x{number}" for number in range(200)), "Предложения"]
    tried = registration.try_list(mission, "ours", book(["A", *[""] * 200, "насосы"], head=head), None)
    assert len(tried.columns) == registration.MOST_COLUMNS + 1
    assert (tried.columns[-1]["field"], tried.added) == ("offers", 1)


def test_of_a_cell_without_end_what_a_company_says_of_itself_is_kept(mission, book):
    many_things = ";".join(f"thing {number}" for number in range(registration.MOST_ITEMS + 5))
    bad = row("A1", Компания="ТОО " * 200, Предложения=many_things, Потребности="насос " * 500)
    tried = registration.try_list(mission, "ours", book(bad), None)
    assert {one["field"] for one in tried.problems} == {"needs", "offers"}
    with translation.override("ru"):
        assert "сказано больше" in list_words.problems(tried)[0]["message"]
    registration.take_list(tried, None)
    company = Company.objects.get()
    assert len(company.offers) == registration.MOST_ITEMS
    assert len(company.needs[0]) <= registration.LONGEST_ITEM
    assert len(company.name) <= registration.MAX_NAME
