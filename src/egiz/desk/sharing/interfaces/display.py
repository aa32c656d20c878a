"""What is kept together, in the reader's words: the parts, both versions, who may change what."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from egiz.desk.core.domain import together
from egiz.desk.sharing.domain import parts, things
from egiz.desk.sharing.models import Conflict, SharedThing


@dataclass(frozen=True)
class Row:
    """One part: what it is called, what it says, which language that is."""

    label: str
    value: str
    language: str = ""
    both: bool = False


@dataclass(frozen=True)
class Versions:
    """Two versions of one part."""

    pk: int
    label: str
    ours: str
    theirs: str


LANGUAGES = dict(settings.LANGUAGES)


def _label(thing: SharedThing, key: str) -> str:
    part, language = parts.part_of(thing, key)
    label = str(part.label) if part else key
    return f"{label} ({LANGUAGES[language]})" if language else label


def _value(thing: SharedThing, key: str, value: Any) -> str:
    part, _language = parts.part_of(thing, key)
    return "" if value in (None, "", []) or part is None else str(part.show(value))


def preview(record: Any, kind: together.Common, *, with_people: bool) -> list[Row]:
    """Show what would go to another desk, part by part."""
    thing = SharedThing(
        desk_id=record.desk_id, kind=kind.code, target=kind.target, target_id=record.pk,
        language=kind.language_of(record), with_people=with_people,
    )  # fmt: skip
    values = things.values_of(thing, record)
    rows = []
    for key, value in values.items():
        language = parts.part_of(thing, key)[1]
        both = parts.may_change(thing, key, owner=False)
        rows.append(Row(_label(thing, key), _value(thing, key, value), language, both=both))
    return rows


def versions_of(thing: SharedThing) -> list[Versions]:
    """Show both versions of what both desks changed."""
    rows = Conflict.objects.filter(thing=thing)
    return [
        Versions(
            one.pk,
            _label(thing, one.part),
            _value(thing, one.part, one.ours),
            _value(thing, one.part, one.theirs),
        )
        for one in rows
    ]


def wordings(thing: SharedThing, record: Any) -> list[Row]:
    """Show the texts of the two desks in the languages that stand nowhere else on the page."""
    here = parts.kind(thing).values(record)
    return [
        Row(_label(thing, f"{name}.{language}"), text, language)
        for name, texts in thing.texts.items()
        for language, text in texts.items()
        if text and text != here.get(name)
    ]


def line_of(thing: SharedThing) -> dict[str, Any]:
    """Show a thing as one line of a partner's page; its name is asked of the record."""
    found = together.kind_of(thing.kind)
    record = things.record_of(thing) if found else None
    return {
        "thing": thing,
        "name": str(record or ""),
        "word": found.label if found else "",
        "page": found.page if found and record else "",
        "apart": len(thing.conflicts.all()),
    }
