"""Two people at one form: what both changed is shown to whoever comes second, the rest of both is kept.

A form says what its reader saw (a short sum of each field, hidden in the page: ``{% seen form %}``). When it
comes back, a field that only its sender changed is taken, one that only somebody else changed meanwhile stays
as that person left it, and one that both changed is nobody's until the sender has chosen.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import localize
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain import trail

HISTORY_LOOKED_AT = 20


@dataclass(frozen=True, slots=True)
class Conflict:
    """One field that two people changed: both values in words, and who else it was."""

    name: str
    label: str
    mine: str
    theirs: str
    who: str


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    if isinstance(value, Iterable):
        return "\n".join(sorted(_text(one) for one in value))
    return str(value)


def _sum(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=9).hexdigest()


class Versions(forms.BaseForm):
    """A part of a form that notices what somebody else changed while it was open.

    The form's initial values have to be those of now, on the way back too; ``record`` is the thing whose
    history says who changed it.
    """

    record: Any = None

    def __init__(self, *args: Any, record: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record = record or getattr(self, "instance", None)
        self.conflicts: list[Conflict] = []
        self.theirs: list[str] = []  # fields that only somebody else changed, and that stay so

    def _guarded(self) -> list[str]:
        return [
            name
            for name, field in self.fields.items()
            if not isinstance(field, forms.FileField) and not field.disabled
        ]

    def _canonical(self, name: str, value: Any) -> str:
        """Write a field's value in one way, whether it comes from the record or from the browser."""
        field = self.fields[name]
        try:
            return _text(field.to_python(field.prepare_value(value)))
        except (ValidationError, TypeError, ValueError):
            return _text(value)

    def _now(self, name: str) -> str:
        return self._canonical(name, self.get_initial_for_field(self.fields[name], name))

    def seen_text(self) -> str:
        """Return what the page carries: a short sum of each field as it is now."""
        return json.dumps({name: _sum(self._now(name)) for name in self._guarded()})

    def _seen(self) -> dict[str, str]:
        try:
            seen = json.loads(self.data.get(self.add_prefix("seen"), "") or "{}")
        except ValueError:
            return {}
        return seen if isinstance(seen, dict) else {}

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]
        # What is new has no other writer.
        seen = self._seen() if getattr(self.record, "pk", None) else {}
        for name in self._guarded():
            if name in seen and name in self.cleaned_data:
                self._meet(name, seen[name])

    def _meet(self, name: str, seen: str) -> None:
        now, mine = self._now(name), self._canonical(name, self[name].data)
        changed_by_others = _sum(now) != seen
        if now == mine or not changed_by_others:
            # Who chose the other's value in a conflict sends the form again with that value unchanged.
            if self.data.get(self.add_prefix(f"keep_{name}")) == "theirs":
                self._take_theirs(name)
            return
        if _sum(mine) == seen:
            self.theirs.append(name)
            self._take_theirs(name)
            return
        conflict = Conflict(
            self.add_prefix(f"keep_{name}"),
            str(self[name].label),
            self._shown(name, mine),
            self._shown(name, now),
            self._who(name),
        )
        self.conflicts.append(conflict)
        self.add_error(name, _("Somebody changed this after you opened it; choose above which one to keep."))

    def _take_theirs(self, name: str) -> None:
        value = self.get_initial_for_field(self.fields[name], name)
        prepared = self.fields[name].prepare_value(value)
        self.cleaned_data[name] = self.fields[name].clean(prepared)
        if own := getattr(self, f"clean_{name}", None):
            self.cleaned_data[name] = own()
        data: Any = self.data
        data, html_name = data.copy(), self.add_prefix(name)
        if isinstance(prepared, list | tuple) and hasattr(data, "setlist"):
            data.setlist(html_name, [str(one) for one in prepared])
        else:
            data[html_name] = "" if prepared is None else _text(prepared)
        self.data = data

    def _shown(self, name: str, text: str) -> str:
        """Write a value as the page does, for whoever chooses between two."""
        field = self.fields[name]
        if text and isinstance(field, forms.DateField | forms.TimeField):
            return str(localize(field.to_python(text)))
        choices = {str(value): str(label) for value, label in getattr(self.fields[name], "choices", ())}
        return "; ".join(choices.get(part, part) for part in text.split("\n"))

    def _who(self, name: str) -> str:
        for entry in trail.history_of(self.record)[:HISTORY_LOOKED_AT]:
            if entry.user and (name in entry.changes or not entry.changes):
                return str(entry.user)
        newest = next((one for one in trail.history_of(self.record)[:HISTORY_LOOKED_AT] if one.user), None)
        return str(newest.user) if newest else ""
