import datetime as dt
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.models import User
from egiz.desk.missions.models.company import Company
from egiz.desk.missions.models.group import GroupMeeting
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
    """A meeting of a version: of the two companies of a wish, or of all who agreed to a group meeting."""

    version = models.ForeignKey(ScheduleVersion, on_delete=models.CASCADE, related_name="meetings")
    wish = models.ForeignKey(Wish, null=True, on_delete=models.SET_NULL, related_name="meetings")
    group = models.ForeignKey(GroupMeeting, null=True, on_delete=models.SET_NULL, related_name="meetings")
    # The name of a group meeting, kept when it is called off; empty for a meeting of two.
    title = models.CharField(max_length=120, blank=True)
    # Of a group meeting the first two, its host first.
    ours = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    theirs = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    # The others of a group meeting.
    guests = models.ManyToManyField(Company, related_name="+")
    # Which of a company's people sits there, by the company's number, where they split up.
    people = models.JSONField(default=dict)
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
        return f"{self.title or f'{self.ours} – {self.theirs}'}, {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def ends_at(self) -> dt.datetime:
        return self.starts_at + dt.timedelta(minutes=self.minutes)

    @property
    def key(self) -> str:
        """Return what stays the same from version to version."""
        if self.wish_id:
            return f"w{self.wish_id}"
        return f"g{self.group_id}" if self.group_id else f"m{self.pk}"

    @property
    def companies(self) -> list[Company]:
        """Return everybody who meets; only a group meeting asks the database for its others."""
        return [self.ours, self.theirs, *self.others]

    @property
    def company_ids(self) -> list[int]:
        return [self.ours_id, self.theirs_id, *(one.pk for one in self.others)]

    @property
    def others(self) -> list[Company]:
        """Return those of a group meeting beyond the first two: read with it (`with_guests`), or now."""
        if not self.title:
            return []
        known: list[Company] | None = getattr(self, "seated", None)
        return list(self.guests.all()) if known is None else known

    def person_of(self, company: Company) -> str:
        """Return who sits there for a company; empty where nobody is named."""
        return str(self.people.get(str(company.pk), ""))

    def others_for(self, company: Company) -> list[Company]:
        """Return whom a company meets."""
        return [one for one in self.companies if one.pk != company.pk]

    def partner_of(self, company: Company) -> Company:
        return self.theirs if company.pk == self.ours_id else self.ours


def with_guests() -> "models.Prefetch[Any]":
    """Return what reads the others of group meetings along with the meetings, in one query for all."""
    return models.Prefetch("guests", to_attr="seated")


class NotHeld(VersionPart):
    """A wanted meeting the schedule left out: what binds it, and the smallest changes that would hold it."""

    version = models.ForeignKey(ScheduleVersion, on_delete=models.CASCADE, related_name="not_held")
    wish = models.ForeignKey(Wish, null=True, on_delete=models.SET_NULL, related_name="+")
    group = models.ForeignKey(GroupMeeting, null=True, on_delete=models.SET_NULL, related_name="+")
    title = models.CharField(max_length=120, blank=True)
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
        return self.title or f"{self.ours} – {self.theirs}"

    @property
    def key(self) -> str:
        return f"w{self.wish_id}" if self.wish_id else f"g{self.group_id}"
