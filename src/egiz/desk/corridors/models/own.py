from django.db import models
from django.utils.translation import gettext_lazy as _

from egiz.corridors.sentences import CLASSES, METRICS, STATUSES
from egiz.desk.core.models import DeskModel


class Status(models.TextChoices):
    """How a value is known."""

    OBSERVED = "observed", _(STATUSES["observed"])
    CLAIMED = "claimed", _(STATUSES["claimed"])
    DERIVED = "derived", _(STATUSES["derived"])
    ASSUMED = "assumed", _(STATUSES["assumed"])


class Metric(models.TextChoices):
    KM = "km", _(METRICS["km"])
    KMH = "kmh", _(METRICS["kmh"])
    USD_KM = "usd_km", _(METRICS["usd_km"])
    HOURS = "hours", _(METRICS["hours"])
    USD = "usd", _(METRICS["usd"])
    WAIT_HOURS = "wait_hours", _(METRICS["wait_hours"])
    QUEUE_SHARE = "queue_share", _(METRICS["queue_share"])
    QUEUE_HOURS = "queue_hours", _(METRICS["queue_hours"])
    SHUT_SHARE = "shut_share", _(METRICS["shut_share"])
    SHUT_HOURS = "shut_hours", _(METRICS["shut_hours"])


class VehicleClass(models.TextChoices):
    TRUCK20 = "truck20", _(CLASSES["truck20"])
    VAN = "van", _(CLASSES["van"])
    CONTAINER = "container", _(CLASSES["container"])
    CAR = "car", _(CLASSES["car"])
    BUS = "bus", _(CLASSES["bus"])
    TRAIN = "train", _(CLASSES["train"])
    AIR = "air", _(CLASSES["air"])
    FOOT = "foot", _(CLASSES["foot"])


class Sourced(DeskModel):
    """What every entry of a desk says about where it is known from."""

    on = models.CharField(_("what it is about"), max_length=120)
    vehicle = models.CharField(_("class"), max_length=12, choices=VehicleClass.choices, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.OBSERVED)
    source = models.CharField(_("source"), max_length=300)
    url = models.URLField(_("address of the source"), max_length=500, blank=True)
    as_of = models.CharField(_("as of"), max_length=10, blank=True)  # a year, a month or a day, as known
    checked_on = models.DateField(_("checked on"))
    note = models.TextField(_("note"), max_length=2000, blank=True)

    class Meta:
        abstract = True


class OwnValue(Sourced):
    """A value the desk knows better than the shipped network."""

    class Way(models.TextChoices):
        BOTH = "", _("both ways")
        THERE = "ab", _("there")
        BACK = "ba", _("back")

    metric = models.CharField(_("quantity"), max_length=12, choices=Metric.choices)
    way = models.CharField(_("direction"), max_length=2, choices=Way.choices, blank=True, default=Way.BOTH)
    low = models.FloatField(_("at least"))
    mode = models.FloatField(_("most likely"))
    high = models.FloatField(_("at most"))
    valid_from = models.DateField(_("holds from"), null=True, blank=True)
    valid_to = models.DateField(_("holds until"), null=True, blank=True)

    class Meta:
        verbose_name = _("value of a corridor")
        verbose_name_plural = _("values of corridors")
        ordering = ("on", "metric", "-checked_on", "id")

    def __str__(self) -> str:
        return f"{self.on}, {self.get_metric_display()}"


class OwnGate(Sourced):
    """A crossing or road the desk knows to be open or closed over a time."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    state = models.CharField(_("state"), max_length=6, choices=State.choices, default=State.CLOSED)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"))

    class Meta:
        verbose_name = _("gate")
        verbose_name_plural = _("gates")
        ordering = ("on", "-valid_from", "id")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_from__lte=models.F("valid_to")), name="gate_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return f"{self.on}, {self.get_state_display()}"


class Expiry(DeskModel):
    """A shipped value, gate or service the desk holds no longer true after a day."""

    name = models.CharField(max_length=300)
    title = models.CharField(_("what it is about"), max_length=300)
    last_day = models.DateField(_("holds until"))
    reason = models.CharField(_("why"), max_length=300)

    class Meta:
        verbose_name = _("expired value")
        verbose_name_plural = _("expired values")
        ordering = ("-last_day", "id")
        constraints = [models.UniqueConstraint(fields=["desk", "name"], name="a_value_expires_once")]

    def __str__(self) -> str:
        return self.title
