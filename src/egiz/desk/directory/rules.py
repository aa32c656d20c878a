import rules

from egiz.desk.core.rules import is_editor, is_member

rules.add_perm("directory.view", is_member)
rules.add_perm("directory.change", is_editor)
