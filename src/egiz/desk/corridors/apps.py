from django.utils.translation import gettext_lazy as _

from egiz.desk.core.apps import Act, DeskAppConfig


class CorridorsConfig(DeskAppConfig):
    name = "egiz.desk.corridors"
    label = "corridors"
    verbose_name = _("Corridors")
    default = True
    url_prefix = "corridors"
    acts = (
        Act("corridors:home", _("Corridors"), "route"),
        Act("corridors:values", _("Our own values"), "list-checks"),
    )
