import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain.folding import fold
from egiz.desk.core.models import DeskModel
from egiz.desk.directory.models import Organisation
from egiz.trips.sentences import MODES
from egiz.trips.sights import sights

LONGEST = 31  # days of a trip: the planner's own limit


class Currency(models.TextChoices):
    KZT = "KZT", _("KZT, tenge")
    UZS = "UZS", _("UZS, soum")
    USD = "USD", _("USD, dollar")


def check_zone(value: str) -> None:
    if value not in available_timezones():
        raise ValidationError(
            _("“%(zone)s” is not a time zone; write it as Asia/Tashkent or Asia/Atyrau."),
            params={"zone": value},
        )


def sight_name(sight: str, name: str) -> str:
    """Return a sight's name in the reader's language; a name of the desk's own stays."""
    if not sight:
        return name

    known = next((one for one in sights() if one.id == sight), None)
    if known is None or name not in known.names.values():
        return name
    return known.name((get_language() or "en").split("-")[0])


class Trip(DeskModel):
    """A delegation's way through cities and visits, and home again."""

    class Status(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("of a meeting, a mission, a trip", "planned")
        HELD = "held", pgettext_lazy("of a meeting, a mission, a trip", "held")
        CANCELLED = "cancelled", pgettext_lazy("of a meeting, a mission, a trip", "cancelled")

    name = models.CharField(_("name"), max_length=200)
    purpose = models.TextField(_("what it is for"), max_length=2000, blank=True)
    status = models.CharField(_("status"), max_length=16, choices=Status.choices, default=Status.PLANNED)
    leaves_on = models.DateField(_("leaves on"))
    leaves_at = models.TimeField(_("not before"), default=dt.time(7))
    home_on = models.DateField(_("back home on"))
    home_at = models.TimeField(_("not after"), default=dt.time(22))
    day_start = models.TimeField(_("a day begins at"), default=dt.time(8))
    day_end = models.TimeField(_("a day ends at"), default=dt.time(21))
    road_minutes = models.PositiveSmallIntegerField(
        _("most minutes on the road a day"), default=600, validators=[MaxValueValidator(1440)]
    )
    slack = models.PositiveSmallIntegerField(
        _("minutes to spare before and after a visit"), default=10, validators=[MaxValueValidator(240)]
    )
    # A plan is then none that keeps somebody in a country for longer than the rules on record say.
    keep_stays = models.BooleanField(_("keep the days that everybody may stay"), default=False)
    currency = models.CharField(_("add up in"), max_length=3, choices=Currency.choices, default=Currency.USD)
    budget = models.DecimalField(
        _("budget"), max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    rate_kzt = models.DecimalField(
        _("tenge for one dollar"), max_digits=12, decimal_places=4, null=True, blank=True,
        validators=[MinValueValidator(0.0001)],
    )  # fmt: skip
    rate_uzs = models.DecimalField(
        _("soum for one dollar"), max_digits=12, decimal_places=4, null=True, blank=True,
        validators=[MinValueValidator(0.0001)],
    )  # fmt: skip
    rates_as_of = models.DateField(_("rates of"), null=True, blank=True)
    rates_source = models.CharField(_("source of the rates"), max_length=200, blank=True)
    contact = models.CharField(_("contact for the hosts"), max_length=300, blank=True)
    seconds = models.PositiveSmallIntegerField(
        _("longest search, seconds"), default=10,
        validators=[MinValueValidator(1), MaxValueValidator(600)],
    )  # fmt: skip
    is_sample = models.BooleanField(default=False)
    search_key = models.TextField(editable=False, default="")

    class Meta(DeskModel.Meta):
        abstract = False
        verbose_name = _("trip")
        verbose_name_plural = _("trips")
        ordering = ("-leaves_on", "-id")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key = fold(f"{self.name} {self.purpose}")
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        leaves, back = self.leaves_on, self.home_on
        if leaves and back and not dt.timedelta() <= back - leaves < dt.timedelta(days=LONGEST):
            raise ValidationError(
                {"home_on": _("A trip ends on or after its first day and takes at most 31 days.")}
            )
        if (self.rate_kzt or self.rate_uzs) and not (self.rates_as_of and self.rates_source):
            raise ValidationError({"rates_as_of": _("A rate needs its day and who published it.")})


class TripPart(DeskModel):
    """A record that belongs to one trip and takes its desk from it."""

    class Meta(DeskModel.Meta):
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.desk_id = self.trip.desk_id  # type: ignore[attr-defined]
        super().save(*args, **kwargs)


class Stop(TripPart):
    """A city of the trip; the first one is home."""

    trip = models.ForeignKey(Trip, on_delete=models.CASCADE, related_name="stops")
    order = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("city"), max_length=200)
    place_id = models.PositiveBigIntegerField(null=True, blank=True)
    country = models.CharField(_("country"), max_length=2)
    zone = models.CharField(_("time zone"), max_length=64, validators=[check_zone])
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    may_sleep = models.BooleanField(_("the delegation can spend a night here"), default=True)
    hotel = models.CharField(_("hotel"), max_length=200, blank=True)
    night = models.DecimalField(
        _("a night for one person"), max_digits=12, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0)],
    )  # fmt: skip
    night_currency = models.CharField(
        _("currency"), max_length=3, choices=Currency.choices, default=Currency.USD
    )
    # A limit that a plan must keep: everybody is in the city by then, in the city's own time.
    arrive_on = models.DateField(_("be there on"), null=True, blank=True)
    arrive_at = models.TimeField(_("be there by"), null=True, blank=True)
    minutes_between = models.PositiveSmallIntegerField(
        _("minutes from one address to another"), default=20, validators=[MaxValueValidator(240)]
    )

    class Meta(TripPart.Meta):
        abstract = False
        verbose_name = _("city of the trip")
        verbose_name_plural = _("cities of the trip")
        ordering = ("order", "id")

    def __str__(self) -> str:
        return self.name

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def arrive_by(self) -> dt.datetime | None:
        """The moment by which everybody must be here, if there is one."""
        if self.arrive_on is None or self.arrive_at is None:
            return None
        return dt.datetime.combine(self.arrive_on, self.arrive_at, self.tz)


class Visit(TripPart):
    """Something worth going to; with hours it can only take place in one of them."""

    class Kind(models.TextChoices):
        COMPANY = "company", _("company")
        OFFICE = "office", _("office")
        SIGHT = "sight", _("sight")
        EVENT = "event", _("event")

    trip = models.ForeignKey(Trip, on_delete=models.CASCADE, related_name="visits")
    stop = models.ForeignKey(Stop, on_delete=models.CASCADE, related_name="visits", verbose_name=_("city"))
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices, default=Kind.COMPANY)
    name = models.CharField(_("who or what is visited"), max_length=300)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("card in the directory"),
    )  # fmt: skip
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=60, validators=[MinValueValidator(5), MaxValueValidator(1440)]
    )
    value = models.PositiveSmallIntegerField(
        _("worth"), default=5, validators=[MaxValueValidator(1000)],
        help_text=_("A whole number: twice as much is worth twice the time."),
    )  # fmt: skip
    must = models.BooleanField(_("the trip is of no use without it"), default=False)
    group = models.CharField(_("group"), max_length=40, blank=True)
    # Each "2026-12-09 10:00-12:00" in the city's own time; exactly as long as the visit is an appointment.
    windows = models.JSONField(_("hours"), default=list, blank=True)
    host = models.CharField(_("who receives"), max_length=300, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    languages = models.JSONField(_("languages of the host"), default=list, blank=True)
    cost = models.DecimalField(
        _("price for one person"), max_digits=12, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0)],
    )  # fmt: skip
    cost_currency = models.CharField(
        _("currency"), max_length=3, choices=Currency.choices, default=Currency.USD
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    # Its key in the list of sights, whose names in other languages are known.
    sight = models.CharField(max_length=60, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta(TripPart.Meta):
        abstract = False
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ("stop__order", "-must", "-value", "id")

    def __str__(self) -> str:
        return self.name

    @property
    def local_name(self) -> str:
        """The name in the reader's language if it is a sight of the list that nobody renamed."""
        return sight_name(self.sight, self.name)

    @property
    def key(self) -> str:
        """The visit's id in the planner's problem."""
        return f"v{self.pk}"


class Block(TripPart):
    """Hours that are taken whatever the plan: a mission's session, an event, a reception."""

    trip = models.ForeignKey(Trip, on_delete=models.CASCADE, related_name="blocks")
    stop = models.ForeignKey(Stop, on_delete=models.CASCADE, related_name="blocks", verbose_name=_("city"))
    name = models.CharField(_("what"), max_length=300)
    date = models.DateField(_("day"))
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("until"))

    class Meta(TripPart.Meta):
        abstract = False
        verbose_name = _("fixed hours")
        verbose_name_plural = _("fixed hours")
        ordering = ("date", "starts", "id")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.starts and self.ends and self.ends <= self.starts:
            raise ValidationError({"ends": _("Fixed hours must end after they begin.")})


class Way(TripPart):
    """A way from one city to another, with a timetable or whenever one likes."""

    class Mode(models.TextChoices):
        CAR = "car", _(MODES["car"])
        BUS = "bus", _(MODES["bus"])
        TRAIN = "train", _(MODES["train"])
        AIR = "air", _(MODES["air"])
        FERRY = "ferry", _(MODES["ferry"])
        WALK = "walk", _(MODES["walk"])

    class Truth(models.TextChoices):
        OBSERVED = "observed", _("seen by ourselves")
        CLAIMED = "claimed", _("as the source says")
        DERIVED = "derived", _("computed")
        ASSUMED = "assumed", _("assumed")

    trip = models.ForeignKey(Trip, on_delete=models.CASCADE, related_name="ways")
    origin = models.ForeignKey(
        Stop, on_delete=models.CASCADE, related_name="+", verbose_name=_("from the city")
    )
    destination = models.ForeignKey(
        Stop, on_delete=models.CASCADE, related_name="+", verbose_name=_("to the city")
    )
    both = models.BooleanField(_("the same way back"), default=True)
    mode = models.CharField(_("how"), max_length=8, choices=Mode.choices, default=Mode.CAR)
    minutes = models.PositiveSmallIntegerField(_("minutes on the way"), null=True, blank=True)
    # Each "2026-12-08 07:30 - 2026-12-08 09:10 DV717": times of the cities one leaves and reaches.
    timetable = models.JSONField(_("timetable"), default=list, blank=True)
    before = models.PositiveSmallIntegerField(_("minutes there before it leaves"), default=0)
    after = models.PositiveSmallIntegerField(_("minutes into the city after it arrives"), default=0)
    cost = models.DecimalField(
        _("price"), max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    cost_currency = models.CharField(
        _("currency"), max_length=3, choices=Currency.choices, default=Currency.USD
    )
    per = models.CharField(
        _("price is for"), max_length=8, default="person",
        choices=[("person", _("each person")), ("vehicle", _("the vehicle"))],
    )  # fmt: skip
    seats = models.PositiveSmallIntegerField(
        _("seats of a vehicle"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    drivers = models.PositiveSmallIntegerField(
        _("drivers"), default=0,
        choices=[(0, _("their hours are not counted")), (1, _("one")), (2, _("two who take turns"))],
    )  # fmt: skip
    # Countries it passes without a stop in one of the cities: days there count as days of a stay.
    through = models.JSONField(_("through the countries"), default=list, blank=True)
    km = models.FloatField(_("kilometres"), null=True, blank=True)
    truth = models.CharField(_("how sure"), max_length=10, choices=Truth.choices, default=Truth.ASSUMED)
    source = models.CharField(_("source"), max_length=300, blank=True)
    as_of = models.DateField(_("of which day"), null=True, blank=True)

    class Meta(TripPart.Meta):
        abstract = False
        verbose_name = _("way")
        verbose_name_plural = _("ways")
        ordering = ("origin__order", "destination__order", "id")

    def __str__(self) -> str:
        return f"{self.origin} – {self.destination}"
