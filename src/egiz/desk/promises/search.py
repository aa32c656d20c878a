from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain import index
from egiz.desk.core.domain.index import Hit, Indexed, said
from egiz.desk.core.http import desk_url
from egiz.desk.core.models import Desk
from egiz.desk.directory.models import Organisation, Person
from egiz.desk.promises.models import OfficialMeeting, Promise

HIDDEN = (Promise.Status.REJECTED, Promise.Status.MERGED)


def _head(row: Promise) -> Iterator[str]:
    yield row.title
    for owner in (row.owner_person, row.owner_organisation):
        if owner is not None:
            yield from (owner.name, *owner.names.values())
    yield from (row.owner_text, row.to_text)


def _body(row: Promise) -> Iterator[str]:
    yield from (row.quote, row.note, row.evidence, said(row, "status", "kind"))
    for candidate in row.candidates:
        # An earlier version kept a candidate as its bare name.
        known: dict[str, Any] = candidate if isinstance(candidate, dict) else {"name": candidate}
        yield index.place_names(known.get("geonameid")) or str(known.get("name", ""))


def _hit(desk: Desk, row: Promise) -> Hit:
    return Hit(row.title, str(row.get_status_display()), desk_url(desk, "promises:promise", row.pk))


def _meeting_words(row: OfficialMeeting) -> Iterator[str]:
    yield from (row.text, row.agenda, row.other_title, row.other_agenda)
    people: Any = row.findings.get("people", [])
    yield from (str(one.get("name", "")) for one in people)


def _meeting(desk: Desk, row: OfficialMeeting) -> Hit:
    return Hit(row.title, row.place_name, desk_url(desk, "promises:meeting", row.pk))


index.add(
    Indexed(
        Promise, _("Promises"), "list-checks", "promises.view", head=_head, body=_body, hit=_hit,
        is_found=lambda row: row.status not in HIDDEN,
        related=("owner_person", "owner_organisation"),
        follows=((Person, "owner_person"), (Organisation, "owner_organisation")),
    )
)  # fmt: skip
index.add(
    Indexed(
        OfficialMeeting, _("Meetings and their reports"), "file-text", "promises.view",
        head=lambda row: (row.title, row.place_name, index.place_names(row.place_id)),
        body=_meeting_words, hit=_meeting,
    )
)  # fmt: skip
