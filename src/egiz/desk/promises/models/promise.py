from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain.folding import fold
from egiz.desk.core.models import DeskModel, Side, Territory, User
from egiz.desk.directory.models import Organisation, Person
from egiz.desk.promises.models.meeting import OfficialMeeting


class Promise(DeskModel):
    """One promise: first a suggestion read from a text, then what a person made of it."""

    class Status(models.TextChoices):
        SUGGESTED = "suggested", _("to be confirmed")
        OPEN = "open", _("open")
        WAITING = "waiting", _("waiting for the other side")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")
        REJECTED = "rejected", _("not a promise")
        MERGED = "merged", _("merged into another")

    LIVE = (Status.OPEN, Status.WAITING)
    # What a person may set by hand once a promise is confirmed.
    SETTABLE = (Status.OPEN, Status.WAITING, Status.DONE, Status.DROPPED)

    class Kind(models.TextChoices):
        TWINNING = "twinning", _("twin city")
        MEETING = "meeting", _("meeting")
        EVENTS = "events", _("events")
        TRIP = "trip", _("trip")
        ASSISTANCE = "assistance", _("assistance")
        DOCUMENT = "document", _("document")
        TRADE = "trade", _("trade")
        OTHER = "other", _("other")

    meeting = models.ForeignKey(
        OfficialMeeting, null=True, blank=True, on_delete=models.CASCADE, related_name="promises",
        verbose_name=_("meeting"),
    )  # fmt: skip
    number = models.PositiveIntegerField(_("number"), default=0)
    status = models.CharField(_("status"), max_length=16, choices=Status.choices, default=Status.OPEN)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices, default=Kind.OTHER)
    title = models.CharField(_("what was promised"), max_length=300)
    quote = models.TextField(_("quote"), blank=True)
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    confidence = models.FloatField(_("confidence"), null=True)

    owner_person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="promises",
        verbose_name=_("person who owes it"),
    )  # fmt: skip
    owner_organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="promises",
        verbose_name=_("organisation that owes it"),
    )  # fmt: skip
    # As the text or the list says it, before or instead of a card in the directory.
    owner_text = models.CharField(_("who owes it"), max_length=300, blank=True)
    to_text = models.CharField(_("to whom"), max_length=300, blank=True)
    side = models.CharField(_("side"), max_length=8, choices=Side.choices, blank=True, default="")
    territory = models.ForeignKey(
        Territory, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("region or city"),
    )  # fmt: skip
    candidates = models.JSONField(default=list)

    due_on = models.DateField(_("due"), null=True, blank=True)
    due_phrase = models.CharField(_("as it was said"), max_length=200, blank=True)
    due_proposed = models.DateField(_("proposed day"), null=True, blank=True)
    responsible = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("responsible at this desk"),
    )  # fmt: skip
    watchers = models.ManyToManyField(User, blank=True, related_name="+", verbose_name=_("who follows it"))
    look_on = models.DateField(_("look at it again on"), null=True, blank=True)
    waiting_since = models.DateField(_("waiting since"), null=True, editable=False)
    evidence = models.CharField(_("what shows that it is done"), max_length=500, blank=True)
    # What it became and how that ended, where that is what shows that it is done.
    shown_by = models.ForeignKey(
        "Became", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False,
        verbose_name=_("shown by"),
    )  # fmt: skip
    # A concrete request of what was promised in general: "the necessary assistance".
    part_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="requests",
        verbose_name=_("part of"),
    )  # fmt: skip
    # The ending of its requests that a person found not to be enough.
    set_aside = models.CharField(max_length=60, blank=True, editable=False)
    note = models.TextField(_("note"), blank=True, max_length=4000)

    merged_into = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="merged")
    confirmed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    closed_on = models.DateField(null=True)
    search_key = models.TextField(editable=False, default="")

    class Meta(DeskModel.Meta):
        abstract = False
        verbose_name = _("promise")
        verbose_name_plural = _("promises")
        ordering = ("number", "id")
        indexes = [
            models.Index(fields=["desk", "status", "due_on"]),
            models.Index(fields=["meeting", "number"]),
            # What somebody owes is counted for every row of the directory, from these alone.
            models.Index(fields=["desk", "owner_person", "status"], name="owed_by_person"),
            models.Index(fields=["desk", "owner_organisation", "status"], name="owed_by_organisation"),
            models.Index(
                fields=["desk", "part_of", "status"],
                name="promise_requests",
                condition=models.Q(part_of__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        owner = self.owner_person or self.owner_organisation or self.owner_text
        self.search_key = fold(f"{self.title} {owner} {self.owner_text} {self.to_text} {self.quote}")
        super().save(*args, **kwargs)

    @property
    def is_live(self) -> bool:
        return self.status in self.LIVE

    @property
    def is_suggestion(self) -> bool:
        return self.status == self.Status.SUGGESTED

    @property
    def is_overdue(self) -> bool:
        return self.is_live and self.due_on is not None and self.due_on < self.desk.today()

    @property
    def has_owner(self) -> bool:
        return bool(self.owner_person_id or self.owner_organisation_id or self.owner_text)


class Became(DeskModel):
    """What a promise, or an official meeting, became: a twinning, a mission, a search for events, a trip."""

    promise = models.ForeignKey(Promise, null=True, on_delete=models.CASCADE, related_name="became")
    meeting = models.ForeignKey(OfficialMeeting, null=True, on_delete=models.CASCADE, related_name="became")
    title = models.CharField(max_length=300)
    url = models.CharField(max_length=300)
    # The thing behind the page, "app.model" and its number, where an app claims the page.
    target = models.CharField(max_length=80, blank=True)
    target_id = models.PositiveBigIntegerField(null=True)
    # The ending that a person found not to be enough for the promise to be done.
    set_aside = models.CharField(max_length=60, blank=True)

    class Meta(DeskModel.Meta):
        abstract = False
        verbose_name = _("what it became")
        verbose_name_plural = _("what they became")
        ordering = ("id",)
        indexes = [models.Index(fields=["desk", "target", "target_id"], name="became_target")]
        constraints = [
            models.UniqueConstraint(fields=["promise", "url"], name="became_once"),
            models.UniqueConstraint(fields=["meeting", "url"], name="became_once_of_meeting"),
            models.CheckConstraint(
                condition=models.Q(promise__isnull=True) ^ models.Q(meeting__isnull=True),
                name="became_from_one",
            ),
        ]

    def __str__(self) -> str:
        return self.title
