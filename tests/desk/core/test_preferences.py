import pytest
from django.test import Client

from egiz.desk.core.models import Desk
from tests.desk.conftest import client_of, join, make_desk, make_user


def test_language_is_kept_with_the_person_and_shown_at_once(page, editor):
    response = page.post("/language/", {"language": "kk", "next": "/d/atyrau/desk/jobs/"}, follow=True)
    assert 'lang="kk"' in response.content.decode()
    editor.refresh_from_db()
    assert editor.language == "kk"
    assert client_of(editor).get("/d/atyrau/desk/jobs/")["Content-Language"] == "kk"


def test_unknown_language_changes_nothing(page, editor):
    page.post("/language/", {"language": "xx"})
    editor.refresh_from_db()
    assert editor.language == "en"


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_switching_never_leads_away_from_the_desk(page, url):
    assert page.post("/theme/", {"theme": "dark", "next": url})["Location"] == "/"


def test_the_chosen_theme_is_in_the_page_itself(page):
    page.post("/theme/", {"theme": "dark", "next": "/"})
    assert 'data-theme="dark"' in page.get("/d/atyrau/desk/jobs/").content.decode()


def test_a_forged_theme_cookie_is_not_echoed(page):
    page.cookies["egiz_theme"] = '"><script>'
    assert 'data-theme="auto"' in page.get("/d/atyrau/desk/jobs/").content.decode()


def test_home_leads_to_the_desk_used_last(editor, desk):
    other = make_desk("zhayyq", name="Aaa first by name")
    join(other, editor)
    page = client_of(editor)
    page.get(f"/d/{desk.slug}/desk/jobs/")
    assert page.get("/")["Location"] == f"/d/{desk.slug}/promises/"
    page.get(f"/d/{other.slug}/desk/jobs/")
    assert page.get("/")["Location"] == f"/d/{other.slug}/promises/"


def test_a_person_without_a_desk_is_told_what_to_do(desk, owner):
    body = client_of(make_user("new@example.org")).get("/").content.decode()
    assert "Ask the owner of a desk" in body


def test_logging_in_by_mail_address_opens_the_desk(desk, editor):
    client = Client()
    response = client.post("/accounts/login/", {"login": editor.email, "password": "a long enough password"})
    assert (response.status_code, response["Location"]) == (302, "/")


def test_sign_up_is_closed(db):
    response = Client().get("/accounts/signup/", headers={"Accept-Language": "en"})
    assert "closed" in response.content.decode().lower()


def test_a_form_without_its_token_is_refused_in_plain_words(editor, desk):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    response = client.post("/theme/", {"theme": "dark"})
    assert response.status_code == 403
    assert "nothing was saved" in response.content.decode()


def test_the_page_gives_htmx_a_token_that_works(editor, desk):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    body = client.get(f"/d/{desk.slug}/desk/jobs/").content.decode()
    token = body.split('"X-CSRFToken": "')[1].split('"')[0]
    response = client.post("/theme/", {"theme": "dark"}, headers={"X-CSRFToken": token})
    assert response.status_code == 302


def test_an_htmx_request_after_logging_out_goes_to_the_log_in_page_as_a_whole(desk):
    response = Client().get(f"/d/{desk.slug}/desk/jobs/", headers={"HX-Request": "true"})
    assert response["HX-Redirect"].startswith("/accounts/login/?next=")


def test_strangers_desk_is_not_in_the_menu(page, stranger):
    assert Desk.objects.filter(slug="nukus").exists()
    assert "Desk nukus" not in page.get("/d/atyrau/desk/jobs/").content.decode()
