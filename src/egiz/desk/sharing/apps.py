from django.utils.translation import gettext_lazy as _

from egiz.desk.core.apps import DeskAppConfig


class SharingConfig(DeskAppConfig):
    name = "egiz.desk.sharing"
    label = "sharing"
    verbose_name = _("Partner desks")
    default = True
    url_prefix = "partners"
    public_prefix = "partners"
