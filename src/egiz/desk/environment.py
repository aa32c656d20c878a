"""What the desk takes from its environment, read in one place."""

import os
import secrets
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


class SettingError(ValueError):
    """A variable that cannot be meant; the text names it and what would be right."""


def flag(name: str, *, default: bool = False) -> bool:
    """Read a yes-or-no variable."""
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in {"1", "true", "yes", "on"}


def number(name: str, default: int, *, least: int = 1) -> int:
    """Read a whole number."""
    value = os.environ.get(name, "").strip()
    try:
        found = int(value) if value else default
    except ValueError:
        found = least - 1
    if found < least:
        raise SettingError(f"{name} is {value!r}; it should be a whole number, {least} or more")
    return found


def words(name: str) -> list[str]:
    """Read a comma-separated variable."""
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


def var_dir() -> Path:
    """Return the folder for everything the desk writes, made if missing."""
    path = Path(os.environ.get("EGIZ_VAR", "var")).resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _no_folder(path, error) from error
    return path


def _no_folder(path: Path, error: OSError) -> SettingError:
    return SettingError(
        f"EGIZ_VAR is {path}, where the desk cannot write ({error.strerror}). Give that folder to the user "
        "who runs the desk and see that its disk has room, or set EGIZ_VAR to another."
    )


def secret_key(folder: Path) -> str:
    """Return this desk's secret key, written once and readable by its owner only."""
    if given := os.environ.get("EGIZ_SECRET_KEY"):
        return given
    path = folder / "secret_key"
    try:
        # O_EXCL: the server and the worker may start at the same moment, and one key must win.
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _kept_key(path)
    except OSError as error:
        raise _no_folder(folder, error) from error
    key = secrets.token_urlsafe(50)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key)
    return key


def _kept_key(path: Path) -> str:
    try:
        key = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeError) as error:
        raise SettingError(
            f"{path} holds the signing key and cannot be read ({error}). Give it to whoever runs the desk."
        ) from error
    if not key:
        raise SettingError(f"{path} is empty. Take it back from a backup, or remove it: a new key is made.")
    return key


SQLITE_OPTIONS = {
    # IMMEDIATE: a writer waits for its turn at the start instead of failing in the middle.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # FULL: what a page has confirmed is on the disk, and a power cut does not take it back.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}


def database(folder: Path) -> dict[str, Any]:
    """Turn ``EGIZ_DATABASE_URL`` into Django's settings; SQLite in the var folder by default."""
    url = os.environ.get("EGIZ_DATABASE_URL") or f"sqlite:///{folder / 'egiz.sqlite3'}"
    try:
        parts = urlsplit(url)
        port = str(parts.port or "")
    except ValueError:
        raise SettingError(
            "EGIZ_DATABASE_URL cannot be read: its port is no number. Signs of a password such as / : @ # "
            "are written as %2F %3A %40 %23."
        ) from None  # the error says a part of the password
    if parts.scheme == "sqlite":
        name = unquote(parts.path.removeprefix("/")) or ":memory:"
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "OPTIONS": dict(SQLITE_OPTIONS)}
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in {"postgres", "postgresql"} or not name:
        raise SettingError(
            "EGIZ_DATABASE_URL should look like postgresql://user:password@host:5432/name or "
            "sqlite:////folder/file.sqlite3; left out, the desk keeps its rows in EGIZ_VAR."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": port,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def email(folder: Path) -> dict[str, Any]:
    """Turn ``EGIZ_EMAIL_URL`` (smtp://user:password@host:587) into settings; files in var/mail by default."""
    url = os.environ.get("EGIZ_EMAIL_URL")
    if not url:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": folder / "mail",
        }
    try:
        parts = urlsplit(url)
        host, port = parts.hostname if parts.scheme in {"smtp", "smtps"} else "", parts.port
    except ValueError:
        host = ""
    if not host:
        raise SettingError(
            "EGIZ_EMAIL_URL should look like smtp://user:password@mail.example:587 or smtps://…:465; "
            "signs of a password such as / : @ # are written as %2F %3A %40 %23."
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": host,
        "EMAIL_PORT": port or (465 if parts.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(parts.username),
    }


def tiles() -> tuple[str, str, list[str]]:
    """Return the address of map tiles, whom to name for them, and the host that pages may load them from."""
    address = os.environ.get("EGIZ_TILES", "").strip()
    if not address:
        return "", "", []
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname or "{z}" not in address:
        raise SettingError(
            f"EGIZ_TILES is {address!r}; it should look like https://tiles.example/{{z}}/{{x}}/{{y}}.png"
        )
    return address, os.environ.get("EGIZ_TILES_BY", parts.hostname), [f"{parts.scheme}://{parts.netloc}"]


def networks(name: str) -> list[str]:
    """Read addresses and networks, such as ``127.0.0.1, 10.0.0.0/8``."""
    found = words(name)
    for text in found:
        try:
            ip_network(text, strict=False)
        except ValueError as error:
            raise SettingError(
                f"{name} names {text!r}; it should be an address or a network, such as 10.0.0.0/8"
            ) from error
    return found


def one_of(name: str, choices: tuple[str, ...]) -> str:
    """Read one of some words; the first is meant when nothing is said."""
    value = os.environ.get(name, "").strip() or choices[0]
    if value not in choices:
        raise SettingError(f"{name} is {value!r}; it should be one of {', '.join(choices)}")
    return value


def cache() -> dict[str, Any]:
    """Turn ``EGIZ_CACHE_URL`` (redis://host:6379/1) into settings; a table of the database by default."""
    url = os.environ.get("EGIZ_CACHE_URL", "").strip()
    if url:
        return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
    return {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "core_cache"}


def media() -> dict[str, Any]:
    """Turn ``EGIZ_MEDIA_URL`` (s3://key:secret@host/bucket) into a storage; the var folder by default."""
    url = os.environ.get("EGIZ_MEDIA_URL", "").strip()
    if not url:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    parts, options = urlsplit(url), dict(parse_qsl(urlsplit(url).query))
    bucket = unquote(parts.path.strip("/"))
    if parts.scheme != "s3" or not parts.hostname or not bucket or "/" in bucket:
        raise SettingError("EGIZ_MEDIA_URL should look like s3://key:secret@storage.example/bucket")
    address = f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "access_key": unquote(parts.username or ""),
            "secret_key": unquote(parts.password or ""),
            "bucket_name": bucket,
            "endpoint_url": f"{'http' if options.get('plain') else 'https'}://{address}",
            "region_name": options.get("region", "us-east-1"),
            "addressing_style": "path",
            "default_acl": None,  # whoever reads a file reads it through the desk
            "file_overwrite": False,
        },
    }
