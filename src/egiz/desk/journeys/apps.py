from django.utils.translation import gettext_lazy as _

from egiz.desk.core.apps import DeskAppConfig, NavItem


class JourneysConfig(DeskAppConfig):
    name = "egiz.desk.journeys"
    label = "journeys"
    verbose_name = _("Trips")
    default = True
    url_prefix = "trips"
    nav = (NavItem("journeys:home", _("Trips"), "route"),)
