"""Making the desk ready to be served: folders, database, languages, the first person, the sample."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from egiz import meetings
from egiz.desk.launch.refusals import unreachable

SAMPLE_EMAIL = "sample@egiz.example"
PASSWORD_FILE = "sample-login.txt"  # noqa: S105 - a file's name

Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Login:
    """How to log in to the sample desk."""

    email: str
    password: str | None


def start_django() -> None:
    """Load the desk's settings and apps once."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egiz.desk.settings")
    if not apps.ready:
        _compile_languages()
        django.setup()


def _compile_languages() -> None:
    from egiz.desk.core.domain.locales import compile_locales  # noqa: PLC0415 - Babel, for the desk's verbs only

    # An installed package may lie where nobody may write; it brought its compiled catalogues with it.
    with contextlib.suppress(PermissionError):
        compile_locales(Path(__file__).resolve().parents[1] / "locale")


def wait_for_database(tell: Callable[[str], None], seconds: float = 120.0) -> None:
    """Wait while the database cannot be reached: after a power cut it may come up later than the desk."""
    until, wait = time.monotonic() + seconds, 0.5
    while True:
        try:
            connection.ensure_connection()
        except OperationalError as error:
            if time.monotonic() + wait > until:
                raise
            tell(f"{unreachable(error)} Trying again in {wait:.1f} s.")
            time.sleep(wait)
            wait = min(wait * 2, 8.0)
        else:
            return


def migrate() -> bool:
    """Bring the database up to date; says whether there was anything to do."""
    from egiz.desk.core.domain import index  # noqa: PLC0415 - after start_django

    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        index.ensure()  # a new version may file other words without changing a table
        return False
    if connection.introspection.table_names():
        call_command("migrate", verbosity=0, interactive=False)
    else:
        with _whole_or_nothing():
            _make_tables()
        index.ensure()
    return True


def _make_tables() -> None:
    """Make an empty database's tables from the models: every step of their past would take a minute."""
    before = settings.MIGRATION_MODULES
    settings.MIGRATION_MODULES = dict.fromkeys(app.label for app in apps.get_app_configs())
    try:
        call_command("migrate", run_syncdb=True, verbosity=0, interactive=False)
    finally:
        settings.MIGRATION_MODULES = before
    call_command("createcachetable", verbosity=0)
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    for app, name in MigrationLoader(None).disk_migrations:
        recorder.record_applied(app, name)


@contextlib.contextmanager
def _whole_or_nothing() -> Iterator[None]:
    """Keep what is made only when all of it is; SQLite makes it in a file aside that then takes the place."""
    if connection.vendor != "sqlite":
        with transaction.atomic():
            yield
        return
    connection.close()
    name = connection.settings_dict["NAME"]
    aside = Path(f"{name}.new")
    aside.unlink(missing_ok=True)
    connection.settings_dict["NAME"] = str(aside)
    try:
        yield
        connection.close()
        aside.replace(name)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name


def compile_scheduler() -> None:
    """Compile the schedule's local search for this machine; kept, so that it is done once."""
    from egiz.desk.core.domain.setup import SAMPLE_DESK  # noqa: PLC0415 - after start_django
    from egiz.desk.core.models import Desk  # noqa: PLC0415 - after start_django

    if Desk.objects.filter(slug=SAMPLE_DESK["slug"]).exists():
        return  # this machine has compiled it when it loaded the sample

    meetings.warm_up()


def ensure_login(folder: Path) -> Login:
    """Return the sample's person, made at the first start with a password of this machine's own."""
    from egiz.desk.core.domain.setup import ensure_user  # noqa: PLC0415 - after start_django

    path = folder / PASSWORD_FILE
    _user, password = ensure_user(SAMPLE_EMAIL, name="Sample")
    if password is not None:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(password + "\n")
    elif path.exists():
        password = path.read_text(encoding="utf-8").strip()
    return Login(SAMPLE_EMAIL, password)


def load_sample(progress: Progress) -> bool:
    """Fill what the sample desk still lacks; says whether the desk is new."""
    from egiz.desk.core.domain.setup import ensure_sample  # noqa: PLC0415 - after start_django
    from egiz.desk.core.models import User  # noqa: PLC0415 - after start_django

    owner = User.objects.get(email=SAMPLE_EMAIL)
    _desk, created = ensure_sample(owner, progress=progress)
    return created
