"""Who lets programs in: whoever manages the desk."""

from django.utils.translation import gettext_lazy as _
from rules.permissions import add_perm

from egiz.desk.core.interfaces import history
from egiz.desk.core.rules import is_owner

add_perm("api.manage", is_owner)
history.say(
    key_made=_("A key for a program was made"),
    key_revoked=_("A key of a program was taken back"),
    webhook_made=_("A webhook was added"),
    webhook_off=_("A webhook was switched off"),
    webhook_on=_("A webhook was switched on"),
)
history.name_parts(scopes=_("what it may do"), url=_("address"))
