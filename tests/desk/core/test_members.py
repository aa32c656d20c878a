import pytest

from egiz.desk.core.models import AuditEntry, Membership, Role, User
from tests.desk.conftest import client_of, join, make_user

SETTINGS = "/d/atyrau/desk/settings/"
DESK = {
    "name": "Chamber", "country": "KZ", "their_country": "UZ", "our_name": "", "their_name": "",
    "language": "ru", "timezone": "Asia/Atyrau",
}  # fmt: skip


@pytest.fixture
def boss(owner):
    return client_of(owner)


def role_of(user):
    return Membership.objects.get(user=user, desk__slug="atyrau").role


def test_a_known_person_keeps_their_password(boss, desk, stranger):
    before = stranger.password
    boss.post(f"{SETTINGS}members/", {"email": stranger.email, "role": "guest"})
    stranger.refresh_from_db()
    assert (stranger.password, role_of(stranger)) == (before, "guest")


@pytest.mark.parametrize("who", ["editor", "viewer"])
def test_only_an_owner_manages(request, desk, owner, who):
    client = client_of(request.getfixturevalue(who))
    member = Membership.objects.get(user=owner)
    assert client.get(SETTINGS).status_code == 200
    assert client.post(SETTINGS, DESK).status_code == 403
    assert client.post(f"{SETTINGS}members/", {"email": "x@example.org", "role": "owner"}).status_code == 403
    assert client.post(f"{SETTINGS}members/{member.pk}/", {"role": "guest"}).status_code == 403
    assert role_of(owner) == Role.OWNER
    assert not User.objects.filter(email="x@example.org").exists()


@pytest.mark.parametrize("role", ["", "guest"])
def test_the_last_owner_stays(boss, owner, role):
    member = Membership.objects.get(user=owner)
    body = boss.post(f"{SETTINGS}members/{member.pk}/", {"role": role}, follow=True).content.decode()
    assert "A desk needs an owner" in body
    assert role_of(owner) == Role.OWNER


def test_a_member_taken_off_sees_the_desk_no_more_and_the_history_says_so(boss, desk, editor, in_desk):
    client = client_of(editor)
    assert client.get(SETTINGS).status_code == 200
    boss.post(f"{SETTINGS}members/{Membership.objects.get(user=editor).pk}/", {"role": ""})
    assert client.get(SETTINGS).status_code == 404
    assert AuditEntry.objects.get().action == "removed"


def test_a_member_of_another_desk_is_out_of_an_owners_reach(boss, desk, stranger):
    member = Membership.objects.get(user=stranger)
    assert boss.post(f"{SETTINGS}members/{member.pk}/", {"role": ""}).status_code == 404
    assert Membership.objects.filter(pk=member.pk).exists()


def test_the_desk_is_changed_with_its_history(boss, desk, in_desk):
    boss.post(SETTINGS, {**DESK, "our_name": "Atyrau region"})
    desk.refresh_from_db()
    assert (desk.name, desk.country, desk.our_name) == ("Chamber", "KZ", "Atyrau region")
    assert AuditEntry.objects.get().changes["our_name"] == ["", "Atyrau region"]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("timezone", "Mars/Olympus", "No such time zone"),
        ("country", "QQ", "QQ is not one of the available choices"),
        ("their_country", "KZ", "two countries"),
    ],
)
def test_a_wrong_setting_is_explained_and_nothing_is_saved(boss, desk, field, value, said):
    body = boss.post(SETTINGS, {**DESK, field: value}).content.decode()
    assert said in body
    desk.refresh_from_db()
    assert desk.name == "Desk atyrau"


def test_members_are_listed_with_as_many_questions_for_three_as_for_one(queries, desk):
    one = queries(SETTINGS)
    for number in range(2):
        join(desk, make_user(f"m{number}@example.org"))
    assert queries(SETTINGS) == one


def test_how_long_links_work_is_set_and_stays_where_it_is_not_sent(desk, owner):
    page = client_of(owner)
    sent = {
        "name": desk.name, "country": "KZ", "their_country": "UZ", "our_name": "", "their_name": "",
        "language": "ru", "timezone": "Asia/Atyrau", "our_territories": "", "their_territories": "",
    }  # fmt: skip
    assert page.post(SETTINGS, {**sent, "link_days": "30"}).status_code == 302
    desk.refresh_from_db()
    assert desk.link_days == 30
    assert page.post(SETTINGS, sent).status_code == 302
    assert page.post(SETTINGS, {**sent, "link_days": "0"}).status_code == 200
    desk.refresh_from_db()
    assert desk.link_days == 30
