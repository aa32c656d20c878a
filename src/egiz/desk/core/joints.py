"""Where the apps of a desk meet: each says here what it has and what it can begin, and none imports another.

An app fills the joints it has something for in its ``joints.py``, which is loaded when the app is ready;
whoever asks a joint gets nothing where that app is not installed. What passes is plain data and addresses.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from egiz.desk.core.models import Desk, User

if TYPE_CHECKING:
    from egiz.calendars import Event
    from egiz.corridors import Network

Given = TypeVar("Given")


class Joint(Generic[Given]):
    """One place where an app offers something and others ask for it."""

    def __init__(self) -> None:
        self._given: Given | None = None

    def fill(self, given: Given) -> None:
        self._given = given

    def get(self) -> Given | None:
        """Return what the app gave, or nothing when it is not installed."""
        return self._given


@dataclass(frozen=True, slots=True)
class Origin:
    """What something new may begin from (a promise, a mission, an event), without the record behind it."""

    kind: str
    pk: int
    name: str
    purpose: str = ""
    days: tuple[dt.date, ...] = ()
    # Hours that somebody has to be there, on the clock of the place.
    hours: tuple[tuple[dt.date, dt.time, dt.time], ...] = ()
    place_id: int | None = None
    place: str = ""
    zone: str = ""
    country: str = ""
    # Who has to do it, for whom, and on whose side they stand: of what becomes a promise.
    owner: str = ""
    to: str = ""
    side: str = ""
    is_sample: bool = False


class Origins(Protocol):
    """The things of one kind that others may begin from."""

    def offered(self, desk: Desk, purpose: str, limit: int) -> list[Origin]:
        """List those worth offering where a "trip" or a "poll" begins."""
        ...

    def get(self, pk: int) -> Origin | None:
        """Return one of the open desk, whether offered or not."""
        ...

    def tie(self, pk: int, made: "Made", user: User | None) -> None:
        """Write down what became of it."""
        ...


@dataclass(frozen=True, slots=True)
class Made:
    """What was made from an origin: its name, its page, and the day it settles."""

    name: str
    url: str
    day: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Host:
    """A company that a delegation may visit."""

    pk: int
    name: str
    place: str
    offers: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


class Hosts(Protocol):
    """The companies that a delegation may visit."""

    def in_places(self, names: Sequence[str], limit: int) -> list[Host]:
        """List those in places of these names."""
        ...

    def of_sample(self, desk: Desk, names: Sequence[str], limit: int) -> list[Host] | None:
        """List the other side's companies of the sample; None when the desk holds no sample."""
        ...

    def get(self, pk: int) -> Host | None:
        """Return one company of the open desk."""
        ...


class Calendar(Protocol):
    """The desk's events, for whoever looks for a day."""

    def near(self, desk: Desk, first: dt.date, days: int) -> list["Event"]:
        """List the events of both countries that may bring people together in these days."""
        ...

    def pages(self, uids: Iterable[str]) -> dict[str, int]:
        """Return the numbers of the events' pages by their uid."""
        ...


@dataclass(frozen=True, slots=True)
class PaperLink:
    """A paper about a thing, or where one begins: its name, its page, its state in words."""

    title: str
    url: str
    state: str = ""


class Papers(Protocol):
    """The papers that are written about things, and the desk's own templates."""

    def about(self, desk: Desk, origin: str, pk: int) -> list[PaperLink]:
        """List the papers begun from a thing."""
        ...

    def offered(self, desk: Desk, origin: str, pk: int) -> list[PaperLink]:
        """List the papers that can be begun from a thing."""
        ...

    def template(self, layout: str, lang: str) -> bytes | None:
        """Return the desk's own Word template of a layout; None where there is none."""
        ...


_ORIGINS: dict[str, Origins] = {}
_BEGINNINGS: dict[str, Callable[[Desk, Origin, User | None], str]] = {}
calendar: Joint[Calendar] = Joint()
hosts: Joint[Hosts] = Joint()
papers: Joint[Papers] = Joint()
network: Joint[Callable[[Desk], "Network"]] = Joint()
# The first promise of a kind, confirmed if need be: what the sample's other parts are tied to.
sample_promise: Joint[Callable[[Any], Origin | None]] = Joint()


def add_origins(kind: str, origins: Origins) -> None:
    """Say that others may begin from things of this kind."""
    _ORIGINS[kind] = origins


def origins(kind: str) -> Origins | None:
    return _ORIGINS.get(kind)


def offered(desk: Desk, kind: str, purpose: str, limit: int) -> list[Origin]:
    """List the things of a kind that something new may begin from; none where their app is missing."""
    found = _ORIGINS.get(kind)
    return found.offered(desk, purpose, limit) if found else []


def origin(kind: str, pk: int) -> Origin | None:
    """Return one thing that something new begins from."""
    found = _ORIGINS.get(kind)
    return found.get(pk) if found else None


def tie(kind: str, pk: int, made: Made, user: User | None) -> None:
    """Tell the origin what was made from it."""
    if found := _ORIGINS.get(kind):
        found.tie(pk, made, user)


def add_beginning(what: str, begin: Callable[[Desk, Origin, User | None], str]) -> None:
    """Say how something begins from an origin; the function returns the address of its page."""
    _BEGINNINGS[what] = begin


def begin(what: str, desk: Desk, start: Origin, user: User | None) -> str:
    """Begin something from an origin; empty where its app is missing, otherwise the address of its page."""
    found = _BEGINNINGS.get(what)
    return found(desk, start, user) if found else ""
