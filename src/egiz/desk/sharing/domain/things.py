"""What is kept together: shared, changed here, taken back; each change becomes a numbered message.

A change is found by comparing sums: what a thing says now, part by part, with what both desks said last. So
nothing that changes a record has to know of partner desks, and what was missed once is found the next time.
"""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext

from egiz.desk.core.domain import together, trail
from egiz.desk.core.models import AuditEntry, TextVersion, User
from egiz.desk.sharing._errors import LineError
from egiz.desk.sharing.domain import guarding
from egiz.desk.sharing.domain.parts import kind, may_change, of_record, part_of, sum_of
from egiz.desk.sharing.models import Conflict, Outgoing, Partner, SharedThing


def held(partner: Partner) -> Partner:
    """Take the line's row for this transaction: whatever is numbered or taken is so one after the other."""
    return Partner.objects.select_for_update(of=("self",)).select_related("desk").get(pk=partner.pk)


def record_of(thing: SharedThing, *, lock: bool = False) -> Any:
    """Return the record itself, or nothing when it is gone."""
    rows = kind(thing).rows()
    if lock:
        rows = rows.select_for_update(of=("self",))
    return rows.filter(pk=thing.target_id).first()


# --- what a thing says here ---------------------------------------------------------------------------


def values_of(thing: SharedThing, record: Any) -> dict[str, Any]:
    """Say what a thing says here, part by part, as far as this desk may say it."""
    found = dict(_values(thing, record))
    return {key: value for key, value in found.items() if may_change(thing, key, owner=thing.is_ours)}


def _values(thing: SharedThing, record: Any) -> Iterator[tuple[str, Any]]:
    by_name = kind(thing).values(record)
    for part in kind(thing).parts:
        if part.name not in by_name:
            continue
        value = by_name[part.name]
        if not part.worded:
            yield part.name, value
        elif thing.is_ours:
            yield f"{part.name}.{thing.language}", value
            yield from _translations(record, part.name, value)
        elif value != thing.texts.get(part.name, {}).get(thing.language):
            # The copy reads otherwise than the original: these are this desk's own words.
            yield f"{part.name}.{record.desk.language}", value


def _translations(record: Any, name: str, original: str) -> Iterator[tuple[str, str]]:
    rows = TextVersion.objects.filter(target=trail.target_name(record), target_id=record.pk, field=name)
    for row in rows.order_by("language"):
        if row.text and row.original == original:
            yield f"{name}.{row.language}", row.text


# --- to the other desk -----------------------------------------------------------------------------


def put(
    partner: Partner, what: str, content: dict[str, Any], thing: SharedThing | None = None, *,
    seen: int | None = None,
) -> Outgoing:  # fmt: skip
    """Number a message; the line's row is held (see `held`)."""
    partner.sent += 1
    partner.save(update_fields=["sent", "updated_at"])
    return Outgoing.objects.create(
        desk_id=partner.desk_id, partner=partner, number=partner.sent, kind=what, thing=thing,
        seen=partner.taken if seen is None else seen, content=content,
    )  # fmt: skip


@transaction.atomic
def share(record: Any, partner: Partner, user: User, *, with_people: bool) -> SharedThing:
    """Keep a thing together with a partner desk from now on."""
    line, found = held(partner), together.kind_at(trail.target_name(record))
    if found is None or not found.may_share(record):
        raise LineError(LineError.KIND)
    if not line.is_live:
        raise LineError(LineError.NOT_LIVE)
    before = of_record(record).filter(state=SharedThing.State.LIVE)
    if before.filter(is_ours=False).exists():
        raise LineError(LineError.THEIRS)
    if before.filter(partner=line).exists():
        raise LineError(LineError.SHARED)
    thing = SharedThing(
        desk_id=record.desk_id, partner=line, target=found.target, target_id=record.pk, kind=found.code,
        with_people=with_people, language=found.language_of(record), shared_by=user,
    )  # fmt: skip
    values = values_of(thing, record)
    thing.sums = {key: sum_of(value) for key, value in values.items()}
    thing.save()
    _keep_texts(thing, values)
    about = {"kind": found.code, "language": thing.language, "parts": values}
    message = put(line, "share", {"uid": str(thing.uid), "people": with_people, **about}, thing)
    thing.numbers = dict.fromkeys(values, message.number)
    thing.save()
    trail.record(record, "shared_with_desk", user, {"partner": ["", line.name]})
    return thing


@transaction.atomic
def withdraw(thing: SharedThing, user: User) -> None:
    """Take a thing back: the other desk keeps the word that there was one, and nothing of what it said."""
    line = held(thing.partner)
    thing = SharedThing.objects.select_for_update().get(pk=thing.pk)
    if not thing.is_ours:
        raise LineError(LineError.THEIRS)
    if not thing.is_live:
        return
    end(thing)
    if line.is_live:
        put(line, "withdraw", {"uid": str(thing.uid)}, thing)
    record = record_of(thing)
    if record is not None:
        trail.record(record, "withdrawn_from_desk", user, {"partner": [line.name, ""]})


def end(thing: SharedThing) -> None:
    """Write down that a thing is kept together no more; its words and unsent messages are forgotten."""
    thing.state, thing.withdrawn_at = SharedThing.State.WITHDRAWN, timezone.now()
    thing.texts, thing.sums, thing.numbers = {}, {}, {}
    thing.save()
    thing.conflicts.all().delete()
    Outgoing.objects.filter(thing=thing).update(kind="nothing", content={})


def blank(thing: SharedThing) -> None:
    """Empty the copy of a thing that its desk took back, and its history of what stood there."""
    end(thing)
    record = record_of(thing, lock=True)
    if record is None:
        return
    with translation.override(record.desk.language):
        sentence = gettext("Taken back by %(desk)s") % {"desk": thing.partner.name}
    kind(thing).blank(record, sentence)
    where = {"target": thing.target, "target_id": thing.target_id}
    AuditEntry.objects.filter(**where).exclude(changes={}).update(changes={})
    TextVersion.objects.filter(**where).delete()
    trail.record(record, "taken_back_there", None, {"partner": [thing.partner.name, ""]})


def capture(partner: Partner, thing: SharedThing, record: Any, *, seen: int | None = None) -> bool:
    """Turn what was changed here since both desks agreed into a message; the line's row is held."""
    values = values_of(thing, record)
    changed = {key: value for key, value in values.items() if thing.sums.get(key) != sum_of(value)}
    if not changed:
        return False
    message = put(partner, "change", {"uid": str(thing.uid), "parts": changed}, thing, seen=seen)
    thing.sums |= {key: sum_of(value) for key, value in changed.items()}
    thing.numbers |= dict.fromkeys(changed, message.number)
    _keep_texts(thing, changed)
    thing.save()
    # Changed here with both versions known: that is a choice.
    Conflict.objects.filter(thing=thing, part__in=changed).delete()
    return True


def _keep_texts(thing: SharedThing, values: dict[str, Any]) -> None:
    for key, value in values.items():
        part, language = part_of(thing, key)
        if part is not None and part.worded:
            thing.texts.setdefault(part.name, {})[language] = value


# --- from the other desk -----------------------------------------------------------------------------


def write(thing: SharedThing, record: Any, values: dict[str, Any]) -> None:
    """Write cleaned parts that came from the other desk into the record here."""
    plain: dict[str, Any] = {}
    for key, value in values.items():
        part, language = part_of(thing, key)
        if part is None:
            continue
        if not part.worded:
            plain[part.name] = value
            continue
        thing.texts.setdefault(part.name, {})[language] = value
        if thing.is_ours:
            _translated(record, part.name, language, value)
        else:
            plain[part.name] = shown_text(thing, part.name, record.desk.language)
    thing.sums |= {key: sum_of(_plain(value)) for key, value in values.items()}
    thing.save()
    if plain:
        with guarding.applying():
            kind(thing).take(record, plain)


def shown_text(thing: SharedThing, name: str, language: str) -> str:
    """Give a text in a desk's language, or as it was written."""
    texts = thing.texts.get(name, {})
    return str(texts.get(language) or texts.get(thing.language, ""))


def _translated(record: Any, name: str, language: str, text: str) -> None:
    TextVersion.objects.update_or_create(
        desk_id=record.desk_id, target=trail.target_name(record), target_id=record.pk, field=name,
        language=language, defaults={"text": text, "original": str(getattr(record, name)), "wanted_at": None},
    )  # fmt: skip


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


# --- two versions ------------------------------------------------------------------------------------


@transaction.atomic
def settle(conflict: Conflict, user: User, *, theirs: bool) -> None:
    """Choose one of two versions; the other desk is told and takes it too."""
    line = held(conflict.thing.partner)
    thing = SharedThing.objects.select_for_update().get(pk=conflict.thing_id)
    record = record_of(thing, lock=True)
    found = Conflict.objects.filter(pk=conflict.pk).first()
    if found is None or record is None:
        return
    key, value = found.part, found.theirs if theirs else found.ours
    part, _language = part_of(thing, key)
    if part is None:
        return
    found.delete()
    if theirs:
        write(thing, record, {key: part.clean(value)})
    message = put(line, "change", {"uid": str(thing.uid), "parts": {key: value}}, thing)
    thing.sums[key], thing.numbers[key] = sum_of(value), message.number
    thing.save()
    trail.record(record, "version_chosen", user, {"partner": ["", line.name]})
