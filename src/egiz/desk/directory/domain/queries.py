from collections import Counter
from collections.abc import Sequence
from typing import Any, TypeVar

from django.db.models import Count, QuerySet

from egiz.desk.core.domain.search import narrowed
from egiz.desk.core.models import DeskModel
from egiz.desk.directory.models import Organisation, Person

Row = TypeVar("Row", bound=DeskModel)

LIVE = ("open", "waiting")


def people(query: str = "", side: str = "", region: int | None = None) -> QuerySet[Person]:
    rows = Person.objects.select_related("organisation", "territory")
    return _narrowed(rows, query, side, region)


def organisations(
    query: str = "", side: str = "", kind: str = "", region: int | None = None
) -> QuerySet[Organisation]:
    rows = Organisation.objects.select_related("territory")
    return _narrowed(rows.filter(kind=kind) if kind else rows, query, side, region)


def _narrowed(rows: QuerySet[Row], query: str, side: str, region: int | None) -> QuerySet[Row]:
    if side:
        rows = rows.filter(side=side)
    if region:
        rows = rows.filter(territory_id=region)
    return narrowed(rows, query) if query else rows


def count_owed(entries: Sequence[Any]) -> None:
    """Write into each entry of a page how many live promises it owes (an organisation, with its people).

    Counting only what the page shows keeps a long directory quick.
    """
    if not entries:
        return
    numbers = [entry.pk for entry in entries]
    promises = entries[0].promises.model.objects.filter(status__in=LIVE).order_by()
    if isinstance(entries[0], Organisation):
        owed = _counted(promises, "owner_organisation", numbers)
        # Asked apart: joined, the database would go through every promise of the desk.
        people = dict(Person.objects.filter(organisation__in=numbers).values_list("pk", "organisation_id"))
        for person, count in _counted(promises, "owner_person", [*people]).items():
            owed[people[person]] += count
    else:
        owed = _counted(promises, "owner_person", numbers)
    for entry in entries:
        entry.owes = owed[entry.pk]


def _counted(promises: QuerySet[Any], field: str, numbers: list[int]) -> Counter[Any]:
    rows = promises.filter(**{f"{field}__in": numbers}).values_list(field)
    return Counter(dict(rows.annotate(n=Count("id"))))
