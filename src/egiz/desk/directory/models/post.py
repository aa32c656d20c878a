from django.db import models
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.models import DeskModel
from egiz.desk.directory.models.directory import Person


class Post(DeskModel):
    """A role that somebody had before: a counterpart rotates, and the memory of who was who stays."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="posts")
    position = models.CharField(_("position"), max_length=300, blank=True)
    organisation = models.CharField(_("organisation"), max_length=300, blank=True)
    since = models.CharField(_("since"), max_length=10, blank=True)  # a year, a month or a day, as known
    until = models.CharField(_("until"), max_length=10, blank=True)

    class Meta(DeskModel.Meta):
        abstract = False
        verbose_name = _("earlier role")
        verbose_name_plural = _("earlier roles")
        ordering = ("-until", "-id")

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.position, self.organisation]))
