from django.db import models
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.models import DeskModel, User


class Comparison(DeskModel):
    """Candidates for one of our places, ranked with its weights; the result is the engine's document."""

    city_id = models.PositiveBigIntegerField(_("our place"))
    city_name = models.CharField(max_length=120)
    country = models.CharField(_("country of the candidates"), max_length=2)
    named = models.JSONField(_("candidates named"), default=list)  # ids a person asked for; they always stay
    weights = models.JSONField(_("weights"), default=dict)
    result = models.JSONField(default=dict)
    ranked_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("comparison")
        verbose_name_plural = _("comparisons")
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return f"{self.city_name} → {self.country}"
