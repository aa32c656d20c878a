from django.utils.translation import gettext_lazy as _

from egiz.desk.core.apps import Act, DeskAppConfig, NavItem


class DirectoryConfig(DeskAppConfig):
    name = "egiz.desk.directory"
    label = "directory"
    verbose_name = _("Directory")
    default = True
    url_prefix = "directory"
    nav = (NavItem("directory:home", _("Directory"), "book-user"),)
    acts = (
        Act("directory:people", _("People"), "book-user"),
        Act("directory:add_person", _("Add a person"), "plus"),
        Act("directory:add_organisation", _("Add an organisation"), "plus"),
        Act("directory:import", _("Take in a list"), "upload"),
        Act("directory:duplicates", _("Duplicates"), "merge"),
    )
