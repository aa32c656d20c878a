from django.db import models
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.models import DeskModel, User


class ResultLink(DeskModel):
    """A personal link by which a council member reads the result of a period, without an account."""

    name = models.CharField(_("for whom"), max_length=200)
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("until"))
    expires_on = models.DateField(_("open until"))
    # Part of the link: another number makes the one that was given out worthless.
    number = models.PositiveIntegerField(default=1)
    opened_on = models.DateField(_("last opened"), null=True, editable=False)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta(DeskModel.Meta):
        abstract = False
        verbose_name = _("link to a result")
        verbose_name_plural = _("links to results")
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return self.name
