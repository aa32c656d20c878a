"""/api/v1/desks/<desk>/partners: partner desks, what is kept together; codes are said by people."""

import datetime as dt
from typing import Any, Literal

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, ModelSchema, Path, Router, Schema, Status

from egiz.desk.core.domain import together
from egiz.desk.core.http import desk_scope
from egiz.desk.core.models import Desk
from egiz.desk.core.rest import Asked, ConflictError, In, RefusedError, offer
from egiz.desk.sharing.domain import cutting, things
from egiz.desk.sharing.models import Conflict, Partner, SharedThing

router = Router()


class PartnerOut(ModelSchema):
    """A desk of another installation, and how the line to it stands."""

    waiting: int = Field(description="Messages that it has not taken yet.")

    class Meta:
        model = Partner
        fields = (
            "id", "name", "country", "language", "address", "state", "heard_at", "trouble", "created_at",
            "updated_at",
        )  # fmt: skip


class ThingOut(ModelSchema):
    """One thing that is kept together, or was."""

    class Meta:
        model = SharedThing
        fields = (
            "id", "partner", "uid", "kind", "target", "target_id", "is_ours", "state", "with_people",
            "language", "withdrawn_at", "created_at", "updated_at",
        )  # fmt: skip


class ConflictOut(Schema):
    """One part that both desks changed before they heard of each other."""

    id: int
    thing: int
    part: str = Field(description="As it travels: status, due, title.uz …")
    ours: Any
    theirs: Any
    updated_at: dt.datetime


class ThingNew(In):
    partner: int
    target: str = Field(description="Such as promises.promise, as the list of changes calls it.")
    target_id: int
    with_people: bool = Field(False, description="Names of people go there too.")


class Choice(In):
    version: Literal["ours", "theirs"]


class ThingsAsked(Asked):
    partner: int | None = None
    target: str = ""
    target_id: int | None = None


def _partners(_desk: Desk, _asked: Any) -> Any:
    return Partner.objects.exclude(state=Partner.State.JOINING)


def _things(_desk: Desk, asked: Any) -> Any:
    names = {"partner_id": "partner", "target": "target", "target_id": "target_id"}
    wanted = {field: getattr(asked, name, None) for field, name in names.items()}
    return SharedThing.objects.filter(**{field: value for field, value in wanted.items() if value})


def _conflicts(_desk: Desk, _asked: Any) -> Any:
    return Conflict.objects.all()


def _conflict(row: Conflict) -> dict[str, Any]:
    same = ("part", "ours", "theirs", "updated_at")
    return {**{name: getattr(row, name) for name in same}, "id": row.pk, "thing": row.thing_id}


# The longer addresses first: "things" is no number of a partner.
offer(
    router, "/things/", ("shared_thing", "shared_things"), permission="sharing.view", out=ThingOut,
    rows=_things, asked=ThingsAsked, kind="partners",
)  # fmt: skip
offer(
    router, "/conflicts/", ("conflict", "conflicts"), permission="sharing.view", out=ConflictOut,
    rows=_conflicts, shown=_conflict, kind="partners",
)  # fmt: skip
offer(
    router, "/", ("partner", "partners"), permission="sharing.view", out=PartnerOut, rows=_partners,
    kind="partners",
)  # fmt: skip


@router.post("/things/", response={201: ThingOut}, summary="Keep a thing together with a partner desk")
def share_thing(request: HttpRequest, slug: Path[str], given: ThingNew) -> Any:
    user: Any = request.user
    with desk_scope(request, slug, "sharing.share", "partners") as desk:
        found = together.kind_at(given.target)
        if found is None:
            expected = ", ".join(one.target for one in together.kinds())
            raise RefusedError({"target": [_("It must be one of: %(expected)s.") % {"expected": expected}]})
        if not user.has_perm(found.permission, desk):
            raise PermissionDenied
        partner = Partner.objects.filter(pk=given.partner).first()
        record = found.rows().select_related("desk").filter(pk=given.target_id).first()
        lacking = [name for name, one in (("partner", partner), ("target_id", record)) if one is None]
        if partner is None or record is None:
            raise RefusedError({name: [_("There is no such thing at this desk.")] for name in lacking})
        return Status(201, _or_conflict(things.share, record, partner, user, with_people=given.with_people))


def _or_conflict(act: Any, *given: Any, **more: Any) -> Any:
    try:
        return act(*given, **more)
    except ValidationError as error:
        raise ConflictError(error.messages[0]) from error


@router.delete("/things/{int:pk}", response={204: None}, summary="Take a thing back from a partner desk")
def withdraw_thing(request: HttpRequest, slug: Path[str], pk: Path[int]) -> Any:
    user: Any = request.user
    with desk_scope(request, slug, "sharing.share", "partners"):
        thing = get_object_or_404(SharedThing.objects.select_related("partner"), pk=pk)
        _or_conflict(things.withdraw, thing, user)
        return Status(204, None)


@router.post("/conflicts/{int:pk}", response={204: None}, summary="Choose one of two versions for both desks")
def settle_conflict(request: HttpRequest, slug: Path[str], pk: Path[int], given: Choice) -> Any:
    user: Any = request.user
    with desk_scope(request, slug, "sharing.share", "partners"):
        conflict = get_object_or_404(Conflict.objects.select_related("thing__partner"), pk=pk)
        _or_conflict(things.settle, conflict, user, theirs=given.version == "theirs")
        return Status(204, None)


@router.delete("/{int:pk}", response={204: None}, summary="Cut a partner desk off")
def cut_off(request: HttpRequest, slug: Path[str], pk: Path[int]) -> Any:
    user: Any = request.user
    with desk_scope(request, slug, "sharing.manage", "partners"):
        cutting.cut(get_object_or_404(Partner, pk=pk), user)
        return Status(204, None)
