from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Periodic(models.Model):
    """When a piece of repeated work is next due on this machine; one row for each ``@every``."""

    name = models.CharField(max_length=80, unique=True)
    due_at = models.DateTimeField(default=timezone.now)
    last_started_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("repeated work")
        verbose_name_plural = _("repeated work")

    def __str__(self) -> str:
        return f"{self.name}, due {self.due_at:%Y-%m-%d %H:%M}"
