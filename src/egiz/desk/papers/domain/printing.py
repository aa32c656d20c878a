"""From a paper of the desk to a file; an office's own template is filled in a process of its own."""

from typing import Any

from egiz.desk.core.domain.apart import read_apart
from egiz.desk.papers.models import Paper, PaperTemplate

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "png": "image/png",
}


def official(paper: Paper) -> Any:
    """The paper as the engine's data.

    Raises
    ------
    DocumentError
        If it holds what its kind does not ask for.
    """
    from egiz.documents.official.model import OfficialPaper  # noqa: PLC0415 - loaded when paper is asked for

    return OfficialPaper(
        paper.kind,
        paper.fields,
        paper.texts,
        paper.letterhead.lines if paper.letterhead else {},
        draft=paper.state == Paper.State.DRAFT,
        sample=paper.desk.is_sample,
    )


def own_template(kind: str, lang: str) -> PaperTemplate | None:
    """The desk's own template of a kind: that of the language, or the one for all."""
    rows = {row.language: row for row in PaperTemplate.objects.filter(kind=kind).select_related("file")}
    return rows.get(lang) or rows.get("")


def template_bytes(kind: str, lang: str) -> bytes | None:
    """What the desk's own template of a kind holds; None where there is none."""
    own = own_template(kind, lang)
    if own is None or own.file is None:
        return None
    with own.file.file.open("rb") as stored:
        return bytes(stored.read())


def printed(paper: Paper, lang: str, ending: str, beside: str = "") -> bytes:
    """Write the paper as pdf, docx, or png (its first page).

    Raises
    ------
    DocumentError
        If a language is not known, or the desk's template cannot be filled.
    ValidationError
        If filling the template takes more than it may.
    """
    from egiz.documents.official.writing import paper_docx, paper_pdf  # noqa: PLC0415 - as above

    made = official(paper)
    if ending == "docx":
        own = None if beside else template_bytes(paper.kind, lang)
        if own is not None:
            return read_apart(paper_docx, made, lang, own_template=own)
        return paper_docx(made, lang, beside=beside)
    if ending == "png":
        return bytes(paper_pdf(made, lang, beside=beside, as_png=True)[0])
    return bytes(paper_pdf(made, lang, beside=beside))
