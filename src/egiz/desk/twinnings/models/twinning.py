import datetime as dt

from django.db import models
from django.utils.translation import gettext
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


class Kind(models.TextChoices):
    """What two places have agreed on: only a twinning speaks for another twinning."""

    TWINNING = "twinning", _("twinning")
    COOPERATION = "cooperation", _("cooperation agreement")
    TRADE = "trade", _("trade agreement")


class PaperKind(models.TextChoices):
    """The kinds of paper by which places are linked, as they are really called."""

    UNKNOWN = "", _("paper not known")
    TWIN_MEMORANDUM = "twin_memo", _("memorandum of twinning")
    TWIN_AGREEMENT = "twin_agreement", _("agreement on twinning")
    BROTHERHOOD = "brotherhood", _("memorandum of brotherhood")
    DECLARATION = "declaration", _("declaration of friendship and cooperation")
    PROTOCOL = "protocol", _("protocol on the status of twins")
    COOPERATION = "coop_memo", _("memorandum of cooperation")
    UNDERSTANDING = "understanding", _("memorandum of understanding")
    AGREEMENT = "agreement", _("agreement on cooperation")
    ROADMAP = "roadmap", _("plan of measures, roadmap")
    CHAMBERS = "chambers", _("agreement of chambers")


class Stage(models.TextChoices):
    """The life of a link, in its order."""

    IDEA = "idea", _("idea")
    TALKS = "talks", _("talks")
    DRAFT = "draft", _("draft of the paper")
    APPROVALS = "approvals", _("approvals")
    SIGNING = "signing", _("signing")
    PLAN = "plan", _("plan of measures")
    ACTIVITY = "activity", _("working link")
    RENEWAL = "renewal", _("renewal")
    ENDED = "ended", _("ended")


# Where a link stands of which only the status is known.
STAGE_OF = {
    Status.PROPOSED: Stage.IDEA, Status.PLANNED: Stage.DRAFT, Status.MEMORANDUM: Stage.PLAN,
    Status.AGREEMENT: Stage.PLAN, Status.EXISTING: Stage.ACTIVITY, Status.DORMANT: Stage.RENEWAL,
    Status.ENDED: Stage.ENDED,
}  # fmt: skip


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
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.TWINNING)
    paper_kind = models.CharField(
        _("kind of paper"), max_length=16, choices=PaperKind.choices, blank=True, default=""
    )
    # Where it stands; empty where nobody has said it, and then the status speaks.
    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices, blank=True, default="")
    sign_on = models.DateField(_("day of signing, planned"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ended_why = models.CharField(_("why it ended"), max_length=300, blank=True)
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

    @property
    def stands(self) -> str:
        """The stage that somebody said, or the one that the status shows."""
        return self.stage or STAGE_OF[Status(self.status)]

    @property
    def word(self) -> str:
        """What it is in one word: a twinning whose paper nobody has seen is reported, not agreed."""
        if self.kind == Kind.TWINNING and self.status == Status.EXISTING:
            return gettext("reported as a twinning")
        return str(self.get_kind_display())


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


class Answer(models.TextChoices):
    NONE = "", _("no answer yet")
    AGREED = "agreed", _("agreed")
    REMARKS = "remarks", _("agreed with remarks")
    REFUSED = "refused", _("refused")


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
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    days = models.PositiveSmallIntegerField(_("days it takes"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=8, choices=Answer.choices, blank=True, default="")
    remarks = models.TextField(_("remarks"), max_length=2000, blank=True)
    rule = models.CharField(_("rule it rests on"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        ordering = ("order", "side", "id")

    def __str__(self) -> str:
        return self.approver
