import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django_scopes import scope, scopes_disabled

from egiz.desk.core.models import Desk, Membership, Role, User

PASSWORD = "a long enough password"


@pytest.fixture(autouse=True)
def _no_language_left():
    """A request leaves its reader's language behind in the process; no test may meet another one's."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _quiet_settings(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.JOBS_INLINE = True
    settings.READ_APART = False


def make_desk(slug="atyrau", **fields):
    return Desk.objects.create(slug=slug, **{"name": f"Desk {slug}", "language": "en", **fields})


def make_user(email="ainur@example.org", **fields):
    return User.objects.create_user(email, PASSWORD, **{"language": "en", "name": "Ainur", **fields})


def join(desk, user, role=Role.EDITOR):
    return Membership.objects.create(desk=desk, user=user, role=role)


def client_of(user):
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def desk(db):
    return make_desk()


@pytest.fixture
def editor(desk):
    user = make_user()
    join(desk, user)
    return user


@pytest.fixture
def guest(desk):
    user = make_user("guest@example.org", name="Guest")
    join(desk, user, Role.GUEST)
    return user


@pytest.fixture
def owner(desk):
    user = make_user("owner@example.org", name="Owner")
    join(desk, user, Role.OWNER)
    return user


@pytest.fixture
def stranger(db):
    """A member of another desk, not of ours."""
    user = make_user("stranger@example.org", name="Stranger")
    join(make_desk("nukus"), user)
    return user


@pytest.fixture
def page(editor):
    """A browser in which the desk's editor is logged in."""
    return client_of(editor)


@pytest.fixture
def in_desk(desk):
    """The desk's scope, open for the whole test."""
    with scope(desk=desk):
        yield desk


@pytest.fixture
def unscoped():
    with scopes_disabled():
        yield


@pytest.fixture
def queries(page):
    """Count the queries of one page, after a first visit that may write which desk was used last."""

    def count(address):
        page.get(address)
        with CaptureQueriesContext(connection) as captured:
            response = page.get(address)
        assert response.status_code == 200
        return len(captured)

    return count
