"""The one door for files: what may come in, by size, by name, by content and by what it unpacks to.

A form hands every upload to `check_upload`; whoever reads what is inside does so through
`egiz.desk.core.domain.apart`, or in a job, which has limits of its own.
"""

import struct
import zipfile
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
# An Office file is an archive; the part that makes it a document or a workbook.
MAIN_PART = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
TEXTS = {"csv", "vcf", "txt", "md", "ics", "json"}
MOST_PARTS = 5_000
LONGEST_LIST = 512 * 1024  # bytes of an archive's list of contents: reading it takes this process's time
_END_OF_ARCHIVE = struct.Struct("<4s4H2LH")
LOOKED_AT = 4096


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
    _check_content(upload, kind)


def _check_content(upload: UploadedFile, kind: str) -> None:
    start = upload.read(LOOKED_AT)
    upload.seek(0)
    signed = kind not in SIGNATURES or start.startswith(SIGNATURES[kind])
    # Texts may be UTF-16, where every other byte is nought; a program or a picture holds other control bytes.
    is_text = kind not in TEXTS or not _is_signed(start)
    if not signed or not is_text or (kind in MAIN_PART and not _is_office(upload, MAIN_PART[kind])):
        raise ValidationError(
            _("The file's name ends in .%(kind)s, but its content is something else."), params={"kind": kind}
        )


def _is_signed(start: bytes) -> bool:
    programs = (b"\x7fELF", b"MZ\x90", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"\xd0\xcf\x11\xe0")
    return start.startswith((*(mark for marks in SIGNATURES.values() for mark in marks), *programs))


def _has_short_list(upload: UploadedFile) -> bool:
    """Say whether the archive's list of contents is as short as a document's, before it is read."""
    size = upload.size or 0
    upload.seek(max(0, size - _END_OF_ARCHIVE.size - 0xFFFF))
    end = upload.read()
    upload.seek(0)
    at = end.rfind(b"PK\5\6")
    if at < 0 or len(end) - at < _END_OF_ARCHIVE.size:
        return False
    *_names, count, list_size, _start, _comment = _END_OF_ARCHIVE.unpack_from(end, at)
    return bool(count <= MOST_PARTS and list_size <= LONGEST_LIST)


def _is_office(upload: UploadedFile, main_part: str) -> bool:
    """Look at the archive's list of contents alone: nothing is unpacked here."""
    if not _has_short_list(upload):
        return False
    try:
        with zipfile.ZipFile(upload.file) as archive:  # type: ignore[arg-type]
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False
    finally:
        upload.seek(0)
    unpacked = sum(part.file_size for part in parts)
    if unpacked > settings.UPLOAD_MAX_UNPACKED or len(parts) > MOST_PARTS:
        raise ValidationError(
            _("Unpacked, the file takes %(size)s; at most %(limit)s is read. Save the needed sheet alone."),
            params={
                "size": filesizeformat(unpacked),
                "limit": filesizeformat(settings.UPLOAD_MAX_UNPACKED),
            },
        )
    return main_part in {part.filename for part in parts}
