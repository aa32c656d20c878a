from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from egiz import trips
from egiz.desk.core.models import User
from egiz.desk.trips.models.trip import Trip, TripPart

if TYPE_CHECKING:
    from egiz.trips import Plan


class PlanVersion(TripPart):
    """A plan as it was made: the planner's problem and answer, so that later changes do not move it."""

    class State(models.TextChoices):
        # A plan is of another gender than a version: three of the languages say it differently.
        DRAFT = "draft", pgettext_lazy("plan", "draft")
        PUBLISHED = "published", pgettext_lazy("plan", "published")
        SUPERSEDED = "superseded", pgettext_lazy("plan", "superseded")

    trip = models.ForeignKey(Trip, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    problem = models.JSONField()
    plan = models.JSONField()
    # What the planner cannot know: names and words shown beside its ids.
    labels = models.JSONField(default=dict)
    status = models.CharField(max_length=12)
    value = models.PositiveIntegerField(default=0)
    bound = models.PositiveIntegerField(default=0)
    against = models.PositiveIntegerField(null=True)
    note = models.CharField(_("what this version is for"), max_length=300, blank=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta(TripPart.Meta):
        abstract = False
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=["trip", "number"], name="one_plan_per_number")]

    def __str__(self) -> str:
        return f"{self.trip}, {self.number}"

    @cached_property
    def as_plan(self) -> "Plan":
        return trips.plan_from_document(self.plan)

    def label(self, ref: str) -> dict[str, Any]:
        """What was known of a visit, block or city when the plan was made."""
        found: dict[str, Any] = self.labels.get(ref, {})
        return found
