from django.db import models
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.models import DeskModel, User


class SavedFilter(DeskModel):
    """A filter of the list that a colleague wants to have again; it is theirs alone."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    # The filter as the page's address writes it.
    query = models.CharField(max_length=400)

    class Meta(DeskModel.Meta):
        abstract = False
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = ("name", "id")
        constraints = [models.UniqueConstraint(fields=["desk", "user", "name"], name="filter_named_once")]

    def __str__(self) -> str:
        return self.name
