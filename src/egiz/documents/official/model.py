"""One official paper: what is known of it, in one or more languages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from egiz.documents._errors import DocumentError

from .kinds import LANGUAGES, Field, Kind, kind_of


@dataclass(frozen=True, slots=True)
class OfficialPaper:
    """What a paper says; what is missing stays a visible blank.

    Parameters
    ----------
    kind
        Name of one of `KINDS`.
    fields
        Values that are the same in every language, by the names of the kind's fields: days in ISO 8601.
    texts
        Values of each language, by language and name; lines and rows are lists.
    letterhead
        Lines on top, by language.
    draft, sample
        Printed on top: a draft is no legal advice, a sample is invented.

    Raises
    ------
    DocumentError
        If the kind is not known, a value names no field of it, or a day is no day.
    """

    kind: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    texts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    letterhead: Mapping[str, Sequence[str]] = field(default_factory=dict)
    draft: bool = True
    sample: bool = False

    def __post_init__(self) -> None:
        asks = {one.name: one for one in self.asks.fields}
        for lang in {*self.texts, *self.letterhead}.difference(LANGUAGES):
            raise DocumentError(f"No papers in {lang!r}; one of {', '.join(LANGUAGES)} is expected.")
        for name in (*self.fields, *chain.from_iterable(self.texts.values())):
            if name not in asks:
                raise DocumentError(f"{self.kind} has no field {name!r}; it has {', '.join(asks)}.")
        for name, value in self.fields.items():
            if asks[name].type == "day" and value:
                _day(name, value)

    @property
    def asks(self) -> Kind:
        """The kind with its fields."""
        return kind_of(self.kind)

    def value(self, name: str, lang: str) -> Any:
        """What a field holds in a language; None where nothing is known."""
        asked = self.asks.field(name)
        held = self.texts.get(lang, {}) if asked.spoken else self.fields
        value = held.get(name)
        return None if value in ("", [], ()) else value

    def day(self, name: str) -> dt.date | None:
        """A day of the paper."""
        value = self.fields.get(name)
        return _day(name, value) if value else None

    def blanks(self, lang: str) -> list[Field]:
        """The fields that the paper needs and nobody has filled in, in that language."""
        missing = [one for one in self.asks.fields if one.required and self.value(one.name, lang) is None]
        quoted = self.kind == "release" and self.value("quote", lang) is not None
        if quoted and self.day("quote_approved") is None:
            missing.append(self.asks.field("quote_approved"))
        return missing


def _day(name: str, value: Any) -> dt.date:
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError as error:
        raise DocumentError(f"{name} is {value!r}; a day is written as 2027-03-12.") from error
