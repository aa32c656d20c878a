from django.db import models
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.models import Binned, DeskModel, User


class Merged(DeskModel):
    """Two cards made one: what was moved and filled in, so that it can be taken apart again."""

    target = models.CharField(max_length=80)
    kept_id = models.PositiveBigIntegerField()
    gone_name = models.CharField(max_length=300)
    # The other card, as the bin holds it; when the bin forgets it, the merge is for good.
    binned = models.ForeignKey(Binned, on_delete=models.CASCADE, related_name="+")
    moved = models.JSONField(default=list)  # ["app.model", field, [numbers]]
    filled = models.JSONField(default=dict)  # field → [what stood there, what was taken over]
    merged_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta(DeskModel.Meta):
        abstract = False
        verbose_name = _("merge of two cards")
        verbose_name_plural = _("merges of cards")
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return self.gone_name


class Different(DeskModel):
    """Two cards that look alike and are not the same, as a person said."""

    target = models.CharField(max_length=80)
    first_id = models.PositiveBigIntegerField()
    second_id = models.PositiveBigIntegerField()

    class Meta(DeskModel.Meta):
        abstract = False
        verbose_name = _("pair that is not the same")
        verbose_name_plural = _("pairs that are not the same")
        constraints = [
            models.UniqueConstraint(fields=["target", "first_id", "second_id"], name="different_once")
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.first_id} {self.second_id}"
