from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from egiz.desk.missions.models.company import Company
from egiz.desk.missions.models.letter import Letter
from egiz.desk.missions.models.mission import Mission, MissionPart


class PushPlace(MissionPart):
    """A browser in which a company asked to be alerted; letter and page stay what leads."""

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="push_places")
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="push_places")
    endpoint = models.CharField(max_length=1000)
    # The sum of the address: an index over the address itself would be too long.
    digest = models.CharField(max_length=64)
    public = models.CharField(max_length=100)
    secret = models.CharField(max_length=40)
    language = models.CharField(max_length=8, choices=settings.LANGUAGES)

    class Meta(MissionPart.Meta):
        abstract = False
        verbose_name = _("browser that is alerted")
        verbose_name_plural = _("browsers that are alerted")
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["company", "digest"], name="one_place_per_browser")]

    def __str__(self) -> str:
        return f"{self.company}"


class Push(MissionPart):
    """One alert about one letter in one browser; its record is made before it goes, so it goes once."""

    class State(models.TextChoices):
        HANDED = "handed", _("perhaps sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("not taken")

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="pushes")
    place = models.ForeignKey(PushPlace, on_delete=models.CASCADE, related_name="pushes")
    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="pushes")
    state = models.CharField(max_length=8, choices=State.choices, default=State.HANDED)
    note = models.CharField(max_length=300, blank=True)

    class Meta(MissionPart.Meta):
        abstract = False
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["place", "letter"], name="one_alert_per_letter_and_browser")
        ]

    def __str__(self) -> str:
        return f"{self.letter} ({self.state})"
