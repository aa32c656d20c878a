"""Who may do what with papers; views and pages ask the same predicates."""

from django.utils.translation import gettext_lazy as _
from rules.permissions import add_perm

from egiz.desk.core.domain import removing
from egiz.desk.core.interfaces import history
from egiz.desk.core.rules import is_editor, is_member
from egiz.desk.papers.models import Letterhead, Paper

add_perm("papers.view", is_member)
add_perm("papers.change", is_editor)
history.say(
    written=_("Written"),
    checked=_("The draft mark was taken off"),
    version_back=_("An earlier version was taken back"),
    template_given=_("A Word template was given"),
)
removing.offer(Paper, permission="papers.change", page="papers:paper", home="papers:home")
removing.offer(Letterhead, permission="papers.change", page="papers:letterhead", home="papers:settings")
history.name_parts(version=_("version"))
