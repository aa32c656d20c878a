from django.core import signing
from django.db import models
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.models import DeskModel
from egiz.desk.directory.models import Person
from egiz.desk.trips.models.trip import Trip, TripPart

LINK_SALT = "egiz.journeys.programme"


class Traveller(TripPart):
    """A person of the directory who goes; erasing the person erases this as well."""

    trip = models.ForeignKey(Trip, on_delete=models.CASCADE, related_name="travellers")
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="trips", verbose_name=_("person")
    )
    role = models.CharField(_("role in the delegation"), max_length=200, blank=True)
    nationality = models.CharField(_("citizenship"), max_length=2, blank=True)
    other_nationality = models.CharField(_("second citizenship"), max_length=2, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    group = models.CharField(_("group"), max_length=40, blank=True)
    # Raised to make every personal link given out so far worthless.
    link_number = models.PositiveIntegerField(default=1)

    class Meta(TripPart.Meta):
        abstract = False
        verbose_name = _("member of the delegation")
        verbose_name_plural = _("the delegation")
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["trip", "person"], name="travels_once")]

    def __str__(self) -> str:
        return self.person.name

    @property
    def passports(self) -> tuple[str, ...]:
        """The countries whose citizen the person is, as far as known."""
        return tuple(dict.fromkeys(filter(None, (self.nationality, self.other_nationality))))

    @property
    def token(self) -> str:
        """The secret part of the personal link: signed, not guessable, taken back by `link_number`."""
        return signing.dumps([self.pk, self.link_number], salt=LINK_SALT)


def read_token(token: str) -> tuple[int, int]:
    """Return the traveller and the link's number; raises BadSignature for what this desk has not signed."""
    traveller, number = signing.loads(token, salt=LINK_SALT)
    return int(traveller), int(number)


class KnownStay(DeskModel):
    """Days a person has spent, or will spend, in a country apart from this desk's trips."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="stays")
    country = models.CharField(_("country"), max_length=2)
    entered = models.DateField(_("entered on"))
    left = models.DateField(_("left on"))

    class Meta(DeskModel.Meta):
        abstract = False
        verbose_name = _("stay")
        verbose_name_plural = _("stays")
        ordering = ("-entered", "-id")

    def __str__(self) -> str:
        return f"{self.country} {self.entered} – {self.left}"
