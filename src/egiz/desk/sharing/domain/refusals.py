"""What is not taken is written down: why, when, over which line; never what it said."""

import datetime as dt
import logging

from django.utils import timezone

from egiz.desk.core.models import Desk
from egiz.desk.sharing.models import Partner, Refusal

log = logging.getLogger(__name__)
# So many a minute are written down; a flood is in the server's log.
MOST_A_MINUTE = 60
KEPT_FOR = dt.timedelta(days=90)


def note(desk: Desk, why: str, partner: Partner | None = None, number: int | None = None) -> None:
    """Write down that something was refused."""
    log.warning("partner desks: refused at %s from %s: %s", desk.slug, partner and partner.pk, why)
    since = timezone.now() - dt.timedelta(minutes=1)
    if Refusal.objects.filter(created_at__gte=since).count() < MOST_A_MINUTE:
        in_range = number if isinstance(number, int) and 0 <= number < 1 << 62 else None
        Refusal.objects.create(desk=desk, partner=partner, why=why, number=in_range)


def forget(now: dt.datetime) -> int:
    """Delete what was refused long ago; to be called where every desk is open."""
    return Refusal.objects.filter(created_at__lt=now - KEPT_FOR).delete()[0]
