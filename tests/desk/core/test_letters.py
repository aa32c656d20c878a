import re

import pytest
from django.core import mail
from django.urls import reverse

from egiz.desk.core.domain import post
from egiz.desk.core.http import desk_url
from egiz.desk.events.models import PublicCalendar
from egiz.desk.missions.models import Registration
from tests.desk.conftest import client_of
from tests.desk.missions.conftest import make_mission


@pytest.mark.parametrize(
    ("language", "subject"),
    [("ru", "новый пароль"), ("uz", "yangi parol"), ("kk", "жаңа құпиясөз"), ("en", "a new password")],
)
def test_the_letter_about_a_new_password_is_in_the_readers_language(client, owner, language, subject):
    client.post(reverse("set_language"), {"language": language, "next": "/"})
    client.post(reverse("account_reset_password"), {"email": owner.email})
    letter = mail.outbox[0]
    assert subject in letter.subject
    assert re.search(r"https?://\S+/accounts/password/reset/key/\S+", letter.body)
    if language != "en":
        assert "password" not in re.sub(r"https?://\S+", "", letter.body)


def test_a_letter_to_an_address_without_an_account_says_so(client, db):
    client.post(reverse("account_reset_password"), {"email": "nobody@example.org"})
    assert "nobody@example.org" in mail.outbox[0].body


@pytest.mark.django_db
def test_two_step_log_in_can_be_switched_on_by_whoever_was_invited(page):
    assert page.get(reverse("mfa_activate_totp")).status_code in (200, 302)
    response = page.get(reverse("mfa_index"), follow=True)
    assert "until you have verified" not in response.content.decode()


MEMBERS = (
    "missions:letters", "missions:write", "missions:registration", "missions:review", "missions:work",
    "promises:reminders", "events:public_settings", "core:settings",
)  # fmt: skip


@pytest.mark.parametrize("name", MEMBERS)
def test_where_letters_are_sent_it_is_said_that_they_reach_nobody(owner, in_desk, settings, name):
    mission = [make_mission(in_desk).pk] if name.startswith("missions") else []
    path = desk_url(in_desk, name, *mission, *(["invite"] if name == "missions:write" else []))
    page = client_of(owner)
    assert "EGIZ_EMAIL_URL" not in page.get(path).content.decode()
    settings.EMAIL_BACKEND = post.FILED
    assert "EGIZ_EMAIL_URL" in page.get(path).content.decode()


def test_a_guest_is_not_told_to_wait_for_a_letter_that_cannot_come(client, in_desk, settings, tmp_path):
    PublicCalendar.objects.create(desk=in_desk, is_open=True, takes_subscribers=True)
    registration = Registration.objects.create(desk=in_desk, mission=make_mission(in_desk), is_open=True)
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = post.FILED, tmp_path
    order = client.get(f"{reverse('events_public:digest', args=[in_desk.slug])}?lang=en")
    asked = client.get(reverse("account_reset_password"), headers={"Accept-Language": "en"})
    form = client.get(f"/p/missions/register/{registration.code}/?lang=en")
    for answer in (order, asked, form):
        assert answer.status_code == 200
        assert "no letter will come" in answer.content.decode()
