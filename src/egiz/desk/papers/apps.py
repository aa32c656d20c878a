from django.utils.translation import gettext_lazy as _

from egiz.desk.core.apps import Act, DeskAppConfig


class PapersConfig(DeskAppConfig):
    name = "egiz.desk.papers"
    label = "papers"
    verbose_name = _("Papers")
    default = True
    url_prefix = "papers"
    acts = (
        Act("papers:home", _("Papers"), "printer"),
        Act("papers:new", _("Write a paper"), "plus"),
    )
