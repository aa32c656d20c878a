from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain import index
from egiz.desk.core.domain.index import Hit, Indexed, said
from egiz.desk.core.http import desk_url
from egiz.desk.core.models import Desk
from egiz.desk.directory.models import Organisation, Person, Post


def _person_words(row: Person) -> Iterator[str]:
    yield from (row.position, row.email, row.phone, row.note, said(row, "side"))
    yield from (str(post) for post in row.posts.all())
    if row.organisation is not None:
        yield from (row.organisation.name, *row.organisation.names.values())


def _person(desk: Desk, row: Person) -> Hit:
    return Hit(row.local_name, row.position, desk_url(desk, "directory:person", row.pk))


def _organisation_words(row: Organisation) -> Iterator[str]:
    yield from (row.place_name, index.place_names(row.place_id), row.website, row.note)
    yield said(row, "kind", "side")


def _organisation(desk: Desk, row: Organisation) -> Hit:
    return Hit(row.local_name, str(row.get_kind_display()), desk_url(desk, "directory:organisation", row.pk))


index.add(
    Indexed(
        Person, _("People"), "user-round", "directory.view",
        head=lambda row: (row.name, *row.names.values()), body=_person_words, hit=_person,
        related=("organisation",), follows=((Organisation, "organisation"),), parts=((Post, "person"),),
    )
)  # fmt: skip
index.add(
    Indexed(
        Organisation, _("Organisations"), "building-2", "directory.view",
        head=lambda row: (row.name, *row.names.values()), body=_organisation_words, hit=_organisation,
    )
)  # fmt: skip
