"""/api/v1/desks/<desk>: what belongs to no app: the desk, its changes, long work, comments, webhooks."""

import datetime as dt
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from ninja import Field, ModelSchema, Path, Query, Router, Schema, Status
from pydantic import ConfigDict

from egiz.desk.api.domain import webhooks
from egiz.desk.api.domain.scopes import KIND_OF, KINDS, targets_of
from egiz.desk.api.interfaces.forms import WebhookForm
from egiz.desk.api.models import Delivery, Webhook
from egiz.desk.core.domain import jobs, trail
from egiz.desk.core.domain.order import changes_after, place_changes
from egiz.desk.core.http import desk_scope
from egiz.desk.core.models import Comment, Desk, Job, Membership, Territory
from egiz.desk.core.rest import Asked, In, RefusedError, filled, offer, refused_by

router = Router()
COMMENTED = tuple(target for target in KIND_OF if not target.endswith(("comparison", "meetingreport")))


class DeskOut(ModelSchema):
    class Meta:
        model = Desk
        fields = (
            "id", "slug", "name", "country", "their_country", "our_name", "their_name", "language",
            "timezone", "place_id", "is_sample",
        )  # fmt: skip


class Member(Schema):
    id: int = Field(description="What a promise names as who is responsible.")
    name: str
    role: str


class TerritoryOut(ModelSchema):
    class Meta:
        model = Territory
        fields = ("id", "name", "country", "place_id", "side")


class DeskWhole(DeskOut):
    """The desk, who works at it, the regions that its sides answer for."""

    members: list[Member]
    territories: list[TerritoryOut]


@router.get("/", response=DeskWhole, summary="The desk")
def get_desk(request: HttpRequest, slug: Path[str]) -> Any:
    with desk_scope(request, slug, "core.view_desk", "directory") as desk:
        members = Membership.objects.filter(desk=desk).select_related("user").order_by("pk")
        return {
            **DeskOut.from_orm(desk).model_dump(),
            "members": [
                {"id": one.user_id, "name": one.user.get_full_name(), "role": one.role} for one in members
            ],
            "territories": list(Territory.objects.order_by("pk")),
        }


# --- changes ----------------------------------------------------------------------------------------


class ChangesAsked(Schema):
    model_config = ConfigDict(extra="forbid")

    after: int = Field(0, ge=0, le=1 << 62, description="`last` of the part before; 0 is the beginning.")
    limit: int = Field(100, ge=1, le=500)
    kind: str = Field("", max_length=20, description="Only of one kind, as scopes are called.")


class Change(Schema):
    """That something of the desk changed; what it says now is to be asked of the thing itself."""

    place: int = Field(description="Its place in the desk's one order of changes.")
    kind: str
    target: str
    id: int
    action: str
    fields: list[str]
    at: dt.datetime
    by: str


class Changes(Schema):
    items: list[Change]
    last: int = Field(description="Ask on with `after` of this number.")
    more: bool


@router.get("/changes/", response=Changes, summary="What changed since, in order")
def list_changes(request: HttpRequest, slug: Path[str], asked: Query[ChangesAsked]) -> Any:
    """List what changed of the kinds that the key may read; nothing is missed, nothing comes twice."""
    with desk_scope(request, slug, "core.view_desk", "changes") as desk:
        last = place_changes(desk)
        targets = _readable(request, asked.kind)
        rows = list(changes_after(asked.after).filter(target__in=targets)[: asked.limit + 1])
        part = rows[: asked.limit]
        more = len(rows) > asked.limit
        items = [{**webhooks.described(row), "by": str(row.user or "")} for row in part]
        return {"items": items, "last": part[-1].place if more else max(last, asked.after), "more": more}


def _readable(request: HttpRequest, kind: str) -> list[str]:
    grant: Any = getattr(request, "grant", None)
    targets = targets_of(grant.scopes) if grant else sorted(KIND_OF)
    return [target for target in targets if not kind or KIND_OF[target] == kind]


# --- long work --------------------------------------------------------------------------------------


class JobOut(Schema):
    id: int
    kind: str
    title: str
    status: str = Field(description="queued, running, done, failed or cancelled")
    progress: float
    message: str
    result: dict[str, Any]
    error: str
    created_at: dt.datetime
    started_at: dt.datetime | None
    finished_at: dt.datetime | None


def _jobs(_desk: Desk, _asked: Any) -> QuerySet[Job]:
    return Job.objects.all()


def _sentence(text: str, params: dict[str, Any]) -> str:
    said = gettext(text) if text else ""
    return said % params if params else said


def _job(job: Job) -> dict[str, Any]:
    same = ("kind", "status", "progress", "result", "created_at", "started_at", "finished_at")
    return {
        **{name: getattr(job, name) for name in same},
        "id": job.pk,
        "title": jobs.title_of(job),
        "message": _sentence(job.message, job.message_params),
        "error": _sentence(job.error, job.error_params),
    }


offer(
    router, "/jobs/", ("job", "jobs"), permission="core.view_desk", out=JobOut, rows=_jobs, shown=_job,
    kind="jobs",
)  # fmt: skip


@router.post("/jobs/{int:pk}/stop", response=JobOut, summary="Ask work to stop")
def stop_job(request: HttpRequest, slug: Path[str], pk: Path[int]) -> Any:
    user: Any = request.user
    with desk_scope(request, slug, "core.view_desk", "jobs") as desk:
        job = get_object_or_404(Job, pk=pk)
        if job.created_by_id != user.pk and not user.has_perm("core.edit_desk", desk):
            raise PermissionDenied
        jobs.request_stop(job)
        return _job(Job.objects.get(pk=pk))


# --- comments ---------------------------------------------------------------------------------------


class CommentOut(Schema):
    id: int
    target: str
    target_id: int
    author: str
    text: str
    created_at: dt.datetime
    updated_at: dt.datetime


class CommentNew(In):
    target: str = Field(description="Such as promises.promise, as the list of changes calls it.")
    target_id: int
    text: str = Field(min_length=1, max_length=5000)


class CommentsAsked(Asked):
    target: str = ""
    target_id: int | None = None


def _comments(_desk: Desk, asked: Any) -> QuerySet[Comment]:
    wanted = {name: getattr(asked, name, None) for name in ("target", "target_id")}
    rows = Comment.objects.filter(**{name: value for name, value in wanted.items() if value})
    return rows.filter(is_shared=False, target__in=COMMENTED).select_related("author")


def _comment(row: Comment) -> dict[str, Any]:
    same = ("target", "target_id", "text", "created_at", "updated_at")
    return {
        **{name: getattr(row, name) for name in same},
        "id": row.pk,
        "author": str(row.author or ""),
    }


offer(
    router, "/comments/", ("comment", "comments"), permission="core.view_desk", out=CommentOut,
    rows=_comments, shown=_comment, asked=CommentsAsked, kind="comments",
)  # fmt: skip


@router.post("/comments/", response={201: CommentOut}, summary="Comment on a promise")
def add_comment(request: HttpRequest, slug: Path[str], given: CommentNew) -> Any:
    """Say something about a promise; other things have no place for comments on their pages."""
    user: Any = request.user
    with desk_scope(request, slug, "promises.comment", "comments"):
        if given.target != "promises.promise":
            text = gettext("It must be one of: %(expected)s.") % {"expected": "promises.promise"}
            raise RefusedError({"target": [text]})
        thing = apps.get_model(given.target).objects.filter(pk=given.target_id).first()
        if thing is None:
            raise RefusedError({"target_id": [gettext("There is no such thing at this desk.")]})
        if not given.text.strip():
            raise RefusedError({"text": [gettext("The comment is empty.")]})
        return Status(201, _comment(trail.add_comment(thing, user, given.text)))


# --- webhooks ---------------------------------------------------------------------------------------


class WebhookOut(ModelSchema):
    kinds: list[str]

    class Meta:
        model = Webhook
        fields = ("id", "url", "kinds", "is_on", "seen", "created_at", "updated_at")


class WebhookMade(WebhookOut):
    """A new webhook with the secret that signs its messages, which is shown in this answer only."""

    secret: str


class WebhookNew(In):
    url: str = Field(max_length=500)
    kinds: list[str] = Field(description=", ".join(KINDS), max_length=len(KINDS))


class WebhookChange(In):
    is_on: bool


class DeliveryOut(ModelSchema):
    class Meta:
        model = Delivery
        fields = (
            "id", "webhook", "number", "state", "tries", "status", "answer", "sent_at", "next_at",
            "updated_at",
        )  # fmt: skip


class DeliveriesAsked(Asked):
    webhook: int | None = None
    state: str = ""


def _webhooks(_desk: Desk, _asked: Any) -> QuerySet[Webhook]:
    return Webhook.objects.all()


def _deliveries(_desk: Desk, asked: Any) -> QuerySet[Delivery]:
    wanted = {"webhook_id": getattr(asked, "webhook", None), "state": getattr(asked, "state", "")}
    return Delivery.objects.filter(**{name: value for name, value in wanted.items() if value})


offer(
    router, "/webhooks/", ("webhook", "webhooks"), permission="api.manage", out=WebhookOut,
    rows=_webhooks, kind="webhooks",
)  # fmt: skip
offer(
    router, "/deliveries/", ("delivery", "deliveries"), permission="api.manage", out=DeliveryOut,
    rows=_deliveries, asked=DeliveriesAsked, kind="webhooks",
)  # fmt: skip


@router.post("/webhooks/", response={201: WebhookMade}, summary="Have an address told of changes")
def add_webhook(request: HttpRequest, slug: Path[str], given: WebhookNew) -> Any:
    user: Any = request.user
    with desk_scope(request, slug, "api.manage", "webhooks") as desk:
        data = filled(WebhookForm, given).cleaned_data
        with refused_by():
            return Status(201, webhooks.make(desk, user, data["url"], data["kinds"]))


@router.patch("/webhooks/{int:pk}", response=WebhookOut, summary="Switch a webhook off or on")
def change_webhook(request: HttpRequest, slug: Path[str], pk: Path[int], given: WebhookChange) -> Any:
    user: Any = request.user
    with desk_scope(request, slug, "api.manage", "webhooks"):
        found = get_object_or_404(Webhook, pk=pk)
        webhooks.switch(found, user, on=given.is_on)
        return found


@router.delete("/webhooks/{int:pk}", response={204: None}, summary="Tell an address nothing more")
def remove_webhook(request: HttpRequest, slug: Path[str], pk: Path[int]) -> Any:
    user: Any = request.user
    with desk_scope(request, slug, "api.manage", "webhooks"):
        webhooks.remove(get_object_or_404(Webhook, pk=pk), user)
        return Status(204, None)
