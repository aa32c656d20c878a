from typing import Any, TypeVar

from django.db import models
from django_scopes import get_scope
from django_scopes.manager import DisabledQuerySet

from egiz.desk.core.models.desk import Desk

Record = TypeVar("Record", bound=models.Model)


class DeskManager(models.Manager[Record]):
    """The records of the open desk. Outside a desk's scope every question is an error, not an empty list."""

    def get_queryset(self) -> models.QuerySet[Record]:
        scope = get_scope()
        if not scope.get("_enabled", True):
            return super().get_queryset()
        if "desk" not in scope:
            disabled: Any = DisabledQuerySet(self.model, using=self._db, missing_scopes={"desk"})
            return disabled
        return super().get_queryset().filter(desk=scope["desk"])

    def all(self) -> models.QuerySet[Record]:
        # The plain manager gives the query set itself, and a disabled one complains only when it is asked.
        # Any other must not be copied: the copy would ask again for what was fetched with its parents.
        rows = self.get_queryset()
        return rows.all() if isinstance(rows, DisabledQuerySet) else rows


class DeskModel(models.Model):
    """A record of one desk."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = DeskManager()

    class Meta:
        abstract = True
