"""A request with an Idempotency-Key does its work once, however often it is sent."""

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from egiz.desk.api.models import KeptAnswer

KEPT_FOR = dt.timedelta(days=2)


class OtherBodyError(Exception):
    """The same key came with another body."""


class AtWorkError(Exception):
    """The first request of this key is still at work."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the first request was answered."""

    status: int
    body: str


def key_of(*parts: str) -> str:
    """Name a request by who sends it, where to, and the key it carries."""
    noted = hashlib.sha256()
    for part in parts:
        noted.update(len(part).to_bytes(8, "big") + part.encode())
    return noted.hexdigest()


def sum_of(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def claim(key: str, body: str) -> Answer | None:
    """Say what was answered before; nothing when this request is the first. Called in its transaction.

    A second request waits on PostgreSQL for the first one's end, because both write the same key.

    Raises
    ------
    OtherBodyError, AtWorkError
        See there.
    """
    try:
        with transaction.atomic():
            KeptAnswer.objects.create(key=key, body=body)
    except IntegrityError:
        kept = KeptAnswer.objects.filter(key=key).first()
        if kept is None or not kept.status:
            raise AtWorkError from None
        if kept.body != body:
            raise OtherBodyError from None
        return Answer(kept.status, kept.answer)
    return None


def keep(key: str, status: int, answer: str) -> None:
    KeptAnswer.objects.filter(key=key).update(status=status, answer=answer)


def forget(now: dt.datetime) -> int:
    """Delete answers that are too old to be asked for again."""
    return KeptAnswer.objects.filter(created_at__lt=now - KEPT_FOR).delete()[0]
