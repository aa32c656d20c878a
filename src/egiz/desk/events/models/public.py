from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.models import Desk, DeskModel


class PublicCalendar(DeskModel):
    """Whether and how a desk shows its calendar to everybody; while closed, nothing is shown."""

    desk = models.OneToOneField(Desk, on_delete=models.CASCADE, related_name="+")
    is_open = models.BooleanField(_("Everybody may see the calendar"), default=False)
    title = models.CharField(
        _("Title"), max_length=120, blank=True, help_text=_("The desk's name when left empty.")
    )
    intro = models.TextField(_("What this calendar is"), max_length=600, blank=True)
    embed_hosts = models.TextField(
        _("Sites that may embed it"),
        max_length=1000,
        blank=True,
        help_text=_("One address a line, such as https://chamber.example; any site when left empty."),
    )
    takes_subscribers = models.BooleanField(_("Letters with the coming events may be ordered"), default=True)

    class Meta:
        verbose_name = _("public calendar")
        verbose_name_plural = _("public calendars")

    def __str__(self) -> str:
        return self.title or self.desk.name


class Subscriber(DeskModel):
    """Somebody who ordered the letters: waits until the address is confirmed, and is erased on leaving."""

    class Rhythm(models.TextChoices):
        WEEKLY = "weekly", _("every week")
        MONTHLY = "monthly", _("every month")

    email = models.EmailField(_("E-mail"))
    language = models.CharField(_("Language"), max_length=8, choices=settings.LANGUAGES)
    rhythm = models.CharField(_("How often"), max_length=8, choices=Rhythm.choices, default=Rhythm.WEEKLY)
    # The filters of the page as its address writes them: {"sector": "oil-gas", "country": "UZ"}.
    wanted = models.JSONField(default=dict, blank=True)
    # Where the desk is reached: a letter written in the background has no request to ask.
    base_url = models.CharField(max_length=200)
    # A new order makes the links of earlier letters worthless.
    number = models.PositiveIntegerField(default=1)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField()
    last_sent_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        ordering = ("email",)
        constraints = [models.UniqueConstraint(fields=["desk", "email"], name="one_order_per_address")]
        indexes = [models.Index(fields=["desk", "confirmed_at"], name="public_subscriber_confirmed")]

    def __str__(self) -> str:
        return self.email


class StoredFeed(DeskModel):
    """A feed as it was last written, so that a hundred programs asking for it cost one writing."""

    key = models.CharField(max_length=64)
    version = models.CharField(max_length=120)
    changed_at = models.DateTimeField()
    body = models.BinaryField()

    class Meta:
        verbose_name = _("stored feed")
        verbose_name_plural = _("stored feeds")
        constraints = [models.UniqueConstraint(fields=["desk", "key"], name="one_feed_per_key")]

    def __str__(self) -> str:
        return self.key
