"""/api/v1/desks/<desk>/promises: the same promises, the same predicates as the pages."""

import datetime as dt
from typing import Any, Literal

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Path, Query, Router, Schema

from egiz.desk.core.domain.places import local_name
from egiz.desk.core.http import desk_scope
from egiz.desk.core.models import Territory
from egiz.desk.core.rest import ConflictError
from egiz.desk.promises import models
from egiz.desk.promises.domain import bands, deciding
from egiz.desk.promises.interfaces.forms import owner_words

router = Router()
PER_PAGE = 100


class Region(Schema):
    """A region or a city for which a side of the desk answers; `place` is its number at GeoNames."""

    id: int
    name: str
    country: str
    place: int


class Tie(Schema):
    """What a promise became: a page of the desk, and the kind and number of what stands there."""

    title: str
    url: str
    target: str
    target_id: int | None


class Promise(Schema):
    id: int
    title: str
    status: str
    kind: str
    side: str
    region: Region | None
    owner: str
    responsible: str
    waiting_since: dt.date | None
    evidence: str
    to: str
    due_on: dt.date | None
    due_phrase: str
    due_proposed: dt.date | None
    quote: str
    start: int | None
    end: int | None
    meeting: int | None
    candidates: list[dict[str, Any]]
    became: list[Tie]
    updated_at: dt.datetime


class Promises(Schema):
    count: int
    page: int
    pages: int
    promises: list[Promise]


class Asked(Schema):
    """What the list is narrowed to; `region` is the number that a promise gives for its own."""

    q: str = ""
    side: str = ""
    kind: str = ""
    state: str = ""
    region: int | None = None

    def filters(self) -> bands.Filters:
        return bands.Filters(
            query=self.q, side=self.side, kind=self.kind, state=self.state, territory=self.region
        )


class Change(Schema):
    status: Literal["open", "waiting", "done", "dropped"]


def shown(row: models.Promise) -> Promise:
    plain = {name: getattr(row, name) for name in Promise.model_fields if hasattr(row, name)}
    ties = bands.ties_of(row)
    return Promise(
        **{
            **plain,
            "owner": owner_words(row),
            "responsible": str(row.responsible or ""),
            "to": row.to_text,
            "meeting": row.meeting_id,
            "region": _region(row.territory),
            "became": [
                Tie(title=tie.title, url=tie.url, target=tie.target, target_id=tie.target_id) for tie in ties
            ],
        }
    )


def _region(row: Territory | None) -> Region | None:
    if row is None:
        return None
    name = local_name(row.place_id, row.name)
    return Region(id=row.pk, name=name, country=row.country, place=row.place_id)


@router.get("/", response=Promises, summary="List promises, overdue first")
def list_promises(
    request: HttpRequest,
    slug: Path[str],
    asked: Query[Asked],
    page: int = 1,
) -> Promises:
    with desk_scope(request, slug, "promises.view") as desk:
        rows = bands.with_ties(bands.promises(asked.filters(), desk.today()))
        found = Paginator(rows, PER_PAGE).get_page(page)
        return Promises(
            count=found.paginator.count,
            page=found.number,
            pages=found.paginator.num_pages,
            promises=[shown(row) for row in found.object_list],
        )


@router.get("/{pk}", response=Promise, summary="One promise")
def get_promise(request: HttpRequest, slug: Path[str], pk: int) -> Promise:
    with desk_scope(request, slug, "promises.view"):
        return shown(get_object_or_404(bands.with_ties(models.Promise.objects.all()), pk=pk))


@router.patch("/{pk}", response=Promise, summary="Set the status of a confirmed promise")
def set_status(request: HttpRequest, slug: Path[str], pk: int, change: Change) -> Any:
    user: Any = request.user
    with desk_scope(request, slug, "promises.change"):
        row = get_object_or_404(bands.with_ties(models.Promise.objects.select_related("desk")), pk=pk)
        if row.status not in models.Promise.SETTABLE:
            raise ConflictError(
                _("This is a suggestion, not a confirmed promise; confirm it on its page first.")
            )
        deciding.change(row, user, status=change.status)
        return shown(row)
