from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from egiz.desk.core.models import DeskModel, User
from egiz.desk.twinnings.models.indicators import indicator_choices, unit_choices


class Boundary(models.TextChoices):
    """What a figure speaks of; the codes are the engine's."""

    CITY = "city", pgettext_lazy("what a figure is about", "city proper")
    DISTRICT = "district", pgettext_lazy("what a figure is about", "district")
    REGION = "region", pgettext_lazy("what a figure is about", "region")
    REGION_URBAN = "region urban", pgettext_lazy("what a figure is about", "towns of the region")
    COUNTRY = "country", pgettext_lazy("what a figure is about", "country")
    UNCLEAR = "unclear", pgettext_lazy("what a figure is about", "boundary unclear")


class SourceClass(models.TextChoices):
    """Kinds of source, the most trusted first; the codes are the engine's."""

    STATISTICS = "statistics office", _("statistics office")
    OFFICIAL = "official", _("another authority")
    OWN = "own figure", _("a figure of the organisation itself")
    DERIVED = "derived", _("reckoned from other figures")
    PRESS = "press", _("press")
    ENCYCLOPEDIA = "encyclopedia", _("encyclopedia")


class PlaceFact(DeskModel):
    """What one source says about one place: entered at the desk, and counted in its rankings."""

    place_id = models.PositiveBigIntegerField(_("city or region"))
    place_name = models.CharField(_("city or region"), max_length=120)
    place_country = models.CharField(max_length=2)
    # Choices give the words; a desk may state something else, in a unit of its own.
    indicator = models.CharField(_("what is stated"), max_length=40, choices=indicator_choices)
    # Numbers and words stand in one column as the source gives them; a number is kept so that it reads back.
    value = models.CharField(_("value"), max_length=200)
    is_number = models.BooleanField(default=True)
    unit = models.CharField(_("unit"), max_length=60, blank=True, choices=unit_choices)
    as_of = models.CharField(_("as of"), max_length=21, blank=True)  # a date or a span, as known
    boundary = models.CharField(_("what it is about"), max_length=12, choices=Boundary.choices)
    source = models.CharField(_("source"), max_length=300)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    source_class = models.CharField(_("kind of source"), max_length=17, choices=SourceClass.choices)
    rounding = models.FloatField(_("rounded by at most"), default=0.0)
    doubt = models.CharField(_("why it is doubted"), max_length=300, blank=True)
    note = models.CharField(_("note"), max_length=1000, blank=True)
    entered_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        ordering = ("place_name", "place_id", "indicator", "id")
        indexes = [models.Index(fields=["desk", "place_id"])]

    def __str__(self) -> str:
        return f"{self.place_name}, {self.indicator}: {self.value} {self.unit}".strip()


class FactTable(DeskModel):
    """A table that was given to the desk and waits for its columns to be named; it goes when it is kept."""

    name = models.CharField(max_length=200)
    rows = models.JSONField(default=list)  # [number as a spreadsheet shows it, {heading: cell}]
    columns = models.JSONField(default=dict)  # field → heading
    constants = models.JSONField(default=dict)  # field → value for all rows
    given_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("table of facts")
        verbose_name_plural = _("tables of facts")
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return self.name
