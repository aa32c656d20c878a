"""What the other side sees of a promise: what, who, when and how it stands; no quote, no note, no history."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egiz.desk.core.domain import sharing
from egiz.desk.core.domain.sharing import Line, Shareable, Shown
from egiz.desk.core.templatetags.egiz import day_long
from egiz.desk.promises.domain import deciding
from egiz.desk.promises.interfaces.forms import owner_words
from egiz.desk.promises.models import Promise


def _shown(row: Promise) -> Shown:
    owner = row.owner_person or row.owner_organisation
    lines = [
        Line(_("Who owes it"), owner.local_name if owner else owner_words(row)),
        Line(_("Due"), str(day_long(row.due_on)) if row.due_on else _("no date yet")),
        Line(_("What shows that it is done"), row.evidence, "evidence"),
    ]
    return Shown(str(row.get_status_display()), [line for line in lines if line.value])


def _language(row: Promise) -> str:
    return (row.meeting.language if row.meeting else "") or row.desk.language


def _states(row: Promise) -> list[tuple[str, Any]]:
    if row.status not in Promise.LIVE and row.status != Promise.Status.DONE:
        return []
    return [(one.value, one.label) for one in (Promise.Status.OPEN, Promise.Status.DONE)]


def _set(row: Promise, state: str, evidence: str) -> None:
    values: dict[str, Any] = {"status": state}
    if evidence:
        values["evidence"] = evidence[:500]
    deciding.change(row, None, **values)


sharing.offer(
    Shareable(
        Promise, "promises.change", "promises:promise", gettext_lazy("Promise"), title="title", shown=_shown,
        texts={
            "title": gettext_lazy("what was promised"),
            "evidence": gettext_lazy("what shows that it is done"),
        },
        language_of=_language, states=_states, set_state=_set,
        related=("meeting", "owner_person", "owner_organisation"),
    )
)  # fmt: skip
