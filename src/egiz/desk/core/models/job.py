from django.db import models
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.models.base import DeskModel
from egiz.desk.core.models.user import User


class Job(DeskModel):
    """A piece of long work: what it is, how far it is, what it found."""

    class Status(models.TextChoices):
        QUEUED = "queued", _("waiting to start")
        RUNNING = "running", _("at work")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("stopped")

    OPEN = (Status.QUEUED, Status.RUNNING)

    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200, blank=True)
    payload = models.JSONField(default=dict)
    language = models.CharField(max_length=8, default="ru")
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.QUEUED)
    progress = models.FloatField(default=0)
    message = models.CharField(max_length=200, blank=True)
    message_params = models.JSONField(default=dict)
    # The two curves: [seconds since start, best so far or null, bound or null].
    curve = models.JSONField(default=list)
    cancel_requested = models.BooleanField(default=False)
    result = models.JSONField(default=dict)
    result_url = models.CharField(max_length=300, blank=True)
    error = models.TextField(blank=True)
    error_params = models.JSONField(default=dict)
    attempts = models.PositiveSmallIntegerField(default=0)  # also tells one beginning's writes from another's
    crashes = models.PositiveSmallIntegerField(default=0)  # beginnings that broke their own process
    worker = models.CharField(max_length=120, blank=True)
    heartbeat_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ("-created_at", "-id")
        indexes = [
            models.Index(fields=["desk", "status"]),
            models.Index(
                fields=["status", "id"],
                name="jobs_open",
                condition=models.Q(status__in=("queued", "running")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}: {self.status}"

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN
