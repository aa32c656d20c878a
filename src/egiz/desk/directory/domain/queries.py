from typing import TypeVar

from django.db.models import Count, Q, QuerySet

from egiz.desk.core.domain.folding import fold
from egiz.desk.core.models import DeskModel
from egiz.desk.directory.models import Organisation, Person

Row = TypeVar("Row", bound=DeskModel)

STATUSES = ("open", "waiting")


def people(query: str = "", side: str = "") -> QuerySet[Person]:
    rows = Person.objects.select_related("organisation").annotate(
        owes=Count("commitments", filter=Q(commitments__status__in=STATUSES))
    )
    return _narrowed(rows, query, side)


def organisations(query: str = "", side: str = "", kind: str = "") -> QuerySet[Organisation]:
    rows = Organisation.objects.annotate(
        owes=Count("commitments", filter=Q(commitments__status__in=STATUSES), distinct=True)
        + Count("people__commitments", filter=Q(people__commitments__status__in=STATUSES), distinct=True),
    )
    return _narrowed(rows.filter(kind=kind) if kind else rows, query, side)


def _narrowed(rows: QuerySet[Row], query: str, side: str) -> QuerySet[Row]:
    if side:
        rows = rows.filter(side=side)
    for word in fold(query).split():
        rows = rows.filter(search_key__contains=word)
    # Counting drops the model's own order.
    return rows.order_by("name", "id")
