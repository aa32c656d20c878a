"""What may be uploaded, checked by size, by name and by the first bytes."""

from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

SIGNATURES = {
    "pdf": (b"%PDF-",),
    "docx": (b"PK\x03\x04",),
    "xlsx": (b"PK\x03\x04",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
}


def check_upload(upload: UploadedFile, allowed: tuple[str, ...] | None = None) -> None:
    """Refuse a file that is too big, of a kind the desk does not keep, or not what its name says."""
    limit = settings.UPLOAD_MAX_BYTES
    kinds = allowed or settings.UPLOAD_EXTENSIONS
    kind = PurePath(upload.name or "").suffix.lower().lstrip(".")
    size = upload.size or 0
    if size > limit:
        raise ValidationError(
            _("The file is %(size)s; at most %(limit)s is kept."),
            params={"size": filesizeformat(size), "limit": filesizeformat(limit)},
        )
    if not size:
        raise ValidationError(_("The file is empty."))
    if kind not in kinds:
        raise ValidationError(
            _("A file of this kind (.%(kind)s) is not kept here; use one of: %(kinds)s."),
            params={"kind": kind or "?", "kinds": ", ".join(kinds)},
        )
    start = upload.read(16)
    upload.seek(0)
    if kind in SIGNATURES and not start.startswith(SIGNATURES[kind]):
        raise ValidationError(
            _("The file's name ends in .%(kind)s, but its content is something else."), params={"kind": kind}
        )
