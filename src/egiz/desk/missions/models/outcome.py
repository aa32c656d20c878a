from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from egiz.desk.core.models import DeskModel, Side, User
from egiz.desk.missions.models.company import Company
from egiz.desk.missions.models.mission import Mission, MissionPart
from egiz.desk.missions.models.wish import Wish

OF_A_SIDE = [(Side.OURS.value, Side.OURS.label), (Side.THEIRS.value, Side.THEIRS.label)]
is_currency = RegexValidator(r"^[A-Z]{3}$", _("A currency is three letters: KZT, UZS, USD."))


class MeetingReport(MissionPart):
    """What one side says about a meeting: was it held, what came of it, what comes next. Both are kept."""

    class Result(models.TextChoices):
        NONE = "", _("nothing named yet")
        NOTHING = "nothing", _("no further contact")
        CONTACT = "contact", _("contact kept")
        SAMPLES = "samples", _("samples or an offer to be sent")
        VISIT = "visit", _("visit agreed")
        TALKS = "talks", _("talks go on")
        MEMORANDUM = "memorandum", _("memorandum")
        CONTRACT = "contract", _("contract")

    class Fault(models.TextChoices):
        UNKNOWN = "", _("not said")
        OURS = "ours", _("our side was missing")
        THEIRS = "theirs", _("their side was missing")
        BOTH = "both", _("both sides were missing")
        ORGANISER = "organiser", _("the organiser")

    # What is signed has a sum; the others have none.
    SIGNED = (Result.MEMORANDUM, Result.CONTRACT)

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="reports")
    wish = models.ForeignKey(Wish, on_delete=models.CASCADE, related_name="reports")
    side = models.CharField(max_length=8, choices=OF_A_SIDE)
    held = models.BooleanField(pgettext_lazy("was a meeting", "held"), null=True)
    fault = models.CharField(
        _("why it was not held"), max_length=10, choices=Fault.choices, blank=True, default=""
    )
    result = models.CharField(
        _("what came of it"), max_length=16, choices=Result.choices, blank=True, default=""
    )
    rating = models.PositiveSmallIntegerField(
        _("use of the meeting, 1 to 5"), null=True, blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )  # fmt: skip
    value = models.DecimalField(
        _("sum"), max_digits=18, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
    )  # fmt: skip
    currency = models.CharField(_("currency"), max_length=3, blank=True, validators=[is_currency])
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    next_step = models.CharField(_("next step"), max_length=300, blank=True)
    next_owner = models.CharField(_("whose step"), max_length=8, choices=OF_A_SIDE, blank=True, default="")
    next_due = models.DateField(_("until"), null=True, blank=True)
    # The page of the promise that the next step became.
    promise_url = models.CharField(max_length=300, blank=True)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    # Written by the company through its link; otherwise by a member of the desk in its name.
    by_company = models.BooleanField(default=False)
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta(MissionPart.Meta):
        abstract = False
        verbose_name = _("report on a meeting")
        verbose_name_plural = _("reports on meetings")
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["wish", "side"], name="one_report_per_side")]

    def __str__(self) -> str:
        return f"{self.wish} ({self.side})"


class FollowUp(MissionPart):
    """One company asked again, some time after the meetings, what came of them."""

    class Wave(models.TextChoices):
        TWO_WEEKS = "2w", _("after two weeks")
        THREE_MONTHS = "3m", _("after three months")
        SIX_MONTHS = "6m", _("after six months")
        A_YEAR = "12m", _("after a year")

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="follow_ups")
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="follow_ups")
    wave = models.CharField(max_length=4, choices=Wave.choices)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta(MissionPart.Meta):
        abstract = False
        verbose_name = _("question after some time")
        verbose_name_plural = _("questions after some time")
        ordering = ("asked_at", "id")
        constraints = [
            models.UniqueConstraint(fields=["company", "wave"], name="one_question_per_company_and_wave")
        ]

    def __str__(self) -> str:
        return f"{self.company}, {self.wave}"


class ExchangeRate(DeskModel):
    """What a currency was worth in the desk's own on a day, as somebody read it somewhere."""

    currency = models.CharField(_("currency"), max_length=3, validators=[is_currency])
    into = models.CharField(_("in the desk's currency"), max_length=3, validators=[is_currency])
    # So many units of the currency cost `rate`: 100 UZS = 4.05 KZT.
    units = models.PositiveIntegerField(_("units"), default=1, validators=[MinValueValidator(1)])
    rate = models.DecimalField(
        _("rate"), max_digits=18, decimal_places=6, validators=[MinValueValidator(Decimal("0.000001"))]
    )
    on = models.DateField(_("day"))
    source = models.CharField(_("where it was read"), max_length=300)

    class Meta(DeskModel.Meta):
        abstract = False
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        ordering = ("currency", "-on", "-id")
        constraints = [
            models.CheckConstraint(condition=Q(units__gte=1), name="rate_of_some_units"),
            models.UniqueConstraint(fields=["desk", "currency", "into", "on"], name="one_rate_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.units} {self.currency} = {self.rate} {self.into}"
