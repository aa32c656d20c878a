import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.models.user import User


class Role(models.TextChoices):
    OWNER = "owner", _("owner")
    EDITOR = "editor", _("editor")
    VIEWER = "viewer", _("reader of this desk")
    GUEST = "guest", _("guest of the other side")


class Side(models.TextChoices):
    """Whose side a person, an organisation or a promise stands on."""

    OURS = "ours", _("our side")
    THEIRS = "theirs", _("their side")
    BOTH = "both", _("both sides")
    UNKNOWN = "", _("side unknown")


class Desk(models.Model):
    """One office and everything it keeps: the wall between tenants."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    country = models.CharField(_("our country"), max_length=2, default="KZ")
    their_country = models.CharField(_("their country"), max_length=2, default="UZ")
    our_name = models.CharField(_("our side"), max_length=120, blank=True)
    their_name = models.CharField(_("their side"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, default="ru")
    timezone = models.CharField(_("time zone"), max_length=64, default="Asia/Atyrau")
    place_id = models.PositiveBigIntegerField(_("place"), null=True, blank=True)
    # How long a personal link of a company, traveller or guest opens its page after it was given out.
    link_days = models.PositiveSmallIntegerField(
        _("days that personal links work"),
        default=365,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
    )
    # The place of the last change in the desk's history that has one (see `domain.order`).
    last_place = models.PositiveBigIntegerField(default=0, editable=False)
    is_sample = models.BooleanField(_("holds sample data"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    members: models.ManyToManyField[User, "Membership"] = models.ManyToManyField(
        User, through="core.Membership", related_name="desks"
    )

    class Meta:
        verbose_name = _("desk")
        verbose_name_plural = _("desks")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def today(self) -> dt.date:
        """Return the calendar day at this desk now."""
        return timezone.now().astimezone(self.zone).date()

    def side_of_country(self, country: str) -> str:
        """Say on whose side a country stands for this desk."""
        sides = {self.country: Side.OURS, self.their_country: Side.THEIRS}
        return sides.get(country.upper(), Side.UNKNOWN).value


class Membership(models.Model):
    """A person's role at one desk."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=16, choices=Role.choices, default=Role.EDITOR)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [models.UniqueConstraint(fields=["desk", "user"], name="one_role_per_desk")]

    def __str__(self) -> str:
        return f"{self.user} – {self.desk}: {self.role}"
