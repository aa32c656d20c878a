from django.db import models
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.models import DeskModel, User


class Poll(DeskModel):
    """The question which of several days suits; the answers come from people without an account."""

    title = models.CharField(_("What the meeting is about"), max_length=200)
    note = models.TextField(_("What the guests should know"), max_length=1000, blank=True)
    promise = models.ForeignKey(
        "promises.Promise",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("Promise"),
    )
    # Part of every link: a new number takes all links back.
    number = models.PositiveIntegerField(default=1)
    is_open = models.BooleanField(default=True)
    chosen = models.ForeignKey("PollDay", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("poll")
        verbose_name_plural = _("polls")
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return self.title


class PollDay(DeskModel):
    """One proposed time."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="days")
    start = models.DateTimeField()
    end = models.DateTimeField()

    class Meta:
        verbose_name = _("proposed time")
        verbose_name_plural = _("proposed times")
        ordering = ("start", "id")

    def __str__(self) -> str:
        return f"{self.start:%Y-%m-%d %H:%M}"


class PollGuest(DeskModel):
    """Who is asked, or who answered by the shared link; their own link lets them change their mind."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="guests")
    name = models.CharField(_("Your name"), max_length=120)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("guest")
        verbose_name_plural = _("guests")
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class PollAnswer(DeskModel):
    class Value(models.TextChoices):
        YES = "yes", _("yes")
        IF_NEED_BE = "maybe", _("if need be")
        NO = "no", _("no")

    guest = models.ForeignKey(PollGuest, on_delete=models.CASCADE, related_name="answers")
    day = models.ForeignKey(PollDay, on_delete=models.CASCADE, related_name="answers")
    value = models.CharField(max_length=5, choices=Value.choices)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [models.UniqueConstraint(fields=["guest", "day"], name="one_answer_per_time")]

    def __str__(self) -> str:
        return f"{self.guest}: {self.value}"
