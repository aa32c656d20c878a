"""Who may do what with twinnings; views and API ask the same predicates."""

import rules

from egiz.desk.core.domain import removing
from egiz.desk.core.rules import is_editor, is_member
from egiz.desk.twinnings.models import Comparison, PlaceFact, Twinning

rules.add_perm("twinnings.view", is_member)
rules.add_perm("twinnings.change", is_editor)
rules.add_perm("twinnings.view_facts", is_member)
rules.add_perm("twinnings.change_facts", is_editor)
removing.offer(Twinning, permission="twinnings.change", page="twinnings:twinning", home="twinnings:home")
removing.offer(Comparison, permission="twinnings.change", page="twinnings:comparison", home="twinnings:home")
removing.offer(
    PlaceFact,
    permission="twinnings.change_facts",
    page="twinnings:fact",
    home="twinnings:facts",
    own_act=True,
)
