from django.db import models
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.models import DeskModel
from egiz.desk.promises.models.meeting import OfficialMeeting
from egiz.desk.promises.models.promise import Promise


class MinutesLine(DeskModel):
    """One thing said at a meeting, as it was typed while it was said; some are promises."""

    meeting = models.ForeignKey(OfficialMeeting, on_delete=models.CASCADE, related_name="lines")
    order = models.PositiveIntegerField(default=0)
    text = models.TextField(_("what was said"), max_length=2000)
    # The same in the other side's language, written by a person.
    other_text = models.TextField(_("in the other side's language"), max_length=2000, blank=True)
    promise = models.ForeignKey(
        Promise, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("promise")
    )

    class Meta(DeskModel.Meta):
        abstract = False
        verbose_name = _("line of the minutes")
        verbose_name_plural = _("lines of the minutes")
        ordering = ("order", "id")

    def __str__(self) -> str:
        return self.text[:80]
