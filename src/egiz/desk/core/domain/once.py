"""Sending one form twice does its work once: back and send again, a double click, two at the same time."""

import datetime as dt
import hashlib
import time
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils import timezone

from egiz.desk.core.models import SentForm

KEPT_FOR = dt.timedelta(days=2)
# A first sending that has not ended by then was killed: its form may be sent again.
GIVEN_UP_AFTER = dt.timedelta(minutes=2)
# How often, and how many seconds apart, a second sending looks whether the first has ended.
LOOKS, PAUSE = 100, 0.1


def key_of(token: str, address: str, values: Iterable[tuple[str, str]]) -> str:
    """Name one sending: the same token with other contents is another one, because a person changed them."""
    noted = hashlib.sha256()
    for part in (token, address, *(text for pair in sorted(values) for text in pair)):
        noted.update(len(part).to_bytes(8, "big") + part.encode())
    return noted.hexdigest()


def claim(key: str) -> bool:
    """Say whether this is the first sending; from then on it is the one at work."""
    SentForm.objects.filter(key=key, led_to="", created_at__lt=timezone.now() - GIVEN_UP_AFTER).delete()
    try:
        with transaction.atomic():
            SentForm.objects.create(key=key)
    except IntegrityError:
        return False
    return True


def release(key: str) -> None:
    """Take a claim back: nothing came of this sending, and it may be tried again."""
    SentForm.objects.filter(key=key).delete()


def settle(key: str, led_to: str) -> None:
    """Write where the first sending led."""
    SentForm.objects.filter(key=key).update(led_to=led_to[:500])


def answer_of_first(key: str) -> str:
    """Return where the first sending led, waiting for it a little; empty when it has not ended."""
    for _look in range(LOOKS):
        led_to = SentForm.objects.filter(key=key).values_list("led_to", flat=True).first()
        if led_to != "":
            return led_to or ""
        time.sleep(PAUSE)
    return ""


def forget(now: dt.datetime) -> int:
    """Delete what is too old to be sent again."""
    return SentForm.objects.filter(created_at__lt=now - KEPT_FOR).delete()[0]
