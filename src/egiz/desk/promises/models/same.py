from django.db import models
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.models import DeskModel, User
from egiz.desk.promises.models.promise import Promise


class SamePair(DeskModel):
    """Two promises of two reports that may be one; the machine proposes, a person decides."""

    class State(models.TextChoices):
        WAITING = "waiting", _("to be decided")
        SAME = "same", _("one promise")
        DIFFERENT = "different", _("two promises")

    class Basis(models.TextChoices):
        SENSE = "sense", _("by what they say")
        WORDS = "words", _("by their words")

    earlier = models.ForeignKey(Promise, on_delete=models.CASCADE, related_name="+")
    later = models.ForeignKey(Promise, on_delete=models.CASCADE, related_name="+")
    likeness = models.FloatField()
    basis = models.CharField(max_length=8, choices=Basis.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta(DeskModel.Meta):
        abstract = False
        verbose_name = _("perhaps one promise")
        verbose_name_plural = _("perhaps one promise each")
        ordering = ("-likeness", "id")
        constraints = [models.UniqueConstraint(fields=["earlier", "later"], name="same_pair_once")]

    def __str__(self) -> str:
        return f"{self.earlier} = {self.later}?"
