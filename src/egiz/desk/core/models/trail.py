import uuid
from pathlib import PurePath

from django.db import models
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.models.base import DeskModel
from egiz.desk.core.models.user import User


class TargetModel(DeskModel):
    """A record that speaks about another one of the same desk: ``target`` is "app.model"."""

    target = models.CharField(max_length=80)
    target_id = models.PositiveBigIntegerField()

    class Meta(DeskModel.Meta):
        abstract = True
        indexes = [models.Index(fields=["desk", "target", "target_id"])]


class AuditEntry(TargetModel):
    """Who changed what, from what to what, and when. Never edited, never deleted alone."""

    user = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    action = models.CharField(max_length=40)
    changes = models.JSONField(default=dict)
    # Its place in the order of the desk's changes. Given once it is saved for good (see `domain.order`): two
    # transactions side by side end in another order than they took their numbers in.
    place = models.PositiveBigIntegerField(null=True, editable=False)

    class Meta(TargetModel.Meta):
        abstract = False
        verbose_name = _("history entry")
        verbose_name_plural = _("history")
        ordering = ("-created_at", "-id")
        constraints = [models.UniqueConstraint(fields=["desk", "place"], name="one_change_a_place")]
        indexes = [
            *TargetModel.Meta.indexes,
            models.Index(
                fields=["desk", "id"], name="changes_unplaced", condition=models.Q(place__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.target_id}: {self.action}"


class Comment(TargetModel):
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    # Whoever of the other side wrote it; what they write is always shared.
    guest = models.ForeignKey(
        "core.Guest", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = models.TextField(_("comment"), max_length=5000)
    is_shared = models.BooleanField(_("the other side reads it too"), default=False)

    class Meta(TargetModel.Meta):
        abstract = False
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ("created_at", "id")

    def __str__(self) -> str:
        return self.text[:80]


def attachment_path(attachment: "Attachment", filename: str) -> str:
    # The given name is kept in the database only: a stored name nobody chose cannot be guessed or abused.
    return f"desk-{attachment.desk_id}/{uuid.uuid4().hex}{PurePath(filename).suffix.lower()[:8]}"


class Attachment(TargetModel):
    file = models.FileField(_("file"), upload_to=attachment_path, max_length=200)
    name = models.CharField(_("file name"), max_length=200)
    size = models.PositiveIntegerField(default=0)
    uploaded_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta(TargetModel.Meta):
        abstract = False
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ("created_at", "id")

    def __str__(self) -> str:
        return self.name
