"""The personal link to a result: signed, for one person, over on its day."""

import datetime as dt

from django.core import signing

from egiz.desk.core.models import Desk
from egiz.desk.promises.models import ResultLink

SALT = "egiz.public.result"


def token_of(link: ResultLink) -> str:
    return signing.dumps([link.pk, link.number], salt=SALT)


def read_token(desk: Desk, token: str, today: dt.date) -> ResultLink | None:
    """Return what a link opens; nothing for a wrong one, one taken back, or one that is over."""
    try:
        pk, number = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return ResultLink.objects.filter(desk=desk, pk=pk, number=number, expires_on__gte=today).first()
