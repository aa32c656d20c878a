from django.db import models
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.models import DeskModel, User
from egiz.desk.events.models.event import EventRecord


class CalendarSettings(DeskModel):
    """How a desk's calendar meets strangers."""

    accepts_proposals = models.BooleanField(_("strangers may propose events"), default=False)

    class Meta:
        verbose_name = _("settings of the calendar")
        verbose_name_plural = _("settings of the calendar")
        constraints = [models.UniqueConstraint(fields=["desk"], name="one_calendar_settings_per_desk")]

    def __str__(self) -> str:
        return str(self.desk)


class Proposal(DeskModel):
    """An event that a stranger proposed; a person at the desk decides."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for a decision")
        ACCEPTED = "accepted", _("accepted")
        REJECTED = "rejected", _("rejected")

    name = models.CharField(_("name of the event"), max_length=300)
    language = models.CharField(_("language"), max_length=8)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"), null=True, blank=True)
    place = models.CharField(_("city"), max_length=120)
    venue = models.CharField(_("venue"), max_length=200, blank=True)
    organiser = models.CharField(_("organiser"), max_length=200, blank=True)
    url = models.URLField(_("page of the event"), max_length=2000, blank=True)
    notes = models.TextField(_("note"), max_length=2000, blank=True)
    proposer = models.CharField(_("your name or organisation"), max_length=200)
    contact = models.CharField(_("e-mail or telephone"), max_length=200, blank=True)
    # A keyed hash of the sender's address, for counting proposals an hour; wiped when decided.
    sender = models.CharField(max_length=64, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)
    event = models.ForeignKey(EventRecord, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("proposed event")
        verbose_name_plural = _("proposed events")
        ordering = ("-created_at", "-id")
        indexes = [models.Index(fields=["desk", "state"])]

    def __str__(self) -> str:
        return self.name
