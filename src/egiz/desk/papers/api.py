"""/api/v1/desks/<desk>/papers: what was written, begun and written on through the writes of the pages."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, ModelSchema, Path, Router, Status

from egiz.desk.core.http import desk_scope
from egiz.desk.core.models import Desk
from egiz.desk.core.rest import Asked, In, RefusedError, filled, must_match, offer
from egiz.desk.papers.domain import filling, writing
from egiz.desk.papers.interfaces.forms import PaperForm, kind_choices
from egiz.desk.papers.models import Paper

router = Router()
LANGUAGES = [code for code, _name in settings.LANGUAGES]


class PaperOut(ModelSchema):
    class Meta:
        model = Paper
        fields = (
            "id", "kind", "name", "language", "origin", "origin_id", "state", "checked_at", "created_at",
            "updated_at",
        )  # fmt: skip


class PaperWhole(PaperOut):
    """A paper with what it says: the same in every language, and by language."""

    fields: dict[str, Any]
    texts: dict[str, Any]


class PaperNew(In):
    kind: str = Field(description="invitation, reply, memorandum, plan, minutes, delegation, release, report")
    origin: str = Field("", description="twinning, meeting, promise, mission, trip, or nothing")
    origin_id: int | None = None


class PaperText(In):
    """What a paper says in one language; what is not sent stays."""

    language: str
    name: str | None = Field(None, max_length=200)
    values: dict[str, str | int | bool | list[str] | None] = Field(
        {}, description="By the names of the paper's fields."
    )


class PapersAsked(Asked):
    kind: str = ""
    origin: str = ""
    origin_id: int | None = None


def _rows(_desk: Desk, asked: Any) -> QuerySet[Paper]:
    wanted = {name: getattr(asked, name, None) for name in ("kind", "origin", "origin_id")}
    return Paper.objects.filter(**{name: value for name, value in wanted.items() if value})


offer(router, "/", ("paper", "papers"), permission="papers.view", out=PaperOut, rows=_rows, asked=PapersAsked)


@router.get("/{int:pk}/text", response=PaperWhole, summary="A paper with what it says")
def get_paper_text(request: HttpRequest, slug: Path[str], pk: Path[int]) -> Any:
    with desk_scope(request, slug, "papers.view"):
        return get_object_or_404(Paper, pk=pk)


@router.post("/", response={201: PaperWhole}, summary="Begin a paper")
def begin_paper(request: HttpRequest, slug: Path[str], given: PaperNew) -> Any:
    """Begin a paper with what the desk knows of the thing it comes from."""
    user: Any = request.user
    with desk_scope(request, slug, "papers.change") as desk:
        thing = filling.find_origin(given.origin, given.origin_id)
        if given.origin and thing is None:
            raise RefusedError({"origin_id": [_("There is no such thing at this desk.")]})
        offered = filling.KINDS_OF[given.origin]
        if given.kind not in offered:
            text = _("It must be one of: %(expected)s.") % {"expected": ", ".join(offered)}
            raise RefusedError({"kind": [text]})
        made = filling.filled(desk, given.kind, given.origin, thing)
        made.name = made.name or dict(kind_choices())[given.kind]
        return Status(201, writing.begin(desk, given.kind, made, user))


@router.patch("/{int:pk}", response=PaperWhole, summary="Write a paper on in one language")
def write_paper(request: HttpRequest, slug: Path[str], pk: Path[int], given: PaperText) -> Any:
    user: Any = request.user
    with desk_scope(request, slug, "papers.change"), transaction.atomic():
        get_object_or_404(Paper.objects.select_for_update(), pk=pk)
        paper = Paper.objects.select_related("letterhead").get(pk=pk)
        must_match(request, PaperOut, paper)
        if given.language not in LANGUAGES:
            text = _("It must be one of: %(expected)s.") % {"expected": ", ".join(LANGUAGES)}
            raise RefusedError({"language": [text]})
        form = _form(paper, given)
        writing.write(
            paper, user, lang=given.language, fields=form.values(spoken=False),
            texts=form.values(spoken=True), name=form.cleaned_data["paper_name"], letterhead=paper.letterhead,
        )  # fmt: skip
        return Paper.objects.get(pk=pk)


def _form(paper: Paper, given: PaperText) -> PaperForm:
    empty = PaperForm(paper=paper, lang=given.language)
    known = {one.name for one in empty.asked}
    if unknown := sorted(set(given.values) - known):
        text = _("It must be one of: %(expected)s.") % {"expected": ", ".join(sorted(known))}
        raise RefusedError({f"values.{name}": [text] for name in unknown})
    values = {name: "" if value is None else value for name, value in given.values.items()}
    if given.name is not None:
        values["paper_name"] = given.name
    return filled(lambda data: PaperForm(data, paper=paper, lang=given.language), values)
