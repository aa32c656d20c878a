"""The plain data of a print pack. Every moment carries the zone of the place it is printed for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from egiz.documents._errors import DocumentError

PARTS = ("agendas", "badges", "signs", "interpreters", "seats")
SIDES = ("ours", "theirs")


@dataclass(frozen=True, slots=True)
class Line:
    """One meeting as one participant, table or interpreter reads it."""

    starts: dt.datetime
    ends: dt.datetime
    # Whom one meets; for a table or an interpreter both companies, ours first.
    who: str
    other: str = ""
    about: str = ""
    table: str = ""
    online: bool = False
    interpreter: str = ""


@dataclass(frozen=True, slots=True)
class Agenda:
    """A company's own day; printed in `lang` where it is named, otherwise in the pack's language."""

    company: str
    side: str
    people: str = ""
    lines: tuple[Line, ...] = ()
    # Where the newest version is read: printed as a code to scan.
    link: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Badge:
    """A person's badge; the code names no person, only the desk knows whose it is."""

    company: str
    side: str
    code: str
    person: str = ""
    languages: tuple[str, ...] = ()
    # The own day in short: hour, partner, table.
    lines: tuple[Line, ...] = ()
    lang: str = ""


@dataclass(frozen=True, slots=True)
class TableSign:
    """What stands on a table: its number, and who sits there when."""

    table: str
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class InterpreterSheet:
    name: str
    languages: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Seat:
    """One hour of the whole room: who sits where."""

    starts: dt.datetime
    ends: dt.datetime
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything that is printed for one version of a mission's schedule.

    Raises
    ------
    DocumentError
        If a side is none of "ours" and "theirs", or two badges carry one code.
    """

    title: str
    made_on: dt.date
    place: str = ""
    zone: str = ""
    version: int | None = None
    draft: bool = False
    sample: bool = False
    # What each side is called, in words: the colour alone says nothing.
    ours: str = ""
    theirs: str = ""
    agendas: tuple[Agenda, ...] = ()
    badges: tuple[Badge, ...] = ()
    signs: tuple[TableSign, ...] = ()
    interpreters: tuple[InterpreterSheet, ...] = ()
    seats: tuple[Seat, ...] = ()

    def __post_init__(self) -> None:
        holders: tuple[Agenda | Badge, ...] = (*self.agendas, *self.badges)
        for one in holders:
            if one.side not in SIDES:
                raise DocumentError(f"A side is one of {', '.join(SIDES)}, not {one.side!r} ({one.company}).")
        codes = [one.code for one in self.badges]
        if len(set(codes)) < len(codes):
            raise DocumentError("Two badges carry the same code; each needs its own.")

    def only(self, *parts: str) -> Pack:
        """The same pack with some of its parts.

        Raises
        ------
        DocumentError
            If a part is not one of those of a pack.
        """
        if unknown := [part for part in parts if part not in PARTS]:
            raise DocumentError(f"No part {unknown[0]!r} in a pack; it has {', '.join(PARTS)}.")
        empty = {part: () for part in PARTS if part not in parts}
        return replace(self, **empty)  # type: ignore[arg-type]
