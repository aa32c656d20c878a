"""Who may do what with twinnings; views and API ask the same predicates."""

import rules
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain import removing
from egiz.desk.core.interfaces import history
from egiz.desk.core.rules import is_editor, is_member
from egiz.desk.twinnings.models import ApprovalRow, Comparison, Measure, PlaceFact, Twinning

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
removing.offer(
    ApprovalRow, permission="twinnings.change", page="twinnings:approval_row", home="twinnings:approvals"
)
removing.offer(Measure, permission="twinnings.change", page="twinnings:measure_page", home="twinnings:home")
history.say(
    weights=_("The weights were changed"),
    activity=_("Something happened"),
    **{
        "approval added": _("An approval was added"),
        "approval changed": _("An approval was changed"),
    },
    stage=_("The stage was changed"),
    checklist=_("The desk's checklist was taken over"),
    decided=_("The choice was recorded"),
    measures=_("The plan of measures was changed"),
)
history.name_parts(
    activity=_("what happened"),
    approval=_("approval"),
    approvals=_("approvals"),
    decision=_("decision"),
    measures=_("measures"),
)
