from collections.abc import Iterable
from typing import Any

from django.db import transaction

from egiz.desk.core.models import Desk, User
from egiz.desk.promises.domain import deciding


@transaction.atomic
def import_rows(desk: Desk, user: User, rows: Iterable[dict[str, Any]]) -> int:
    """Write a list's good rows as promises: all of them or, if the database refuses one, none."""
    count = 0
    for values in rows:
        deciding.add(desk, user, action="imported", **values)
        count += 1
    return count
