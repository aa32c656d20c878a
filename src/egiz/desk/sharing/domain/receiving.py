"""What came from a partner desk: taken once, in its order, and only as far as that desk may.

That a message was taken is written in the transaction that did what it says: a process killed at any moment
leaves both or neither.
"""

import uuid
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction

from egiz.desk.core.domain import together
from egiz.desk.core.domain.trail import record as write_history
from egiz.desk.sharing.domain import keys, refusals, things
from egiz.desk.sharing.domain.parts import may_change, part_of, sum_of
from egiz.desk.sharing.models import Conflict, Incoming, Partner, Refusal, SharedThing

Why = Refusal.Why
MOST_THINGS = 20_000


class NotTakenError(Exception):
    """A message that is not taken; the argument says why."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def opened(partner: Partner, envelope: Any) -> dict[str, Any]:
    """Give what a partner desk signed for this one.

    Raises
    ------
    NotTakenError
        If it is too large, not signed by the pinned key, or not meant for this line.
    """
    try:
        if len(keys.payload_of(envelope)) > keys.MOST_PAYLOAD:
            raise NotTakenError(Why.LARGE)
        said = keys.unseal(partner.their_key, envelope)
    except keys.SignatureError as error:
        raise NotTakenError(Why.SIGNATURE) from error
    if (said.get("from"), said.get("to")) != (partner.their_key, partner.public_key):
        raise NotTakenError(Why.ADDRESSEE)
    return said


def receive(partner: Partner, envelope: Any) -> bool:
    """Take one message, and say whether the next may be looked at."""
    try:
        said = opened(partner, envelope)
        uid = _uid_of(said)
    except NotTakenError as error:
        refusals.note(partner.desk, error.why, partner)
        return False
    return _in_order(partner, said, uid)


def _uid_of(said: dict[str, Any]) -> uuid.UUID:
    if not is_number(said.get("number")) or not isinstance(said.get("content"), dict):
        raise NotTakenError(Why.FORM)
    try:
        return uuid.UUID(str(said.get("id")))
    except ValueError as error:
        raise NotTakenError(Why.FORM) from error


def is_number(value: Any) -> bool:
    """Say whether a value can count messages."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 62


@transaction.atomic
def _in_order(partner: Partner, said: dict[str, Any], uid: uuid.UUID) -> bool:
    line, number = things.held(partner), said["number"]
    if not line.is_live:
        refusals.note(line.desk, Why.CUT, line, number)
        return False
    if number <= line.taken:
        same = Incoming.objects.filter(partner=line, number=number, uid=uid).exists()
        refusals.note(line.desk, Why.AGAIN if same else Why.OTHER, line, number)
        return same
    if number > line.taken + 1 or Incoming.objects.filter(partner=line, uid=uid).exists():
        refusals.note(line.desk, Why.EARLY if number > line.taken + 1 else Why.OTHER, line, number)
        return False
    line.taken = number
    line.save(update_fields=["taken", "updated_at"])
    why = _do(line, said)
    if why:
        refusals.note(line.desk, why, line, number)
    what = str(said.get("kind"))[:12]
    Incoming.objects.create(
        desk_id=line.desk_id, partner=line, number=number, uid=uid, kind=what, refused=why
    )
    return True


def _do(line: Partner, said: dict[str, Any]) -> str:
    """Do what a message says, whole or not at all; gives why nothing came of it, where nothing did."""
    act = _ACTS.get(str(said.get("kind")), _unknown)
    try:
        with transaction.atomic():
            act(line, said["content"], said)
    except NotTakenError as error:
        return error.why
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError, DataError, IntegrityError):
        return Why.FORM
    return ""


def _shared(line: Partner, content: dict[str, Any], _said: dict[str, Any]) -> None:
    found = together.kind_of(str(content["kind"]))
    language = str(content["language"])
    if found is None or not together.is_language(language):
        raise NotTakenError(Why.FORM)
    uid = uuid.UUID(str(content["uid"]))
    if SharedThing.objects.filter(partner=line).count() >= MOST_THINGS:
        raise NotTakenError(Why.LARGE)
    if SharedThing.objects.filter(partner=line, uid=uid).exists():
        raise NotTakenError(Why.OTHER)
    thing = SharedThing(
        desk_id=line.desk_id, partner=line, uid=uid, kind=found.code, is_ours=False, target=found.target,
        target_id=0, language=language, with_people=content.get("people") is True,
    )  # fmt: skip
    values = _cleaned(thing, content["parts"])
    for key, value in values.items():
        part, spoken = part_of(thing, key)
        if part is not None and part.worded:
            thing.texts.setdefault(part.name, {})[spoken] = value
    plain = {
        part.name: things.shown_text(thing, part.name, line.desk.language)
        if part.worded
        else values[part.name]
        for part in found.parts
        if part.name in (thing.texts if part.worded else values)
    }
    record = found.make(line.desk, plain)
    thing.target_id = record.pk
    thing.sums = {key: sum_of(content["parts"][key]) for key in values}
    thing.save()


def _cleaned(thing: SharedThing, parts: Any) -> dict[str, Any]:
    """Check what came, part by part; one that does not fit refuses the whole."""
    values: dict[str, Any] = {}
    for key, value in dict(parts).items():
        part, _language = part_of(thing, key)
        if part is None:
            raise NotTakenError(Why.FORM)
        if not may_change(thing, key, owner=not thing.is_ours):
            raise NotTakenError(Why.RIGHT)
        values[key] = part.clean(value)
    return values


def _thing(line: Partner, content: dict[str, Any]) -> SharedThing:
    uid = uuid.UUID(str(content["uid"]))
    found = SharedThing.objects.select_for_update(of=("self",)).select_related("partner", "desk")
    thing = found.filter(partner=line, uid=uid).first()
    if thing is None:
        raise NotTakenError(Why.THING)
    return thing


def _changed(line: Partner, content: dict[str, Any], said: dict[str, Any]) -> None:
    thing = _thing(line, content)
    if not thing.is_live:
        return  # taken back meanwhile: what it says is nothing to us any more
    values = _cleaned(thing, content["parts"])
    record = things.record_of(thing, lock=True)
    if record is None:
        raise NotTakenError(Why.THING)
    if not is_number(said.get("seen")):
        raise NotTakenError(Why.FORM)
    # What was changed here and is in no message yet was changed without knowing this one.
    things.capture(line, thing, record, seen=line.taken - 1)
    here = things.values_of(thing, record)
    apart = {key for key in values if _is_apart(thing, key, content["parts"][key], here, said["seen"])}
    agreed = {key: value for key, value in values.items() if key not in apart}
    things.write(thing, record, agreed)
    Conflict.objects.filter(thing=thing, part__in=agreed).delete()
    for key in sorted(apart):
        _set_apart(thing, record, key, here[key], content["parts"][key])


def _is_apart(thing: SharedThing, key: str, value: Any, here: dict[str, Any], seen: int) -> bool:
    """Say whether both changed a part, and differently, before either knew of the other's change."""
    return seen < thing.numbers.get(key, 0) and key in here and sum_of(here[key]) != sum_of(value)


def _set_apart(thing: SharedThing, record: Any, key: str, ours: Any, theirs: Any) -> None:
    Conflict.objects.update_or_create(
        thing=thing, part=key, defaults={"desk_id": thing.desk_id, "ours": ours, "theirs": theirs}
    )
    write_history(record, "two_versions", None, {"partner": ["", thing.partner.name]})


def _withdrawn(line: Partner, content: dict[str, Any], _said: dict[str, Any]) -> None:
    try:
        thing = _thing(line, content)
    except NotTakenError:
        return  # shared and taken back before it was told
    if thing.is_ours:
        raise NotTakenError(Why.RIGHT)
    if thing.is_live:
        things.blank(thing)


def _unknown(_line: Partner, _content: dict[str, Any], _said: dict[str, Any]) -> None:
    raise NotTakenError(Why.FORM)


def _nothing(_line: Partner, _content: dict[str, Any], _said: dict[str, Any]) -> None:
    """Keep the place of a message whose thing was taken back before it was sent."""


_ACTS: dict[str, Callable[[Partner, dict[str, Any], dict[str, Any]], None]] = {
    "share": _shared,
    "change": _changed,
    "withdraw": _withdrawn,
    "nothing": _nothing,
}
