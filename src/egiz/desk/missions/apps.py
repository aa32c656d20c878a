from django.utils.translation import gettext_lazy as _

from egiz.desk.core.apps import Act, DeskAppConfig, NavItem


class MissionsConfig(DeskAppConfig):
    name = "egiz.desk.missions"
    label = "missions"
    verbose_name = _("Missions")
    default = True
    url_prefix = "missions"
    nav = (NavItem("missions:home", _("Missions"), "handshake"),)
    acts = (Act("missions:new", _("Prepare a mission"), "plus"),)
