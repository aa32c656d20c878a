"""Personal links of people without an account: good for as long as their desk says, and no longer."""

import datetime as dt

from django.core import signing

from egiz.desk.core.models import Desk


class ExpiredLinkError(Exception):
    """The link was good once; whoever holds it is told whom to ask for another."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("The link is too old.")
        self.desk = desk


def ensure_fresh(token: str, salt: str, desk: Desk) -> None:
    """Raise ExpiredLinkError when a signed link is older than the desk lets links become.

    The moment of signing is in the link itself, in those of earlier versions too.
    """
    try:
        signing.loads(token, salt=salt, max_age=dt.timedelta(days=desk.link_days))
    except signing.SignatureExpired as error:
        raise ExpiredLinkError(desk) from error
