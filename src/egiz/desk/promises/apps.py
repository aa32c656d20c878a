from django.utils.translation import gettext_lazy as _

from egiz.desk.core.apps import Act, DeskAppConfig, NavItem


class PromisesConfig(DeskAppConfig):
    name = "egiz.desk.promises"
    label = "promises"
    verbose_name = _("Promises")
    default = True
    url_prefix = "promises"
    nav = (NavItem("promises:home", _("Promises"), "list-checks"),)
    acts = (
        Act("promises:begin", _("Read a report"), "clipboard-paste"),
        Act("promises:add", _("Write a promise by hand"), "plus"),
        Act("promises:new_meeting", _("Plan the official meeting"), "users"),
        Act("promises:meetings", _("Meetings and reports"), "file-text"),
        Act("promises:import", _("Import a list"), "upload"),
        Act("promises:period", _("Result of the period"), "table"),
        Act("promises:next_report", _("What we promised, what came of it"), "list-checks"),
        Act("promises:reminders", _("My reminders"), "clock"),
    )
