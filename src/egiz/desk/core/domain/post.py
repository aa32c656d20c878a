"""Whether letters reach anybody: without a mail server they are written as files into a folder."""

from django.conf import settings

FILED = "django.core.mail.backends.filebased.EmailBackend"


def reaches_nobody() -> bool:
    return bool(settings.EMAIL_BACKEND == FILED)
