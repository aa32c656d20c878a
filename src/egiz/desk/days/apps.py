from django.utils.translation import gettext_lazy as _

from egiz.desk.core.apps import Act, DeskAppConfig


class DaysConfig(DeskAppConfig):
    """The day that suits both sides: working days, busy times, and the question to the guests."""

    name = "egiz.desk.days"
    label = "days"
    verbose_name = _("Finding a day")
    default = True
    url_prefix = "days"
    acts = (
        Act("days:window", _("Finding a day"), "calendar-days"),
        Act("days:polls", _("Polls of the guests"), "message-square"),
        Act("days:new_poll", _("Ask the guests"), "plus"),
    )
