from django.utils.translation import gettext_lazy as _

from egiz.desk.core.apps import DeskAppConfig


class CorridorsConfig(DeskAppConfig):
    name = "egiz.desk.corridors"
    label = "corridors"
    verbose_name = _("Corridors")
    default = True
    url_prefix = "corridors"
