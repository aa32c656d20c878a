from django.utils.translation import gettext_lazy as _

from egiz.desk.core.apps import DeskAppConfig, NavItem


class CommitmentsConfig(DeskAppConfig):
    name = "egiz.desk.commitments"
    label = "commitments"
    verbose_name = _("Promises")
    default = True
    url_prefix = "promises"
    nav = (NavItem("commitments:home", _("Promises"), "list-checks"),)
