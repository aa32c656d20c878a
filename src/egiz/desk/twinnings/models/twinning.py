import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.models import DeskModel, Side

SLEEPS_AFTER = dt.timedelta(days=2 * 365)  # two years without a recorded activity


class Level(models.TextChoices):
    """A city and the region around it are different partners."""

    CITY = "city", _("city")
    REGION = "region", _("region")


class Status(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    PLANNED = "planned", _("planned")
    MEMORANDUM = "memorandum", _("memorandum signed")
    AGREEMENT = "agreement", _("agreement signed")
    EXISTING = "existing", _("said to exist, document not seen")
    DORMANT = "dormant", _("dormant")
    ENDED = "ended", _("ended")


class Twinning(DeskModel):
    """A link between a place of ours and a place of theirs, with where that is known from."""

    a_id = models.PositiveBigIntegerField(_("our place"))
    a_name = models.CharField(max_length=120)
    a_country = models.CharField(max_length=2)
    b_id = models.PositiveBigIntegerField(_("their place"))
    b_name = models.CharField(max_length=120)
    b_country = models.CharField(max_length=2)
    level = models.CharField(_("level"), max_length=8, choices=Level.choices, default=Level.CITY)
    status = models.CharField(_("status"), max_length=12, choices=Status.choices, default=Status.PROPOSED)
    since = models.CharField(_("since"), max_length=10, blank=True)  # a year, a month or a day, as known
    document = models.CharField(_("document"), max_length=300, blank=True)
    source = models.CharField(_("source"), max_length=300)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    note = models.TextField(_("note"), max_length=3000, blank=True)

    class Meta:
        verbose_name = _("twinning")
        verbose_name_plural = _("twinnings")
        ordering = ("a_name", "b_name", "id")
        indexes = [models.Index(fields=["desk", "status"])]
        constraints = [
            models.CheckConstraint(condition=~models.Q(a_id=models.F("b_id")), name="no_place_twins_itself")
        ]

    def __str__(self) -> str:
        return f"{self.a_name} – {self.b_name}"


class Activity(DeskModel):
    """Something that happened between twins: what shows whether the link lives."""

    twinning = models.ForeignKey(Twinning, on_delete=models.CASCADE, related_name="activities")
    date = models.DateField(_("date"))
    what = models.CharField(_("what happened"), max_length=300)
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ("-date", "-id")

    def __str__(self) -> str:
        return f"{self.date}: {self.what}"


class Approval(DeskModel):
    """One row of the desk's own checklist; which approvals a twinning needs is for the desk to say."""

    class Needed(models.TextChoices):
        UNKNOWN = "unknown", _("not known")
        YES = "yes", _("needed")
        NO = "no", _("not needed")

    twinning = models.ForeignKey(Twinning, on_delete=models.CASCADE, related_name="approvals")
    side = models.CharField(_("side"), max_length=8, choices=Side.choices, default=Side.OURS)
    approver = models.CharField(_("who approves"), max_length=200)
    needed = models.CharField(_("needed"), max_length=8, choices=Needed.choices, default=Needed.UNKNOWN)
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    reference = models.CharField(_("reference number"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        ordering = ("side", "id")

    def __str__(self) -> str:
        return self.approver
