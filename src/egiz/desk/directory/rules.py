from rules.permissions import add_perm

from egiz.desk.core.rules import is_editor, is_member

add_perm("directory.view", is_member)
add_perm("directory.change", is_editor)
