import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.models import User
from egiz.desk.core.models.base import DeskModel
from egiz.desk.core.models.trail import TargetModel
from egiz.desk.sharing.models.partner import Partner


class SharedThing(TargetModel):
    """One thing that is kept together with a partner desk; afterwards the word that it was taken back."""

    stays_here = True

    class State(models.TextChoices):
        LIVE = "live", _("kept together")
        WITHDRAWN = "withdrawn", _("taken back by its desk")

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="things")
    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20)
    is_ours = models.BooleanField(_("ours"), default=True)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.LIVE)
    with_people = models.BooleanField(_("with names of people"), default=False)
    # The language of its original texts.
    language = models.CharField(_("language"), max_length=8, default="ru")
    # By part, the sum of what both desks said last: what differs from it was changed here.
    sums = models.JSONField(default=dict, editable=False)
    # By part, the number of our last message about it.
    numbers = models.JSONField(default=dict, editable=False)
    # The texts in each language in which one of the desks wrote them.
    texts = models.JSONField(default=dict, editable=False)
    shared_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta(TargetModel.Meta):
        abstract = False
        verbose_name = _("thing kept together")
        verbose_name_plural = _("things kept together")
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(fields=["partner", "uid"], name="one_thing_a_uid"),
            models.UniqueConstraint(
                fields=["partner", "target", "target_id"],
                condition=models.Q(state="live"),
                name="kept_together_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.target_id}"

    @property
    def is_live(self) -> bool:
        return self.state == self.State.LIVE


class Conflict(DeskModel):
    """One part that both desks changed before either heard of it: both versions, until one is chosen."""

    stays_here = True

    thing = models.ForeignKey(SharedThing, on_delete=models.CASCADE, related_name="conflicts")
    part = models.CharField(max_length=60)
    ours = models.JSONField(null=True)
    theirs = models.JSONField(null=True)

    class Meta(DeskModel.Meta):
        abstract = False
        verbose_name = _("two versions of one thing")
        verbose_name_plural = _("two versions of one thing")
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["thing", "part"], name="one_conflict_a_part")]

    def __str__(self) -> str:
        return f"{self.thing}: {self.part}"
