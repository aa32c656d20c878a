from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.models import DeskModel, User


class Token(DeskModel):
    """A key with which a program acts at one desk, in the name of the person who made it and no further."""

    stays_here = True  # an archive of the desk carries no keys

    name = models.CharField(_("what it is for"), max_length=120)
    # SHA-256 of the secret, which is long and random: whoever reads the database cannot use it.
    digest = models.CharField(max_length=64, unique=True, editable=False)
    # Its last letters, by which people tell two of them apart.
    hint = models.CharField(max_length=8, editable=False)
    scopes = models.JSONField(_("what it may do"), default=list)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    expires_at = models.DateTimeField(_("works until"))
    revoked_at = models.DateTimeField(null=True, editable=False)
    last_used_at = models.DateTimeField(null=True, editable=False)
    # The minute that is being counted, and how often it was used in it.
    minute = models.PositiveBigIntegerField(default=0, editable=False)
    used = models.PositiveIntegerField(default=0, editable=False)

    class Meta(DeskModel.Meta):
        abstract = False
        verbose_name = _("key of a program")
        verbose_name_plural = _("keys of programs")
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.name

    @property
    def is_live(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()

    def allows(self, scope: str) -> bool:
        """Say whether it holds a scope; who may write a kind of thing may read it too."""
        kind, _colon, act = scope.partition(":")
        return scope in self.scopes or (act == "read" and f"{kind}:write" in self.scopes)
