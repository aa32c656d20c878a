from django.utils.translation import gettext_lazy as _

from egiz.desk.core.apps import DeskAppConfig


class PublicConfig(DeskAppConfig):
    """What people without an account see of the calendar, and the questions they are asked."""

    name = "egiz.desk.days"
    label = "public"
    verbose_name = _("Public calendar")
    default = True
    url_prefix = "calendar"

    def ready(self) -> None:
        from egiz.desk.events.domain import signals  # noqa: F401, PLC0415 - its receiver is registered
