"""From plain data and a Word template to a DOCX; the protocol officer may bring a template of their own."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from egiz.documents import faults
from egiz.documents._errors import DocumentError
from egiz.documents.translations import DATA

LARGEST = 5_000_000  # bytes of a template: pictures included, more is no letterhead
LARGEST_UNPACKED = 50_000_000


def docx(layout: str, data: Mapping[str, Any], template: bytes | Path | None = None) -> bytes:
    """Fill a Word template.

    The names between double braces are those of the shipped templates, which ``template_file`` gives for
    editing. A template can show data only: Jinja's sandbox keeps it from calling anything.

    Parameters
    ----------
    layout
        programme, delegation or letter.
    data
        What the template's names mean.
    template
        A changed template; by default the shipped one.

    Raises
    ------
    DocumentError
        If the template is no Word document, or names something that is not there.
    """
    return fill(template if template is not None else template_file(layout), data)


def fill(template: bytes | Path, data: Mapping[str, Any]) -> bytes:
    """Fill a Word template with plain data.

    Raises
    ------
    DocumentError
        If it is no Word document or cannot be filled; the field and the place in the text are named.
    """
    from docxtpl import (  # type: ignore[import-untyped] # noqa: PLC0415 - untyped, and heavy: only for paper
        DocxTemplate,
    )
    from jinja2 import StrictUndefined, TemplateError  # noqa: PLC0415 - as above
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415 - as above

    source = template if isinstance(template, bytes) else template.read_bytes()
    _check(source)
    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    target = io.BytesIO()
    try:
        document = DocxTemplate(io.BytesIO(source))
        document.render(dict(data), environment)
        document.save(target)
    except TemplateError as error:
        raise faults.fault(source, error) from error
    except (ValueError, KeyError, OSError, TypeError) as error:
        raise faults.TemplateFaultError("not_word") from error
    return target.getvalue()


def _check(source: bytes) -> None:
    if len(source) > LARGEST:
        raise DocumentError(f"The template has {len(source)} bytes; at most {LARGEST} are read.")
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except zipfile.BadZipFile as error:
        raise faults.TemplateFaultError("not_word") from error
    if unpacked > LARGEST_UNPACKED:
        raise DocumentError(f"The template unpacks to {unpacked} bytes; at most {LARGEST_UNPACKED} are read.")


def template_file(layout: str) -> Path:
    """The shipped Word template of a paper.

    Raises
    ------
    DocumentError
        If no paper has that name.
    """
    path = DATA / f"{layout}.docx"
    if layout not in {"programme", "delegation", "letter"} or not path.is_file():
        raise DocumentError(f"No template {layout!r}; one of programme, delegation, letter is expected.")
    return path
