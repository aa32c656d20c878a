from django.utils.translation import gettext_lazy as _

from egiz.desk.core.apps import DeskAppConfig, NavItem


class MissionsConfig(DeskAppConfig):
    name = "egiz.desk.missions"
    label = "missions"
    verbose_name = _("Missions")
    default = True
    url_prefix = "missions"
    nav = (NavItem("missions:home", _("Missions"), "handshake"),)
