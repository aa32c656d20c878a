"""Who wants to meet whom, and whom the desk proposes."""

from typing import Any, Literal

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, ModelSchema, Path, Status

from egiz.desk.core.domain import jobs
from egiz.desk.core.http import desk_scope
from egiz.desk.core.models import Desk
from egiz.desk.core.rest import (
    In,
    must_match,
    of_body,
    offer,
    refused_by,
)
from egiz.desk.missions.api.common import Begun, OfMission, router, wanted
from egiz.desk.missions.domain import queries, wishes
from egiz.desk.missions.models import Mission, SuggestedMatch, Wish

ANSWER = Literal["asked", "agreed", "declined"]


class WishOut(ModelSchema):
    class Meta:
        model = Wish
        fields = (
            "id", "mission", "asker", "partner", "weight", "origin", "our_consent", "their_consent",
            "consent_note", "words", "answer_by", "created_at", "updated_at",
        )  # fmt: skip


class WishNew(In):
    mission: int
    asker: int = Field(description="The number of the company that asks; it has agreed.")
    partner: int
    weight: Literal["must", "want", "no"] = "want"


class WishChange(In):
    """A wish's weight, or a company's answer with how it gave its consent."""

    weight: Literal["must", "want", "no"] | None = None
    our_consent: ANSWER | None = None
    their_consent: ANSWER | None = None
    consent_note: str = Field("", max_length=300, description="For example: by phone, 3 December.")


class MatchOut(ModelSchema):
    reasons: list[dict[str, Any]]

    class Meta:
        model = SuggestedMatch
        fields = ("id", "mission", "ours", "theirs", "score", "reasons", "selected", "updated_at")


def _wishes(_desk: Desk, asked: Any) -> QuerySet[Wish]:
    return Wish.objects.filter(**wanted(asked, "mission_id"))


def _matches(_desk: Desk, asked: Any) -> QuerySet[SuggestedMatch]:
    return SuggestedMatch.objects.filter(**wanted(asked, "mission_id"))


offer(
    router, "/wishes/", ("wish", "wishes"), permission="missions.view", out=WishOut, rows=_wishes,
    asked=OfMission,
)  # fmt: skip
offer(
    router, "/matches/", ("match", "matches"), permission="missions.view", out=MatchOut, rows=_matches,
    asked=OfMission,
)  # fmt: skip


@router.post("/wishes/", response={201: WishOut}, summary="Enter a wish")
def add_wish(request: HttpRequest, slug: Path[str], given: WishNew) -> Any:
    """Enter a wish: who asks has agreed, the partner is still to be asked."""
    user: Any = request.user
    with desk_scope(request, slug, "missions.change"):
        mission = of_body(Mission.objects.all(), "mission", given.mission)
        taking_part = queries.taking_part(mission)
        asker = of_body(taking_part, "asker", given.asker)
        partner = of_body(taking_part, "partner", given.partner)
        with refused_by():
            return Status(201, wishes.add_wish(mission, asker, partner, given.weight, user))


@router.patch("/wishes/{int:pk}", response=WishOut, summary="Weigh a wish, or write an answer down")
def change_wish(request: HttpRequest, slug: Path[str], pk: Path[int], given: WishChange) -> Any:
    user: Any = request.user
    with desk_scope(request, slug, "missions.change"), transaction.atomic():
        rows = Wish.objects.select_related("asker", "partner").select_for_update(of=("self",))
        row = get_object_or_404(rows, pk=pk)
        must_match(request, WishOut, row)
        if given.weight and given.weight != row.weight:
            wishes.set_weight(row, given.weight, user)
        with refused_by({"__all__": "consent_note"}):
            for side, name in wishes.ANSWER_FIELDS.items():
                if answer := getattr(given, name):
                    wishes.answer(row, side, answer, user, given.consent_note)
        return row


@router.post("/{int:pk}/matching", response={202: Begun}, summary="Look for partners")
def start_matching(request: HttpRequest, slug: Path[str], pk: Path[int]) -> Any:
    user: Any = request.user
    with desk_scope(request, slug, "missions.schedule") as desk:
        mission = get_object_or_404(Mission, pk=pk)
        job = jobs.enqueue(desk, "missions.match", {"mission": mission.pk}, user)
        return Status(202, {"job": job.pk})
