from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from egiz.desk.core.models import Attachment, DeskModel, Job, User
from egiz.desk.directory.models import Person


class OfficialMeeting(DeskModel):
    """A meeting, planned or held, and the text that tells what was said there."""

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("of a meeting, a mission, a trip", "planned")
        HELD = "held", pgettext_lazy("of a meeting, a mission, a trip", "held")
        CANCELLED = "cancelled", pgettext_lazy("of a meeting, a mission, a trip", "cancelled")

    title = models.CharField(_("title"), max_length=300)
    held_on = models.DateField(_("day of the meeting"), null=True, blank=True)
    place_name = models.CharField(_("place"), max_length=200, blank=True)
    place_id = models.PositiveBigIntegerField(null=True, blank=True)
    # A text that was read tells of a meeting that was held.
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.HELD)
    starts_at = models.DateTimeField(_("begins"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=60)
    link = models.URLField(_("address of the online meeting"), max_length=500, blank=True)
    agenda = models.TextField(_("agenda"), max_length=4000, blank=True)
    # The same in the other side's language, for the invitation.
    other_language = models.CharField(
        _("language of the other side"), max_length=8, blank=True, choices=settings.LANGUAGES
    )
    other_title = models.CharField(_("title in the other side's language"), max_length=300, blank=True)
    other_agenda = models.TextField(_("agenda in the other side's language"), max_length=4000, blank=True)
    signed_off_at = models.DateTimeField(_("minutes signed off"), null=True, editable=False)
    signed_off_by = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="+", editable=False,
        verbose_name=_("minutes signed off by"),
    )  # fmt: skip
    text = models.TextField(_("text of the report"), blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True, choices=settings.LANGUAGES)
    source_name = models.CharField(_("source"), max_length=300, blank=True)
    source_file = models.ForeignKey(Attachment, null=True, on_delete=models.SET_NULL, related_name="+")
    participants = models.ManyToManyField(Person, blank=True, related_name="meetings")
    # What `egiz read` found beside the promises: people, organisations, places, twinnings.
    findings = models.JSONField(default=dict)
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta(DeskModel.Meta):
        abstract = False
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ("-held_on", "-id")
        indexes = [models.Index(fields=["desk", "held_on"])]

    def __str__(self) -> str:
        return self.title
