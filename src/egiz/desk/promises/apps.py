from django.utils.translation import gettext_lazy as _

from egiz.desk.core.apps import DeskAppConfig, NavItem


class PromisesConfig(DeskAppConfig):
    name = "egiz.desk.promises"
    label = "promises"
    verbose_name = _("Promises")
    default = True
    url_prefix = "promises"
    nav = (NavItem("promises:home", _("Promises"), "list-checks"),)
