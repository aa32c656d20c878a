from django.utils.translation import gettext_lazy as _
from rules.permissions import add_perm

from egiz.desk.core.domain import removing
from egiz.desk.core.interfaces import history
from egiz.desk.core.rules import is_editor, is_member
from egiz.desk.directory.models import Organisation, Person

add_perm("directory.view", is_member)
add_perm("directory.change", is_editor)
history.say(role_added=_("An earlier role was added"), taken_apart=_("Taken apart"))
removing.offer(Person, permission="directory.change", page="directory:person", home="directory:people")
removing.offer(
    Organisation, permission="directory.change", page="directory:organisation", home="directory:home"
)
