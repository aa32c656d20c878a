from django.utils.translation import gettext_lazy as _

from egiz.desk.core.apps import DeskAppConfig, NavItem


class EventsConfig(DeskAppConfig):
    name = "egiz.desk.events"
    label = "events"
    verbose_name = _("Events")
    default = True
    url_prefix = "events"
    public_prefix = "calendar"  # what everybody sees of it
    nav = (NavItem("events:home", _("Events"), "calendar-days"),)
