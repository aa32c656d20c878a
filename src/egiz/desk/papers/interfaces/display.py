"""What the page of a paper shows."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from egiz.desk.core.http import desk_url
from egiz.desk.core.models import Desk
from egiz.desk.papers.domain import filling
from egiz.desk.papers.domain.printing import official, own_template
from egiz.desk.papers.interfaces.forms import reader
from egiz.desk.papers.models import Paper

PAGES = {
    "twinning": "twinnings:twinning", "meeting": "promises:reading", "promise": "promises:promise",
    "mission": "missions:mission", "trip": "trips:trip",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Language:
    """A paper in one language: how much is blank, which template shapes the Word file."""

    code: str
    name: str
    blanks: int
    begun: bool
    template: str


def languages(paper: Paper) -> list[Language]:
    made = official(paper)
    found = []
    for code, name in settings.LANGUAGES:
        own = own_template(paper.kind, code)
        found.append(
            Language(code, name, len(made.blanks(code)), bool(paper.texts.get(code)), own.name if own else "")
        )
    return found


def blanks(paper: Paper, lang: str) -> list[str]:
    """Name what the paper needs and nobody has filled in."""
    from egiz.documents.official.kinds import label  # noqa: PLC0415 - loaded when a paper is shown

    return [label(one.name, reader()) for one in official(paper).blanks(lang)]


def has_two_columns(paper: Paper) -> bool:
    from egiz.documents.official.writing import IN_TWO_COLUMNS  # noqa: PLC0415 - as above

    return paper.kind in IN_TWO_COLUMNS


def may_stand_beside(paper: Paper, lang: str, beside: str) -> bool:
    """Say whether a second language may stand beside this one."""
    return beside in dict(settings.LANGUAGES) and beside != lang and has_two_columns(paper)


def origin_link(desk: Desk, paper: Paper) -> tuple[str, str] | None:
    """Return name and page of what the paper was begun from, while it is there."""
    thing = filling.find_origin(paper.origin, paper.origin_id)
    return (str(thing), desk_url(desk, PAGES[paper.origin], thing.pk)) if thing else None


def in_words(error: Any) -> str:
    """Say an error of paper in the reader's language."""
    if hasattr(error, "said"):
        return str(error.said(reader()))
    return str(getattr(error, "messages", [error])[0])
