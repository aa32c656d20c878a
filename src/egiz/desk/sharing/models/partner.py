from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.models import DeskModel, User


class Partner(DeskModel):
    """A desk of another installation with which this one keeps things together, and the line to it."""

    stays_here = True  # it holds a private key: two installations must not speak for one desk

    class State(models.TextChoices):
        JOINING = "joining", _("not answered yet")
        LIVE = "live", _("joined")
        CUT = "cut", _("cut off here")
        CUT_THERE = "cut_there", _("cut off there")
        BROKEN = "broken", _("out of step")

    name = models.CharField(_("name"), max_length=200)
    country = models.CharField(_("country"), max_length=2, blank=True)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, default="ru")
    address = models.CharField(_("address"), max_length=300)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.LIVE)
    # Ed25519, base64: ours is of this line alone; theirs was pinned when the code proved it.
    private_key = models.CharField(max_length=64, editable=False)
    public_key = models.CharField(max_length=64, editable=False, unique=True)
    their_key = models.CharField(max_length=64, editable=False, blank=True)
    # Messages are counted each way: made here, taken there; taken here.
    sent = models.PositiveBigIntegerField(default=0, editable=False)
    acknowledged = models.PositiveBigIntegerField(default=0, editable=False)
    taken = models.PositiveBigIntegerField(default=0, editable=False)
    # Rises with each call, ours and theirs: a call that was heard once is not heard again.
    turn = models.PositiveBigIntegerField(default=0, editable=False)
    their_turn = models.PositiveBigIntegerField(default=0, editable=False)
    # The place of the last change of the desk that was looked at for this line.
    seen = models.PositiveBigIntegerField(default=0, editable=False)
    heard_at = models.DateTimeField(_("last heard"), null=True, editable=False)
    looked_at = models.DateTimeField(null=True, editable=False)
    next_at = models.DateTimeField(default=timezone.now, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    trouble = models.CharField(max_length=300, blank=True, editable=False)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta(DeskModel.Meta):
        abstract = False
        verbose_name = _("partner desk")
        verbose_name_plural = _("partner desks")
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name

    @property
    def is_live(self) -> bool:
        return self.state == self.State.LIVE

    @property
    def waiting(self) -> int:
        """Return how many messages the other desk has not taken yet."""
        return max(self.sent - self.acknowledged, 0)


class Invitation(DeskModel):
    """A code that was made for another desk: good once, for a day, for a few tries."""

    stays_here = True

    # The first digits of the code: which invitation is meant.
    number = models.CharField(max_length=4)
    # What the rest of the code was stretched to; the code itself is kept nowhere.
    secret = models.CharField(max_length=64, editable=False)
    name = models.CharField(_("for whom"), max_length=200)
    # Where this desk is reached, as its owner sees it.
    address = models.CharField(_("address"), max_length=300)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    expires_at = models.DateTimeField(_("works until"))
    partner = models.ForeignKey(Partner, null=True, on_delete=models.CASCADE, related_name="+")
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta(DeskModel.Meta):
        abstract = False
        verbose_name = _("invitation of a desk")
        verbose_name_plural = _("invitations of desks")
        ordering = ("-id",)
        constraints = [models.UniqueConstraint(fields=["desk", "number"], name="one_invitation_a_number")]

    def __str__(self) -> str:
        return self.name
