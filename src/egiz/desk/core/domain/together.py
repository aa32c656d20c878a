"""Things that two desks keep together: the parts of each kind, who may change which, how one is written.

An app says it in its ``together.py``, and knows nothing of the other desk or of how changes travel::

    together.offer(Common("promise", Promise, "promises.change", "promises:promise", parts=…, values=…, …))

Whoever keeps things together asks `before_change`: it is called before a record's change is written, with the
fields that change, and refuses by raising `ElsewhereError`.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError

from egiz.desk.core.models import Desk, DeskModel


class ElsewhereError(ValidationError):
    """What somebody wants to change here belongs to the other desk; the text is for the person."""


@dataclass(frozen=True)
class Part:
    """One part of a thing as it travels.

    Parameters
    ----------
    name
        As the messages call it.
    label
        As people read it.
    clean
        What came from the other desk, checked; raises a ValueError.
    fields
        The fields of the record that it is made of.
    both
        Either desk may change it; otherwise only the one whose thing it is.
    worded
        Free text: each language travels as a part of its own, and each desk writes its own language.
    personal
        It names people, and goes only where whoever shares says so.
    instead
        It goes where names of people do not.
    show
        The value in the reader's words.
    """

    name: str
    label: Any
    clean: Callable[[Any], Any]
    fields: tuple[str, ...] = ()
    both: bool = False
    worded: bool = False
    personal: bool = False
    instead: bool = False
    show: Callable[[Any], Any] = str


@dataclass(frozen=True)
class Common:
    """A kind of thing that two desks may keep together.

    ``values`` gives the parts as plain values, those left out that have nothing to say; ``make`` writes a
    new record at the other desk ("came_from_desk" in its history) and ``take`` changes in one
    ("changed_there"); ``blank`` empties the copy of a thing that was taken back, and leaves the sentence
    given in its place.
    """

    code: str
    model: type[DeskModel]
    permission: str
    page: str
    label: Any
    parts: tuple[Part, ...]
    values: Callable[[Any], dict[str, Any]]
    make: Callable[[Desk, dict[str, Any]], Any]
    take: Callable[[Any, dict[str, Any]], None]
    blank: Callable[[Any, str], None]
    language_of: Callable[[Any], str]
    may_share: Callable[[Any], bool] = lambda _record: True
    manager: str = "objects"

    @property
    def target(self) -> str:
        return self.model._meta.label_lower  # noqa: SLF001 - Django's public way to a model's name

    def part(self, name: str) -> Part | None:
        return next((one for one in self.parts if one.name == name), None)

    def rows(self) -> Any:
        manager: Any = getattr(self.model, self.manager)
        return manager.all()


_KINDS: dict[str, Common] = {}


def offer(kind: Common) -> None:
    """Say that things of this kind may be kept together with another desk."""
    _KINDS[kind.code] = kind


def kind_of(code: str) -> Common | None:
    return _KINDS.get(code)


def kind_at(target: str) -> Common | None:
    return next((one for one in _KINDS.values() if one.target == target), None)


def kinds() -> list[Common]:
    return list(_KINDS.values())


# --- who may change what ----------------------------------------------------------------------------

Guard = Callable[[DeskModel, Collection[str]], None]
Hold = Callable[[Iterable[tuple[str, Any]]], None]
_GUARDS: list[Guard] = []
_HOLDS: list[Hold] = []


def watch(guard: Guard, hold: Hold) -> None:
    """Be asked before a record changes, and before records go."""
    _GUARDS.append(guard)
    _HOLDS.append(hold)


def before_change(record: DeskModel, fields: Collection[str]) -> None:
    """Ask whether these fields of a record may change here.

    Raises
    ------
    ElsewhereError
        If one of them belongs to the other desk.
    """
    for guard in _GUARDS:
        guard(record, fields)


def before_removal(pairs: Iterable[tuple[str, Any]]) -> None:
    """Ask whether these records, as kind and number, may go."""
    found = list(pairs)
    for hold in _HOLDS:
        hold(found)


# --- what may come from outside -----------------------------------------------------------------------


def text(most: int) -> Callable[[Any], str]:
    """Take a text of at most so many letters, whole."""

    def clean(value: Any) -> str:
        if not isinstance(value, str) or len(value) > most or "\x00" in value:
            raise ValueError("text")
        return value.strip()

    return clean


def one_of(choices: Sequence[str]) -> Callable[[Any], str]:
    """Take one of some words."""

    def clean(value: Any) -> str:
        if not isinstance(value, str) or value not in choices:
            raise ValueError("choice")
        return value

    return clean


def day(value: Any) -> dt.date | None:
    """Take a calendar day, or none."""
    if value is None:
        return None
    if not isinstance(value, str) or len(value) != 10:
        raise ValueError("day")
    return dt.date.fromisoformat(value)


def label_of(choices: Any) -> Callable[[Any], str]:
    """Return how a choice is shown in words."""
    return lambda value: str(choices(value).label)


def is_language(code: str) -> bool:
    return code in dict(settings.LANGUAGES)
