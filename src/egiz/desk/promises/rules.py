from django.utils.translation import gettext_lazy as _
from rules.permissions import add_perm

from egiz.desk.core.domain import removing
from egiz.desk.core.interfaces import history
from egiz.desk.core.rules import is_editor, is_member
from egiz.desk.promises.models import OfficialMeeting, Promise

add_perm("promises.view", is_member)
add_perm("promises.comment", is_member)
add_perm("promises.change", is_editor)

history.say(
    read=_("Read from the report"),
    confirmed=_("Confirmed"),
    rejected=_("Put aside as not a promise"),
    merged=_("Merged"),
    taken_back=_("Decision taken back"),
    became=_("Led to something"),
    asked=_("Asked for"),
    signed_off=_("The minutes were signed off"),
    put_into_words=_("Written in the other language"),
    link_taken_back=_("The link was taken back"),
    not_enough=_("Found not to be enough"),
)
removing.offer(Promise, permission="promises.change", page="promises:promise", home="promises:home")
removing.offer(
    OfficialMeeting, permission="promises.change", page="promises:reading", home="promises:meetings"
)
