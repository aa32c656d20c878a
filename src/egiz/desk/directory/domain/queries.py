from collections import Counter
from collections.abc import Sequence
from typing import Any, TypeVar

from django.db.models import Count, QuerySet

from egiz.desk.core.domain.folding import fold
from egiz.desk.core.models import DeskModel
from egiz.desk.directory.models import Organisation, Person

Row = TypeVar("Row", bound=DeskModel)

LIVE = ("open", "waiting")


def people(query: str = "", side: str = "") -> QuerySet[Person]:
    return _narrowed(Person.objects.select_related("organisation"), query, side)


def organisations(query: str = "", side: str = "", kind: str = "") -> QuerySet[Organisation]:
    rows = Organisation.objects.all()
    return _narrowed(rows.filter(kind=kind) if kind else rows, query, side)


def _narrowed(rows: QuerySet[Row], query: str, side: str) -> QuerySet[Row]:
    if side:
        rows = rows.filter(side=side)
    for word in fold(query).split():
        rows = rows.filter(search_key__contains=word)
    return rows


def count_owed(entries: Sequence[Any]) -> None:
    """Write into each entry of a page how many live promises it owes (an organisation, with its people).

    Counting only what the page shows keeps a long directory quick.
    """
    if not entries:
        return
    paths = ["owner_person"]
    if isinstance(entries[0], Organisation):
        paths = ["owner_organisation", "owner_person__organisation"]
    promises = entries[0].promises.model.objects
    owed: Counter[int] = Counter()
    for path in paths:
        rows = promises.filter(status__in=LIVE, **{f"{path}__in": [entry.pk for entry in entries]})
        owed.update(dict(rows.order_by().values_list(path).annotate(n=Count("id"))))
    for entry in entries:
        entry.owes = owed[entry.pk]
