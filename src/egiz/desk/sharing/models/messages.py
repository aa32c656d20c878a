import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.models import DeskModel
from egiz.desk.sharing.models.partner import Partner
from egiz.desk.sharing.models.thing import SharedThing


class Outgoing(DeskModel):
    """A message to a partner desk in its place in the order; signed when it is sent."""

    stays_here = True

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="outgoing")
    number = models.PositiveBigIntegerField()
    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12)
    thing = models.ForeignKey(SharedThing, null=True, on_delete=models.CASCADE, related_name="+")
    # The last message of theirs that we knew when this was made.
    seen = models.PositiveBigIntegerField(default=0)
    content = models.JSONField(default=dict)

    class Meta(DeskModel.Meta):
        abstract = False
        verbose_name = _("message to a partner desk")
        verbose_name_plural = _("messages to partner desks")
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["partner", "number"], name="sent_in_order")]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"


class Incoming(DeskModel):
    """That a message was taken: written in the transaction that did what it says. It keeps no content."""

    stays_here = True

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="incoming")
    number = models.PositiveBigIntegerField()
    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12)
    # Why nothing came of it, where nothing did.
    refused = models.CharField(max_length=20, blank=True)

    class Meta(DeskModel.Meta):
        abstract = False
        verbose_name = _("message of a partner desk")
        verbose_name_plural = _("messages of partner desks")
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["partner", "number"], name="taken_in_order"),
            models.UniqueConstraint(fields=["partner", "uid"], name="taken_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"


class Refusal(DeskModel):
    """That something came over a line and was not taken: why, never what it said."""

    stays_here = True

    class Why(models.TextChoices):
        SIGNATURE = "signature", _("the signature is not the partner's")
        ADDRESSEE = "addressee", _("meant for another desk, or from another one")
        AGAIN = "again", _("it was taken before and came again")
        OTHER = "other", _("another message had this number before")
        EARLY = "early", _("one before it is missing; it is asked for")
        FORM = "form", _("not of a form that is understood here")
        LARGE = "large", _("too large")
        THING = "thing", _("about something that is not kept together")
        RIGHT = "right", _("changes what only this desk may change")
        CUT = "cut", _("the line is cut")
        CODE = "code", _("a wrong code")

    partner = models.ForeignKey(Partner, null=True, on_delete=models.CASCADE, related_name="refusals")
    why = models.CharField(_("why"), max_length=12, choices=Why.choices)
    number = models.PositiveBigIntegerField(null=True)

    class Meta(DeskModel.Meta):
        abstract = False
        verbose_name = _("refused message")
        verbose_name_plural = _("refused messages")
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.why
