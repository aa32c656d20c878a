from django.utils.translation import gettext_lazy as _

from egiz.desk.core.apps import DeskAppConfig, NavItem


class DirectoryConfig(DeskAppConfig):
    name = "egiz.desk.directory"
    label = "directory"
    verbose_name = _("Directory")
    default = True
    url_prefix = "directory"
    nav = (NavItem("directory:home", _("Directory"), "book-user"),)
