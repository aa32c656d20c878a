"""/api/v1/desks/<desk>/directory: people and organisations, through the forms and writes of the pages."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, ModelSchema, Path, Router, Status

from egiz.desk.core.domain.search import narrowed
from egiz.desk.core.http import desk_scope
from egiz.desk.core.models import Desk
from egiz.desk.core.rest import Asked, In, filled, must_match, offer
from egiz.desk.directory.domain import entries
from egiz.desk.directory.interfaces.forms import NamesForm, OrganisationForm, PersonForm
from egiz.desk.directory.models import Organisation, Person

router = Router()
LANGUAGES = ("ru", "uz", "kk", "en")


class PersonOut(ModelSchema):
    names: dict[str, str]

    class Meta:
        model = Person
        fields = (
            "id", "name", "names", "side", "territory", "position", "organisation", "email", "phone", "note",
            "created_at", "updated_at",
        )  # fmt: skip


class OrganisationOut(ModelSchema):
    names: dict[str, str]

    class Meta:
        model = Organisation
        fields = (
            "id", "name", "names", "side", "territory", "kind", "country", "place_id", "place_name",
            "website", "note", "created_at", "updated_at",
        )  # fmt: skip


class EntryChange(In):
    """What is changed of a card; what is not sent stays."""

    name: str | None = Field(None, max_length=300)
    name_ru: str | None = Field(None, max_length=300)
    name_uz: str | None = Field(None, max_length=300)
    name_kk: str | None = Field(None, max_length=300)
    name_en: str | None = Field(None, max_length=300)
    side: str | None = Field(None, description="ours, theirs, both, or empty")
    territory: int | None = None
    note: str | None = Field(None, max_length=4000)


class PersonChange(EntryChange):
    position: str | None = Field(None, max_length=300)
    organisation: int | None = None
    email: str | None = Field(None, max_length=254)
    phone: str | None = Field(None, max_length=40)


class PersonNew(PersonChange):
    name: str = Field(max_length=300)


class OrganisationChange(EntryChange):
    kind: str | None = Field(None, description="consulate, chamber, council, company, authority or other")
    country: str | None = Field(None, max_length=2)
    place_name: str | None = Field(None, max_length=200)
    website: str | None = Field(None, max_length=200)


class OrganisationNew(OrganisationChange):
    name: str = Field(max_length=300)
    kind: str = Field("other", description="consulate, chamber, council, company, authority or other")


class EntriesAsked(Asked):
    q: str = Field("", max_length=200, description="Words of the name, in any script.")
    side: str = Field("", max_length=8)


def _people(_desk: Desk, asked: Any) -> QuerySet[Any]:
    return _narrowed(Person.objects.all(), asked)


def _organisations(_desk: Desk, asked: Any) -> QuerySet[Any]:
    return _narrowed(Organisation.objects.all(), asked)


def _narrowed(rows: QuerySet[Any], asked: EntriesAsked) -> QuerySet[Any]:
    if asked.side:
        rows = rows.filter(side=asked.side)
    return narrowed(rows, asked.q) if asked.q.strip() else rows


offer(
    router, "/people/", ("person", "people"), permission="directory.view", out=PersonOut, rows=_people,
    asked=EntriesAsked,
)  # fmt: skip
offer(
    router, "/organisations/", ("organisation", "organisations"), permission="directory.view",
    out=OrganisationOut, rows=_organisations, asked=EntriesAsked,
)  # fmt: skip


@router.post("/people/", response={201: PersonOut}, summary="Add a person")
def add_person(request: HttpRequest, slug: Path[str], given: PersonNew) -> Any:
    user: Any = request.user
    with desk_scope(request, slug, "directory.change") as desk:
        form = filled(PersonForm, given)
        return Status(201, entries.add_person(desk, user, **form.values()))


@router.post("/organisations/", response={201: OrganisationOut}, summary="Add an organisation")
def add_organisation(request: HttpRequest, slug: Path[str], given: OrganisationNew) -> Any:
    user: Any = request.user
    with desk_scope(request, slug, "directory.change") as desk:
        form = filled(OrganisationForm, given)
        return Status(201, entries.add_organisation(desk, user, **form.values()))


@router.patch("/people/{int:pk}", response=PersonOut, summary="Change a person")
def change_person(request: HttpRequest, slug: Path[str], pk: Path[int], given: PersonChange) -> Any:
    return _change(request, slug, PersonForm, pk, given)


@router.patch("/organisations/{int:pk}", response=OrganisationOut, summary="Change an organisation")
def change_organisation(
    request: HttpRequest, slug: Path[str], pk: Path[int], given: OrganisationChange
) -> Any:
    return _change(request, slug, OrganisationForm, pk, given)


def _change(request: HttpRequest, slug: str, form_class: type[NamesForm], pk: int, given: EntryChange) -> Any:
    user: Any = request.user
    model: Any = form_class._meta.model  # noqa: SLF001 - Django's own way to a form's model
    out: Any = PersonOut if model is Person else OrganisationOut
    with desk_scope(request, slug, "directory.change"), transaction.atomic():
        entry = get_object_or_404(model.objects.select_for_update(of=("self",)), pk=pk)
        must_match(request, out, entry)
        # The form writes on a copy: the domain compares before and after for the history.
        copy = model.objects.get(pk=pk)
        form = filled(lambda data: form_class(data, instance=copy), given)
        entries.change(entry, user, **form.values())
        return entry
