from django.db import models
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.models.base import DeskModel
from egiz.desk.core.models.desk import Side


class Territory(DeskModel):
    """A region or a city for which one side of the desk answers: a consul's four oblasts, a partner's one."""

    class Level(models.TextChoices):
        REGION = "region", _("region")
        DISTRICT = "district", _("district")
        CITY = "city", _("city")

    side = models.CharField(
        _("side"),
        max_length=8,
        choices=[(Side.OURS.value, Side.OURS.label), (Side.THEIRS.value, Side.THEIRS.label)],
    )
    place_id = models.PositiveBigIntegerField(_("place"))
    name = models.CharField(_("name"), max_length=200)
    country = models.CharField(_("country"), max_length=2)
    level = models.CharField(_("level"), max_length=16, choices=Level.choices, default=Level.REGION)

    class Meta(DeskModel.Meta):
        abstract = False
        verbose_name = _("region or city of a side")
        verbose_name_plural = _("regions and cities of the sides")
        ordering = ("side", "id")
        constraints = [
            models.UniqueConstraint(fields=["desk", "side", "place_id"], name="one_territory_per_place")
        ]

    def __str__(self) -> str:
        return self.name
