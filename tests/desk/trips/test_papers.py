import io
import time

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from pypdf import PdfReader

from egiz.desk.trips.models import Traveller, Trip, Visit
from tests.desk.conftest import client_of
from tests.desk.trips.conftest import URL, make_version, make_visit

pytestmark = pytest.mark.django_db


def pdf_text(response):
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    return " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(response.content)).pages).split())


def docx_text(content):
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def test_the_programme_comes_in_the_language_asked_for(page, ready):
    text = pdf_text(page.get(f"{URL}/{ready.pk}/plan/1/papers/programme.pdf?lang=uz"))
    assert "chorshanba" in text.lower()
    assert "Soda works" in text
    assert "Qoralama" not in text


def test_a_paper_of_a_draft_says_so(page, trip):
    visit = make_visit(trip)
    make_version(trip, visits=[visit])
    assert "Draft. Not agreed" in pdf_text(page.get(f"{URL}/{trip.pk}/plan/1/papers/programme.pdf?lang=en"))


def test_the_list_names_citizenship_for_editors_only(page, viewer, ready):
    address = f"{URL}/{ready.pk}/plan/1/papers/delegation.pdf?lang=en"
    assert "Kazakhstan" in pdf_text(page.get(address))
    assert "Kazakhstan" not in pdf_text(client_of(viewer).get(address))


def test_a_letter_goes_to_a_host_of_the_plan_only(page, ready):
    works, museum = Visit.objects.order_by("-value")
    address = f"{URL}/{ready.pk}/plan/1/papers/letter.docx?lang=ru&visit="
    text = docx_text(page.get(f"{address}{works.pk}").content)
    assert "Soda works" in text
    assert "Черновик письма" in text
    assert page.get(f"{address}{museum.pk}").status_code == 404


def test_the_cost_sheet_names_the_city_of_a_night(page, ready):
    book = openpyxl.load_workbook(
        io.BytesIO(page.get(f"{URL}/{ready.pk}/plan/1/papers/costs.xlsx?lang=ru").content)
    )
    assert [book.active.cell(6, column).value for column in (1, 2, 3, 4, 5)] == [
        "Нукус",
        "ночлег",
        2,
        30,
        "USD",
    ]


def test_a_template_comes_back_filled_and_a_wrong_file_with_words(page, ready):
    base = f"{URL}/{ready.pk}"
    given = page.get(f"{base}/templates/programme.docx").content
    filled = page.post(
        f"{base}/plan/1/papers/programme/fill/?lang=ru", {"file": SimpleUploadedFile("own.docx", given)}
    )
    assert "Soda works" in docx_text(filled.content)
    wrong = page.post(
        f"{base}/plan/1/papers/programme/fill/", {"file": SimpleUploadedFile("own.docx", b"PK\x03\x04x")},
        follow=True, headers={"accept-language": "en"},
    )  # fmt: skip
    assert "its content is something else" in wrong.content.decode()


def test_papers_that_do_not_exist_are_not_found(page, ready):
    for name in ("costs.pdf", "programme.exe", "secrets.pdf"):
        assert page.get(f"{URL}/{ready.pk}/plan/1/papers/{name}").status_code == 404


def test_a_personal_link_shows_the_published_programme_and_nothing_else(client, ready):
    one = Traveller.objects.get(nationality="KZ")
    response = client.get(f"/p/trips/{one.token}/", headers={"accept-language": "en"})
    text = response.content.decode()
    assert "Soda works" in text
    assert "Aigul Sarsenova" not in text
    assert "/d/atyrau" not in text
    assert (response["Referrer-Policy"], response["X-Robots-Tag"]) == ("no-referrer", "noindex, nofollow")
    assert "Soda works" in pdf_text(client.get(f"/p/trips/{one.token}/programme.pdf?lang=kk"))
    calendar = client.get(f"/p/trips/{one.token}/programme.ics")
    assert calendar.content.count(b"BEGIN:VEVENT") == 3


def test_a_draft_is_not_shown_by_a_personal_link(client, trip):
    from tests.desk.trips.conftest import make_traveller

    one = make_traveller(trip)
    make_version(trip, visits=[make_visit(trip)])
    text = client.get(f"/p/trips/{one.token}/", headers={"accept-language": "en"}).content.decode()
    assert "not published yet" in text
    assert "Soda works" not in text
    assert client.get(f"/p/trips/{one.token}/programme.pdf").status_code == 404


def test_a_link_taken_back_opens_nothing(client, page, ready):
    one = Traveller.objects.get(nationality="KZ")
    old = one.token
    page.post(f"{URL}/{ready.pk}/people/{one.pk}/link/")
    assert client.get(f"/p/trips/{old}/").status_code == 404
    one.refresh_from_db()
    assert client.get(f"/p/trips/{one.token}/").status_code == 200
    assert client.get(f"/p/trips/{one.token}x/").status_code == 404


def test_the_api_lists_trips_and_gives_the_published_plan(page, ready, stranger):
    base = "/api/v1/desks/atyrau/trips"
    listed = page.get(f"{base}/").json()
    assert listed["count"] == 1
    assert (
        listed["trips"][0] | {"cities": ["Atyrau", "Nukus"], "people": 2, "visits": 2, "published_plan": 1}
        == (listed["trips"][0])
    )
    one = page.get(f"{base}/{ready.pk}").json()
    assert one["name"] == Trip.objects.get().name
    plan = page.get(f"{base}/{ready.pk}/plan").json()
    assert (plan["value"], plan["bound"], plan["left_out"][0]["reason"]) == (
        5,
        10,
        "The day has no hour left.",
    )
    assert client_of(stranger).get(f"{base}/").status_code == 404


def test_a_personal_link_that_is_too_old_says_so(client, ready, monkeypatch):
    one = Traveller.objects.get(nationality="KZ")
    address, now = f"/p/trips/{one.token}/", time.time()
    with monkeypatch.context() as later:
        later.setattr(time, "time", lambda: now + (one.desk.link_days + 1) * 86_400)
        response = client.get(address)
    assert response.status_code == 410
    assert "Soda works" not in response.content.decode()
