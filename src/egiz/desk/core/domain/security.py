"""Events of safety: who logged in and out, what failed, who was turned away; and how long a log-in lasts.

One line each in the log `egiz.security`: a person by number, never by address or name, and no key.
"""

import datetime as dt
import json
import logging
from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import signals as auth
from django.core.cache import cache
from django.dispatch import receiver
from django.http import HttpRequest

from egiz.desk.core.client import client_address

logger = logging.getLogger("egiz.security")
BEGAN, SEEN = "egiz_began", "egiz_seen"
SEEN_EVERY = 600  # seconds: a page that is looked at writes its session no oftener
LONGEST_REPORT = 16_384
REPORTS_A_MINUTE = 60


def note(request: HttpRequest | None, event: str, **more: Any) -> None:
    """Write one event: what, who (a number), from where, under which address."""
    said: dict[str, Any] = {}
    if request is not None:
        user = getattr(request, "user", None)
        said = {"person": getattr(user, "pk", None) or "-", "from": client_address(request) or "-"}
        said["path"] = request.path_info
    said.update(more)
    logger.info("%s: %s", event, " ".join(f"{name}={value}" for name, value in said.items()))


def keep_alive(request: HttpRequest, now: dt.datetime) -> bool:
    """Say whether a log-in still holds, and note that it was used; one of before begins now."""
    session, moment = request.session, int(now.timestamp())
    began, seen = session.get(BEGAN), session.get(SEEN)
    if began is None or seen is None:
        session[BEGAN] = session[SEEN] = moment
        # allauth does this on its own page alone: who takes up an invitation is logged in by Django.
        UserSession.objects.create_from_request(request)
        return True
    if moment - began > settings.SESSION_COOKIE_AGE or moment - seen > settings.SESSION_IDLE_SECONDS:
        return False
    if moment - seen >= SEEN_EVERY:
        session[SEEN] = moment
        UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=now)
    return True


def sessions_of(user: Any) -> list[UserSession]:
    """List where a person is logged in, the last used first; what has ended is forgotten."""
    rows = UserSession.objects.purge_and_list(user)
    return sorted(rows, key=lambda row: row.last_seen_at, reverse=True)


def end_sessions(user: Any, *, but: str | None = None, only: int | None = None) -> int:
    """Log a person out elsewhere: everywhere but here, or in one place; says how many log-ins ended."""
    rows = UserSession.objects.filter(user=user).exclude(session_key=but)
    found = list(rows if only is None else rows.filter(pk=only))
    for row in found:
        row.end()
    return len(found)


def forget_second_step(user: Any) -> int:
    """Make a person's codes and passkeys void; whoever asks for it has seen who they are."""
    gone = Authenticator.objects.filter(user=user).delete()[0]
    note(None, "second step forgotten", person=user.pk, count=gone)
    return gone


def take_report(request: HttpRequest) -> bool:
    """Note what a browser refused to load or run for us; says whether it was a report at all."""
    key = f"csp:{client_address(request)}"
    sent = int(cache.get_or_set(key, 0, 60) or 0)
    report = _report(request)
    if report is None or sent >= REPORTS_A_MINUTE:
        return False
    cache.set(key, sent + 1, 60)
    names = ("effective-directive", "violated-directive", "blocked-uri", "document-uri", "source-file")
    said = {name: str(report[name])[:200] for name in names if report.get(name)}
    note(None, "a browser refused", **said)
    return True


def _report(request: HttpRequest) -> dict[str, Any] | None:
    if int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST_REPORT:
        return None
    try:
        sent = json.loads(request.read(LONGEST_REPORT))
    except (ValueError, RecursionError):
        return None
    report = sent.get("csp-report") if isinstance(sent, dict) else None
    return report if isinstance(report, dict) else None


@receiver(auth.user_logged_in)
def _logged_in(request: HttpRequest, user: Any, **_more: Any) -> None:
    note(request, "logged in", person=user.pk)


@receiver(auth.user_logged_out)
def _logged_out(request: HttpRequest, user: Any, **_more: Any) -> None:
    note(request, "logged out", person=getattr(user, "pk", "-"))


@receiver(auth.user_login_failed)
def _failed(request: HttpRequest | None = None, **_more: Any) -> None:
    note(request, "log-in failed")


@receiver([account.password_changed, account.password_set, account.password_reset])
def _password(request: HttpRequest, user: Any, **_more: Any) -> None:
    note(request, "password changed", person=user.pk)


@receiver([mfa.authenticator_added, mfa.authenticator_removed, mfa.authenticator_reset])
def _second_step(request: HttpRequest, user: Any, authenticator: Any, **_more: Any) -> None:
    note(request, "second step changed", person=user.pk, kind=authenticator.type)


@receiver(account.authentication_step_completed)
def _said_again(request: HttpRequest, user: Any, **more: Any) -> None:
    """Give a log-in another name when its person has said once more who they are."""
    if not more.get("reauthenticated"):
        return
    old = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=old).update(session_key=request.session.session_key)
    note(request, "said again who it is", person=user.pk, method=more.get("method", "-"))
