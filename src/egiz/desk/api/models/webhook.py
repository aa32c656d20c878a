from django.db import models
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.models import DeskModel, User


class Webhook(DeskModel):
    """An address that is told of every change of some kinds of things."""

    stays_here = True  # it holds a secret, and another installation must not send in this one's name

    url = models.URLField(_("address"), max_length=500)
    kinds = models.JSONField(_("what it hears of"), default=list)
    # Signs what is sent; shown once, to be kept where it arrives.
    secret = models.CharField(max_length=64, editable=False)
    is_on = models.BooleanField(_("is told"), default=True)
    # The number of the last change that was made into deliveries.
    seen = models.PositiveBigIntegerField(default=0, editable=False)
    created_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

    class Meta(DeskModel.Meta):
        abstract = False
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ("id",)

    def __str__(self) -> str:
        return self.url


class Delivery(DeskModel):
    """One message to a webhook: what it says, how often it was tried, what was answered."""

    stays_here = True

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to be sent")
        TAKEN = "taken", _("taken")
        GIVEN_UP = "given_up", _("given up")

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    number = models.PositiveBigIntegerField()
    body = models.TextField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True)

    class Meta(DeskModel.Meta):
        abstract = False
        verbose_name = _("message to a webhook")
        verbose_name_plural = _("messages to webhooks")
        ordering = ("-number", "-id")
        constraints = [models.UniqueConstraint(fields=["webhook", "number"], name="told_once")]
        indexes = [
            models.Index(fields=["next_at"], name="deliveries_due", condition=models.Q(state="waiting"))
        ]

    def __str__(self) -> str:
        return f"{self.webhook} {self.number}"
