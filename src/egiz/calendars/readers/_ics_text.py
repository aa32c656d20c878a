"""The text of an iCalendar file: unfolded as bytes, decoded line by line, taken apart in one pass."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import compress

from egiz.calendars._errors import ReadingError
from egiz.text import decode

from ._common import MAX_EVENTS, Problem

MAX_DEPTH = 6
_MAX_ZONES = 50
_LONGEST_LINE = 200_000
_MOST_LINES = 2_000  # of one component: an event with more is no event
# Some write a blank line between the parts; each run of line ends is looked at once.
_FOLD = re.compile(rb"(?<![\r\n])(?:\r?\n)+[ \t]")
_NAME = re.compile(r"([A-Za-z-]{1,40})[^\n]*")
_EDGE = re.compile(r"(BEGIN|END):\s*([A-Za-z-]{1,40})\s*", re.IGNORECASE)
# "BEGIN:VEVENTLOCATION:Toshkent": two lines run into one; a parser would open a component of that name.
_NO_EDGE = re.compile(r"(?:BEGIN|END)[:;]", re.IGNORECASE)
_CLASS = re.compile(r"CLASS(?:;[^:]{0,100})?:\s*(\w{1,40})", re.IGNORECASE)
_RULE = re.compile(r"RRULE\b", re.IGNORECASE)
_WILD_RULE = re.compile(r"SECONDLY|MINUTELY|HOURLY|DAILY|WEEKLY|BYHOUR|BYMINUTE|BYSECOND", re.IGNORECASE)
# Lotus Notes writes the hour of the change into the rule, where DTSTART says it already.
_HOUR_IN_RULE = re.compile(r";BY(?:HOUR|MINUTE|SECOND)=[0-9]+(?=;|$)|(?<=:)BY(?:HOUR|MINUTE|SECOND)=[0-9]+;")
_MANY_BAD = 3  # letters of a line; so many that are no UTF-8 make a line in another encoding


def text_of(data: bytes) -> tuple[str, list[Problem]]:
    """Unfold and decode a file.

    Parameters
    ----------
    data
        The file. A long line may be folded inside a letter (RFC 5545, 3.1), so bytes are joined before they
        become letters.

    Returns
    -------
    tuple[str, list[Problem]]
        The text, one property a line, and a sentence where letters were lost. A line that is no UTF-8 is
        read as such all the same when most of its letters are, or when the rest of the file is.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in data[:200]:
        return _FOLD.sub(b"", decode(data).encode()).decode(), []
    raw = _FOLD.sub(b"", data)
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        return _line_by_line(raw)


def _line_by_line(raw: bytes) -> tuple[str, list[Problem]]:
    lines = raw.removeprefix(codecs.BOM_UTF8).split(b"\n")
    tried = [line.decode("utf-8", "replace") for line in lines]
    sound = sum(not line.isascii() and "\ufffd" not in text for line, text in zip(lines, tried, strict=True))
    office = list(compress(range(len(tried)), (_is_other(text, sound) for text in tried)))
    read = decode(b"\n".join(lines[at] for at in office)).split("\n") if office else []
    for at, text in zip(office, read, strict=True):
        tried[at] = text
    return "\n".join(tried), _lost(tried)


def _lost(lines: list[str]) -> list[Problem]:
    damaged = sum("\ufffd" in text for text in lines)
    said = f"{damaged} lines hold letters that cannot be read"
    return [Problem("document", "bad-letters", said)] if damaged else []


def _is_other(text: str, sound: int) -> bool:
    """Whether a line is in another encoding: hardly a letter of it is UTF-8, nor is the rest of the file."""
    bad = text.count("\ufffd")
    good = sum(letter > "\x7f" for letter in text) - bad
    return bad > good and (bad >= _MANY_BAD or not sound)


@dataclass(slots=True)
class Document:
    """A file taken apart: what stands before and around the events, and each event by itself."""

    around: list[str] = field(default_factory=list)
    zones: list[str] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    whole: bool = True

    def text(self) -> str:
        """The file as it is parsed: no zones that make no sense, no more events than are read."""
        return "\n".join([*self.around, ""])


def take_apart(text: str) -> Document:
    """Look at each line once.

    Raises
    ------
    ReadingError
        When components are nested beyond reason.
    """
    taking = _Taking()
    for line in _sound_lines(text):
        edge = _EDGE.fullmatch(line)
        if edge is None:
            taking.keep(_without_edge(line) if _NO_EDGE.match(line) else line)
        elif edge[1].upper() == "BEGIN":
            taking.begin(edge[2].upper(), line)
        else:
            taking.end(edge[2].upper(), line)
    return taking.done()


def _without_edge(line: str) -> str:
    """What is left of a line that only begins as an edge: nothing, but whether the entry is private."""
    marked = _CLASS.search(line)
    return f"CLASS:{marked[1]}" if marked else "X-EGIZ-EDGE:"


def _sound_lines(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        kept = line.rstrip("\r")
        if len(kept) > _LONGEST_LINE and (name := _NAME.match(kept)):
            yield f"X-EGIZ-CUT:{name[1].upper()}"
        elif kept:
            yield kept


class _Taking:
    """One pass over the lines: which components are open, and the lines of the one that is being read."""

    def __init__(self) -> None:
        self.found = Document()
        self.stack: list[str] = []
        self.block: list[str] = []
        self.wild = self.more = 0

    def keep(self, line: str) -> None:
        """A property; those of an alarm are nobody's business here."""
        if len(self.stack) < 2:
            self.found.around.append(line)
        elif len(self.stack) == 2 or self.stack[1] == "VTIMEZONE":
            self.block.append(line)

    def begin(self, name: str, line: str) -> None:
        """A component opens; an event inside another one means that the first was never closed."""
        if name == "VEVENT" and len(self.stack) > 1:
            self.found.whole = False
            self.end(self.stack[1], f"END:{self.stack[1]}")
        if name != "VCALENDAR" and not self.stack:  # events behind the calendar's end, or without one
            self.found.whole = False
            self.stack.append("VCALENDAR")
        self.stack.append(name)
        if len(self.stack) > MAX_DEPTH:
            raise ReadingError(f"The calendar is nested more than {MAX_DEPTH} levels deep.", code="hostile")
        self.keep(line)

    def end(self, name: str, line: str) -> None:
        """A component closes, and with it what was left open inside; an end of nothing is passed over."""
        if name not in self.stack:
            self.found.whole = False
            return
        while self.stack[-1] != name:
            self.found.whole = False
            self.stack.pop()
        self.keep(line)
        self.stack.pop()
        if len(self.stack) == 1 and self.block:
            self._file_away(name)
            self.block = []

    def _file_away(self, name: str) -> None:
        if name == "VTIMEZONE":
            self._file_zone()
        elif name == "VEVENT" and len(self.block) > 2:  # an event of nothing but its edges is none
            if len(self.found.events) >= MAX_EVENTS or len(self.block) > _MOST_LINES:
                self.more += 1
                return
            self.found.events.append("\n".join(self.block))
            self.found.around += self.block
        elif name == "VFREEBUSY":
            self.found.around += self.block

    def _file_zone(self) -> None:
        zone = [_HOUR_IN_RULE.sub("", line) if _RULE.match(line) else line for line in self.block]
        if len(self.found.zones) >= _MAX_ZONES or any(_is_wild(line) for line in zone if _RULE.match(line)):
            self.wild += 1
            return
        self.found.zones.append("\n".join(zone))
        self.found.around += zone

    def done(self) -> Document:
        """What was found, with a sentence for what was passed over."""
        self.found.whole &= not self.stack
        if self.wild:
            text = f"{self.wild} time zone definitions make no sense and were skipped"
            self.found.problems.append(Problem("document", "bad-zone", text))
        if self.more:
            text = f"{self.more:,} entries more than the {MAX_EVENTS:,} that are read"
            self.found.problems.append(Problem("document", "too-many", text))
        return self.found


def _is_wild(rule: str) -> bool:
    return _WILD_RULE.search(rule) is not None


def wrapped(parts: Iterable[str]) -> str:
    """Components as a calendar of their own."""
    head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//egiz//\r\n"
    return f"{head}{''.join(part + chr(10) for part in parts)}END:VCALENDAR\r\n"
