"""What comes again by itself: partner desks are called, what is old is forgotten."""

import datetime as dt

from egiz.desk.core.domain.periodic import every
from egiz.desk.sharing.domain import exchange


@every(minutes=1, name="sharing.call")
def call_partners(now: dt.datetime) -> None:
    """Bring each partner desk what changed here, and fetch what changed there."""
    exchange.call_due(now)


@every(minutes=24 * 60, name="sharing.clear_out")
def clear_out(now: dt.datetime) -> None:
    """Delete messages that nobody asks for any more."""
    exchange.forget(now)
