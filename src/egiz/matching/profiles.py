"""A company's profile: what it offers, what it needs, and whom it can or will not meet."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from egiz.matching._errors import ProfileError

COOPERATION = (
    "buy",
    "sell",
    "agent",
    "joint_venture",
    "investment",
    "transport",
    "tourism",
    "know_how",
)
"""Kinds of cooperation a company can look for."""

SIZES = ("micro", "small", "medium", "large")
FORMATS = ("any", "in_person", "online")
MAX_CODES = 12
"""More codes than this say nothing about a company; the rest is refused."""

_ACTIVITY = re.compile(r"\d{2}(\.\d{1,2}(\.\d{1,3})?)?$")
_EMAIL = re.compile(r"[^@\s;,]+@[^@\s;,]+\.[^@\s;,]+")
_COUNTRY = re.compile(r"[A-Z]{2}")
_GOODS = re.compile(r"\d{2}(\d{2}){0,4}$")


@dataclass(frozen=True, slots=True)
class Profile:
    """What a company brings to a mission.

    Parameters
    ----------
    id
        Identifier, unique in its list.
    name
        Name as the company writes it.
    country, place
        ISO 3166-1 alpha-2 code and free text of the place.
    offers, needs
        Phrases in any of the languages; one phrase, one thing.
    codes, need_codes
        OKED/NACE codes (``"28.13"``) of what the company does and of the suppliers it looks for.
    hs_codes, need_hs_codes
        HS codes of what it sells and of what it wants to buy, two to ten digits.
    cooperation
        Kinds out of `COOPERATION`; empty when any is welcome.
    languages
        BCP 47 codes of the languages spoken at the table.
    size
        One of `SIZES`, or empty.
    certificates
        Certificates held (``"ISO 9001"``, ``"Halal"``).
    availability
        ``"2026-12-09"``, ``"2026-12-09 AM"``, …; empty when always there.
    format
        One of `FORMATS`.
    not_with
        Ids, names or registration numbers the company will not meet.
    registration
        BIN, INN or another registration number.
    contact
        Person who comes.
    min_meetings, max_meetings
        Limits on the number of meetings.
    note
        Anything else; sample rows say so here.
    email, phone
        How the company is reached; matching does not look at them.

    Raises
    ------
    ProfileError
        Naming the field and the rule that is broken.
    """

    id: str
    name: str
    country: str = ""
    place: str = ""
    offers: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    need_codes: tuple[str, ...] = ()
    hs_codes: tuple[str, ...] = ()
    need_hs_codes: tuple[str, ...] = ()
    cooperation: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    size: str = ""
    certificates: tuple[str, ...] = ()
    availability: tuple[str, ...] = ()
    format: str = "any"
    not_with: tuple[str, ...] = ()
    registration: str = ""
    contact: str = ""
    min_meetings: int = 0
    max_meetings: int = 8
    note: str = field(default="", compare=False)
    email: str = field(default="", compare=False)
    phone: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        """Refuse what no later step could repair."""
        if not self.id.strip():
            raise ProfileError("id", "must not be empty")
        if not self.name.strip():
            raise ProfileError("name", "must not be empty")
        _spelt("country", self.country, _COUNTRY, "a two-letter code such as KZ")
        _one_of("size", self.size, ("", *SIZES))
        _one_of("format", self.format, FORMATS)
        for kind in self.cooperation:
            _one_of("cooperation", kind, COOPERATION)
        for name in ("codes", "need_codes"):
            _check_codes(name, getattr(self, name), _ACTIVITY, "an OKED/NACE code such as 28.13")
        for name in ("hs_codes", "need_hs_codes"):
            _check_codes(name, getattr(self, name), _GOODS, "an HS code of 2 to 10 digits such as 8413")
        _spelt("email", self.email, _EMAIL, "an e-mail address such as office@example.org")
        if not 0 <= self.min_meetings <= self.max_meetings:
            raise ProfileError(
                "max_meetings",
                f"limits must satisfy 0 <= min <= max, not {self.min_meetings} and {self.max_meetings}",
            )


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a file: where, what, and what would be right."""

    file: str
    row: int
    field: str
    message: str

    def __str__(self) -> str:
        """One line for a terminal."""
        return f"{self.file}: row {self.row}, {self.field}: {self.message}"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list: its number from 0, its heading, the field it is taken for, a few of its cells."""

    at: int
    heading: str
    field: str = ""
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a file gave: the good rows, and what was wrong with the others."""

    profiles: tuple[Profile, ...]
    problems: tuple[Problem, ...]
    columns: tuple[Column, ...] = ()


def normal_activity_code(text: str) -> str:
    """``"2813"``, ``"28.13"``, ``"28.13.0"`` and ``"C28.13"`` all become ``"28.13"``-like codes."""
    digits = re.sub(r"[^0-9]", "", text)
    if not 2 <= len(digits) <= 7:
        raise ProfileError("codes", f"{text!r} is not an OKED/NACE code such as 28.13")
    tail = digits[4:]
    parts = [digits[:2], digits[2:4], tail if tail.strip("0") else ""]
    return ".".join(part for part in parts if part)


def normal_goods_code(text: str) -> str:
    """``"8413 70"`` becomes ``"841370"``."""
    digits = re.sub(r"[^0-9]", "", text)
    if len(digits) not in {2, 4, 6, 8, 10}:
        raise ProfileError("hs_codes", f"{text!r} is not an HS code of 2, 4, 6, 8 or 10 digits such as 8413")
    return digits


def _spelt(name: str, value: str, pattern: re.Pattern[str], what: str) -> None:
    if value and not pattern.fullmatch(value):
        raise ProfileError(name, f"{value!r} is not {what}")


def _one_of(name: str, value: str, allowed: Iterable[str]) -> None:
    known = tuple(allowed)
    if value not in known:
        listed = ", ".join(item for item in known if item)
        raise ProfileError(name, f"{value!r} is unknown; use one of {listed}")


def _check_codes(name: str, codes: tuple[str, ...], pattern: re.Pattern[str], right: str) -> None:
    if len(codes) > MAX_CODES:
        raise ProfileError(name, f"{len(codes)} codes say nothing about a company; give at most {MAX_CODES}")
    for code in codes:
        if not pattern.match(code):
            raise ProfileError(name, f"{code!r} is not {right}")
