import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from egiz.desk.missions.models.letter import Mailing
from egiz.desk.missions.models.mission import Mission, MissionPart


class Reminder(MissionPart):
    """A letter that goes by itself on a day the organiser set; it goes only once he has looked at it."""

    class Kind(models.TextChoices):
        UNFINISHED = "unfinished", _("registration not sent")
        NO_HOURS = "no_hours", _("no hours")
        NO_PROFILE = "no_profile", _("no offers and no needs")
        NO_WISHES = "no_wishes", _("has asked nobody")
        NO_ANSWER = "no_answer", _("has not answered requests")
        DAY_BEFORE = "day_before", _("the day before the meetings")

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(_("about what"), max_length=12, choices=Kind.choices)
    on = models.DateField(_("day"))
    # The organiser's own words, by language, as they were previewed.
    words = models.JSONField(default=dict, blank=True)
    is_on = models.BooleanField(default=False)
    # Set when it begins to go: the letters it wrote are found through it, and none is written twice.
    mailing = models.OneToOneField(Mailing, null=True, on_delete=models.SET_NULL, related_name="reminder")
    finished_at = models.DateTimeField(null=True)
    # Its day passed while nothing ran that could send it: a late one would say what is no longer so.
    is_missed = models.BooleanField(default=False)

    class Meta(MissionPart.Meta):
        abstract = False
        verbose_name = _("letter that goes by itself")
        verbose_name_plural = _("letters that go by themselves")
        ordering = ("on", "id")
        constraints = [
            models.UniqueConstraint(fields=["mission", "kind", "on"], name="one_reminder_of_a_kind_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.kind}, {self.on}"

    @property
    def state(self) -> str:
        if self.is_missed:
            return "missed"
        if self.finished_at:
            return "gone"
        if self.mailing_id:
            return "going"
        return "on" if self.is_on else "off"

    @property
    def meets_on(self) -> dt.date:
        """Return the day of the meetings a letter of the day before speaks of."""
        return self.on + dt.timedelta(days=1)
