from django.utils.translation import gettext_lazy as _

from egiz.desk.core.apps import DeskAppConfig


class PapersConfig(DeskAppConfig):
    name = "egiz.desk.papers"
    label = "papers"
    verbose_name = _("Papers")
    default = True
    url_prefix = "papers"
