"""The one order of a desk's changes, in which others can follow it and miss nothing.

A row's own number is taken before its transaction ends: of two side by side the later number may be seen
first, and whoever has read on past it never sees the earlier one. So a change gets its place afterwards, from
one counter of the desk, when it can be read by everybody.
"""

from django.db import transaction
from django.db.models import QuerySet

from egiz.desk.core.models import AuditEntry, Desk

AT_ONCE = 2000


def place_changes(desk: Desk) -> int:
    """Give every change that is saved for good its place; says the last place there is."""
    waiting = AuditEntry.objects.filter(place__isnull=True).order_by("id")
    if not waiting.exists():
        return Desk.objects.values_list("last_place", flat=True).get(pk=desk.pk)
    with transaction.atomic():
        # The desk's row is the lock: one places at a time.
        last = Desk.objects.select_for_update().get(pk=desk.pk).last_place
        while rows := list(waiting[:AT_ONCE]):
            for place, row in enumerate(rows, start=last + 1):
                row.place = place
            last += len(rows)
            AuditEntry.objects.bulk_update(rows, ["place"], batch_size=500)
        Desk.objects.filter(pk=desk.pk).update(last_place=last)
    return last


def changes_after(place: int) -> QuerySet[AuditEntry]:
    """List the open desk's changes that stand behind a place, in their order."""
    return AuditEntry.objects.filter(place__gt=place).order_by("place").select_related("user")
