from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.models import User
from egiz.desk.missions.models.company import Company
from egiz.desk.missions.models.mission import Mission, MissionPart


class SuggestedMatch(MissionPart):
    """A pair the machine proposes, with reasons a person can check against the two profiles."""

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="matches")
    ours = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    theirs = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    score = models.FloatField()
    our_gain = models.FloatField(default=0)
    their_gain = models.FloatField(default=0)
    # [{"code", "params", "kind", "weight", "ours", "theirs"}], strongest first.
    reasons = models.JSONField(default=list)
    missing = models.JSONField(default=list)
    selected = models.BooleanField(default=False)

    class Meta(MissionPart.Meta):
        abstract = False
        verbose_name = _("suggested match")
        verbose_name_plural = _("suggested matches")
        ordering = ("-score", "id")
        constraints = [
            models.UniqueConstraint(fields=["mission", "ours", "theirs"], name="one_match_per_pair")
        ]

    def __str__(self) -> str:
        return f"{self.ours} – {self.theirs}"


class Consent(models.TextChoices):
    ASKED = "asked", _("asked")
    AGREED = "agreed", _("agreed")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")
    EXPIRED = "expired", _("not answered in time")


CLOSED = (Consent.DECLINED.value, Consent.WITHDRAWN.value, Consent.EXPIRED.value)
NOT_WANTED = Q(weight="no")
REFUSED = Q(our_consent__in=CLOSED) | Q(their_consent__in=CLOSED)
UNANSWERED = Q(our_consent=Consent.ASKED) | Q(their_consent=Consent.ASKED)
# Only wishes that both sides agreed to become meetings.
AGREED = Q(our_consent=Consent.AGREED, their_consent=Consent.AGREED) & ~NOT_WANTED
WAITING = UNANSWERED & ~REFUSED & ~NOT_WANTED
DECLINED = REFUSED | NOT_WANTED


def share_a_language(a: Company, b: Company) -> bool:
    """Say whether two companies can talk; who names no language is taken to be understood."""
    return not a.languages or not b.languages or bool(set(a.languages) & set(b.languages))


class Wish(MissionPart):
    """A meeting somebody wants. It holds no slot: consent first, then one schedule for all."""

    class Weight(models.TextChoices):
        MUST = "must", _("must")
        WANT = "want", _("want")
        NO = "no", _("no meeting")

    class Origin(models.TextChoices):
        MATCH = "match", _("proposed by matching")
        PERSON = "person", _("entered by hand")

    Consent = Consent

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="wishes")
    asker = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="wishes_made")
    partner = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="wishes_received")
    weight = models.CharField(_("weight"), max_length=8, choices=Weight.choices, default=Weight.WANT)
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.PERSON)
    # "ours" and "theirs" are the desk's sides; two companies of one side: the asker's answer stands first.
    our_consent = models.CharField(
        _("answer of our side"), max_length=10, choices=Consent.choices, default=Consent.ASKED
    )
    their_consent = models.CharField(
        _("answer of their side"), max_length=10, choices=Consent.choices, default=Consent.ASKED
    )
    # Who wrote the answers down: the organiser, or the company itself through its personal link.
    recorded_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # How consent was given, where the organiser wrote an answer down in somebody's name.
    consent_note = models.CharField(_("how consent was given"), max_length=300, blank=True)
    # What the asker wrote to the partner, and until when an answer is awaited.
    words = models.CharField(_("words to the partner"), max_length=600, blank=True)
    answer_by = models.DateTimeField(null=True, blank=True)
    # How much each side cares: 1 comes first; nothing where it was not said.
    our_rank = models.PositiveSmallIntegerField(null=True, blank=True)
    their_rank = models.PositiveSmallIntegerField(null=True, blank=True)
    # A side that wants no more messages from the other.
    our_block = models.BooleanField(default=False)
    their_block = models.BooleanField(default=False)
    match = models.ForeignKey(
        SuggestedMatch, null=True, blank=True, on_delete=models.SET_NULL, related_name="wishes"
    )
    # Unordered: a pair of companies has one wish, whoever asked.
    low = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+", editable=False)
    high = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+", editable=False)

    class Meta(MissionPart.Meta):
        abstract = False
        verbose_name = _("wish")
        verbose_name_plural = _("wishes")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["mission", "low", "high"], name="one_wish_per_pair"),
            models.CheckConstraint(condition=~Q(asker=F("partner")), name="no_wish_for_oneself"),
        ]
        indexes = [models.Index(fields=["mission", "our_consent", "their_consent"])]

    def __str__(self) -> str:
        return f"{self.asker} → {self.partner}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.order_pair()
        super().save(*args, **kwargs)

    def order_pair(self) -> None:
        self.low_id, self.high_id = sorted((self.asker_id, self.partner_id))

    @property
    def key(self) -> str:
        """Return the id of the meeting in every version of the schedule."""
        return f"w{self.pk}"

    @property
    def companies(self) -> tuple[Company, Company]:
        """Return the two companies, ours first; among equals the asker first."""
        if self.asker.side == "theirs" and self.partner.side == "ours":
            return self.partner, self.asker
        return self.asker, self.partner

    @property
    def needs_interpreter(self) -> bool:
        return not share_a_language(self.asker, self.partner)

    @property
    def is_agreed(self) -> bool:
        both = self.our_consent == self.their_consent == Consent.AGREED
        return both and self.weight != self.Weight.NO

    @property
    def state(self) -> str:
        if self.weight == self.Weight.NO:
            return "no"
        answers = {self.our_consent, self.their_consent}
        for closed in CLOSED:
            if closed in answers:
                return closed
        return "agreed" if answers == {Consent.AGREED} else "asked"


class Message(MissionPart):
    """Words between two companies that agreed to meet."""

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="messages")
    wish = models.ForeignKey(Wish, on_delete=models.CASCADE, related_name="messages")
    sender = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    text = models.TextField(_("message"), max_length=2000)
    # Set by the reader: the organiser looks at what is reported, and at nothing else.
    reported_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta(MissionPart.Meta):
        abstract = False
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.sender}: {self.text[:40]}"
