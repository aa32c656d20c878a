"""From nobody at all to a desk of one's own, its people, and the sample taken away again."""

import json
import re

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import translation
from django_scopes import scope
from typer.testing import CliRunner

from egiz.cli import app
from egiz.desk.core.domain import invitations
from egiz.desk.core.domain.desks import free_slug
from egiz.desk.core.interfaces.forms import country_choices
from egiz.desk.core.models import (
    Attachment,
    AuditEntry,
    Desk,
    Job,
    Membership,
    Role,
    Territory,
    User,
)
from tests.desk.conftest import PASSWORD, client_of, join, make_desk, make_user

NEW = {
    "name": "Генеральное консульство", "country": "UZ", "their_country": "KZ", "our_name": "",
    "their_name": "", "our_territories": "",
    "their_territories": "Атырауская область\nМангистауская область; Aktobe Region",
    "language": "ru", "timezone": "Asia/Almaty",
}  # fmt: skip
PERSON = {"name": "Aigul", "email": "Aigul@example.org", "password": PASSWORD}


def territories(desk):
    with scope(desk=desk):
        return [(row.side, row.name, row.level) for row in Territory.objects.all()]


def test_the_first_person_comes_by_a_link_makes_a_desk_and_the_link_is_over(db):
    browser, link = Client(), invitations.first_visit_path()
    assert browser.post(link, PERSON)["Location"] == "/start/"
    made = browser.post("/start/", NEW)
    desk = Desk.objects.get()
    assert made["Location"] == f"/d/{desk.slug}/promises/"
    assert Membership.objects.get().user.email == "aigul@example.org"
    assert [name for _side, name, _level in territories(desk)] == [
        "Atyrau Region",
        "Mangystau Region",
        "Aktobe Region",
    ]
    assert Client().get(link).status_code == 410
    assert Client().post(link, {**PERSON, "email": "other@example.org"}).status_code == 410
    assert User.objects.count() == 1


@pytest.mark.parametrize("token", ["x", "first:abc:def"])
def test_a_link_that_was_not_printed_here_opens_nothing(db, token):
    assert Client().post(f"/start/first/{token}/", PERSON).status_code == 410
    assert not User.objects.exists()


def test_a_weak_password_is_refused_and_nobody_is_made(db):
    body = Client().post(invitations.first_visit_path(), {**PERSON, "password": "short"}).content.decode()
    assert "password" in body
    assert 'class="error"' in body
    assert not User.objects.exists()


def test_a_superuser_without_a_desk_is_led_to_make_one(db):
    page = client_of(User.objects.create_superuser("root@example.org", PASSWORD, language="en"))
    body = page.get("/", follow=True).content.decode()
    assert "Make a desk" in body
    assert "Look at the sample" in body


def test_somebody_elses_guest_cannot_make_desks_once_there_is_an_owner(desk, owner, guest):
    page = client_of(guest)
    assert page.get("/start/").status_code == 403
    assert page.post("/start/", NEW).status_code == 403
    assert page.post("/start/sample/").status_code == 403
    assert Desk.objects.count() == 1


def test_where_strangers_sign_up_an_account_alone_makes_no_desk(db, settings):
    page = client_of(make_user())
    assert page.get("/start/").status_code == 200
    settings.SIGNUP_OPEN = True
    assert page.get("/start/").status_code == 403


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("their_territories", "Атлантида", "Атлантида"),
        ("our_territories", "Атырау", "Атырау"),
        ("their_country", "UZ", "two countries"),
        ("timezone", "Mars", "No such time zone"),
    ],
)
def test_a_wrong_field_is_named_and_no_desk_is_half_made(db, field, text, said):
    page = client_of(User.objects.create_superuser("root@example.org", PASSWORD, language="en"))
    assert said in page.post("/start/", {**NEW, field: text}).content.decode()
    assert (Desk.objects.count(), Membership.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("name", "slug"), [("Atyrau", "atyrau-desk"), ("Палата", "palata-2"), ("ҚР", "kr"), ("!", "desk")]
)
def test_an_address_is_made_of_the_name_and_is_free(db, name, slug):
    make_desk("palata")
    assert free_slug(name) == slug


def test_an_invited_person_chooses_a_password_once(desk, owner):
    page = client_of(owner)
    body = page.post("/d/atyrau/desk/settings/members/", {"email": "new@example.org", "role": "editor"})
    link = re.search(r"http://testserver(/start/invitation/[^\"]+)", body.content.decode())[1]
    assert link not in page.get("/d/atyrau/desk/settings/").content.decode()
    browser = Client()
    assert browser.post(link, {"name": "Nurlan", "password": PASSWORD})["Location"] == "/"
    assert browser.get("/d/atyrau/promises/").status_code == 200
    assert Client().get(link).status_code == 410
    user = User.objects.get(email="new@example.org")
    assert (user.name, user.check_password(PASSWORD)) == ("Nurlan", True)


def test_a_link_for_one_person_is_no_link_for_another(desk):
    one, other = make_user("one@example.org"), make_user("two@example.org")
    who, token = invitations.invitation_path(one).split("/")[-3:-1]
    assert invitations.invited(who, token) == one
    assert invitations.invited(invitations.invitation_path(other).split("/")[-3], token) is None


def test_the_regions_of_a_side_can_be_changed_and_those_that_stay_keep_their_rows(desk, owner):
    page, settings = client_of(owner), "/d/atyrau/desk/settings/"
    form = {
        **NEW,
        "country": "KZ",
        "their_country": "UZ",
        "our_territories": "Atyrau Region\nMangystau Region",
    }
    page.post(settings, {**form, "their_territories": ""})
    with scope(desk=desk):
        kept = Territory.objects.get(name="Atyrau Region").pk
    page.post(
        settings, {**form, "our_territories": "Atyrau Region", "their_territories": "Хорезмская область"}
    )
    assert territories(desk) == [("ours", "Atyrau Region", "region"), ("theirs", "Khorezm Region", "region")]
    with scope(desk=desk):
        assert Territory.objects.get(name="Atyrau Region").pk == kept


def test_the_sample_desk_goes_whole_with_its_files_and_no_other_desk_does(desk, owner, tmp_path, settings):
    sample = make_desk("sample", is_sample=True)
    join(sample, owner, Role.OWNER)
    with scope(desk=sample):
        file = Attachment(desk=sample, target="core.desk", target_id=1, name="a.txt")
        file.file.save("a.txt", ContentFile(b"x"))
        Job.objects.create(desk=sample, kind="x")
    page, path = client_of(owner), file.file.path
    assert page.post("/d/atyrau/desk/settings/sample/remove/", {"sure": "yes"}).status_code == 404
    page.post("/d/sample/desk/settings/sample/remove/")
    assert Desk.objects.filter(slug="sample").exists()
    page.post("/d/sample/desk/settings/sample/remove/", {"sure": "yes"})
    assert list(Desk.objects.values_list("slug", flat=True)) == ["atyrau"]
    assert not (tmp_path / "media" / path).exists()


def test_only_the_samples_owner_removes_it(desk, guest):
    sample = make_desk("sample", is_sample=True)
    join(sample, guest, Role.GUEST)
    assert client_of(guest).post("/d/sample/desk/settings/sample/remove/", {"sure": "yes"}).status_code == 403
    assert Desk.objects.filter(slug="sample").exists()


@pytest.fixture
def egiz(db, monkeypatch):
    monkeypatch.setattr("egiz.desk.launch.prepare.start_django", lambda: None)
    monkeypatch.setattr("egiz.desk.launch.prepare.migrate", lambda: False)
    return lambda *words: CliRunner().invoke(app, ["desk", *words])


def test_a_desk_is_made_listed_and_joined_from_the_terminal_without_a_password_in_sight(egiz):
    made = egiz(
        "new", "Consulate", "--owner", "boss@example.org", "--country", "uz", "--their-country", "KZ",
        "--their-region", "Атырауская область", "--site", "https://egiz.example/",
    )  # fmt: skip
    assert made.exit_code == 0, made.output
    link = re.search(r"https://egiz\.example(/start/invitation/\S+)", made.output)[1]
    assert Client().post(link, {"name": "Boss", "password": PASSWORD})["Location"] == "/"
    invited = egiz("invite", "consulate", "two@example.org", "--role", "guest")
    assert "/start/invitation/" in invited.output
    listed = json.loads(egiz("list", "--json").output)["desks"]
    assert [(row["slug"], row["countries"], row["members"]) for row in listed] == [
        ("consulate", ["UZ", "KZ"], 2)
    ]
    desk = Desk.objects.get()
    with scope(desk=desk):
        assert AuditEntry.objects.filter(action="added").count() == 2
    assert Membership.objects.get(role=Role.OWNER).user.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("new", "X", "--owner", "nobody", "--country", "KZ", "--their-country", "UZ"), "email"),
        (("new", "X", "--owner", "a@example.org", "--country", "QQ", "--their-country", "UZ"), "country"),
        (("invite", "nowhere", "a@example.org"), "no desk “nowhere”"),
    ],
)
def test_a_wrong_command_says_what_is_wrong_and_makes_nothing(egiz, words, said):
    result = egiz(*words)
    assert result.exit_code == 1
    assert said in result.stderr
    assert (Desk.objects.count(), User.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("language", "order"), [("en", ["DJ", "EC", "EG", "JE", "YE"]), ("ru", ["GE", "IN", "HR", "JP"])]
)
def test_countries_stand_in_the_order_of_the_readers_letters(language, order):
    with translation.override(language):
        codes = [code for code, _name in country_choices()]
    assert sorted(order, key=codes.index) == order
