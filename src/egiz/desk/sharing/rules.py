"""Who joins desks, who shares, who chooses between two versions."""

from django.utils.translation import gettext_lazy as _
from rules.permissions import add_perm

from egiz.desk.core.interfaces import history
from egiz.desk.core.rules import is_editor, is_member, is_owner

add_perm("sharing.view", is_member)
add_perm("sharing.share", is_editor)
add_perm("sharing.manage", is_owner)

history.say(
    desk_invited=_("A desk was invited"),
    desk_joined=_("A partner desk was joined"),
    desk_moved=_("The partner desk's address was changed"),
    cut_off=_("The partner desk was cut off"),
    cut_off_there=_("The partner desk cut the line"),
    shared_with_desk=_("Shared with a partner desk"),
    withdrawn_from_desk=_("Taken back from a partner desk"),
    came_from_desk=_("Came from a partner desk"),
    changed_there=_("Changed at the partner desk"),
    taken_back_there=_("The partner desk took it back"),
    two_versions=_("Both desks changed the same"),
    version_chosen=_("One of two versions was chosen"),
)
history.name_parts(partner=_("partner desk"))
