from django.utils.translation import gettext_lazy as _

from egiz.desk.core.apps import Act, DeskAppConfig, NavItem


class EventsConfig(DeskAppConfig):
    name = "egiz.desk.events"
    label = "events"
    verbose_name = _("Events")
    default = True
    url_prefix = "events"
    public_prefix = "calendar"  # what everybody sees of it
    nav = (NavItem("events:home", _("Events"), "calendar-days"),)
    acts = (
        Act("events:new", _("Enter an event"), "plus"),
        Act("events:sources", _("Sources"), "git-branch"),
        Act("events:review", _("Pairs"), "merge"),
        Act("events:proposals", _("Proposed events"), "message-square"),
        Act("events:searches", _("Searches for events"), "search"),
        Act("events:public_settings", _("Public calendar"), "eye"),
    )
