"""The small tree of sectors an event is tagged with, and the activity codes each stands for."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from ._errors import UnknownSectorError


@dataclass(frozen=True, slots=True)
class Sector:
    """One branch of the tree.

    ``nace`` holds sections ("F"), divisions ("06") or groups ("49.5") of NACE rev. 2, which Kazakhstan's
    OKED and Uzbekistan's OKED follow at these levels.
    """

    key: str
    parent: str | None
    names: Mapping[str, str]
    nace: tuple[str, ...]
    words: tuple[str, ...]


@lru_cache(maxsize=1)
def sectors() -> Mapping[str, Sector]:
    """Every sector by its key, parents before children."""
    text = resources.files(__package__).joinpath("data/sectors.json").read_text(encoding="utf-8")
    return {
        row["key"]: Sector(
            row["key"], row.get("parent"), row["names"], tuple(row["nace"]), tuple(row.get("words", ()))
        )
        for row in json.loads(text)
    }


def sector(key: str) -> Sector:
    """Find one sector.

    Raises
    ------
    UnknownSectorError
        When the tree has no such key; the message lists the keys.
    """
    try:
        return sectors()[key]
    except KeyError:
        raise UnknownSectorError(
            f"{key!r} is not a sector; the sectors are {', '.join(sectors())}."
        ) from None


def with_ancestors(keys: tuple[str, ...]) -> tuple[str, ...]:
    """Return the keys and all their parents: an oil and gas show is an energy event too."""
    found: dict[str, None] = {}
    for key in keys:
        step: str | None = key
        while step is not None:
            found.setdefault(step)
            step = sector(step).parent
    return tuple(found)


def with_descendants(key: str) -> tuple[str, ...]:
    """Return the key and everything below it: who asks for energy wants oil and gas as well."""
    return tuple(k for k in sectors() if key in with_ancestors((k,)))


def _sectors_with(codes: set[str]) -> list[Sector]:
    return [s for s in sectors().values() for code in s.nace if code in codes]


def sectors_of_code(code: str) -> tuple[str, ...]:
    """Find the sectors of an activity code such as "06.10", "0610", "F" or "49500".

    The most specific match wins; its parents follow. An unknown code has no sector.
    """
    if not code:
        return ()
    digits = re.sub(r"\D", "", code)
    wanted = {code.strip().upper()} if not digits else {digits[:2], f"{digits[:2]}.{digits[2:3]}"}
    hits = _sectors_with(wanted)
    if not hits and digits:
        hits = _sectors_with({_section(digits[:2])})
    hits.sort(key=lambda s: -len(with_ancestors((s.key,))))
    return with_ancestors(tuple(s.key for s in hits))


@lru_cache(maxsize=4096)
def guess_sectors(text: str) -> tuple[str, ...]:
    """Guess the sectors from a title or a feed's category by telling words, in four languages.

    The deepest sectors only; nothing when no word tells.
    """
    folded = text.casefold()
    hits = [s.key for s in sectors().values() if _words_of(s.words).search(folded)]
    above = {parent for key in hits for parent in with_ancestors((key,)) if parent != key}
    return tuple(key for key in hits if key not in above)


@lru_cache(maxsize=64)
def _words_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})")


_SECTION_STARTS = (
    ("A", 1), ("B", 5), ("C", 10), ("D", 35), ("E", 36), ("F", 41), ("G", 45), ("H", 49), ("I", 55),
    ("J", 58), ("K", 64), ("L", 68), ("M", 69), ("N", 77), ("O", 84), ("P", 85), ("Q", 86), ("R", 90),
    ("S", 94), ("T", 97), ("U", 99),
)  # fmt: skip


def _section(division: str) -> str:
    number = int(division)
    return next((letter for letter, first in reversed(_SECTION_STARTS) if number >= first), "")
