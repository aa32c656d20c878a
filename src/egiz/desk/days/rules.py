"""Who may open the calendar to everybody, and who may ask the guests; views ask these predicates."""

import rules

from egiz.desk.core.rules import is_editor, is_member, is_owner

rules.add_perm("public.view", is_member)
rules.add_perm("public.change", is_editor)
rules.add_perm("events.open", is_owner)
