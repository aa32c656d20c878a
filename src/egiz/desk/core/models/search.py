from django.db import models
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.models.trail import TargetModel


class SearchRow(TargetModel):
    """What one record is found by: folded words for the database's own full text (see domain/index).

    Made from the record and made anew when it changes; nothing here is anybody's own text.
    """

    # "d12 kpromisespromise": whose it is and of which kind; a question never meets another desk's words.
    scope = models.CharField(max_length=120)
    head = models.TextField(default="")
    body = models.TextField(default="")

    class Meta(TargetModel.Meta):
        abstract = False
        verbose_name = _("row of the search index")
        verbose_name_plural = _("rows of the search index")
        indexes = [models.Index(fields=["desk", "target"], name="search_of_a_kind")]
        constraints = [models.UniqueConstraint(fields=["target", "target_id"], name="one_search_row")]

    def __str__(self) -> str:
        return f"{self.target} {self.target_id}"


class SearchVersion(models.Model):
    """By which rules the index was built; other rules build it anew after an upgrade."""

    number = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("version of the search index")
        verbose_name_plural = _("versions of the search index")

    def __str__(self) -> str:
        return str(self.number)
