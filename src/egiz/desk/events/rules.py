"""Who may do what with events; views and API ask the same predicates."""

import rules

from egiz.desk.core.rules import is_editor, is_member

rules.add_perm("events.view", is_member)
rules.add_perm("events.change", is_editor)
