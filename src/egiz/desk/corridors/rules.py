"""Who may do what with corridors; every view asks these predicates."""

import rules
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.interfaces.history import say
from egiz.desk.core.rules import is_editor, is_member

rules.add_perm("corridors.view", is_member)
rules.add_perm("corridors.change", is_editor)
say(expired=_("Let expire"))
