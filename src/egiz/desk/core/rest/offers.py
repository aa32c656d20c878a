"""Offering one kind of thing for reading: its list by pages and each one alone, under one predicate."""

from collections.abc import Callable
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router, Schema

from egiz.desk.core.http import desk_scope
from egiz.desk.core.models import Desk
from egiz.desk.core.rest.pages import Asked, Page, page_of

Rows = Callable[[Desk, Any], QuerySet[Any]]


def _as_it_is(row: Any) -> Any:
    return row


def offer(  # noqa: PLR0913 - each says one thing about what is offered
    router: Router,
    path: str,
    names: tuple[str, str],
    *,
    permission: str,
    out: type[Schema],
    rows: Rows,
    shown: Callable[[Any], Any] = _as_it_is,
    asked: type[Asked] = Asked,
    kind: str = "",
    with_list: bool = True,
) -> None:
    """Add ``GET path`` and ``GET path{pk}`` to a router.

    ``names`` are what one and several of them are called in the description ("person", "people"); ``rows``
    narrows by what was asked and fetches what ``shown`` needs, so that a list takes as many queries with
    three rows as with one.
    """
    one, several = names
    nothing = asked.model_validate({})

    def list_them(request: HttpRequest, slug: Path[str], asked: Any) -> Any:
        with desk_scope(request, slug, permission, kind) as desk:
            found, following = page_of(rows(desk, asked), asked)
            return {"items": [shown(row) for row in found], "next": following}

    def get_one(request: HttpRequest, slug: Path[str], pk: Path[int]) -> Any:
        with desk_scope(request, slug, permission, kind) as desk:
            return shown(get_object_or_404(rows(desk, nothing), pk=pk))

    # ninja reads what a list may be asked from the signature.
    list_them.__annotations__["asked"] = Annotated[asked, Query()]
    list_them.__name__, get_one.__name__ = f"list_{several}", f"get_{one}"
    several_words, one_word = several.replace("_", " "), one.replace("_", " ")
    if with_list:
        router.get(path, response=Page[out], summary=f"List {several_words}")(list_them)  # type: ignore[valid-type]
    router.get(path + "{int:pk}", response=out, summary=f"One {one_word}")(get_one)
