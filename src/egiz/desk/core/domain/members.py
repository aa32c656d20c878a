"""Who works at a desk, and how the desk is called."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain import trail
from egiz.desk.core.models import Desk, Membership, Role, User

# What every desk is asked for, and what can be changed later.
SETTINGS = ("name", "country", "their_country", "our_name", "their_name", "language", "timezone")
CHANGEABLE = (*SETTINGS, "link_days")


class MemberError(ValueError):
    """A change of members that would leave the desk without an owner; the text is for the person."""

    LAST_OWNER = _("A desk needs an owner: make somebody else an owner first.")


@transaction.atomic
def invite(desk: Desk, email: str, role: str, by: User | None, *, name: str = "") -> Membership:
    """Add a person to a desk; somebody new has no password until they choose one by a one-time link."""
    user = User.objects.filter(email=email.lower()).first() or User.objects.create_user(
        email, None, name=name
    )
    member, new = Membership.objects.get_or_create(desk=desk, user=user, defaults={"role": role})
    if not new:
        set_role(member, role, by)
    else:
        trail.record(member, "added", by, {"role": ["", role]})
    return member


@transaction.atomic
def set_role(member: Membership, role: str, by: User | None) -> None:
    if member.role == role:
        return
    if member.role == Role.OWNER:
        _keep_an_owner(member)
    old, member.role = member.role, role
    member.save()
    trail.record(member, "changed", by, {"role": [old, role]})


@transaction.atomic
def remove(member: Membership, by: User) -> None:
    """Take a person off a desk; what they wrote stays, under their name."""
    if member.role == Role.OWNER:
        _keep_an_owner(member)
    trail.record(member, "removed", by, {"role": [member.role, ""]})
    member.delete()


def _keep_an_owner(member: Membership) -> None:
    others = Membership.objects.select_for_update().filter(desk_id=member.desk_id, role=Role.OWNER)
    if not others.exclude(pk=member.pk).exists():
        raise MemberError(MemberError.LAST_OWNER)


@transaction.atomic
def change_desk(desk: Desk, by: User, **values: Any) -> None:
    """Change how a desk is called and where it stands."""
    before = {name: getattr(desk, name) for name in CHANGEABLE}
    for name, value in values.items():
        setattr(desk, name, value)
    desk.save()
    changes = {
        name: [before[name], getattr(desk, name)]
        for name in CHANGEABLE
        if before[name] != getattr(desk, name)
    }
    if changes:
        trail.record_desk(desk, by, changes)
