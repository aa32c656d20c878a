"""Keys of programs: made, shown once, looked up, counted, taken back."""

import datetime as dt
import hashlib
import secrets
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_scopes import scopes_disabled

from egiz.desk.api.models import Token
from egiz.desk.core.domain import trail
from egiz.desk.core.models import Desk, User

PREFIX = "egiz_"
MOST_DAYS = 366
MOST_KEYS = 100


class TooOftenError(Exception):
    """A key was used more often in this minute than it may; ``wait`` is the seconds until the next one."""

    def __init__(self, wait: int) -> None:
        super().__init__(wait)
        self.wait = wait


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def make(desk: Desk, user: User, *, name: str, scopes: list[str], days: int) -> tuple[Token, str]:
    """Make a key and give its secret, which is kept nowhere."""
    secret = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        desk=desk, user=user, name=name, scopes=sorted(scopes), digest=_digest(secret), hint=secret[-4:],
        expires_at=timezone.now() + dt.timedelta(days=days),
    )  # fmt: skip
    trail.record(token, "key_made", user, {"scopes": ["", ", ".join(token.scopes)]})
    return token, secret


@transaction.atomic
def revoke(token: Token, user: User) -> None:
    """Take a key back; it opens nothing from now on."""
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at", "updated_at"])
        trail.record(token, "key_revoked", user)


def find(secret: str) -> Token | None:
    """Find the key of a secret, if it works and its person may still log in."""
    if not secret.startswith(PREFIX):
        return None
    with scopes_disabled():
        found = Token.objects.select_related("user", "desk").filter(digest=_digest(secret)).first()
    return found if found is not None and found.is_live and found.user.is_active else None


def count_use(token: Token, now: dt.datetime) -> None:
    """Count one request; the row of the key is what all processes count in.

    Raises
    ------
    TooOftenError
        If it was used as often as it may in this minute.
    """
    minute = int(now.timestamp()) // 60
    with scopes_disabled():
        rows = Token.objects.filter(pk=token.pk)
        again: dict[str, Any] = {"used": F("used") + 1, "last_used_at": now}
        if rows.filter(minute=minute, used__lt=settings.API_PER_MINUTE).update(**again):
            return
        if rows.exclude(minute=minute).update(minute=minute, used=1, last_used_at=now):
            return
    raise TooOftenError(60 - int(now.timestamp()) % 60)
