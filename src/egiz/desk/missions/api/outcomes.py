"""What came of meetings."""

import datetime as dt
from decimal import Decimal
from typing import Any, Literal

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, ModelSchema, Path

from egiz.desk.core.http import desk_scope
from egiz.desk.core.models import Desk
from egiz.desk.core.rest import (
    In,
    must_match,
    offer,
    refused_by,
)
from egiz.desk.missions.api.common import OfMission, router, wanted
from egiz.desk.missions.domain import queries, reports
from egiz.desk.missions.models import MeetingReport, Mission, Wish

TEXTS = ("fault", "result", "currency", "next_step", "next_owner", "note")


class OutcomeOut(ModelSchema):
    class Meta:
        model = MeetingReport
        fields = (
            "id", "mission", "wish", "side", "held", "fault", "result", "rating", "value", "currency",
            "signed_on", "next_step", "next_owner", "next_due", "note", "by_company", "created_at",
            "updated_at",
        )  # fmt: skip


class OutcomeSaid(In):
    """What one side says about a meeting; what is not sent stays as it was said before."""

    held: bool | None = None
    fault: Literal["", "ours", "theirs", "both", "organiser"] | None = None
    result: str | None = Field(None, max_length=16)
    rating: int | None = Field(None, ge=1, le=5)
    value: float | None = Field(None, gt=0, le=1e15)
    currency: str | None = Field(None, max_length=3)
    signed_on: dt.date | None = None
    next_step: str | None = Field(None, max_length=300)
    next_owner: Literal["", "ours", "theirs"] | None = None
    next_due: dt.date | None = None
    note: str | None = Field(None, max_length=2000)


def _outcomes(_desk: Desk, asked: Any) -> QuerySet[MeetingReport]:
    return MeetingReport.objects.filter(**wanted(asked, "mission_id"))


offer(
    router, "/outcomes/", ("outcome", "outcomes"), permission="missions.view", out=OutcomeOut,
    rows=_outcomes, asked=OfMission, kind="outcomes",
)  # fmt: skip


@router.put("/wishes/{int:pk}/outcomes/{side}", response=OutcomeOut, summary="Say what came of a meeting")
def say_outcome(
    request: HttpRequest, slug: Path[str], pk: Path[int], side: Path[Literal["ours", "theirs"]],
    given: OutcomeSaid,
) -> Any:  # fmt: skip
    user: Any = request.user
    with desk_scope(request, slug, "missions.record", "outcomes"), transaction.atomic():
        wish = get_object_or_404(queries.wishes(_mission_of(pk)), pk=pk)
        if (before := wish.reports.filter(side=side).first()) is not None:
            must_match(request, OutcomeOut, before)
        said: dict[str, Any] = {
            name: "" if value is None and name in TEXTS else value
            for name, value in given.model_dump(exclude_unset=True).items()
        }
        if (value := said.get("value")) is not None:
            said["value"] = Decimal(str(value))
        with refused_by():
            return reports.write_report(wish, side, user, **said)


def _mission_of(wish: int) -> Mission:
    return get_object_or_404(Wish.objects.select_related("mission"), pk=wish).mission
