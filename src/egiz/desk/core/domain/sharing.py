"""Letting the other side in: what is shown of a thing, what may be said about it, and by whom.

An app says in its ``shared.py`` which of its things may be shared and what a guest sees of one::

    sharing.offer(Shareable(Promise, "promises.change", "promises:promise", _("Promise"), shown=…, texts=…))

Nothing reaches a guest that ``shown`` does not give.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import get_language

from egiz.desk.core.domain import trail
from egiz.desk.core.models import Comment, Desk, DeskModel, Guest, Membership, Role, Share, TextVersion, User
from egiz.desk.core.models.sharing import read_token

LINK_DAYS = 180


@dataclass(frozen=True)
class Line:
    """One line of a shared thing; ``text_of`` names the field whose text has versions in other languages."""

    label: Any
    value: str
    text_of: str = ""


@dataclass(frozen=True)
class Shown:
    """What a guest sees of a thing, in the guest's language."""

    state: str
    lines: Sequence[Line]
    rows: Sequence[str] = ()  # a list that belongs to it: what happened between twins, the hours of a mission
    rows_label: Any = ""


@dataclass(frozen=True)
class Shareable:
    """A kind of thing that may be shared."""

    model: type[DeskModel]
    permission: str
    page: str
    label: Any
    title: str  # the field with its name
    shown: Callable[[Any], Shown]
    # Fields of free text that are shown and may be translated, the title among them where it is free text.
    texts: dict[str, Any] = field(default_factory=dict)
    language_of: Callable[[Any], str] = lambda record: str(record.desk.language)
    # What a guest may set, and the act that sets it: (record, state, evidence) → whether anything changed.
    states: Callable[[Any], Sequence[tuple[str, Any]]] = lambda _record: ()
    set_state: Callable[[Any, str, str], None] | None = None
    name_of: Callable[[Any], str] = str
    related: tuple[str, ...] = ()

    def rows(self) -> models.QuerySet[Any]:
        manager: models.Manager[Any] = self.model.objects
        return manager.select_related("desk", *self.related)

    @property
    def target(self) -> str:
        return self.model._meta.label_lower  # noqa: SLF001 - Django's public way to a model's name


KINDS: dict[str, Shareable] = {}


def offer(kind: Shareable) -> None:
    """Say that things of this kind may be shared."""
    KINDS[kind.target] = kind


# --- letting in -----------------------------------------------------------------


@transaction.atomic
def make_guest(desk: Desk, *, name: str, email: str, organisation: str, language: str) -> Guest:
    """Note somebody of the other side; the same address is the same person."""
    if email and (known := Guest.objects.filter(email__iexact=email).first()):
        return known
    return Guest.objects.create(
        desk=desk, name=name, email=email, organisation=organisation, language=language,
        link_until=desk.today() + dt.timedelta(days=LINK_DAYS),
    )  # fmt: skip


@transaction.atomic
def share(record: DeskModel, guest: Guest, user: User, *, may_update: bool) -> Share:
    """Let a guest see a thing; shared again, only what they may do changes."""
    found, new = Share.objects.update_or_create(
        desk_id=record.desk_id, guest=guest, target=trail.target_name(record), target_id=record.pk,
        defaults={"may_update": may_update, "shared_by": user},
    )  # fmt: skip
    if new:
        trail.record(record, "shared", user, {"guest": ["", guest.name]})
    return found


@transaction.atomic
def withdraw(found: Share, user: User) -> None:
    """Take a thing back: from now on the guest does not see it."""
    record = record_of(found)
    if record is not None:
        trail.record(record, "unshared", user, {"guest": [found.guest.name, ""]})
    found.delete()


def new_link(guest: Guest) -> None:
    """Make every link given out so far worthless, and the next one good for its time."""
    guest.link_number += 1
    guest.link_until = guest.desk.today() + dt.timedelta(days=LINK_DAYS)
    guest.save()


def guest_of_member(member: Membership) -> Guest:
    """Return the guest that a member of that role is."""
    known = Guest.objects.filter(user=member.user).first()
    if known is None and (known := Guest.objects.filter(email__iexact=member.user.email).first()):
        known.user = member.user
        known.save(update_fields=["user", "updated_at"])
    return known or Guest.objects.create(
        desk=member.desk, user=member.user, name=str(member.user), email=member.user.email,
        language=member.user.language or member.desk.language, link_until=member.desk.today(),
    )  # fmt: skip


def note_members(desk: Desk) -> None:
    """Let every member with a guest's role stand among those whom things can be shared with."""
    noted = Guest.objects.filter(user__isnull=False).values("user")
    for member in Membership.objects.filter(desk=desk, role=Role.GUEST).exclude(user__in=noted):
        guest_of_member(member)


def guest_of_token(token: str) -> Guest | None:
    """Return whose personal link it is; nothing for a wrong, withdrawn or old one (outside any scope)."""
    try:
        pk, number = read_token(token)
    except (BadSignature, TypeError, ValueError):
        return None
    guest = Guest._base_manager.select_related("desk").filter(pk=pk, link_number=number).first()  # noqa: SLF001
    return guest if guest is not None and guest.desk.today() <= guest.link_until else None


# --- what is shared -------------------------------------------------------------


def record_of(found: Share) -> Any:
    """Return the thing itself, or nothing when it is gone or lies in the bin."""
    kind = KINDS.get(found.target)
    return kind.rows().filter(pk=found.target_id).first() if kind else None


def shares_of(guest: Guest) -> list[tuple[Share, Any]]:
    """List what a guest sees, with the things themselves: one question for each kind."""
    rows = list(guest.shares.all())
    by_kind: dict[str, dict[int, Any]] = {}
    for target, kind in KINDS.items():
        numbers = [row.target_id for row in rows if row.target == target]
        if numbers:
            by_kind[target] = kind.rows().in_bulk(numbers)
    pairs = [(row, by_kind.get(row.target, {}).get(row.target_id)) for row in rows]
    return [(row, record) for row, record in pairs if record is not None]


def shared_comments(record: DeskModel) -> models.QuerySet[Comment]:
    return comments_of(trail.target_name(record), record.pk)


def comments_of(target: str, pk: int) -> models.QuerySet[Comment]:
    rows = Comment.objects.filter(target=target, target_id=pk, is_shared=True)
    return rows.select_related("author", "guest")


@transaction.atomic
def say(record: DeskModel, text: str, *, user: User | None = None, guest: Guest | None = None) -> Comment:
    """Write a comment that both sides read."""
    return Comment.objects.create(
        desk_id=record.desk_id, target=trail.target_name(record), target_id=record.pk,
        author=user, guest=guest, text=text.strip(), is_shared=True,
    )  # fmt: skip


@transaction.atomic
def update(found: Share, guest: Guest, state: str, evidence: str) -> bool:
    """Let a guest say how a thing stands; the history says who it was."""
    kind, record = KINDS[found.target], record_of(found)
    if record is None or kind.set_state is None or not found.may_update:
        return False
    if state not in dict(kind.states(record)):
        return False
    kind.set_state(record, state, evidence)
    trail.record(record, "updated_by_guest", None, {"guest": ["", guest.name]})
    return True


# --- the same text in several languages -------------------------------------------


@dataclass(frozen=True)
class Text:
    """A text as a reader gets it: in their language, or the original with its language named."""

    text: str
    language: str
    is_own: bool
    is_wanted: bool = False
    is_older: bool = False


def reader_language() -> str:
    return (get_language() or settings.LANGUAGE_CODE).split("-")[0]


def text_in(kind: Shareable, record: Any, name: str, versions: dict[str, TextVersion]) -> Text:
    """Give a text in the reader's language, or the original and whether a translation is asked for."""
    language, original = reader_language(), str(getattr(record, name))
    source = kind.language_of(record)
    found = versions.get(name)
    if source == language or not original:
        return Text(original, source, is_own=True)
    if found is None or not found.text:
        return Text(original, source, is_own=False, is_wanted=found is not None)
    return Text(found.text, language, is_own=True, is_older=found.original != original)


Versions = dict[str, TextVersion]


def versions_of(records: Sequence[DeskModel], language: str) -> dict[tuple[str, int], Versions]:
    """Fetch the texts of several things in one language, in one question."""
    found: dict[tuple[str, int], Versions] = {}
    numbers = {record.pk for record in records}
    for row in TextVersion.objects.filter(target_id__in=numbers, language=language):
        found.setdefault((row.target, row.target_id), {})[row.field] = row
    return found


@transaction.atomic
def want(record: DeskModel, language: str) -> int:
    """Ask for a thing's texts in a language: each becomes a line on the desk's list of what to translate."""
    kind = KINDS[trail.target_name(record)]
    count = 0
    for name in kind.texts:
        original = str(getattr(record, name))
        if not original or kind.language_of(record) == language:
            continue
        row, _new = TextVersion.objects.get_or_create(
            desk_id=record.desk_id, target=kind.target, target_id=record.pk, field=name, language=language
        )
        if row.wanted_at is None and (not row.text or row.original != original):
            row.wanted_at = timezone.now()
            row.save()
            count += 1
    return count


@transaction.atomic
def translate(row: TextVersion, text: str, user: User) -> None:
    """Write a text in another language; who asked for it waits no longer."""
    kind = KINDS[row.target]
    record = kind.rows().filter(pk=row.target_id).first()
    if record is None:
        row.delete()
        return
    row.text, row.original = text.strip(), str(getattr(record, row.field))
    row.written_by, row.wanted_at = user, None
    row.save()
    trail.record(record, "translated", user, {row.field: ["", row.text]})
