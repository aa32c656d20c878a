"""The other side: who of it is let in, to what, and the same text in several languages."""

from django.conf import settings
from django.core import signing
from django.db import models
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.models.base import DeskModel
from egiz.desk.core.models.trail import TargetModel
from egiz.desk.core.models.user import User

LINK_SALT = "egiz.core.guest"


class Guest(DeskModel):
    """Somebody of the other side: sees what is shared with them, by a personal link or by an account."""

    name = models.CharField(_("name"), max_length=200)
    organisation = models.CharField(_("organisation"), max_length=300, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, default="ru")
    # An account with the role of a guest at this desk sees the same without the link.
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # Raised to make every link given out so far worthless.
    link_number = models.PositiveIntegerField(default=1)
    link_until = models.DateField(_("link is good until"))

    class Meta(DeskModel.Meta):
        abstract = False
        verbose_name = _("person of the other side")
        verbose_name_plural = _("people of the other side")
        ordering = ("name", "id")
        constraints = [models.UniqueConstraint(fields=["desk", "user"], name="one_guest_per_account")]

    def __str__(self) -> str:
        return self.name

    @property
    def token(self) -> str:
        """The secret part of the personal link: signed, not guessable, taken back by ``link_number``."""
        return signing.dumps([self.pk, self.link_number], salt=LINK_SALT)


def read_token(token: str) -> tuple[int, int]:
    """Return the guest and the link's number; raises BadSignature for anything that was not signed here."""
    guest, number = signing.loads(token, salt=LINK_SALT)
    return int(guest), int(number)


class Share(TargetModel):
    """One thing that one person of the other side sees, and whether they may say how it stands."""

    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, related_name="shares")
    may_update = models.BooleanField(_("may say how it stands"), default=False)
    shared_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta(TargetModel.Meta):
        abstract = False
        verbose_name = _("shared thing")
        verbose_name_plural = _("shared things")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["guest", "target", "target_id"], name="shared_once_with_a_guest")
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.target_id} → {self.guest_id}"


class TextVersion(TargetModel):
    """One text of a record in another language; empty while somebody waits for it."""

    field = models.CharField(max_length=40)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    text = models.TextField(_("text"), blank=True, max_length=4000)
    # The original as it was when this was written: an original that has changed since is said to be newer.
    original = models.TextField(blank=True)
    wanted_at = models.DateTimeField(null=True)
    written_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta(TargetModel.Meta):
        abstract = False
        verbose_name = _("text in another language")
        verbose_name_plural = _("texts in other languages")
        ordering = ("wanted_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["target", "target_id", "field", "language"], name="one_text_a_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.target_id} {self.field} {self.language}"
