import datetime as dt
import secrets
from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from egiz.desk.missions.models.mission import Mission, MissionPart


def new_code() -> str:
    """Return the part of the public address that nobody guesses; a function, because Django wants one."""
    return secrets.token_urlsafe(9)


class Registration(MissionPart):
    """Whether and how companies register themselves, and the days by which everything is done."""

    class Sides(models.TextChoices):
        BOTH = "both", _("companies of both sides")
        OURS = "ours", _("our companies only")
        THEIRS = "theirs", _("their companies only")

    mission = models.OneToOneField(Mission, on_delete=models.CASCADE, related_name="registration")
    is_open = models.BooleanField(_("Companies may register themselves"), default=False)
    code = models.CharField(max_length=24, unique=True, default=new_code)
    sides = models.CharField(_("Who may register"), max_length=8, choices=Sides.choices, default=Sides.BOTH)
    # Words on top of the public page, by language.
    intro = models.JSONField(default=dict, blank=True)
    most_companies = models.PositiveIntegerField(_("Most companies of a side"), null=True, blank=True)
    most_meetings = models.PositiveSmallIntegerField(_("Most meetings of a company"), default=8)
    most_requests = models.PositiveSmallIntegerField(_("Most open requests of a company"), default=15)
    answer_days = models.PositiveSmallIntegerField(_("Days to answer a request"), default=7)
    reminder_days = models.PositiveSmallIntegerField(_("Days between two reminders"), default=3)
    reminder_cap = models.PositiveSmallIntegerField(_("Most reminders about one thing"), default=2)
    # Of all kinds together: so many reminders, and no more goes by itself.
    reminder_total = models.PositiveSmallIntegerField(_("Most reminders to one company in all"), default=4)
    # The questions after two weeks, three, six and twelve months stand on the company's page in any case.
    asks_outcome = models.BooleanField(default=False)
    outcome_words = models.JSONField(default=dict, blank=True)
    # Companies may let their browser be alerted beside the letters.
    pushes = models.BooleanField(default=False)
    quiet_from = models.TimeField(_("No letters from"), default=dt.time(20))
    quiet_until = models.TimeField(_("until"), default=dt.time(8))
    closes_on = models.DateField(_("Registration ends"), null=True, blank=True)
    asking_opens_on = models.DateField(_("Requests begin"), null=True, blank=True)
    asking_closes_on = models.DateField(_("Requests end"), null=True, blank=True)
    provisional_on = models.DateField(_("Provisional schedule"), null=True, blank=True)
    final_on = models.DateField(_("Final schedule"), null=True, blank=True)
    # Where the desk is reached: a letter written in the background has no request to ask.
    base_url = models.CharField(max_length=200, blank=True)

    class Meta(MissionPart.Meta):
        abstract = False
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")

    def __str__(self) -> str:
        return str(self.mission)


class Question(MissionPart):
    """A question of the organiser's own on the form of registration."""

    class Kind(models.TextChoices):
        TEXT = "text", _("words")
        YES = "yes", _("yes or no")
        ONE = "one", _("one of several")
        MANY = "many", _("some of several")

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="questions")
    # The question by language, and with the same keys the choices, parted by semicolons.
    text = models.JSONField(default=dict)
    choices = models.JSONField(default=dict, blank=True)
    kind = models.CharField(_("Answered with"), max_length=8, choices=Kind.choices, default=Kind.TEXT)
    required = models.BooleanField(_("must be answered"), default=False)
    is_shown = models.BooleanField(_("shown to other participants"), default=False)

    class Meta(MissionPart.Meta):
        abstract = False
        verbose_name = _("question of the organiser")
        verbose_name_plural = _("questions of the organiser")
        ordering = ("id",)

    def __str__(self) -> str:
        return self.words()

    def words(self, name: str = "text") -> str:
        """Return the question (or its choices) in the reader's language, or in one that it has."""
        texts: dict[str, Any] = getattr(self, name) or {}
        return str(texts.get(get_language() or "") or next((text for text in texts.values() if text), ""))

    @property
    def options(self) -> list[tuple[str, str]]:
        """Return the choices: kept by their number, so that every language means the same one."""
        parts = [part.strip() for part in self.words("choices").split(";") if part.strip()]
        return [(str(number), part) for number, part in enumerate(parts)]

    def answer_words(self, value: Any) -> str:
        """Write an answer as a person reads it."""
        if self.kind == self.Kind.YES:
            return str(_("yes") if value else _("no"))
        known = dict(self.options)
        values = value if isinstance(value, list) else [value]
        if self.kind in (self.Kind.ONE, self.Kind.MANY):
            return "; ".join(known.get(str(one), str(one)) for one in values)
        return str(value)
