"""One-time links: how a person comes to a desk without a password that somebody else has seen.

Two kinds. *The first visit* belongs to the installation: whoever reads the terminal becomes the first person,
and the link is void once there is one. *An invitation* belongs to a person who is known by e-mail only: it is
void once they have chosen a password, or logged in, or after the time that Django's reset links live.
"""

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_str
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from egiz.desk.core.models import User

FIRST_SALT = "egiz.core.first-visit"
FIRST_SECONDS = 24 * 3600
DAYS = settings.PASSWORD_RESET_TIMEOUT // (24 * 3600)


class InvitationTokens(PasswordResetTokenGenerator):
    """Tokens of their own: an invitation cannot be made out of a reset letter, nor the other way round."""

    key_salt = "egiz.core.invitation"


tokens = InvitationTokens()


def needs_first_person() -> bool:
    """Say whether nobody can log in here yet."""
    return not User.objects.exists()


def first_visit_path() -> str:
    """Give the address of the first visit; good for a day, and only while there is nobody yet."""
    return reverse("first_visit", args=[signing.dumps("first", salt=FIRST_SALT)])


def first_visit_is_open(token: str) -> bool:
    try:
        signing.loads(token, salt=FIRST_SALT, max_age=FIRST_SECONDS)
    except signing.BadSignature:
        return False
    return needs_first_person()


def invitation_path(user: User) -> str:
    """Give the address under which this person chooses a password, once."""
    who = urlsafe_base64_encode(str(user.pk).encode())
    return reverse("invitation", args=[who, tokens.make_token(user)])


def invited(who: str, token: str) -> User | None:
    """Give the person an invitation is for, or nothing when it is wrong, used or too old."""
    try:
        pk = int(force_str(urlsafe_base64_decode(who)))
    except (ValueError, UnicodeDecodeError):
        return None
    user = User.objects.filter(pk=pk, is_active=True).first()
    return user if user is not None and tokens.check_token(user, token) else None


@transaction.atomic
def take_up(user: User, *, name: str, password: str) -> User:
    """Let the invited person choose name and password; the link is void from then on."""
    user.name = name or user.name
    user.set_password(password)
    user.save(update_fields=["name", "password"])
    return user


@transaction.atomic
def make_first_person(email: str, *, name: str, password: str, language: str) -> User:
    """Make the first person of an installation; they may make desks."""
    return User.objects.create_superuser(email, password, name=name, language=language)
