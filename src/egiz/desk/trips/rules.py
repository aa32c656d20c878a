"""Who may do what with trips; views, templates and API ask the same predicates."""

from typing import Any

import rules
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain import removing
from egiz.desk.core.interfaces import history
from egiz.desk.core.rules import is_editor, is_member
from egiz.desk.trips.models import Trip


@rules.predicate
def is_draft(_user: Any, version: Any) -> bool:
    return version is not None and version.state == "draft"


rules.add_perm("trips.view", is_member)
rules.add_perm("trips.change", is_editor)
# Whose passport it is and how long that person has been abroad concerns only who prepares the trip.
rules.add_perm("trips.passports", is_editor)
rules.add_perm("trips.publish", is_editor & is_draft)

history.say(
    trip_begun=_("The trip was begun"),
    part_added=_("Added to the trip"),
    part_changed=_("Changed on the trip"),
    part_removed=_("Taken out of the trip"),
    delegation_changed=_("The delegation was changed"),
    plan_made=_("A plan was made"),
    plan_published=_("A plan was published"),
)
removing.offer(Trip, permission="trips.change", page="trips:trip", home="trips:home")
