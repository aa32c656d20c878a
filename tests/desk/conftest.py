import os
import re
import shutil
import time

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django_scopes import scope, scopes_disabled

from egiz.desk.core.domain.security import BEGAN, SEEN
from egiz.desk.core.models import Desk, Membership, Role, User

PASSWORD = "a long enough password"
# Such a test makes a desk's own file on SQLite, whatever database the others use: once is enough.
on_a_file = pytest.mark.skipif("EGIZ_DATABASE_URL" in os.environ, reason="the same on SQLite")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Add the one table that no model describes: a backup says which migrations its desk has seen."""
    with django_db_blocker.unblock():
        MigrationRecorder(connection).ensure_schema()


@pytest.fixture(autouse=True)
def _no_language_left():
    """A request leaves its reader's language behind in the process; no test may meet another one's."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _no_counts_left(request):
    """The cache's table is no model's: what a test saves for good there, the next would count on."""
    marker = request.node.get_closest_marker("django_db")
    saves = marker is not None and marker.kwargs.get("transaction", False)
    if saves:
        request.getfixturevalue("transactional_db")
    yield
    if saves and not request.node.get_closest_marker("browser"):  # those run by themselves
        cache.clear()


@pytest.fixture(autouse=True)
def _quiet_settings(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.SENSE_STORE = tmp_path / "sense.sqlite3"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.JOBS_INLINE = True
    settings.READ_APART = False
    # Each client builds the middleware anew, and this one would look at every static file again.
    settings.WHITENOISE_USE_FINDERS = False


def make_desk(slug="atyrau", **fields):
    return Desk.objects.create(slug=slug, **{"name": f"Desk {slug}", "language": "en", **fields})


def make_user(email="ainur@example.org", **fields):
    return User.objects.create_user(email, PASSWORD, **{"language": "en", "name": "Ainur", **fields})


def join(desk, user, role=Role.EDITOR):
    return Membership.objects.create(desk=desk, user=user, role=role)


def client_of(user):
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    # As a log-in by password leaves it: `force_login` does not say when somebody proved who they are.
    session = client.session
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    # And as a first page leaves it, so that the next one costs what every page costs.
    session[BEGAN] = session[SEEN] = int(time.time())
    session.save()
    UserSession.objects.create(user=user, session_key=session.session_key, ip="127.0.0.1", user_agent="")
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
def viewer(desk):
    """Reads the desk from inside and changes nothing."""
    user = make_user("viewer@example.org", name="Viewer")
    join(desk, user, Role.VIEWER)
    return user


@pytest.fixture
def guest(desk):
    """Of the other side: sees what is shared and nothing else."""
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


@pytest.fixture(scope="module")
def browser():
    """Chromium, begun once for the tests of a file; see `tests.desk.browsing` for pages in it."""
    sync_api = pytest.importorskip("playwright.sync_api")
    # Playwright keeps an event loop in this thread; Django would take the test's own queries for async ones.
    with pytest.MonkeyPatch.context() as patch, sync_api.sync_playwright() as player:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        # A test may make up a site that embeds our pages: the browser takes it for one of the internet,
        # from which it would not let pages of this machine be reached.
        args = ["--no-sandbox", "--disable-gpu", "--disable-features=LocalNetworkAccessChecks"]
        opened = player.chromium.launch(executable_path=shutil.which("chromium"), args=args)
        yield opened
        opened.close()


@pytest.fixture
def tab(browser, live_server, editor):
    """A page in which the editor has logged in through the form; it fails on any complaint of the browser."""
    page = browser.new_page(viewport={"width": 1280, "height": 860}, locale="en-GB")
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{live_server.url}/accounts/login/")
    page.fill("[name=login]", editor.email)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/promises/")
    yield page
    page.context.close()
    assert complaints == []


@pytest.fixture
def database(tmp_path):
    """A database of its own, of the kind the tests run on."""
    from django.conf import settings

    if "postgresql" not in settings.DATABASES["default"]["ENGINE"]:
        yield f"sqlite:///{tmp_path / 'egiz.sqlite3'}"
        return
    import psycopg

    url = re.sub(r"/[^/]*$", "", os.environ["EGIZ_DATABASE_URL"])
    name = f"upgrade_{os.getpid()}"
    with psycopg.connect(f"{url}/postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
    yield f"{url}/{name}"
    with psycopg.connect(f"{url}/postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
