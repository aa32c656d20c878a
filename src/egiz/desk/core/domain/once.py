"""Sending one form twice does its work once: back and send again, a double click, a server killed meanwhile.

That a form was done is written by the work itself, in the transaction that keeps it (`mark_done`, called
where history is written and where long work is ordered). So a process that is killed at any moment leaves
either both or neither: the same form sent again is then answered, or done.
"""

import datetime as dt
import hashlib
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import Enum

from django.db import IntegrityError, transaction
from django.utils import timezone

from egiz.desk.core.domain.queue import process_is_gone, worker_name
from egiz.desk.core.models import SentForm

KEPT_FOR = dt.timedelta(days=2)
# A first sending on another machine that has not ended by then was killed: its form may be sent again.
GIVEN_UP_AFTER = dt.timedelta(minutes=2)
# How often, and how many seconds apart, a second sending looks whether the first has ended.
LOOKS, PAUSE = 100, 0.1


class First(Enum):
    """What became of the first sending, where that is not an address."""

    NOTHING = "nothing came of it"
    AT_WORK = "still at work"


class _Sending:
    def __init__(self, key: str) -> None:
        self.key = key
        self.marked = lambda: None


_now: ContextVar[_Sending | None] = ContextVar("form_at_work", default=None)
_mine: set[str] = set()  # what this process has at work: a row of its own that is not here was left behind
_lock = threading.Lock()


def key_of(token: str, address: str, values: Iterable[tuple[str, str]]) -> str:
    """Name one sending: the same token with other contents is another one, because a person changed them."""
    noted = hashlib.sha256()
    for part in (token, address, *(text for pair in sorted(values) for text in pair)):
        noted.update(len(part).to_bytes(8, "big") + part.encode())
    return noted.hexdigest()


def claim(key: str) -> bool:
    """Say whether this sending is the one that does the work: the first, or the first after one that died."""
    with _lock:
        if key in _mine:
            return False
        _mine.add(key)
    won = False
    try:
        won = _claimed(key)
    finally:
        if not won:
            _mine.discard(key)
    return won


def _claimed(key: str) -> bool:
    try:
        with transaction.atomic():
            SentForm.objects.create(key=key, worker=worker_name())
    except IntegrityError:
        held = SentForm.objects.filter(key=key).first()
        if held is None or not _is_given_up(held):
            return False
        still = SentForm.objects.filter(key=key, is_done=False, led_to="", created_at=held.created_at)
        return still.update(worker=worker_name(), created_at=timezone.now()) == 1
    return True


def _is_given_up(held: SentForm) -> bool:
    if held.is_done or held.led_to:
        return False
    if held.worker == worker_name():
        return True  # claim() has seen that it is not at work here: its end could not be written
    gone = process_is_gone(held.worker)
    return gone or held.created_at < timezone.now() - GIVEN_UP_AFTER


@contextmanager
def sending(key: str) -> Iterator[None]:
    """Do the work of a claimed sending inside this block."""
    token = _now.set(_Sending(key))
    try:
        yield
    finally:
        _now.reset(token)
        _mine.discard(key)


def mark_done() -> None:
    """Write, in the transaction that keeps the work, that the form at work is done."""
    at_work = _now.get()
    if at_work is None:
        return
    # What waits for the commit is dropped with the part of the transaction that is rolled back: while our
    # mark waits there, what it stands for is still in the transaction.
    waiting = transaction.get_connection().run_on_commit
    if any(act is at_work.marked for _savepoints, act, *_rest in waiting):
        return
    SentForm.objects.filter(key=at_work.key).update(is_done=True)
    transaction.on_commit(at_work.marked)


def release(key: str) -> None:
    """Take a claim back when nothing came of this sending: it may be tried again."""
    SentForm.objects.filter(key=key, is_done=False).delete()


def settle(key: str, led_to: str) -> None:
    """Write where the first sending led."""
    SentForm.objects.filter(key=key).update(led_to=led_to[:500], is_done=True)


def answer_of_first(key: str) -> str | First:
    """Return where the first sending led, waiting for it a little; empty when it is done and led nowhere."""
    for _look in range(LOOKS):
        held = SentForm.objects.filter(key=key).first()
        if held is None or (key not in _mine and _is_given_up(held)):
            return First.NOTHING
        if held.led_to or held.is_done:
            return held.led_to
        time.sleep(PAUSE)
    return First.AT_WORK


def forget(now: dt.datetime) -> int:
    """Delete what is too old to be sent again."""
    return SentForm.objects.filter(created_at__lt=now - KEPT_FOR).delete()[0]
