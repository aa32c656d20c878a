from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.models import DeskModel
from egiz.desk.core.models.base import DeskManager


class Status(models.TextChoices):
    """How certain an event is; the values are the engine's."""

    EXPECTED = "expected", _("expected, not announced")
    ANNOUNCED = "announced", _("announced")
    CONFIRMED = "confirmed", _("confirmed")
    MOVED = "moved", _("moved")
    CANCELLED = "cancelled", _("cancelled")
    PASSED = "passed", _("passed")


class StandingManager(DeskManager["EventRecord"]):
    """The events of the open desk that were not merged into another one."""

    def get_queryset(self) -> models.QuerySet["EventRecord"]:
        return super().get_queryset().filter(merged_into__isnull=True)


class EventRecord(DeskModel):
    """One edition of an event, or the month a series usually falls in, put together from its entries.

    ``record`` is the engine's own document and the truth; the columns beside it are what lists filter by.
    ``provenance`` names for each field the entry it was taken from, ``disagreements`` keeps what the entries
    say where they differ, ``choices`` what a person decided against or between them. An event that was
    merged into another one stays, hidden, so that the merge can be undone and its address still leads on.
    """

    uid = models.CharField(max_length=340)
    record = models.JSONField()
    status = models.CharField(_("status"), max_length=12, choices=Status.choices)
    first_day = models.DateField(_("first day"), null=True, blank=True)
    last_day = models.DateField(_("last day"), null=True, blank=True)
    month = models.PositiveSmallIntegerField(_("month"), null=True, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    place_id = models.PositiveBigIntegerField(_("city"), null=True, blank=True)
    series = models.CharField(max_length=120, blank=True)
    sectors = models.CharField(
        max_length=200, blank=True
    )  # " oil-gas civic ": spaces on both sides of each key
    search_key = models.TextField(editable=False, default="")
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    is_public = models.BooleanField(_("on the public calendar"), default=True)
    gone_on = models.DateField(_("no longer listed since"), null=True, blank=True)
    provenance = models.JSONField(default=dict)
    disagreements = models.JSONField(default=dict)
    choices = models.JSONField(default=dict)
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="absorbed",
        verbose_name=_("the other event"),
    )

    objects = StandingManager()  # type: ignore[misc]  # the standing ones are what everybody asks for
    every = DeskManager["EventRecord"]()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ("first_day", "month", "id")
        indexes = [
            models.Index(fields=["desk", "first_day"]),
            models.Index(fields=["desk", "status"]),
            models.Index(fields=["desk", "series"]),
            models.Index(fields=["desk", "country", "first_day"]),
            # The public calendar's questions are answered from these alone, without reading the records.
            models.Index(
                fields=[
                    "desk",
                    "first_day",
                    "last_day",
                    "is_public",
                    "merged_into",
                    "country",
                    "place_id",
                    "sectors",
                ],
                name="events_public_days",
            ),
            models.Index(fields=["desk", "updated_at"], name="events_last_change"),
        ]
        constraints = [models.UniqueConstraint(fields=["desk", "uid"], name="one_event_per_uid")]

    def __str__(self) -> str:
        names: dict[str, Any] = self.record.get("names", {})
        return str(names.get("en") or next(iter(names.values()), self.uid))
