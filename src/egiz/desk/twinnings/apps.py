from django.utils.translation import gettext_lazy as _

from egiz.desk.core.apps import DeskAppConfig, NavItem


class TwinningsConfig(DeskAppConfig):
    name = "egiz.desk.twinnings"
    label = "twinnings"
    verbose_name = _("Twinnings")
    default = True
    url_prefix = "twinnings"
    nav = (NavItem("twinnings:home", _("Twinnings"), "arrow-left-right"),)
