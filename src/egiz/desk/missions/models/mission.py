import datetime as dt
from dataclasses import asdict, dataclass, fields
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from egiz.desk.core.models import DeskModel, Side

SPANS = ("session", "day", "event")


@dataclass(frozen=True)
class MissionSettings:
    """What the schedule obeys beside the hours: kept as JSON, refused when it makes no sense."""

    slot_minutes: int = 30
    pause_minutes: int = 0
    online_rooms: int = 6
    breaks_per: str = "day"
    seconds: int = 60

    LIMITS = {
        "slot_minutes": (5, 240),
        "pause_minutes": (0, 60),
        "online_rooms": (0, 500),
        "seconds": (2, 3600),
    }

    @classmethod
    def read(cls, data: dict[str, Any]) -> "MissionSettings":
        """Take what is known of a JSON object; raises ValidationError keyed by the setting at fault."""
        known = {field.name for field in fields(cls)}
        if unknown := sorted(set(data) - known):
            raise ValidationError(
                _("The setting “%(name)s” is unknown; known are %(known)s."),
                params={"name": unknown[0], "known": ", ".join(sorted(known))},
            )
        made = cls(**data)
        errors = {name: error for name in cls.LIMITS if (error := made.wrong(name))}
        if made.breaks_per not in SPANS:
            errors["breaks_per"] = ValidationError(
                _("Idle time is counted within a session, a day or the event.")
            )
        if errors:
            raise ValidationError(errors)
        return made

    def wrong(self, name: str) -> ValidationError | None:
        low, high = self.LIMITS[name]
        value = getattr(self, name)
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return None
        return ValidationError(
            _("“%(name)s” must be a whole number from %(low)s to %(high)s, not %(value)s."),
            params={"name": name, "low": low, "high": high, "value": value},
        )

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def check_zone(value: str) -> None:
    if value not in available_timezones():
        raise ValidationError(
            _("“%(zone)s” is not a time zone; write it as Asia/Tashkent or Asia/Atyrau."),
            params={"zone": value},
        )


class Mission(DeskModel):
    """Companies of two sides who meet in one place, online, or both."""

    class Status(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("of a meeting, a mission, a trip", "planned")
        HELD = "held", pgettext_lazy("of a meeting, a mission, a trip", "held")
        CANCELLED = "cancelled", pgettext_lazy("of a meeting, a mission, a trip", "cancelled")

    class Kind(models.TextChoices):
        COUNCIL = "council", _("business council")
        TRADE = "trade", _("trade mission, one side sits and the other comes")
        FAIR = "fair", _("meetings at a fair")
        ONLINE = "online", _("online meeting of two chambers")
        ROUND = "round", _("round table")

    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.COUNCIL)
    purpose = models.TextField(_("what it is for"), max_length=2000, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    place_id = models.PositiveBigIntegerField(null=True, blank=True)
    zone = models.CharField(_("time zone"), max_length=64, default="Asia/Tashkent", validators=[check_zone])
    host = models.CharField(
        _("who hosts"), max_length=8, default=Side.THEIRS,
        choices=[(Side.OURS.value, Side.OURS.label), (Side.THEIRS.value, Side.THEIRS.label)],
    )  # fmt: skip
    status = models.CharField(_("status"), max_length=16, choices=Status.choices, default=Status.PLANNED)
    settings = models.JSONField(_("settings"), default=dict, blank=True)
    # Where online meetings are held: an address with {room}, which becomes a name nobody can guess.
    room_link = models.CharField(_("address of online rooms"), max_length=300, blank=True)
    # The edition before: what was booked and held is compared from one to the next.
    copied_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="copies", editable=False
    )
    is_sample = models.BooleanField(default=False)

    class Meta(DeskModel.Meta):
        abstract = False
        verbose_name = _("mission")
        verbose_name_plural = _("missions")
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return self.name

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def rules(self) -> MissionSettings:
        return MissionSettings.read(self.settings)

    def clean(self) -> None:
        super().clean()
        try:
            MissionSettings.read(self.settings)
        except ValidationError as error:
            raise ValidationError({"settings": error.messages}) from error


class MissionPart(DeskModel):
    """A record that belongs to one mission and takes its desk from it."""

    class Meta(DeskModel.Meta):
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.desk_id = self.mission.desk_id  # type: ignore[attr-defined]
        super().save(*args, **kwargs)


class Session(MissionPart):
    """A stretch of hours in which meetings take place; meetings never run over its end."""

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="sessions")
    date = models.DateField(_("day"))
    starts = models.TimeField(_("from"), default=dt.time(10))
    ends = models.TimeField(_("until"), default=dt.time(13))

    class Meta(MissionPart.Meta):
        abstract = False
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ("date", "starts", "id")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts__lt=models.F("ends")), name="session_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.starts:%H:%M}–{self.ends:%H:%M}"


class Table(MissionPart):
    """A table where two companies sit; with an owner only the owner's meetings take place at it."""

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="tables")
    name = models.CharField(_("name"), max_length=40)
    capacity = models.PositiveSmallIntegerField(_("companies at once"), default=2)
    owner = models.ForeignKey(
        "missions.Company", null=True, blank=True, on_delete=models.SET_NULL, related_name="tables",
        verbose_name=_("kept for"),
    )  # fmt: skip
    order = models.PositiveSmallIntegerField(default=0)

    class Meta(MissionPart.Meta):
        abstract = False
        verbose_name = _("table")
        verbose_name_plural = _("tables")
        ordering = ("order", "id")
        constraints = [models.UniqueConstraint(fields=["mission", "name"], name="one_table_per_name")]

    def __str__(self) -> str:
        return self.name


class Interpreter(MissionPart):
    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="interpreters")
    name = models.CharField(_("name"), max_length=200)
    languages = models.JSONField(_("languages"), default=list)
    availability = models.JSONField(_("when there"), default=list, blank=True)

    class Meta(MissionPart.Meta):
        abstract = False
        verbose_name = _("interpreter")
        verbose_name_plural = _("interpreters")
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name
