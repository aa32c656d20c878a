"""Who may do what at a desk. Views, API and templates all ask these predicates."""

from typing import Any

from django.conf import settings
from rules.permissions import add_perm
from rules.predicates import predicate

from egiz.desk.core.models import Desk, Membership, Role, User


def roles_of(user: Any) -> dict[int, str]:
    """Return the person's roles by desk; they are read once per request."""
    if not getattr(user, "is_authenticated", False):
        return {}
    roles = getattr(user, "_desk_roles", None)
    if roles is None:
        roles = dict(Membership.objects.filter(user=user).values_list("desk_id", "role"))
        user._desk_roles = roles  # noqa: SLF001 - a cache that lives as long as the request's user
    return roles


def role_in(user: Any, desk_id: int) -> str | None:
    """Return the person's role at a desk."""
    return roles_of(user).get(desk_id)


def _role(user: User, target: Any) -> str | None:
    if target is None:
        return None
    return role_in(user, target.pk if isinstance(target, Desk) else target.desk_id)


INSIDE = frozenset({Role.OWNER, Role.EDITOR, Role.VIEWER})


@predicate
def is_member(user: User, target: Any) -> bool:
    """Say who reads the desk from inside; a guest of the other side does not."""
    return _role(user, target) in INSIDE


@predicate
def is_invited(user: User, target: Any) -> bool:
    """Say who has any part in the desk: a guest too, who sees what is shared with them."""
    return _role(user, target) is not None


@predicate
def is_editor(user: User, target: Any) -> bool:
    return _role(user, target) in {Role.OWNER, Role.EDITOR}


@predicate
def is_owner(user: User, target: Any) -> bool:
    return _role(user, target) == Role.OWNER


@predicate
def may_make_desks(user: Any) -> bool:
    """Say who starts a desk: the installation's keeper, an owner, and whoever has none while nobody has one.

    People come by invitation, so a person with an account has been let in by somebody; where strangers may
    sign up (EGIZ_SIGNUP) an account alone opens nothing. It is asked as it is, not by ``has_perm``: without a
    record Django would look for it in tables of its own too.
    """
    if not user.is_authenticated:
        return False
    roles = roles_of(user)
    if user.is_superuser or Role.OWNER in roles.values():
        return True
    if roles or settings.SIGNUP_OPEN:
        return False
    return not Membership.objects.filter(role=Role.OWNER, desk__is_sample=False).exists()


add_perm("core.view_desk", is_member)
add_perm("core.see_shared", is_invited)
add_perm("core.share", is_editor)
add_perm("core.comment", is_member)
add_perm("core.edit_desk", is_editor)
add_perm("core.manage_desk", is_owner)
