"""Lists by pages: a cursor that stays right while rows are added, and a list of what changed since."""

import base64
import binascii
import datetime as dt
import json
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.paginator import Paginator
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Schema
from pydantic import ConfigDict

from egiz.desk.core.rest.problems import RefusedError

Row = TypeVar("Row", bound=Model)
Item = TypeVar("Item")
MOST = 200


class Asked(Schema):
    """Which part of a list is asked for."""

    model_config = ConfigDict(extra="forbid")

    cursor: str = Field("", max_length=200, description="`next` of the page before.")
    limit: int = Field(50, ge=1, le=MOST, description="How many at a time.")
    changed_since: dt.datetime | None = Field(
        None, description="Only what was written at this moment or later, in that order."
    )


class Page(Schema, Generic[Item]):
    """A part of a list; ``next`` is empty on the last one."""

    items: list[Item]
    next: str


def page_of(rows: QuerySet[Any, Row], asked: Asked) -> tuple[list[Row], str]:
    """Cut one page out of the rows, by number or by the moment of writing, and say where it goes on."""
    if since := asked.changed_since:
        moment = since if since.tzinfo else since.replace(tzinfo=dt.UTC)
        rows = rows.filter(updated_at__gte=moment).order_by("updated_at", "pk")
    else:
        rows = rows.order_by("pk")
    if asked.cursor:
        rows = _after(rows, asked)
    found = list(rows[: asked.limit + 1])
    if len(found) <= asked.limit:
        return found, ""
    found.pop()
    return found, _cursor(found[-1], asked)


def _cursor(last: Any, asked: Asked) -> str:
    place = [last.pk, last.updated_at.isoformat()] if asked.changed_since else [last.pk]
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def _after(rows: QuerySet[Any, Row], asked: Asked) -> QuerySet[Any, Row]:
    try:
        padded = asked.cursor + "=" * (-len(asked.cursor) % 4)
        place = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        number = _number(place[0])
        if not asked.changed_since:
            return rows.filter(pk__gt=number)
        moment = dt.datetime.fromisoformat(place[1])
        return rows.filter(Q(updated_at__gt=moment) | Q(updated_at=moment, pk__gt=number))
    except (ValueError, TypeError, LookupError, RecursionError, binascii.Error) as error:
        text = _("This is no place in this list; take “next” of the page before, with the same filters.")
        raise RefusedError({"cursor": [text]}) from error


def _number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= 1 << 63:
        raise ValueError(value)
    return value


class ByPage(Schema):
    """Which part of a list is asked for: a page by its number, in the desk's own order, or a cursor."""

    model_config = ConfigDict(extra="forbid")

    page: int = 1
    cursor: str = Field("", max_length=200, description="`next` of the part before.")
    limit: int | None = Field(None, ge=1, le=MOST, description="How many at a time, with a cursor.")
    changed_since: dt.datetime | None = Field(
        None, description="Only what was written at this moment or later, in that order."
    )


@dataclass(frozen=True, slots=True)
class Part(Generic[Row]):
    """A part of a list, and where it stands in the whole."""

    rows: list[Row]
    count: int
    page: int
    pages: int
    next: str

    def place(self) -> dict[str, Any]:
        return {"count": self.count, "page": self.page, "pages": self.pages, "next": self.next}


def by_page(rows: QuerySet[Any, Row], asked: ByPage, per_page: int) -> Part[Row]:
    """Cut a part out of the rows: by a cursor where one, or how many, is asked for; by page otherwise."""
    if asked.limit is None and not asked.cursor and asked.changed_since is None:
        found = Paginator(rows, per_page).get_page(asked.page)
        whole = found.paginator
        return Part(list(found.object_list), whole.count, found.number, whole.num_pages, "")
    one = Asked(
        cursor=asked.cursor, limit=asked.limit or min(per_page, MOST), changed_since=asked.changed_since
    )
    part, following = page_of(rows, one)
    return Part(part, rows.count(), 1, 1, following)


def lead_on(request: HttpRequest, response: HttpResponse, following: str) -> None:
    """Say in the header Link where a bare list goes on."""
    if following:
        query = request.GET.copy()
        query["cursor"] = following
        response["Link"] = f'<{request.build_absolute_uri(request.path)}?{query.urlencode()}>; rel="next"'
