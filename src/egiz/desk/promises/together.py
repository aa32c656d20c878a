"""What a partner desk keeps of a promise: what, who, when and how it stands; no quote, note, history."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain import together
from egiz.desk.core.domain.together import Common, Part, day, label_of, one_of, text
from egiz.desk.core.models import Desk, Side
from egiz.desk.core.templatetags.egiz import day_long
from egiz.desk.promises.domain import deciding
from egiz.desk.promises.interfaces.forms import owner_words
from egiz.desk.promises.models import Promise

Status = Promise.Status
STATUSES = (Status.OPEN.value, Status.DONE.value, Status.DROPPED.value)
KINDS = Promise.Kind.values
# What is ours there is theirs here.
OTHER = {Side.OURS.value: Side.THEIRS.value, Side.THEIRS.value: Side.OURS.value}
OWNER = ("owner_person", "owner_organisation", "owner_text")


def _values(row: Promise) -> dict[str, Any]:
    person = row.owner_person
    office = row.owner_organisation or (person.organisation if person else None)
    values = {
        "title": row.title,
        "kind": row.kind,
        "side": row.side,
        "owner": owner_words(row),
        "office": office.name if office else "",
        "to": row.to_text,
        "due": row.due_on.isoformat() if row.due_on else None,
        "evidence": row.evidence,
    }
    # Who waits for whom is each desk's own view: to both it is open.
    status = Status.OPEN.value if row.status in Promise.LIVE else row.status
    return {**values, "status": status} if status in STATUSES else values


FIELDS = {"title": "title", "kind": "kind", "to": "to_text", "due": "due_on", "evidence": "evidence"}


def _fields(row: Promise | None, values: dict[str, Any]) -> dict[str, Any]:
    found = {FIELDS[name]: value for name, value in values.items() if name in FIELDS}
    if "side" in values:
        found["side"] = OTHER.get(values["side"], values["side"])
    if (owner := values.get("owner", values.get("office"))) is not None:
        # As words: a card of the directory is made by people of this desk alone.
        found |= {"owner_text": owner, "owner_person": None, "owner_organisation": None}
    status = values.get("status")
    if status and not (status == Status.OPEN and row is not None and row.is_live):
        found["status"] = status
    return found


def _make(desk: Desk, values: dict[str, Any]) -> Promise:
    row = Promise(desk=desk)
    deciding.take_over(row, **_fields(None, values))
    return row


def _take(row: Promise, values: dict[str, Any]) -> None:
    deciding.take_over(row, **_fields(row, values))


def _blank(row: Promise, sentence: str) -> None:
    empty = {"owner": "", "to": "", "due": None, "evidence": "", "status": Status.DROPPED.value}
    _take(row, {"title": sentence[:300], **empty})
    Promise.objects.filter(pk=row.pk).update(quote="", due_phrase="", due_proposed=None)


def _language(row: Promise) -> str:
    return (row.meeting.language if row.meeting else "") or row.desk.language


together.offer(
    Common(
        "promise", Promise, "promises.change", "promises:promise", _("Promise"),
        parts=(
            Part("title", _("what was promised"), text(300), ("title",), worded=True),
            Part("kind", _("kind"), one_of(KINDS), ("kind",), show=label_of(Promise.Kind)),
            Part("side", _("side"), one_of(["", *Side.values]), ("side",), show=label_of(Side)),
            Part("owner", _("who owes it"), text(300), OWNER, personal=True),
            Part("office", _("organisation that owes it"), text(300), OWNER, instead=True),
            Part("to", _("to whom"), text(300), ("to_text",), personal=True),
            Part("status", _("status"), one_of(STATUSES), ("status",), both=True,
                 show=label_of(Status)),
            Part("due", _("due"), day, ("due_on",), both=True, show=lambda value: str(day_long(value))),
            Part("evidence", _("what shows that it is done"), text(500), ("evidence",), both=True),
        ),
        values=_values, make=_make, take=_take, blank=_blank, language_of=_language,
        may_share=lambda row: row.status in Promise.SETTABLE,
    )
)  # fmt: skip
