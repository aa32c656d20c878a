from django.utils.translation import gettext_lazy as _

from egiz.desk.core.apps import Act, DeskAppConfig, NavItem


class TripsConfig(DeskAppConfig):
    name = "egiz.desk.trips"
    label = "trips"
    verbose_name = _("Trips")
    default = True
    url_prefix = "trips"
    nav = (NavItem("trips:home", _("Trips"), "route"),)
    acts = (Act("trips:new", _("Prepare a trip"), "plus"),)
