"""Lists of promises taken in: what the desk has already is recognised, and changed only if that was asked."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q

from egiz.desk.core.domain import territories
from egiz.desk.core.domain.folding import fold
from egiz.desk.core.domain.pieces import piece_of
from egiz.desk.core.http import desk_url
from egiz.desk.core.models import Desk, Job, User
from egiz.desk.promises.domain import deciding
from egiz.desk.promises.domain.bands import with_owners
from egiz.desk.promises.models import OfficialMeeting, Promise

IMPORT_JOB = "promises.import"
CHUNK = 100  # rows in one transaction: other people write between two
DIFFERENCES_SHOWN = 200
# What of a row can be brought up to date on a promise that is here already.
UPDATED = ("title", "owner_text", "to_text", "side", "due_on", "due_phrase", "status", "kind", "note")
# What a row says beside the promise's own words: it finds things, it is not written as it stands.
SAID_BESIDE = ("address", "meeting", "meeting_on", "region", "row")
ADDRESS = re.compile(r"/d/(?P<slug>[\w-]+)/promises/(?P<pk>\d{1,18})/?$")


@dataclass
class Taken:
    """What became of a list: what is new, was here already, says something else, was brought up to date."""

    count: int = 0
    here: int = 0
    updated: int = 0
    differing: int = 0
    no_meeting: int = 0
    # [row of the file, promise, its address, [field, here, in the list] …]
    differences: list[list[Any]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@transaction.atomic
def import_rows(
    desk: Desk,
    user: User | None,
    rows: Iterable[dict[str, Any]],
    *,
    update: bool = False,
    taken: Taken | None = None,
    met: set[int] | None = None,
) -> Taken:
    """Write a list's good rows as promises: all of them or, if the database refuses one, none.

    A row that speaks of a promise the desk has already makes no second one; with ``update`` its filled cells
    are written there. Each promise answers to one row only: a list may well hold two of the same words.
    """
    taken, rows = taken or Taken(), list(rows)
    known = _Known(desk, rows, set() if met is None else met)
    for row in rows:
        values = {name: value for name, value in row.items() if name not in SAID_BESIDE}
        promise = known.of(row)
        if promise is None:
            values |= _beside(row, known, taken)
            known.met.add(deciding.add(desk, user, action="imported", **values).pk)
            taken.count += 1
        else:
            taken.here += 1
            _compare(promise, row, values, user, taken, update=update)
    return taken


def import_long(
    job: Job, rows: Sequence[dict[str, Any]], tell: Callable[[int], object], *, update: bool = False
) -> Taken:
    """Write a long list piece by piece; begun again, it goes on after the last piece that was kept."""
    done = int(job.payload.get("taken", 0))
    taken = Taken(**job.payload.get("found", {}))
    met: set[int] = set(job.payload.get("met", ()))
    for start in range(done, len(rows), CHUNK):
        with piece_of(job):
            piece = rows[start : start + CHUNK]
            import_rows(job.desk, job.created_by, piece, update=update, taken=taken, met=met)
            done = min(start + CHUNK, len(rows))
            job.payload = {**job.payload, "taken": done, "found": taken.as_json(), "met": sorted(met)}
        tell(done)
    return taken


class _Known:
    """The promises of the desk that rows of a list may speak of, read once for the rows."""

    def __init__(self, desk: Desk, rows: Sequence[dict[str, Any]], met: set[int]) -> None:
        self.desk, self.met = desk, met
        numbers = {number for row in rows if (number := self._number(row))}
        titles = {row["title"] for row in rows}
        found = with_owners(Promise.objects.exclude(status=Promise.Status.REJECTED))
        found = found.filter(Q(pk__in=numbers) | Q(title__in=titles)).order_by("pk")
        self.by_number: dict[int, Promise] = {}
        self.by_title: dict[str, list[Promise]] = {}
        for promise in found:
            self.by_number[promise.pk] = promise
            self.by_title.setdefault(promise.title, []).append(promise)
        self.meetings: dict[tuple[str, Any], OfficialMeeting] = {}
        wanted = {row["meeting"] for row in rows if row.get("meeting")}
        for meeting in OfficialMeeting.objects.filter(title__in=wanted).order_by("-pk"):
            self.meetings[meeting.title, meeting.held_on] = meeting
        self.regions = territories.by_names() if any(row.get("region") for row in rows) else {}

    def of(self, row: dict[str, Any]) -> Promise | None:
        """Return the promise a row speaks of: by its address, else by its words, its meeting, who owes it."""
        stated = self.by_number.get(self._number(row))
        if stated is not None and stated.pk not in self.met and _speaks_of(row, stated):
            return self._meet(stated)
        same = [one for one in self.by_title.get(row["title"], ()) if one.pk not in self.met]
        same = [one for one in same if _of_its_meeting(row, one)]
        owner = fold(row.get("owner_text", ""))
        alike = [one for one in same if fold(_owner(one)) == owner] or [
            # One that says nothing of who owes it contradicts nobody.
            one
            for one in same
            if not owner or not _owner(one) or row.get("meeting")
        ]
        return self._meet(alike[0]) if alike else None

    def _meet(self, promise: Promise) -> Promise:
        self.met.add(promise.pk)
        return promise

    def _number(self, row: dict[str, Any]) -> int:
        found = ADDRESS.search(row.get("address", ""))
        return int(found["pk"]) if found and found["slug"] == self.desk.slug else 0


def _owner(promise: Promise) -> str:
    card = promise.owner_person or promise.owner_organisation
    return promise.owner_text or (card.name if card else "")


def _speaks_of(row: dict[str, Any], promise: Promise) -> bool:
    """Say whether a row bears its address out: a desk of the same name may stand on another machine."""
    quote = row.get("quote", "")
    return (
        row["title"] == " ".join(promise.title.split())
        or bool(quote and quote == " ".join(promise.quote.split()))
        or bool(promise.meeting and row.get("meeting") == promise.meeting.title)
    )


def _of_its_meeting(row: dict[str, Any], promise: Promise) -> bool:
    if "meeting" not in row:
        return True
    meeting = promise.meeting
    if not row["meeting"] or meeting is None:
        return not row["meeting"] and meeting is None
    on = row.get("meeting_on")
    return row["meeting"] == " ".join(meeting.title.split()) and (on is None or on == meeting.held_on)


def _beside(row: dict[str, Any], known: _Known, taken: Taken) -> dict[str, Any]:
    """Tie a new promise to the meeting and the region that its row names, where the desk knows them."""
    values: dict[str, Any] = {}
    if territory := known.regions.get(fold(row.get("region", ""))):
        values["territory"] = territory
    if row.get("meeting"):
        meeting = known.meetings.get((row["meeting"], row.get("meeting_on")))
        taken.no_meeting += meeting is None
        values |= {"meeting": meeting} if meeting else {}
    return values


def _compare(
    promise: Promise,
    row: dict[str, Any],
    values: dict[str, Any],
    user: User | None,
    taken: Taken,
    *,
    update: bool,
) -> None:
    """Find where a row says something else than the promise, and write it there if that was asked."""
    # An empty cell states nothing.
    new = {name: values[name] for name in UPDATED if values.get(name) and values[name] != _now(promise, name)}
    if not new or promise.status not in Promise.SETTABLE:
        return
    taken.differing += 1
    if update:
        deciding.change(promise, user, **new)
        taken.updated += 1
    elif len(taken.differences) < DIFFERENCES_SHOWN:
        page = desk_url(promise.desk, "promises:promise", promise.pk)
        said = [[name, _plain(_now(promise, name)), _plain(value)] for name, value in new.items()]
        taken.differences.append([row.get("row", 0), promise.title, page, said])


def _now(promise: Promise, name: str) -> Any:
    if name == "owner_text":
        return _owner(promise)
    value = getattr(promise, name)
    return " ".join(value.split()) if isinstance(value, str) else value


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value or "")
