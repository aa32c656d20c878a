"""What is wrong with a desk's settings: Django's system checks, numbered, each with what would be right."""

import os
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core import checks

from egiz.desk.core.domain.post import reaches_nobody
from egiz.desk.variables import KNOWN

LEAST_KEY = 32


def look(app_configs: Any = None, **_options: Any) -> list[checks.CheckMessage]:  # noqa: ARG001 - Django's form
    """Look at the settings; nothing is asked of the database or the network."""
    return [*_folder_and_key(), *_reach(), *_parts(), *_names()]


def _folder_and_key() -> Iterator[checks.CheckMessage]:
    if not os.access(settings.VAR_DIR, os.W_OK | os.X_OK):
        yield checks.Error(
            f"EGIZ_VAR is {settings.VAR_DIR}, which this user cannot write to.",
            hint="Give the folder to the user that runs the desk.",
            id="egiz.E001",
        )
    if len(settings.SECRET_KEY) < LEAST_KEY:
        yield checks.Error(
            f"EGIZ_SECRET_KEY has {len(settings.SECRET_KEY)} characters: what it signs can be forged.",
            hint=f"Take at least {LEAST_KEY} random characters, or leave it out: one is made.",
            id="egiz.E002",
        )
    key = settings.VAR_DIR / "secret_key"
    if key.exists() and key.stat().st_mode & 0o077:
        yield checks.Warning(
            f"{key} can be read by others on this machine.", hint=f"chmod 600 {key}", id="egiz.W001"
        )


def _reach() -> Iterator[checks.CheckMessage]:
    if settings.HTTPS and not settings.HOSTS:
        yield checks.Error(
            "EGIZ_HTTPS is on, but no host name is allowed: nobody outside reaches the desk.",
            hint="Set EGIZ_HOSTS to the names people type.",
            id="egiz.E003",
        )
    if settings.HTTPS and not settings.TRUSTED_PROXIES:
        yield checks.Warning(
            "EGIZ_HTTPS is on, but no proxy is trusted: wrong passwords of all people count as one person's.",
            hint="Set EGIZ_PROXIES to the address of the proxy in front, such as 127.0.0.1.",
            id="egiz.W002",
        )
    if settings.HTTPS and settings.DEBUG:
        yield checks.Error(
            "EGIZ_DEBUG is on where others reach the desk: errors show its code and settings.",
            hint="Take EGIZ_DEBUG out.",
            id="egiz.E004",
        )
    if settings.HTTPS and reaches_nobody():
        yield checks.Warning(
            "No mail server is set: letters are written into EGIZ_VAR/mail and reach nobody.",
            hint="Set EGIZ_EMAIL_URL.",
            id="egiz.W003",
        )


def _parts() -> Iterator[checks.CheckMessage]:
    needed = {
        ("redis", "server"): "redis" in settings.CACHES["default"]["BACKEND"],
        ("psycopg", "server"): settings.DATABASES["default"]["ENGINE"].endswith("postgresql"),
        ("storages", "s3"): settings.STORAGES["default"]["BACKEND"].startswith("storages."),
        ("opentelemetry", "tracing"): bool(settings.TRACES_URL),
    }
    for (part, extra), is_needed in needed.items():
        if is_needed and find_spec(part) is None:
            yield checks.Error(
                f"The settings need the package {part}, which is not installed.",
                hint=f"Install the extra `{extra}`: pip install egiz[{extra}].",
                id="egiz.E005",
            )


def _names() -> Iterator[checks.CheckMessage]:
    for name in sorted({name for name in os.environ if name.startswith("EGIZ_")} - KNOWN):
        yield checks.Warning(
            f"{name} is set, but no setting is called so.",
            hint="docs/settings.md lists them all; perhaps it is misspelt.",
            id="egiz.W004",
        )
