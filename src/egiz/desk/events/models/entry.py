from django.db import models
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.models import DeskModel, User
from egiz.desk.events.models.event import EventRecord
from egiz.desk.events.models.source import EventSource


class Entry(DeskModel):
    """What one source says of one event. An event is put together from one entry or more."""

    class Origin(models.TextChoices):
        SOURCE = "source", _("read from a source")
        HAND = "hand", _("entered by hand")
        SHIPPED = "shipped", _("came with Egiz")
        PROPOSAL = "proposal", _("proposed by a visitor")
        PARTNER = "partner", _("came from a partner desk")

    event = models.ForeignKey(EventRecord, on_delete=models.CASCADE, related_name="entries")
    # The event this entry had before it was merged; it goes back there when the merge is undone.
    home = models.ForeignKey(EventRecord, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    source = models.ForeignKey(
        EventSource, null=True, blank=True, on_delete=models.SET_NULL, related_name="entries"
    )
    origin = models.CharField(max_length=10, choices=Origin.choices)
    key = models.CharField(max_length=400)
    record = models.JSONField()
    digest = models.CharField(max_length=64, blank=True)
    first_day = models.DateField(null=True, blank=True)
    previous_day = models.DateField(null=True, blank=True)
    month = models.PositiveSmallIntegerField(null=True, blank=True)  # of a forecast, which has no day
    place_id = models.PositiveBigIntegerField(null=True, blank=True)
    gone_on = models.DateField(_("no longer listed since"), null=True, blank=True)

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        ordering = ("id",)
        indexes = [models.Index(fields=["desk", "first_day"])]
        constraints = [models.UniqueConstraint(fields=["desk", "key"], name="one_entry_per_key")]

    def __str__(self) -> str:
        return self.key


class MergePair(DeskModel):
    """Two entries compared: waiting for a person, or decided, and by whom. A decision is kept for ever."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for a person")
        MERGED = "merged", _("merged by the desk itself")
        SAME = "same", _("the same event")
        DIFFERENT = "different", _("not the same event")

    a = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    b = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    score = models.FloatField(default=0)
    reasons = models.JSONField(default=list)
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("pair of entries")
        verbose_name_plural = _("pairs of entries")
        ordering = ("-score", "id")
        indexes = [models.Index(fields=["desk", "state"])]
        constraints = [models.UniqueConstraint(fields=["desk", "a", "b"], name="one_verdict_per_pair")]

    def __str__(self) -> str:
        return f"{self.a_id} – {self.b_id}: {self.state}"
