from django.db import models
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.models import DeskModel


class DayEdit(DeskModel):
    """A day off that the desk knows of, or a day that is worked after all."""

    country = models.CharField(
        _("Country or region"), max_length=6, help_text=_("KZ, UZ, or UZ-QR for a region.")
    )
    day = models.DateField(_("Day"))
    off = models.BooleanField(_("is a day off"), default=True)
    name = models.CharField(_("What it is called"), max_length=120, blank=True)
    source = models.CharField(_("Where it is written"), max_length=300)

    class Meta:
        verbose_name = _("edited day")
        verbose_name_plural = _("edited days")
        ordering = ("day", "country")
        constraints = [models.UniqueConstraint(fields=["desk", "country", "day"], name="one_edit_per_day")]

    def __str__(self) -> str:
        return f"{self.country} {self.day}"


class BusyPerson(DeskModel):
    """When somebody is busy, as their calendar said: times only, never what for. No password is kept."""

    name = models.CharField(_("Whose calendar"), max_length=120)
    address = models.CharField(_("Address of the calendar"), max_length=500, blank=True)
    # [[start, end], …] in ISO 8601 with offset.
    hours = models.JSONField(default=list)
    read_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("busy times")
        verbose_name_plural = _("busy times")
        ordering = ("name",)
        constraints = [models.UniqueConstraint(fields=["desk", "name"], name="one_calendar_per_name")]

    def __str__(self) -> str:
        return self.name
