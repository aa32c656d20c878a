"""Who may do what with twinnings; views and API ask the same predicates."""

import rules

from egiz.desk.core.rules import is_editor, is_member

rules.add_perm("twinnings.view", is_member)
rules.add_perm("twinnings.change", is_editor)
rules.add_perm("twinnings.view_facts", is_member)
rules.add_perm("twinnings.change_facts", is_editor)
