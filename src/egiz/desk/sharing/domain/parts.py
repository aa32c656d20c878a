"""The parts of a thing that is kept together, and which desk may change which."""

import hashlib
import json
from typing import Any

from egiz.desk.core.domain import together, trail
from egiz.desk.core.domain.together import Common, Part
from egiz.desk.core.models import DeskModel
from egiz.desk.sharing._errors import LineError
from egiz.desk.sharing.models import SharedThing


def kind(thing: SharedThing) -> Common:
    found = together.kind_of(thing.kind)
    if found is None:
        raise LineError(LineError.KIND)
    return found


def of_record(record: DeskModel) -> Any:
    """List where a record is kept together, and where it was."""
    rows = SharedThing.objects.filter(target=trail.target_name(record), target_id=record.pk)
    return rows.select_related("partner")


def part_of(thing: SharedThing, key: str) -> tuple[Part | None, str]:
    """Take the name of a part apart: "title.uz" is the Uzbek title."""
    name, _dot, language = key.partition(".")
    part = kind(thing).part(name)
    fits = (
        part is not None and part.worded == together.is_language(language) and part.worded == bool(language)
    )
    return (part if fits else None), language


def may_change(thing: SharedThing, key: str, *, owner: bool) -> bool:
    """Say whether a desk may change a part: its owner all, the other what both may and its words."""
    part, language = part_of(thing, key)
    if part is None or (part.instead if thing.with_people else part.personal):
        return False
    return owner or part.both or (part.worded and language != thing.language)


def sum_of(value: Any) -> str:
    plain = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()[:32]
