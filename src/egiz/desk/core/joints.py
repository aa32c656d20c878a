"""Where the apps of a desk meet: each says here what it has and what it can begin, and none imports another.

An app fills the joints it has something for in its ``joints.py``, which is loaded when the app is ready;
whoever asks a joint gets nothing where that app is not installed. What passes is plain data and addresses.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from django.db.models import QuerySet
from django.urls import Resolver404, resolve

from egiz.desk.core.http import desk_url
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
class NamedPlace:
    """A place as it was named; its number where it is known."""

    name: str
    geonameid: int | None = None
    country: str = ""


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
    # What it is called among its like ("promise"), and its page.
    word: Any = ""
    url: str = ""
    # What a promise says: the place it speaks for, the places to choose from, the day by which.
    home: NamedPlace | None = None
    places: tuple[NamedPlace, ...] = ()
    due: dt.date | None = None
    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None


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
class Ending:
    """That something has reached its end: what happened, in the reader's words, and the day where known."""

    # What happened, for programs: "held", "signed". With the day it says which ending was decided upon.
    code: str
    text: str
    day: dt.date | None = None

    @property
    def key(self) -> str:
        return f"{self.code}:{self.day.isoformat() if self.day else ''}"


@dataclass(frozen=True, slots=True)
class Account:
    """What came of one thing in a stretch of days: how it stands, and what was written down, oldest first."""

    pk: int
    name: str
    url: str
    state: str
    lines: tuple[str, ...] = ()


class Things(Protocol):
    """The things of one kind that promises become: when they have ended, and what came of them."""

    # "app.model", the name of its page, and what one of it is called.
    target: str
    page: str
    word: Any

    def ended(self) -> QuerySet[Any, Any]:
        """Ask for the numbers of those of the open desk that have reached their end."""
        ...

    def endings(self, pks: Iterable[int]) -> dict[int, Ending]:
        """Say how those of these numbers ended that did."""
        ...

    def accounts(self, pks: Iterable[int], first: dt.date | None, last: dt.date) -> dict[int, Account]:
        """Say what came of each of these; of what was written down only that of these days."""
        ...

    def stirred(self, first: dt.date | None, last: dt.date) -> list[int]:
        """List the numbers of those in which something happened in these days, whatever they came from."""
        ...


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of one currency, what it is in the desk's own, and by which rate; nothing without a rate."""

    currency: str
    value: Decimal
    converted: Decimal | None = None
    # What one unit cost, from when and from where, in the reader's words.
    rate: str = ""


@dataclass(frozen=True, slots=True)
class Deals:
    """Contracts, or memoranda: how many meetings ended in one, who says so, for how much."""

    count: int = 0
    by_both: int = 0
    by_one: int = 0
    without_sum: int = 0
    disputed: int = 0
    sums: tuple[Money, ...] = ()
    # Everything together in the desk's currency; nothing where a rate is missing.
    total: Decimal | None = None


@dataclass(frozen=True, slots=True)
class MissionOfPeriod:
    """A mission of a stretch of days, and what was signed after its meetings in these days."""

    pk: int
    name: str
    url: str
    state: str
    is_held: bool
    # Which side hosted it, and where.
    side: str
    place_id: int | None
    place: str
    contracts: Deals
    memoranda: Deals


class MissionsOfPeriod(Protocol):
    """The missions of a stretch of days, for whoever reports on it."""

    def currency(self, desk: Desk) -> str:
        """Return the desk's own currency."""
        ...

    def between(self, desk: Desk, first: dt.date, last: dt.date) -> list[MissionOfPeriod]:
        """List the missions that took place or were signed after in these days."""
        ...

    def together(self, desk: Desk, first: dt.date, last: dt.date) -> tuple[Deals, Deals]:
        """Count contracts and memoranda of all missions in these days."""
        ...


@dataclass(frozen=True, slots=True)
class Turning:
    """One way a promise can go on: what it says on the button, and the page that begins it."""

    code: str
    label: Any
    icon: str
    address: Callable[[Desk, Origin], str]


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
    kind: str = ""


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


@dataclass(frozen=True, slots=True)
class Participation:
    """A mission in which a company of the directory took part: its offers, its needs, what came of it."""

    mission: str
    state: str
    url: str
    offers: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()


# The missions of a company, by the number of its card and the folded name on it.
participations: Joint[Callable[[int, str], list[Participation]]] = Joint()
_ORIGINS: dict[str, Origins] = {}
_BEGINNINGS: dict[str, Callable[[Desk, Origin, User | None], str]] = {}
_THINGS: dict[str, Things] = {}
_TURNINGS: dict[str, Turning] = {}
# What a thing comes from: the answer to ("app.model", number).
sources: Joint[Callable[[str, int], list[Origin]]] = Joint()
missions_of_period: Joint[MissionsOfPeriod] = Joint()
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


def add_things(things: Things) -> None:
    """Say that promises become things of this kind."""
    _THINGS[things.target] = things


def things(target: str) -> Things | None:
    return _THINGS.get(target)


def all_things() -> list[Things]:
    return list(_THINGS.values())


def thing_at(url: str) -> tuple[str, int]:
    """Say which thing has this page: its kind and its number; nothing where no kind claims the page."""
    try:
        found = resolve(url.partition("?")[0])
    except Resolver404:
        return "", 0
    kinds = {one.page: one.target for one in _THINGS.values()}
    target = kinds.get(found.view_name, "")
    return (target, int(found.kwargs["pk"])) if target else ("", 0)


def page_from(page: str) -> Callable[[Desk, Origin], str]:
    """Return how the address of a page is written that begins something from an origin."""

    def address(desk: Desk, start: Origin) -> str:
        return f"{desk_url(desk, page)}?from={start.kind}&id={start.pk}"

    return address


def add_turning(turning: Turning) -> None:
    """Say that a promise can be turned into something here."""
    _TURNINGS[turning.code] = turning


def turnings() -> dict[str, Turning]:
    return dict(_TURNINGS)


def comes_from(target: str, pk: int) -> list[Origin]:
    """List what a thing was made from."""
    ask = sources.get()
    return ask(target, pk) if ask else []


def asked(params: Mapping[str, Any]) -> Origin | None:
    """Return what a new page is asked to begin from: ``?from=promise&id=5``."""
    kind, pk = str(params.get("from", "")), str(params.get("id", ""))
    return origin(kind, int(pk)) if pk.isascii() and pk.isdecimal() and len(pk) < 18 else None


def tie_to(start: Origin | None, made: Made, user: User | None) -> None:
    """Tie what was made to what it was asked to begin from, if it was."""
    if start:
        tie(start.kind, start.pk, made, user)
