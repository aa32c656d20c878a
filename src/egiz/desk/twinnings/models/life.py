from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.models import Attachment, DeskModel, User
from egiz.desk.twinnings.models.comparison import Comparison
from egiz.desk.twinnings.models.twinning import Approval, Level, Twinning


class ApprovalRow(DeskModel):
    """A row of the desk's own template: what each link with this country's side gets on its checklist."""

    country = models.CharField(_("country"), max_length=2)
    level = models.CharField(_("level"), max_length=8, choices=Level.choices, blank=True, default="")
    approver = models.CharField(_("who approves"), max_length=200)
    needed = models.CharField(
        _("needed"), max_length=8, choices=Approval.Needed.choices, default=Approval.Needed.UNKNOWN
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    days = models.PositiveSmallIntegerField(
        _("days it takes"), null=True, blank=True, validators=[MaxValueValidator(730)]
    )
    rule = models.CharField(_("rule it rests on"), max_length=300, blank=True)

    class Meta(DeskModel.Meta):
        abstract = False
        verbose_name = _("row of the approvals' template")
        verbose_name_plural = _("rows of the approvals' template")
        ordering = ("country", "order", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["desk", "country", "level", "approver"], name="one_row_an_approver"
            )
        ]

    def __str__(self) -> str:
        return self.approver


class Decision(DeskModel):
    """Which place was chosen, by whom, why, and what was known on that day (the dossier)."""

    twinning = models.ForeignKey(Twinning, on_delete=models.CASCADE, related_name="decisions")
    comparison = models.ForeignKey(
        Comparison, null=True, blank=True, on_delete=models.SET_NULL, related_name="decisions"
    )
    decided_on = models.DateField(_("decided on"))
    decided_by = models.CharField(_("who decided"), max_length=300)
    reasons = models.TextField(_("reasons"), max_length=4000)
    # Rank and score of the candidates as they stood: what the page shows beside the reasons.
    ranking = models.JSONField(default=list)
    language = models.CharField(max_length=8, choices=settings.LANGUAGES)
    dossier = models.ForeignKey(Attachment, null=True, on_delete=models.SET_NULL, related_name="+")
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta(DeskModel.Meta):
        abstract = False
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ("-decided_on", "-id")

    def __str__(self) -> str:
        return f"{self.twinning}: {self.decided_on}"


class Measure(DeskModel):
    """One measure of a plan: who does what until when, and how far it is."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        UNDER_WAY = "under_way", _("under way")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")

    twinning = models.ForeignKey(Twinning, on_delete=models.CASCADE, related_name="measures")
    number = models.PositiveIntegerField(_("number"), default=0)
    direction = models.CharField(_("direction"), max_length=120, blank=True)
    text = models.CharField(_("measure"), max_length=600)
    # A year, a quarter (2027-Q4), a month or a day; empty where nobody has said it.
    due = models.CharField(_("due"), max_length=10, blank=True)
    ours = models.CharField(_("who answers on our side"), max_length=300, blank=True)
    theirs = models.CharField(_("who answers on their side"), max_length=300, blank=True)
    proof = models.CharField(_("what proves it"), max_length=300, blank=True)
    funds = models.CharField(_("funds"), max_length=300, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status.choices, default=Status.PLANNED)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    evidence = models.CharField(_("what shows that it is done"), max_length=500, blank=True)

    class Meta(DeskModel.Meta):
        abstract = False
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ("number", "id")
        indexes = [models.Index(fields=["desk", "due"])]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        return self.status in {self.Status.PLANNED, self.Status.UNDER_WAY}
