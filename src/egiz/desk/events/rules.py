"""Who may do what with events; views and API ask the same predicates."""

import rules
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain import removing
from egiz.desk.core.interfaces.history import say
from egiz.desk.core.rules import is_editor, is_member, is_owner
from egiz.desk.events.models import EventRecord, EventSearch

rules.add_perm("events.view", is_member)
rules.add_perm("events.change", is_editor)
rules.add_perm("events.merge", is_editor)
rules.add_perm("events.view_sources", is_member)
rules.add_perm("events.change_sources", is_editor)
# What a source answered may hold more than the calendar shows, so guests do not get it.
rules.add_perm("events.see_raw", is_editor)
rules.add_perm("events.moderate", is_editor)
rules.add_perm("events.settings", is_owner)
rules.add_perm("events.open", is_owner)

say(
    created=_("Entered"),
    pulled=_("Read from a source"),
    merged=_("Merged with another entry"),
    taken_apart=_("Taken apart again"),
    accepted=_("Accepted"),
    rejected=_("Rejected"),
    list_changed=_("The list was changed"),
    published=_("Published"),
    withdrawn=_("No longer published"),
)
removing.offer(EventSearch, permission="events.change", page="events:search", home="events:searches")
removing.offer(EventRecord, permission="events.change", page="events:event", home="events:home", own_act=True)
