import datetime as dt
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.models import User
from egiz.desk.missions.models.company import Company
from egiz.desk.missions.models.mission import Interpreter, Mission, MissionPart, Table
from egiz.desk.missions.models.wish import Wish


class ScheduleVersion(MissionPart):
    """One schedule of a mission. A draft until a person publishes it; the next one supersedes it."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        SUPERSEDED = "superseded", _("superseded")

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    state = models.CharField(max_length=16, choices=State.choices, default=State.DRAFT)
    result_status = models.CharField(max_length=16, default="feasible")
    # [{"name": "held", "value": 212, "bound": 212}]: at most the bound for held, at least for the others.
    goals = models.JSONField(default=list)
    # The slots as they were: start with its offset, minutes, number of the day, session.
    slots = models.JSONField(default=list)
    wanted = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=300, blank=True)
    # Codes of what the solver had to give up before it began, for translation.
    remarks = models.JSONField(default=list)
    seconds = models.FloatField(default=0)
    stopped = models.BooleanField(default=False)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    published_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    published_at = models.DateTimeField(null=True)
    is_sample = models.BooleanField(default=False)

    class Meta(MissionPart.Meta):
        abstract = False
        verbose_name = _("version of the schedule")
        verbose_name_plural = _("versions of the schedule")
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(fields=["mission", "number"], name="one_version_per_number"),
            models.UniqueConstraint(
                fields=["mission"], condition=models.Q(state="published"), name="one_published_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mission} {self.number}"

    def goal(self, name: str) -> dict[str, Any] | None:
        return next((goal for goal in self.goals if goal["name"] == name), None)


class VersionPart(MissionPart):
    version: Any

    class Meta(MissionPart.Meta):
        abstract = True

    @property
    def mission(self) -> Mission:
        return self.version.mission


class ScheduledMeeting(VersionPart):
    version = models.ForeignKey(ScheduleVersion, on_delete=models.CASCADE, related_name="meetings")
    wish = models.ForeignKey(Wish, null=True, on_delete=models.SET_NULL, related_name="meetings")
    ours = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    theirs = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    slot = models.PositiveIntegerField()
    length = models.PositiveSmallIntegerField(default=1)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=30)
    table = models.ForeignKey(Table, null=True, on_delete=models.SET_NULL, related_name="+")
    table_name = models.CharField(max_length=40, blank=True)
    online = models.BooleanField(default=False)
    interpreter = models.ForeignKey(Interpreter, null=True, on_delete=models.SET_NULL, related_name="+")
    interpreter_name = models.CharField(max_length=200, blank=True)
    pinned = models.BooleanField(default=False)

    class Meta(VersionPart.Meta):
        abstract = False
        verbose_name = _("scheduled meeting")
        verbose_name_plural = _("scheduled meetings")
        ordering = ("slot", "table__order", "id")
        indexes = [models.Index(fields=["version", "slot"])]

    def __str__(self) -> str:
        return f"{self.ours} – {self.theirs}, {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def ends_at(self) -> dt.datetime:
        return self.starts_at + dt.timedelta(minutes=self.minutes)

    def partner_of(self, company: Company) -> Company:
        return self.theirs if company.pk == self.ours_id else self.ours


class NotHeld(VersionPart):
    """A wanted meeting the schedule left out: what binds it, and the smallest changes that would hold it."""

    version = models.ForeignKey(ScheduleVersion, on_delete=models.CASCADE, related_name="not_held")
    wish = models.ForeignKey(Wish, null=True, on_delete=models.SET_NULL, related_name="+")
    ours = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    theirs = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    # Each reason: code and params for translation, and the English sentence.
    reasons = models.JSONField(default=list)
    relaxations = models.JSONField(default=list)

    class Meta(VersionPart.Meta):
        abstract = False
        verbose_name = _("meeting not placed")
        verbose_name_plural = _("meetings not placed")
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.ours} – {self.theirs}"
