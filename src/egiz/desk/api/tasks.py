"""What comes again by itself: webhooks are told, what is old is forgotten."""

import datetime as dt

from egiz.desk.api.domain import once, webhooks
from egiz.desk.core.domain.periodic import every


@every(minutes=1, name="api.webhooks")
def tell_webhooks(now: dt.datetime) -> None:
    """Tell every webhook what changed, and try again what could not be handed over."""
    webhooks.make_deliveries(now)
    webhooks.send_due(now)


@every(minutes=24 * 60, name="api.clear_out")
def clear_out(now: dt.datetime) -> None:
    """Delete answers and messages that nobody asks for any more."""
    once.forget(now)
    webhooks.forget(now)
