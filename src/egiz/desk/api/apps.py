from django.utils.translation import gettext_lazy as _

from egiz.desk.core.apps import DeskAppConfig


class ApiConfig(DeskAppConfig):
    name = "egiz.desk.api"
    label = "api"
    verbose_name = _("Interface for programs")
    default = True
    url_prefix = "api"
