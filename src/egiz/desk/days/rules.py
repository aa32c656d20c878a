"""Who may look for a day and ask the guests; views ask these predicates."""

import rules

from egiz.desk.core.rules import is_editor, is_member

rules.add_perm("days.view", is_member)
rules.add_perm("days.change", is_editor)
