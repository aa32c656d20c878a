from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.models import DeskModel


class Status(models.TextChoices):
    """How firm an event is; the values are the engine's."""

    EXPECTED = "expected", _("expected, not announced")
    ANNOUNCED = "announced", _("announced")
    CONFIRMED = "confirmed", _("confirmed")
    MOVED = "moved", _("moved")
    CANCELLED = "cancelled", _("cancelled")
    PASSED = "passed", _("passed")


class EventRecord(DeskModel):
    """One edition of an event, or the month a series usually falls in.

    ``record`` is the engine's own document and the truth; the columns beside it are what lists filter by.
    """

    uid = models.CharField(max_length=200)
    record = models.JSONField()
    status = models.CharField(_("status"), max_length=12, choices=Status.choices)
    first_day = models.DateField(_("first day"), null=True, blank=True)
    last_day = models.DateField(_("last day"), null=True, blank=True)
    month = models.PositiveSmallIntegerField(_("month"), null=True, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    sectors = models.CharField(
        max_length=200, blank=True
    )  # " oil-gas civic ": spaces on both sides of each key
    search_key = models.TextField(editable=False, default="")
    checked_on = models.DateField(_("checked on"), null=True, blank=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ("first_day", "month", "id")
        indexes = [models.Index(fields=["desk", "first_day"]), models.Index(fields=["desk", "status"])]
        constraints = [models.UniqueConstraint(fields=["desk", "uid"], name="one_event_per_uid")]

    def __str__(self) -> str:
        names: dict[str, Any] = self.record.get("names", {})
        return str(names.get("en") or next(iter(names.values()), self.uid))
