from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.models import Job, User
from egiz.desk.missions.models.company import Company
from egiz.desk.missions.models.mission import Mission, MissionPart


class Mailing(MissionPart):
    """One act of writing to several companies: what was previewed is what goes."""

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="mailings")
    kind = models.CharField(max_length=24)
    # The organiser's own words beside the text, by language.
    words = models.JSONField(default=dict, blank=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta(MissionPart.Meta):
        abstract = False
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.kind


class Letter(MissionPart):
    """One letter to one address. It is handed over once at most, whatever stops in the middle."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits")
        # Set before the letter is handed over: whoever finds it so later cannot know, and never sends again.
        HANDED = "handed", _("perhaps sent")
        SENT = "sent", _("sent")
        HELD = "held", _("held back")
        FAILED = "failed", _("not taken")
        BOUNCED = "bounced", _("came back")

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="letters")
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="letters")
    mailing = models.ForeignKey(Mailing, null=True, on_delete=models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=24)
    to = models.EmailField()
    language = models.CharField(max_length=8, choices=settings.LANGUAGES)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    note = models.CharField(max_length=300, blank=True)
    # What the letter is about: a second one about the same is not written.
    key = models.CharField(max_length=120, blank=True)
    message_id = models.CharField(max_length=120, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(null=True, blank=True)
    handed_at = models.DateTimeField(null=True, blank=True)

    class Meta(MissionPart.Meta):
        abstract = False
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["mission", "key"], condition=~models.Q(key=""), name="one_letter_about_one_thing"
            )
        ]
        indexes = [
            models.Index(fields=["mission", "state"], name="letter_state"),
            models.Index(fields=["company", "kind"], name="letter_kind"),
            models.Index(fields=["message_id"], name="letter_message_id"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.to}"
