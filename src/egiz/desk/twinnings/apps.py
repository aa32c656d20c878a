from django.utils.translation import gettext_lazy as _

from egiz.desk.core.apps import Act, DeskAppConfig, NavItem


class TwinningsConfig(DeskAppConfig):
    name = "egiz.desk.twinnings"
    label = "twinnings"
    verbose_name = _("Twinnings")
    default = True
    url_prefix = "twinnings"
    nav = (NavItem("twinnings:home", _("Twinnings"), "arrow-left-right"),)
    acts = (
        Act("twinnings:compare", _("Compare candidates"), "table"),
        Act("twinnings:new", _("Enter a link"), "plus"),
        Act("twinnings:facts", _("Facts"), "quote"),
        Act("twinnings:new_fact", _("Enter a fact"), "plus"),
    )
