"""The minutes on paper: two languages side by side, who was there, and where both sides sign."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from egiz.desk.core.domain.places import named_place
from egiz.desk.core.interfaces.languages import day_words
from egiz.desk.promises.interfaces.forms import owner_words
from egiz.desk.promises.models import MinutesLine, OfficialMeeting

if TYPE_CHECKING:
    from egiz.documents.report import Block, Report


def languages_of(meeting: OfficialMeeting) -> tuple[str, str]:
    """Return the desk's language and the other side's."""
    return meeting.desk.language, meeting.other_language or "en"


def _said(line: MinutesLine, text: str, language: str) -> str:
    if line.promise is None:
        return text
    with translation.override(language):
        parts = [owner_words(line.promise) or _("nobody is named")]
        parts.append(day_words(line.promise.due_on) if line.promise.due_on else _("no day is named"))
    return f"{text} ({'; '.join(parts)})"


def to_report(meeting: OfficialMeeting) -> "Report":
    """Lay both languages side by side; what is not translated yet says so in its own place."""
    from egiz.documents.report import Heading, Lines, Report, Sentence, Sheet  # noqa: PLC0415 - only for paper

    ours, theirs = languages_of(meeting)
    names = dict(settings.LANGUAGES)
    rows, missing = [], 0
    for number, line in enumerate(meeting.lines.select_related("promise__owner_person"), 1):
        missing += not line.other_text
        other = _said(line, line.other_text, theirs) if line.other_text else "–"
        rows.append((str(number), _said(line, line.text, ours), other))
    mark = "" if meeting.signed_off_at else _("Draft: the minutes are not signed off yet.")
    people = tuple(
        ", ".join(filter(None, [one.local_name, one.position])) for one in meeting.participants.all()
    )
    titles = " / ".join(dict.fromkeys(filter(None, [meeting.title, meeting.other_title])))
    blocks: list[Block] = [Heading(_("Who was there")), Lines(people)] if people else []
    blocks.append(Heading(_("What was said")))
    blocks.append(Sheet(("№", names[ours], names[theirs]), tuple(rows), (1, 9, 9)))
    if missing:
        blocks.append(Sentence(_("Lines not translated yet: %(count)s.") % {"count": missing}, soft=True))
    sides = (
        meeting.desk.our_name or meeting.desk.country,
        meeting.desk.their_name or meeting.desk.their_country,
    )
    place = named_place(meeting.place_id, meeting.place_name)
    blocks.append(Sheet(sides, (("\u00a0", "\u00a0"),), (1, 1)))
    return Report(
        title=titles,
        lang=translation.get_language(),
        subtitle=", ".join(filter(None, [day_words(meeting.held_on) if meeting.held_on else "", place])),
        mark=mark,
        foot=meeting.desk.our_name or meeting.desk.name,
        blocks=blocks,
    )
