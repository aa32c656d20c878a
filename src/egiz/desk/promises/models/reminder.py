from typing import Any

from django.core import signing
from django.db import models
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.models import DeskModel, User

FEED_SALT = "egiz.promises.feed"


class Reminder(DeskModel):
    """How one member is reminded of what they see to at this desk: by letters, by a calendar of their own."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    by_letter = models.BooleanField(_("a letter on working days"), default=False)
    # The address under which the member uses the desk: letters lead there.
    base_url = models.CharField(max_length=300, blank=True)
    last_sent_on = models.DateField(null=True, editable=False)
    # Raised to make every address of the calendar given out so far worthless.
    feed_number = models.PositiveIntegerField(default=1)

    class Meta(DeskModel.Meta):
        abstract = False
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [models.UniqueConstraint(fields=["desk", "user"], name="one_reminder_a_member")]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def token(self) -> str:
        """The secret part of the calendar's address: signed, not guessable, taken back by ``feed_number``."""
        return signing.dumps([self.pk, self.feed_number], salt=FEED_SALT)


def read_token(token: str) -> Any:
    return signing.loads(token, salt=FEED_SALT)
