from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.models import Attachment, DeskModel, User


class Letterhead(DeskModel):
    """The lines on top of a letter, in each language in which the office writes."""

    name = models.CharField(_("name of the letterhead"), max_length=120)
    # {"ru": ["Palata …", "address, phone"], …}; a language without lines has no letterhead.
    lines = models.JSONField(_("lines"), default=dict, blank=True)

    class Meta(DeskModel.Meta):
        abstract = False
        verbose_name = _("letterhead")
        verbose_name_plural = _("letterheads")
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name


class PaperTemplate(DeskModel):
    """The office's own Word template of a kind of paper; without a language it serves all of them."""

    kind = models.CharField(_("kind of paper"), max_length=16)
    language = models.CharField(_("language"), max_length=8, blank=True, choices=settings.LANGUAGES)
    name = models.CharField(_("file name"), max_length=200)
    file = models.ForeignKey(Attachment, null=True, on_delete=models.SET_NULL, related_name="+")
    given_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta(DeskModel.Meta):
        abstract = False
        verbose_name = _("Word template")
        verbose_name_plural = _("Word templates")
        ordering = ("kind", "language", "id")
        constraints = [
            models.UniqueConstraint(fields=["desk", "kind", "language"], name="one_template_a_language")
        ]

    def __str__(self) -> str:
        return self.name


class Paper(DeskModel):
    """An official paper: what it says in each language, where it comes from, whether it is a draft."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft, not legal advice")
        CHECKED = "checked", _("checked by a person")

    kind = models.CharField(_("kind of paper"), max_length=16)
    name = models.CharField(_("name on the desk"), max_length=200)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    # What it was begun from: "twinning", "meeting", "promise", "mission", "trip", or nothing.
    origin = models.CharField(max_length=16, blank=True)
    origin_id = models.PositiveBigIntegerField(null=True)
    # The same in every language, and what each language says: {"ru": {"purpose": "…"}}.
    fields = models.JSONField(default=dict, blank=True)
    texts = models.JSONField(default=dict, blank=True)
    letterhead = models.ForeignKey(
        Letterhead, null=True, blank=True, on_delete=models.SET_NULL, related_name="papers",
        verbose_name=_("letterhead"),
    )  # fmt: skip
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.DRAFT)
    checked_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    checked_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta(DeskModel.Meta):
        abstract = False
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering = ("-updated_at", "-id")
        indexes = [models.Index(fields=["desk", "origin", "origin_id"])]

    def __str__(self) -> str:
        return self.name

    @property
    def kind_label(self) -> str:
        """The kind in the reader's language."""
        from egiz.documents.official.kinds import label  # noqa: PLC0415 - loaded when a paper is shown

        return label(f"kind_{self.kind}", (get_language() or "en").split("-")[0])


class PaperVersion(DeskModel):
    """What a paper said at a time; every saving makes one."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    fields = models.JSONField(default=dict)
    texts = models.JSONField(default=dict)
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta(DeskModel.Meta):
        abstract = False
        verbose_name = _("version of a paper")
        verbose_name_plural = _("versions of papers")
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=["paper", "number"], name="one_version_a_number")]

    def __str__(self) -> str:
        return f"{self.paper} {self.number}"
