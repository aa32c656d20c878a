from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain.folding import fold
from egiz.desk.core.models import DeskModel, Side, Territory


class Entry(DeskModel):
    """Somebody or something with a name, found under every spelling it is known by."""

    name = models.CharField(_("name"), max_length=300)
    # The same name in other languages and scripts: {"uz": "…", "kk": "…"}.
    names = models.JSONField(_("names in other languages"), default=dict, blank=True)
    side = models.CharField(_("side"), max_length=8, choices=Side.choices, blank=True, default="")
    # Guessed from the place, or from the organisation; a person corrects it.
    territory = models.ForeignKey(
        Territory, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("region or city"),
    )  # fmt: skip
    note = models.TextField(_("note"), blank=True, max_length=4000)
    search_key = models.TextField(editable=False, default="")

    class Meta(DeskModel.Meta):
        abstract = True
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name

    @property
    def local_name(self) -> str:
        """Return the name in the reader's language, or as it was entered."""
        return str(self.names.get(get_language() or "") or self.name)

    def set_search_key(self) -> None:
        self.search_key = fold(" ".join([self.name, *self.names.values()]))

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_search_key()
        super().save(*args, **kwargs)


class Organisation(Entry):
    class Kind(models.TextChoices):
        CONSULATE = "consulate", _("consulate")
        CHAMBER = "chamber", _("chamber")
        COUNCIL = "council", _("council")
        COMPANY = "company", _("company")
        AUTHORITY = "authority", _("authority")
        OTHER = "other", _("other")

    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices, default=Kind.OTHER)
    country = models.CharField(_("country"), max_length=2, blank=True)
    place_id = models.PositiveBigIntegerField(_("place"), null=True, blank=True)
    place_name = models.CharField(_("place"), max_length=200, blank=True)
    website = models.URLField(_("website"), blank=True)

    class Meta(Entry.Meta):
        abstract = False
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        indexes = [models.Index(fields=["desk", "name"])]


class Person(Entry):
    position = models.CharField(_("position"), max_length=300, blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="people",
        verbose_name=_("organisation"),
    )  # fmt: skip
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)

    class Meta(Entry.Meta):
        abstract = False
        verbose_name = _("person")
        verbose_name_plural = _("people")
        indexes = [models.Index(fields=["desk", "name"])]
