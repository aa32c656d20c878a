"""History in words: what was done, which field, from what to what."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, Any] = {
    "added": _("Added"),
    "changed": _("Changed"),
    "erased": _("Erased"),
    "removed": _("Taken off the desk"),
    "imported": _("Imported from a list"),
    "binned": _("Put into the bin"),
    "shared": _("Shared with the other side"),
    "unshared": _("Taken back from the other side"),
    "updated_by_guest": _("The other side said how it stands"),
    "translated": _("Translated"),
    "put_back": _("Put back from the bin"),
}


# What a history names that is no field of its record: a part that came, changed or went.
PARTS: dict[str, Any] = {
    "became": _("what it became"),
    "chosen": _("chosen"),
    "day": _("day"),
    "going": _("who goes"),
    "guest": _("person of the other side"),
    "incident": _("what went wrong"),
    "last_day": _("last day"),
    "merged": _("what was merged into it"),
    "name": _("name"),
    "next_step": _("next step"),
    "reason": _("reason"),
}


@dataclass(frozen=True)
class Change:
    label: str
    old: str
    new: str


def say(**words: Any) -> None:
    """Let an app name its own actions: ``say(confirmed=_("Confirmed"))``, called in its ``rules``."""
    WORDS.update(words)


def name_parts(**words: Any) -> None:
    """Let an app name parts that its histories speak of: ``name_parts(activity=_("activity"))``."""
    PARTS.update(words)


def words_of(code: str) -> str:
    return str(WORDS.get(code, code))


def change(target: str, name: str, pair: list[Any], *, show_day: Callable[[Any], str]) -> Change:
    """Put one changed field into words."""
    try:
        field = apps.get_model(target)._meta.get_field(name)  # noqa: SLF001 - Django's public way to a field
    except (LookupError, FieldDoesNotExist):
        label = str(PARTS.get(name, name))
        return Change(str(capfirst(label)), str(pair[0] or ""), str(pair[1] or ""))
    label = str(getattr(field, "verbose_name", "") or PARTS.get(name, name))
    old, new = (_value(field, value, show_day) for value in pair)
    return Change(str(capfirst(label)), old, new)


def _value(field: Any, value: Any, show_day: Callable[[Any], str]) -> str:
    if value in (None, "", {}, []):
        return ""
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        return show_day(dt.date.fromisoformat(value))
    if getattr(field, "choices", None):
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, dict):
        return ", ".join(str(part) for part in value.values())
    return str(value)
