"""What keeps people from losing or doubling something: forms that were sent, and the bin."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.models.trail import TargetModel
from egiz.desk.core.models.user import User


class SentForm(models.Model):
    """One sending of one form: the same one again is answered, not done twice."""

    key = models.CharField(max_length=64, unique=True)
    # Where the first sending led; empty while it is at work.
    led_to = models.CharField(max_length=500, blank=True)
    # Written in the transaction that keeps the work.
    is_done = models.BooleanField(default=False)
    # The process that has it at work, as the queue names processes.
    worker = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("form that was sent")
        verbose_name_plural = _("forms that were sent")

    def __str__(self) -> str:
        return self.key[:12]


class Binned(TargetModel):
    """Something that was removed, whole, with all that hung on it: it can be put back until it expires."""

    title = models.CharField(max_length=300)
    # Every record that went, as Django serialises it, in the order in which they come back.
    records = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    # Records that only pointed here: ["app.model", field, [numbers]].
    pointers = models.JSONField(default=list)
    # What hung on it, counted by kind: [["app.model", count]].
    hung = models.JSONField(default=list)
    removed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    expires_at = models.DateTimeField(db_index=True)

    class Meta(TargetModel.Meta):
        abstract = False
        verbose_name = _("thing in the bin")
        verbose_name_plural = _("things in the bin")
        ordering = ("-created_at", "-id")
        indexes = [models.Index(fields=["desk", "target", "target_id"], name="binned_target")]

    def __str__(self) -> str:
        return self.title
