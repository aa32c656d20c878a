import re

import pytest
from django.core import mail
from django.urls import reverse


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
