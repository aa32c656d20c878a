from django.db import models
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.models import DeskModel, User
from egiz.desk.directory.models import Person
from egiz.desk.events.models.event import EventRecord


class Attendance(DeskModel):
    """One person of the directory goes to an event."""

    event = models.ForeignKey(EventRecord, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    added_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("goes to an event")
        verbose_name_plural = _("go to an event")
        constraints = [models.UniqueConstraint(fields=["event", "person"], name="goes_once")]

    def __str__(self) -> str:
        return f"{self.person} – {self.event}"
