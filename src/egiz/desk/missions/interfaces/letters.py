"""The letters in words, each in its reader's language, and how one becomes a message."""

from typing import Any

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django_scopes import scopes_disabled

from egiz.desk.missions.domain import letters
from egiz.desk.missions.domain.letters import About, Text
from egiz.desk.missions.models import Company, Letter, Mailing, Registration

LEAVE_SALT = "egiz.missions.letters"

# What people asked for themselves, or what concerns their own meetings, is service: it goes although they
# want no reminders. What answers an act of a moment ago goes at night too.
KINDS = {
    "receipt": (About("receipt", is_service=True, is_quiet=False), _("Receipt of a registration")),
    "there": (About("there", is_service=True, is_quiet=False), _("Link to a registration that is there")),
    "accepted": (About("accepted", is_service=True), _("Registration accepted")),
    "returned": (About("returned", is_service=True), _("Registration sent back to be mended")),
    "declined": (About("declined", is_service=True), _("Registration not accepted")),
    "invite": (About("invite"), _("Invitation to register")),
    "asking": (About("asking"), _("Requests begin")),
    "no_hours": (About("no_hours"), _("Reminder: no hours")),
    "no_profile": (About("no_profile"), _("Reminder: no offers or needs")),
    "no_wishes": (About("no_wishes"), _("Reminder: has asked nobody")),
    "no_answer": (About("no_answer"), _("Reminder: requests wait for an answer")),
    "unfinished": (About("unfinished"), _("Reminder: registration not sent")),
    "asked": (About("asked", is_service=True), _("Somebody asks for a meeting")),
    "group": (About("group", is_service=True), _("A group meeting is called")),
    "agreed": (About("agreed", is_service=True), _("A request was agreed to")),
    "message": (About("message", is_service=True), _("A message from a partner")),
    "day_before": (About("day_before", is_service=True), _("The day before the meetings")),
    "schedule": (About("schedule", is_service=True), _("Your timetable")),
    "outcome": (About("outcome"), _("What came of the meetings")),
    "changed": (About("changed", is_service=True, is_quiet=False), _("Your timetable has changed")),
}
# The letters an organiser sends to several at once, in the order of the three weeks.
BY_ORGANISER = (
    "invite", "unfinished", "asking", "no_hours", "no_profile", "no_wishes", "no_answer", "schedule",
)  # fmt: skip


def about(kind: str) -> About:
    return KINDS[kind][0]


def label(kind: str) -> str:
    return str(KINDS[kind][1]) if kind in KINDS else kind


def leaving_token(company: Company) -> str:
    return signing.dumps(company.pk, salt=LEAVE_SALT)


def address(base_url: str, name: str, *args: Any) -> str:
    return base_url.rstrip("/") + reverse(f"missions_public:{name}", args=args)


def compose(
    company: Company, kind: str, base_url: str, words: dict[str, str] | None = None, **own: Any
) -> Text:
    """Write one letter; `words` are the organiser's own, by language, and stand above the link."""
    mission = company.mission
    with translation.override(company.reads):
        context = {
            "kind": kind,
            "company": company,
            "mission": mission,
            "registration": getattr(mission, "registration", None),
            "desk_name": mission.desk.name,
            "words": (words or {}).get(company.reads, "").strip(),
            "link": address(base_url, "timetable", company.token),
            "profile": address(base_url, "profile", company.token),
            "partners": address(base_url, "partners", company.token),
            "leave": "" if about(kind).is_service else address(base_url, "leave", leaving_token(company)),
            **own,
        }
        written = render_to_string(f"missions/letters/{kind}.txt", context)
        foot = render_to_string("missions/letters/_foot.txt", context)
    subject, _line, body = written.strip().partition("\n")
    return Text(subject.strip(), f"{_tidy(body)}\n\n{_tidy(foot)}\n")


def _tidy(text: str) -> str:
    """Leave one empty line between paragraphs, whatever the template's conditions left."""
    parts = [" ".join(part.split()) if "\n- " not in part else part.strip() for part in text.split("\n\n")]
    return "\n\n".join(part for part in parts if part)


def write(
    company: Company,
    kind: str,
    registration: Registration,
    *,
    key: str | None = None,
    mailing: Mailing | None = None,
    own_words: dict[str, str] | None = None,
    **own: Any,
) -> Letter | None:
    """Write a letter and put it in the queue; the organiser's own words are the mailing's, or those given."""
    words = mailing.words if mailing else own_words
    text = compose(company, kind, registration.base_url, words, **own)
    return letters.queue(company, about(kind), text, key=key, mailing=mailing)


def message(letter: Letter, base_url: str) -> EmailMessage:
    """Make the message of a letter: one addressee; what one may leave says how, with one touch."""
    headers = {"Message-ID": letter.message_id, "Auto-Submitted": "auto-generated"}
    headers["Content-Language"] = letter.language
    if not about(letter.kind).is_service:
        leave = address(base_url, "leave", leaving_token(letter.company))
        headers["List-Unsubscribe"] = f"<{leave}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return EmailMessage(
        letter.subject, letter.body, settings.DEFAULT_FROM_EMAIL, [letter.to], headers=headers
    )


def company_of_leaving(token: str) -> Company | None:
    """Return the company a leaving link belongs to; the link of any letter ever sent works."""
    try:
        pk = int(signing.loads(token, salt=LEAVE_SALT))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    with scopes_disabled():
        return Company.objects.select_related("mission__desk", "desk").filter(pk=pk).first()
