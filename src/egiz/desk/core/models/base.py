from django.db import models
from django_scopes import ScopedManager

from egiz.desk.core.models.desk import Desk


class DeskModel(models.Model):
    """A record of one desk. Asking for records outside a desk's scope is an error, not an empty list."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ScopedManager(desk="desk")

    class Meta:
        abstract = True
