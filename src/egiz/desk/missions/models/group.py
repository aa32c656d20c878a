"""Meetings of more than two: a round table, or one company with several."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from egiz.desk.core.models import User
from egiz.desk.missions.models.company import Company
from egiz.desk.missions.models.mission import Mission, MissionPart
from egiz.desk.missions.models.wish import Consent

LONGEST = 8
MOST_SEATS = 60


class GroupMeeting(MissionPart):
    """A meeting the organiser calls for several companies; like a wish it holds no slot."""

    class Weight(models.TextChoices):
        MUST = "must", _("must")
        WANT = "want", _("want")

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="groups")
    name = models.CharField(_("name"), max_length=120)
    about = models.CharField(_("what it is about"), max_length=600, blank=True)
    # Without the host there is no such meeting; a round table has none.
    host = models.ForeignKey(
        Company, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("company that meets the others"),
    )  # fmt: skip
    weight = models.CharField(_("weight"), max_length=8, choices=Weight.choices, default=Weight.WANT)
    length = models.PositiveSmallIntegerField(
        _("slots it takes"), default=1, validators=[MinValueValidator(1), MaxValueValidator(LONGEST)]
    )
    least = models.PositiveSmallIntegerField(
        _("companies at least"), default=2, validators=[MinValueValidator(2), MaxValueValidator(MOST_SEATS)]
    )
    # What the organiser wrote down afterwards.
    held = models.BooleanField(pgettext_lazy("was a meeting", "held"), null=True, blank=True)
    outcome = models.CharField(_("what came of it"), max_length=600, blank=True)

    # Ranks are of pairs; here nobody has one.
    our_rank = their_rank = None

    class Meta(MissionPart.Meta):
        abstract = False
        verbose_name = _("group meeting")
        verbose_name_plural = _("group meetings")
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """Return the id of the meeting in every version of the schedule."""
        return f"g{self.pk}"

    @property
    def agreed(self) -> "list[GroupSeat]":
        """Return the seats whose companies agreed and take part, the host's first."""
        known: list[GroupSeat] | None = getattr(self, "all_seats", None)
        rows = self.seats.select_related("company") if known is None else known
        seats = [one for one in rows if one.consent == Consent.AGREED and one.company.is_in]
        return sorted(seats, key=lambda one: (one.company_id != self.host_id, one.company.side, one.pk))

    @property
    def companies(self) -> tuple[Company, ...]:
        return tuple(seat.company for seat in self.agreed)

    @property
    def asked_for(self) -> dict[int, str]:
        """Return who must come, by company."""
        return {seat.company_id: seat.person for seat in self.agreed if seat.person}

    @property
    def comes_about(self) -> bool:
        """Say whether enough companies agreed, the host among them: only then it gets a time."""
        there = self.companies
        return len(there) >= max(2, self.least) and (
            self.host_id is None or self.host_id in {one.pk for one in there}
        )


class GroupSeat(MissionPart):
    """One company's place in a group meeting, and what it answered."""

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="+")
    group = models.ForeignKey(GroupMeeting, on_delete=models.CASCADE, related_name="seats")
    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="group_seats")
    consent = models.CharField(_("answer"), max_length=10, choices=Consent.choices, default=Consent.ASKED)
    # How consent was given, where the organiser wrote an answer down in somebody's name.
    consent_note = models.CharField(_("how consent was given"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # Which of its people is wanted there; empty for anybody.
    person = models.CharField(_("who comes"), max_length=200, blank=True)

    class Meta(MissionPart.Meta):
        abstract = False
        verbose_name = _("seat in a group meeting")
        verbose_name_plural = _("seats in group meetings")
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["group", "company"], name="one_seat_per_company")]

    def __str__(self) -> str:
        return f"{self.company}: {self.group}"
