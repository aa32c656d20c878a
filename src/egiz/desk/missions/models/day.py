from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.models import User
from egiz.desk.missions.models.company import Company
from egiz.desk.missions.models.mission import Interpreter, Mission, MissionPart, Table

LONGEST_DELAY = 600


class Scan(MissionPart):
    """One badge seen at the door. A scan carries its own name, so that sending it twice adds nothing."""

    class Way(models.TextChoices):
        IN = "in", _("came in")
        OUT = "out", _("went out")

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="scans")
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="scans")
    # Which of the company's badges.
    number = models.PositiveSmallIntegerField(default=1)
    way = models.CharField(max_length=3, choices=Way.choices, default=Way.IN)
    at = models.DateTimeField()
    # Given by the device that scanned, before it knew whether there was a connection.
    nonce = models.CharField(max_length=64)
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta(MissionPart.Meta):
        abstract = False
        verbose_name = _("badge at the door")
        verbose_name_plural = _("badges at the door")
        ordering = ("at", "id")
        constraints = [models.UniqueConstraint(fields=["mission", "nonce"], name="one_scan_per_nonce")]
        indexes = [models.Index(fields=["mission", "company", "at"], name="scan_of_company")]

    def __str__(self) -> str:
        return f"{self.company} {self.way} {self.at:%H:%M}"


class Incident(MissionPart):
    """Something that went otherwise than planned on the day; the next repair takes it in."""

    class Kind(models.TextChoices):
        LATE = "late", _("a company comes later")
        ABSENT = "absent", _("a company does not come")
        TABLE = "table", _("a table is lost")
        INTERPRETER = "interpreter", _("an interpreter is missing")
        DELAY = "delay", _("a session begins later")

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="incidents")
    kind = models.CharField(_("what happened"), max_length=12, choices=Kind.choices)
    company = models.ForeignKey(
        Company, null=True, blank=True, on_delete=models.CASCADE, related_name="incidents",
        verbose_name=_("company"),
    )  # fmt: skip
    table = models.ForeignKey(
        Table, null=True, blank=True, on_delete=models.CASCADE, related_name="incidents",
        verbose_name=_("table"),
    )  # fmt: skip
    interpreter = models.ForeignKey(
        Interpreter, null=True, blank=True, on_delete=models.CASCADE, related_name="incidents",
        verbose_name=_("interpreter"),
    )  # fmt: skip
    # From when on it holds, by the hours as they were planned; a late company comes at `until`.
    since = models.DateTimeField(_("from"))
    until = models.DateTimeField(_("until"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("later by, minutes"), null=True, blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_DELAY)],
    )  # fmt: skip
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta(MissionPart.Meta):
        abstract = False
        verbose_name = _("change on the day")
        verbose_name_plural = _("changes on the day")
        ordering = ("since", "id")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.company or self.table or self.interpreter or self.minutes}"
