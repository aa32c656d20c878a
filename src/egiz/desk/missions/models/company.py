import re
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import models
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain.folding import fold
from egiz.desk.core.models import Side, Territory, User
from egiz.desk.directory.models import Organisation
from egiz.desk.missions.models.mission import Mission, MissionPart

LINK_SALT = "egiz.missions.timetable"
# Legal forms stand before the name or behind it; in a narrow cell only the name helps.
LEGAL_FORM = re.compile(
    r"^(?:ТОО|ЖШС|ООО|АО|АҚ|ЗАО|ИП|ЖК|КХ|ФХ|КШ|ШҚ|ПК|ЖШЖ|МЧЖ|ХК|MChJ|XK|AJ|QK|FX|LLP|LLC|JSC)\s+"
    r"|\s+(?:LLP|LLC|JSC|Ltd\.?|MChJ|XK|AJ)$",
    re.IGNORECASE,
)
QUOTED = re.compile(r"[«“„\"](.{3,})[»”“\"]")
QUOTES = "«»“”„\"'"


def shown_at_first() -> list[str]:
    """Return what a company shows unless it says otherwise; a function, because Django wants one."""
    return ["place"]


class Company(MissionPart):
    """A company that takes part in a mission, with what it offers and needs."""

    class Mode(models.TextChoices):
        ANY = "any", _("in person or online")
        IN_PERSON = "in_person", _("in person only")
        ONLINE = "online", _("online only")

    class Status(models.TextChoices):
        """Where a company stands on its way into the mission; only accepted ones are seen by others."""

        INVITED = "invited", _("invited")
        DRAFT = "draft", _("begun, not sent")
        SENT = "sent", _("to be reviewed")
        RETURNED = "returned", _("sent back to be mended")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("not accepted")
        WITHDRAWN = "withdrawn", _("withdrew")

    class Mail(models.TextChoices):
        """What is known of the address; letters are held back where it is anything but empty."""

        GOOD = "", _("nothing against it")
        BOUNCED = "bounced", _("letters come back")
        UNSUBSCRIBED = "unsubscribed", _("wants no reminders")

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="companies")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("card in the directory"),
    )  # fmt: skip
    side = models.CharField(
        _("side"),
        max_length=8,
        choices=[(Side.OURS.value, Side.OURS.label), (Side.THEIRS.value, Side.THEIRS.label)],
    )
    key = models.CharField(_("code of the company"), max_length=60)
    name = models.CharField(_("name"), max_length=300)
    country = models.CharField(_("country"), max_length=2, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    # Guessed from the place, or taken from the card; a person corrects it.
    territory = models.ForeignKey(
        Territory, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("region or city"),
    )  # fmt: skip
    offers = models.JSONField(_("offers"), default=list, blank=True)
    needs = models.JSONField(_("needs"), default=list, blank=True)
    codes = models.JSONField(_("activity codes"), default=list, blank=True)
    need_codes = models.JSONField(_("activity codes looked for"), default=list, blank=True)
    hs_codes = models.JSONField(_("goods codes"), default=list, blank=True)
    need_hs_codes = models.JSONField(_("goods codes looked for"), default=list, blank=True)
    cooperation = models.JSONField(_("kind of cooperation"), default=list, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    size = models.CharField(_("size"), max_length=16, blank=True)
    certificates = models.JSONField(_("certificates"), default=list, blank=True)
    availability = models.JSONField(_("when it can meet"), default=list, blank=True)
    mode = models.CharField(_("how it meets"), max_length=16, choices=Mode.choices, default=Mode.ANY)
    zone = models.CharField(_("time zone"), max_length=64, blank=True)
    representatives = models.PositiveSmallIntegerField(_("meetings at once"), default=1)
    min_meetings = models.PositiveSmallIntegerField(_("fewest meetings"), default=0)
    max_meetings = models.PositiveSmallIntegerField(_("most meetings"), default=8)
    not_with = models.JSONField(_("not with"), default=list, blank=True)
    registration = models.CharField(_("registration number"), max_length=60, blank=True)
    contact = models.CharField(_("who comes"), max_length=300, blank=True)
    # Who sits at the table: [{"name", "position", "phone", "email"}].
    people = models.JSONField(_("representatives"), default=list, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    # The language of letters; the desk's where it is empty.
    language = models.CharField(
        _("language of letters"), max_length=8, choices=settings.LANGUAGES, blank=True
    )
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.ACCEPTED)
    # What the organiser wrote when it was sent back or not accepted.
    status_note = models.TextField(_("reason"), max_length=1000, blank=True)
    # What other participants see beside name, offers and needs.
    shown = models.JSONField(_("shown to other participants"), default=shown_at_first, blank=True)
    # Answers to the organiser's own questions, by the number of the question.
    answers = models.JSONField(default=dict, blank=True)
    # What was agreed to: [{"what", "text", "language", "at"}].
    consents = models.JSONField(default=list, blank=True)
    # One registration for an address: the sum of the address in lower case; nothing for other companies.
    registered_by = models.CharField(max_length=64, blank=True, editable=False)
    registered_at = models.DateTimeField(null=True, blank=True)
    double_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    mail = models.CharField(_("letters"), max_length=12, choices=Mail.choices, blank=True, default="")
    mail_note = models.CharField(max_length=300, blank=True)
    note = models.TextField(_("note"), max_length=4000, blank=True)
    # What the last matching found that partners seek and its lines do not say: [{"code", "params"}].
    advice = models.JSONField(default=list, blank=True, editable=False)
    is_sample = models.BooleanField(default=False)
    # Raised to make every personal link given out so far worthless.
    link_number = models.PositiveIntegerField(default=1)
    search_key = models.TextField(editable=False, default="")

    class Meta(MissionPart.Meta):
        abstract = False
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        ordering = ("side", "key", "id")
        constraints = [
            models.UniqueConstraint(fields=["mission", "side", "key"], name="one_company_per_key"),
            models.UniqueConstraint(
                fields=["mission", "registered_by"],
                condition=~models.Q(registered_by=""),
                name="one_registration_per_address",
            ),
        ]
        indexes = [
            models.Index(fields=["mission", "side", "name"]),
            models.Index(fields=["mission", "status"], name="company_status"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_search_key()
        super().save(*args, **kwargs)

    def set_search_key(self) -> None:
        self.search_key = fold(" ".join([self.key, self.name, self.place, *self.offers, *self.needs]))[:4000]

    @property
    def short_name(self) -> str:
        """Return the name without its legal form and quotes, for a cell of the schedule."""
        if quoted := QUOTED.search(self.name):
            return quoted[1].strip()
        return LEGAL_FORM.sub("", self.name.strip()).strip(QUOTES + " ") or self.name

    @property
    def is_in(self) -> bool:
        return self.status == self.Status.ACCEPTED

    @property
    def reads(self) -> str:
        """Return the language its letters are written in."""
        return self.language or self.desk.language

    @property
    def token(self) -> str:
        """Return the secret part of the personal link: signed, not guessable, taken back by `link_number`."""
        return signing.dumps([self.pk, self.link_number], salt=LINK_SALT)


def read_token(token: str) -> tuple[int, int]:
    """Return the company and the link's number; raises BadSignature for anything this desk has not signed."""
    company, number = signing.loads(token, salt=LINK_SALT)
    return int(company), int(number)


class CompanyImport(MissionPart):
    """What one file gave: how many rows were kept, and what was wrong with the others."""

    class State(models.TextChoices):
        TRIED = "tried", _("looked at")
        TAKEN = "taken", _("taken in")

    state = models.CharField(max_length=8, choices=State.choices, default=State.TAKEN)
    # While it is only looked at: the file, the columns of the heading, and which field each is taken for.
    file = models.FileField(upload_to="missions/lists/", blank=True)
    columns = models.JSONField(default=list, blank=True)
    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="imports")
    side = models.CharField(max_length=8)
    file_name = models.CharField(max_length=200)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    # What the first companies that change would change: [[name, [fields]]].
    changes = models.JSONField(default=list, blank=True)
    # One object for each remark: row, field, cell, message.
    problems = models.JSONField(default=list)
    problem_count = models.PositiveIntegerField(default=0)  # the first are kept
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta(MissionPart.Meta):
        abstract = False
        verbose_name = _("imported list")
        verbose_name_plural = _("imported lists")
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_looked_at(self) -> bool:
        """Say whether its columns are known: a long list waits for a worker first."""
        return bool(self.columns)

    @property
    def remarks(self) -> int:
        """Return how many remarks there are; an earlier version of the desk kept all and counted none."""
        return max(self.problem_count, len(self.problems))
