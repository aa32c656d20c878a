"""Who may look for a day and ask the guests; views ask these predicates."""

import rules

from egiz.desk.core.domain import removing
from egiz.desk.core.rules import is_editor, is_member
from egiz.desk.days.models import Poll

rules.add_perm("days.view", is_member)
rules.add_perm("days.change", is_editor)
removing.offer(Poll, permission="days.change", page="days:poll", home="days:polls")
