"""The office's own Word templates: tried in a process of its own before they are kept."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from egiz.desk.core.domain import trail
from egiz.desk.core.domain.apart import read_apart
from egiz.desk.core.models import Attachment, Desk, User
from egiz.desk.papers.models import PaperTemplate


def try_out(kind: str, content: bytes) -> int:
    """Fill a template with a specimen that has every field; give the size of what comes out.

    Raises
    ------
    TemplateFaultError
        If it cannot be filled; the field and the paragraph are named.
    """
    from egiz.documents.official.specimen import specimen  # noqa: PLC0415 - loaded when a template is given
    from egiz.documents.official.writing import paper_docx  # noqa: PLC0415 - as above

    return len(paper_docx(specimen(kind), "en", own_template=content))


@transaction.atomic
def keep(desk: Desk, kind: str, language: str, upload: UploadedFile, user: User) -> PaperTemplate:
    """Keep a template in place of the one before.

    Raises
    ------
    TemplateFaultError
        If it cannot be filled.
    ValidationError
        If filling it takes more than it may.
    """
    upload.seek(0)
    read_apart(try_out, kind, upload.read())
    upload.seek(0)
    drop(kind, language)
    kept = PaperTemplate.objects.create(
        desk=desk, kind=kind, language=language, name=(upload.name or "")[:200], given_by=user
    )
    kept.file = trail.attach(kept, upload, user)
    kept.save(update_fields=["file"])
    trail.record(kept, "template_given", user)
    return kept


def drop(kind: str, language: str) -> None:
    """Take the desk's own template away; the shipped one serves again."""
    for row in PaperTemplate.objects.filter(kind=kind, language=language):
        files: Any = Attachment.objects.filter(target=trail.target_name(row), target_id=row.pk)
        for one in files:
            one.file.delete(save=False)
        files.delete()
        row.delete()
