"""Telling other programs what changed: signed, in order, tried again, and only where the network is open.

A message is made of one change (see `core.domain.order`), so that nothing is told before it is saved and
nothing is missed. What is sent is signed over its time and its body: an old message cannot be sent again in
our name. It tells of the change, not of the record: whoever wants to know more asks, with a key.
"""

import datetime as dt
import hashlib
import hmac
import json
import secrets
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import scope, scopes_disabled

from egiz.atlas.sources import Client, RequestError, errors
from egiz.atlas.sources import Limits as NetworkLimits
from egiz.desk.api.domain.scopes import KIND_OF, targets_of
from egiz.desk.api.models import Delivery, Webhook
from egiz.desk.core.domain import trail
from egiz.desk.core.domain.order import changes_after, place_changes
from egiz.desk.core.models import AuditEntry, Desk, Membership, User

# Seconds to wait after the first, second … try that failed; after the last the message is given up.
BACK_OFF = (30, 120, 600, 3600, 6 * 3600, 12 * 3600, 24 * 3600)
MADE_AT_ONCE = 500
SENT_AT_ONCE = 100
MOST_WEBHOOKS = 20
KEPT_FOR = dt.timedelta(days=30)
LIMITS = NetworkLimits(max_bytes=65_536, max_unpacked=65_536, wait=5.0, total=10.0, redirects=0, repeats=0)


def client() -> Client:
    """Make the guarded client: it checks the address it connects to, each time."""
    return Client(limits=LIMITS, pause=0.0, allow_private=tuple(settings.WEBHOOK_HOSTS))


def check_address(url: str) -> None:
    """Refuse an address that the guarded client would refuse.

    Raises
    ------
    ValidationError
        If it is on a private network, or no address at all.
    """
    try:
        client().check(url)
    except errors.BlockedAddressError as error:
        raise ValidationError(
            _("This address is on a private network; the keeper of the installation can let single "
              "hosts through (EGIZ_WEBHOOK_HOSTS).")
        ) from error  # fmt: skip
    except RequestError as error:
        raise ValidationError(_("This address cannot be reached from here: check its spelling.")) from error


@transaction.atomic
def make(desk: Desk, user: User, url: str, kinds: list[str]) -> Webhook:
    """Add a webhook, which is told of what changes from now on."""
    if Webhook.objects.count() >= MOST_WEBHOOKS:
        raise ValidationError(_("A desk has at most twenty webhooks; remove one first."))
    webhook = Webhook.objects.create(
        desk=desk, url=url, kinds=sorted(kinds), secret=secrets.token_urlsafe(32), created_by=user,
        seen=place_changes(desk),
    )  # fmt: skip
    trail.record(webhook, "webhook_made", user, {"url": ["", url]})
    return webhook


@transaction.atomic
def switch(webhook: Webhook, user: User, *, on: bool) -> None:
    """Stop telling an address, or tell it again of everything since."""
    webhook.is_on = on
    webhook.save(update_fields=["is_on", "updated_at"])
    trail.record(webhook, "webhook_on" if on else "webhook_off", user)


@transaction.atomic
def remove(webhook: Webhook, user: User) -> None:
    trail.record(webhook, "removed", user, {"url": [webhook.url, ""]})
    webhook.delete()


def send_again(delivery: Delivery) -> None:
    """Put a message back among those that wait."""
    delivery.state, delivery.tries, delivery.next_at = Delivery.State.WAITING, 0, timezone.now()
    delivery.save(update_fields=["state", "tries", "next_at", "updated_at"])


def signature(secret: str, moment: int, body: bytes) -> str:
    """Sign a message over its time and its body (HMAC-SHA256)."""
    return hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()


def described(entry: AuditEntry) -> dict[str, Any]:
    """Say what changed, for a program."""
    return {
        "place": entry.place,
        "kind": KIND_OF.get(entry.target, ""),
        "target": entry.target,
        "id": entry.target_id,
        "action": entry.action,
        "fields": sorted(entry.changes),
        "at": entry.created_at.isoformat(),
    }


def make_deliveries(now: dt.datetime) -> int:
    """Turn the changes since the last time into messages; says how many."""
    with scopes_disabled():
        desks = list(Desk.objects.filter(pk__in=Webhook.objects.filter(is_on=True).values("desk")))
    return sum(_of_desk(desk, now) for desk in desks)


def _of_desk(desk: Desk, now: dt.datetime) -> int:
    made = 0
    with scope(desk=desk):
        place_changes(desk)
        for number in Webhook.objects.filter(is_on=True).values_list("pk", flat=True):
            with transaction.atomic():
                # The row is the lock: of two workers one makes the messages.
                webhook = Webhook.objects.select_for_update().get(pk=number)
                made += _of_webhook(webhook, now)
    return made


def _of_webhook(webhook: Webhook, now: dt.datetime) -> int:
    if not Membership.objects.filter(desk=webhook.desk_id, user=webhook.created_by_id, role="owner").exists():
        return 0  # whoever let it in manages this desk no more
    targets = targets_of([f"{kind}:read" for kind in webhook.kinds])
    entries = list(changes_after(webhook.seen).filter(target__in=targets)[:MADE_AT_ONCE])
    for entry in entries:
        body = json.dumps({"desk": webhook.desk.slug, **described(entry)}, ensure_ascii=False)
        Delivery.objects.create(
            desk_id=webhook.desk_id, webhook=webhook, number=entry.place or 0, body=body, next_at=now
        )
    if entries:
        webhook.seen = entries[-1].place or webhook.seen
        webhook.save(update_fields=["seen", "updated_at"])
    return len(entries)


def send_due(now: dt.datetime, through: Client | None = None) -> int:
    """Send what is due; of two workers one sends a message. Says how many were tried."""
    through = through or client()
    with scopes_disabled():
        due = Delivery.objects.filter(state=Delivery.State.WAITING, next_at__lte=now, webhook__is_on=True)
        waiting = list(due.select_related("webhook").order_by("webhook", "number")[:SENT_AT_ONCE])
        stuck = _held_up(now)
        tried = 0
        for one in waiting:
            # In order: what cannot be handed over holds up what comes after it at the same address.
            if one.webhook_id in stuck or not _claim(one, now):
                continue
            tried += 1
            if not _send(one, now, through):
                stuck.add(one.webhook_id)
    return tried


def _held_up(now: dt.datetime) -> set[int]:
    """List the webhooks whose first message waits to be tried again."""
    rows = Delivery.objects.filter(state=Delivery.State.WAITING, next_at__gt=now)
    return set(rows.order_by().values_list("webhook", flat=True).distinct())


def _claim(one: Delivery, now: dt.datetime) -> bool:
    rows = Delivery.objects.filter(pk=one.pk, state=Delivery.State.WAITING, next_at=one.next_at)
    later = now + dt.timedelta(seconds=BACK_OFF[min(one.tries, len(BACK_OFF) - 1)])
    # A worker that dies while it sends leaves a message that is due again later.
    return rows.update(next_at=later, tries=one.tries + 1, sent_at=now) == 1


def _send(one: Delivery, now: dt.datetime, through: Client) -> bool:
    body, moment = one.body.encode(), int(now.timestamp())
    headers = {
        "content-type": "application/json",
        "egiz-timestamp": str(moment),
        "egiz-signature": f"sha256={signature(one.webhook.secret, moment, body)}",
        "egiz-delivery": f"{one.webhook_id}-{one.number}",
    }
    rows = Delivery.objects.filter(pk=one.pk)
    try:
        answer = through.post(one.webhook.url, body, headers)
    except RequestError as error:
        over = one.tries + 1 > len(BACK_OFF)
        state = Delivery.State.GIVEN_UP if over else Delivery.State.WAITING
        status = getattr(error, "status", None) or None
        rows.update(state=state, status=status, answer=_why(error))
        return over
    rows.update(state=Delivery.State.TAKEN, status=answer.status, answer="")
    return True


def _why(error: RequestError) -> str:
    return str(error)[:300]


def forget(now: dt.datetime) -> int:
    """Delete messages that were taken or given up long ago."""
    with scopes_disabled():
        old = Delivery.objects.filter(created_at__lt=now - KEPT_FOR).exclude(state=Delivery.State.WAITING)
        return old.delete()[0]
