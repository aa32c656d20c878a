import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from openpyxl import Workbook

from egiz.desk.core.models import AuditEntry, Territory
from egiz.desk.missions.domain import registration
from egiz.desk.missions.domain.regions import put_in_regions
from egiz.desk.missions.models import Company, CompanyImport
from tests.desk.missions.conftest import URL, make_company, make_version, make_wish

GOOD = ("A1", "ТОО «Насос»", "насосы", "уплотнения", "28.13")


def test_good_rows_are_kept_beside_bad_ones(mission, workbook):
    path = workbook(GOOD, ("A2", "", "трубы", "", ""), ("A3", "ЖШС «Су»", "су", "", "no code"))
    kept = registration.import_companies(mission, "ours", path, "list.xlsx", None)
    assert list(Company.objects.values_list("key", "name")) == [("A1", "ТОО «Насос»"), ("A3", "ЖШС «Су»")]
    assert [(p["row"], p["field"]) for p in kept.problems] == [(3, "name"), (4, "codes")]


def test_the_same_list_twice_changes_companies_instead_of_doubling_them(mission, workbook):
    registration.import_companies(mission, "ours", workbook(GOOD), "list.xlsx", None)
    again = ("A1", "ТОО «Насос Плюс»", "насосы", "уплотнения", "28.13")
    kept = registration.import_companies(mission, "ours", workbook(again), "list.xlsx", None)
    assert (kept.added, kept.changed) == (0, 1)
    assert Company.objects.get().name == "ТОО «Насос Плюс»"


def test_the_same_code_on_the_other_side_is_another_company(mission, workbook):
    for side in ("ours", "theirs"):
        registration.import_companies(mission, side, workbook(GOOD), "list.xlsx", None)
    assert sorted(Company.objects.values_list("side", flat=True)) == ["ours", "theirs"]


def test_a_list_that_cannot_be_saved_leaves_nothing_behind(mission, workbook, monkeypatch):
    def fail(*_args, **_kwargs):
        raise DatabaseError

    monkeypatch.setattr(CompanyImport, "save", fail)
    with pytest.raises(DatabaseError):
        registration.import_companies(mission, "ours", workbook(GOOD), "list.xlsx", None)
    assert not Company.objects.exists()


def test_a_file_that_is_no_workbook_is_refused_by_the_name_the_person_knows(mission, tmp_path):
    path = tmp_path / "stored.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(ValidationError) as caught:
        registration.import_companies(mission, "ours", path, "Фирмы.xlsx", None)
    assert "Фирмы.xlsx" in caught.value.messages[0]
    assert "stored" not in caught.value.messages[0]


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(registration, "MAX_UNPACKED", 1000)
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", "0" * 2000)
    with pytest.raises(ValidationError, match="too large once unpacked"):
        registration.check_workbook(path)


def test_a_profile_goes_to_the_engine_and_back_unchanged(mission, workbook):
    registration.import_companies(mission, "ours", workbook(GOOD), "list.xlsx", None)
    profile = registration.profile_of(Company.objects.get())
    assert (profile.offers, profile.needs, profile.codes) == (("насосы",), ("уплотнения",), ("28.13",))


def test_the_page_takes_a_list_in_and_shows_the_bad_rows(page, mission, workbook):
    content = workbook(GOOD, ("A2", "", "трубы", "", "")).read_bytes()
    upload = SimpleUploadedFile("Фирмы.xlsx", content)
    looked = page.post(f"{URL}/{mission.pk}/companies/import/", {"ours": upload}, follow=True)
    assert "must not be empty" in looked.content.decode()
    assert not Company.objects.exists()
    answer = page.post(looked.redirect_chain[-1][0], {"take": "1"}, follow=True)
    assert answer.redirect_chain[-1][0].startswith(f"{URL}/{mission.pk}/companies/?import=")
    text = answer.content.decode()
    assert "ТОО «Насос»" in text
    assert "Фирмы.xlsx" in text
    assert "B3" in text


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("list.csv", b"a;b", "is not kept here"),
        ("list.xlsx", b"MZ not a workbook", "its content is something else"),
        ("list.xlsx", b"", "empty"),
    ],
)
def test_an_upload_of_the_wrong_kind_is_refused_at_its_field(page, mission, name, content, says):
    upload = SimpleUploadedFile(name, content)
    answer = page.post(f"{URL}/{mission.pk}/companies/import/", {"ours": upload})
    assert says in " ".join(answer.context["form"].errors["ours"])
    assert not Company.objects.exists()


def test_an_upload_over_the_limit_is_refused(page, mission, settings):
    settings.UPLOAD_MAX_BYTES = 100
    upload = SimpleUploadedFile("list.xlsx", b"PK\x03\x04" + b"0" * 200)
    answer = page.post(f"{URL}/{mission.pk}/companies/import/", {"ours": upload})
    assert "at most" in answer.context["form"].errors["ours"][0]


def test_a_company_entered_by_hand_must_be_one_the_engine_accepts(page, mission):
    form = {
        "side": "ours", "key": "A1", "name": "Company", "mode": "any", "min_meetings": 0, "max_meetings": 4,
        "representatives": 1, "codes": "not a code",
    }  # fmt: skip
    answer = page.post(f"{URL}/{mission.pk}/companies/new/", form)
    assert "OKED" in answer.context["form"].errors["codes"][0]
    page.post(f"{URL}/{mission.pk}/companies/new/", {**form, "codes": "28.13\n22.19"})
    assert Company.objects.get().codes == ["28.13", "22.19"]


def test_a_company_entered_without_a_code_gets_one_that_it_keeps(page, mission):
    form = {
        "side": "ours", "key": "", "name": "Company", "mode": "any", "min_meetings": 0, "max_meetings": 4,
        "representatives": 1,
    }  # fmt: skip
    for _time in range(2):
        page.post(f"{URL}/{mission.pk}/companies/new/", form)
    first, second = Company.objects.order_by("id")
    assert len({first.key, second.key} - {""}) == 2
    page.post(f"{URL}/{mission.pk}/companies/{first.pk}/edit/", {**form, "name": "Other"})
    assert Company.objects.filter(key=first.key, name="Other").exists()


def test_hours_that_are_not_understood_are_refused_with_what_would_be_right(page, mission):
    form = {
        "side": "ours", "key": "A1", "name": "Company", "mode": "any", "min_meetings": 0, "max_meetings": 4,
        "representatives": 1, "availability": "on Wednesday",
    }  # fmt: skip
    answer = page.post(f"{URL}/{mission.pk}/companies/new/", form)
    assert "2026-12-09 AM" in answer.context["form"].errors["availability"][0]


def test_changing_a_company_writes_its_history(page, mission):
    company = make_company(mission)
    form = {
        "side": "ours", "key": "A1", "name": "Company Two", "mode": "online", "min_meetings": 0,
        "max_meetings": 4, "representatives": 1,
    }  # fmt: skip
    page.post(f"{URL}/{mission.pk}/companies/{company.pk}/edit/", form)
    company.refresh_from_db()
    assert (company.name, company.mode) == ("Company Two", "online")
    assert AuditEntry.objects.get(target="missions.company").changes["name"] == ["Company A1", "Company Two"]


def test_a_company_with_published_meetings_is_not_removed_by_accident(page, mission):
    wish = make_wish(make_company(mission), make_company(mission, "theirs", "K1"))
    make_version(mission, [wish])
    page.post(f"{URL}/{mission.pk}/companies/{wish.asker_id}/erase/")
    assert Company.objects.count() == 2
    lonely = make_company(mission, "ours", "A9")
    page.post(f"{URL}/{mission.pk}/companies/{lonely.pk}/erase/")
    assert not Company.objects.filter(pk=lonely.pk).exists()


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("ТОО «Образец Насос Сервис»", "Образец Насос Сервис"),
        ("MChJ “Namuna Osh Tuzi”", "Namuna Osh Tuzi"),
        ("Caspian Engineering LLP", "Caspian Engineering"),
        ("КШ «Үлги Мал Өнимлери»", "Үлги Мал Өнимлери"),
        ("ТОО Каспий Сервис", "Каспий Сервис"),
        ("ТОО", "ТОО"),
    ],
)
def test_a_short_name_drops_the_legal_form_and_quotes(name, short):
    assert Company(name=name).short_name == short


# --- regions --------------------------------------------------------------------


@pytest.fixture
def regions(in_desk):
    """A region of ours and a city of theirs, as the desk answers for them."""
    rows = (("ours", 609862, "Atyrau Region", "KZ", "region"), ("theirs", 601294, "Nukus", "UZ", "city"))
    return {
        name: Territory.objects.create(
            desk=in_desk, side=side, place_id=number, name=name, country=country, level=level
        )
        for side, number, name, country, level in rows
    }


def test_a_company_of_a_list_lies_in_the_region_of_its_place(mission, regions, django_assert_max_num_queries):
    places = [("Атырау", "KZ"), ("Нукус", "UZ"), ("Atlantis", ""), ("", "")]
    companies = [
        make_company(mission, key=f"A{n}", place=place, country=country)
        for n, (place, country) in enumerate(places)
    ]
    with django_assert_max_num_queries(2):
        put_in_regions(companies)
    assert [one.territory_id for one in companies] == [
        regions["Atyrau Region"].pk, regions["Nukus"].pk, None, None,
    ]  # fmt: skip


def test_a_list_taken_in_again_moves_a_company_only_with_its_place(mission, tmp_path, regions):
    def taken(place):
        book = Workbook()
        book.active.append(["id", "name", "offers", "needs", "place", "country"])
        book.active.append(["A1", "ТОО «Насос»", "насосы", "уплотнения", place, "KZ"])
        book.save(tmp_path / "list.xlsx")
        registration.import_companies(mission, "ours", tmp_path / "list.xlsx", "list.xlsx", None)
        return Company.objects.get()

    assert taken("Атырау").territory == regions["Atyrau Region"]
    Company.objects.update(territory=regions["Nukus"])  # somebody corrected it
    assert taken("Атырау").territory == regions["Nukus"]
    assert taken("Алматы").territory is None


def test_companies_are_narrowed_to_a_region_and_a_person_corrects_it(page, mission, regions):
    near = make_company(mission, key="A1", name="Near", territory=regions["Nukus"])
    make_company(mission, key="A2", name="Far", territory=regions["Atyrau Region"])
    address = f"{URL}/{mission.pk}/companies/"
    shown = page.get(address, {"region": regions["Nukus"].pk}).content.decode()
    assert (">Near<" in shown, ">Far<" in shown) == (True, False)
    form = page.get(f"{address}{near.pk}/edit/")
    said = {
        name: value
        for name in form.context["form"].fields
        if (value := form.context["form"][name].value()) not in (None, "", [])
    }
    assert said["territory"] == regions["Nukus"].pk
    answer = page.post(f"{address}{near.pk}/edit/", {**said, "territory": regions["Atyrau Region"].pk})
    assert answer.status_code == 302, answer.context["form"].errors
    near.refresh_from_db()
    assert near.territory == regions["Atyrau Region"]
    page.post(f"{address}{near.pk}/edit/", {**said, "territory": "", "place": "Nukus, UZ"})
    near.refresh_from_db()
    assert near.territory == regions["Nukus"]
