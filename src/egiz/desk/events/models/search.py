from django.db import models
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.models import DeskModel, User
from egiz.desk.events.models.event import EventRecord


class EventSearch(DeskModel):
    """Which events somebody was promised: sector, country or city, days; and the list made of it."""

    name = models.CharField(_("name"), max_length=200)
    sector = models.CharField(_("sector"), max_length=60, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    place_id = models.PositiveBigIntegerField(_("city"), null=True, blank=True)
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("until"))
    chosen = models.ManyToManyField(
        EventRecord, blank=True, related_name="searches", verbose_name=_("on the list")
    )
    published_on = models.DateField(_("published on"), null=True, blank=True)
    # A letter and its number, an address: what whoever was promised the list has got.
    published_as = models.CharField(_("how it was published"), max_length=300, blank=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta(DeskModel.Meta):
        abstract = False
        verbose_name = _("search for events")
        verbose_name_plural = _("searches for events")
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return self.name
