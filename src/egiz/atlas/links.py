"""Twin links: who is twinned with whom, at which level, what was signed, and who says so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast

import numpy as np

from egiz.atlas._data import DATA, place
from egiz.atlas._errors import AtlasError, LinkError
from egiz.atlas._model import Place
from egiz.atlas.periods import Period
from egiz.atlas.search import resolve
from egiz.atlas.tables import Imported, import_rows, read_rows, write_csv

LinkLevel = Literal["city", "region"]
Status = Literal["existing", "proposed", "planned", "memorandum", "agreement", "dormant", "ended"]
Kind = Literal["twinning", "cooperation", "trade"]
Doubt = Literal["", "ambiguous", "conflict", "near"]

KINDS: tuple[Kind, ...] = ("twinning", "cooperation", "trade")
"""twinning: the source calls it so (twin, sister, brother city); cooperation, trade: an agreement on
cooperation in general, or on trade, investment or tourism alone, which its source does not call a twinning.
"""
DOUBTS: tuple[Doubt, ...] = ("", "ambiguous", "conflict", "near")
"""Whether it is the place that the source means: its name fits several places, name and coordinates disagree,
or only the nearest place to the coordinates is known."""

STATUSES: tuple[Status, ...] = (
    "proposed", "planned", "memorandum", "agreement", "existing", "dormant", "ended",
)  # fmt: skip
"""proposed: somebody suggested it; planned: both sides prepare it; memorandum, agreement: what was signed;
existing: said to exist, the act not seen; dormant: signed, nothing happens; ended."""
ACTIVE: frozenset[Status] = frozenset({"memorandum", "agreement", "existing"})
FIELDS = (
    "a", "a_name", "b", "b_name", "level", "kind", "status", "since", "until", "recorded", "source",
    "source_url", "doubt", "themes", "note",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TwinLink:
    """
    One link between two places as one source tells it.

    Parameters
    ----------
    a, b
        GeoNames ids; the order means nothing.
    level
        "city" or "region": a link between regions is not one between their capitals.
    status
        proposed, planned, memorandum, agreement, existing, dormant or ended.
    since, until
        When it began and ended, ISO 8601 date, month or year; empty when not known.
    source
        Who says so.
    source_url
        Where it can be read.
    note
        Anything a reader should know.
    kind
        twinning, cooperation or trade: only a twinning is evidence for a twinning.
    recorded
        When the source said so, ISO 8601; empty when it shows no date.
    doubt
        Why an end may be another place than the source means; empty when nothing speaks against it.
    themes
        What the paper names as fields of cooperation, as words with commas: "export, tourism".

    Raises
    ------
    LinkError
        When a field breaks a rule; the message says which.
    """

    a: int
    b: int
    level: LinkLevel
    status: Status
    since: str
    source: str
    source_url: str = ""
    note: str = ""
    until: str = ""
    kind: Kind = "twinning"
    recorded: str = ""
    doubt: Doubt = ""
    themes: str = ""

    def __post_init__(self) -> None:
        if self.a == self.b:
            raise LinkError("b", str(self.b), "another place than a; a place is not its own twin")
        for field, given, known, wanted in (
            ("level", self.level, ("city", "region"), "city or region"),
            ("status", self.status, STATUSES, "one of " + ", ".join(STATUSES)),
            ("kind", self.kind, KINDS, "one of " + ", ".join(KINDS)),
            ("doubt", self.doubt, DOUBTS, "nothing, ambiguous, conflict or near"),
        ):
            if given not in known:
                raise LinkError(field, given, wanted)
        if not self.source.strip():
            raise LinkError("source", "", "who says so")
        if self.source_url and not self.source_url.startswith(("http://", "https://")):
            raise LinkError("source_url", self.source_url, "an address with http:// or https://")
        _date(self.recorded, "recorded")
        self._check_order()

    def _check_order(self) -> None:
        first, last = _date(self.since, "since"), _date(self.until, "until")
        if first is not None and last is not None and last.last < first.first:
            raise LinkError("until", self.until, f"a date after since ({self.since})")

    @property
    def pair(self) -> tuple[int, int]:
        """The two ids, the smaller first."""
        return min(self.a, self.b), max(self.a, self.b)

    @property
    def active(self) -> bool:
        """Signed or said to exist, and neither dormant nor ended."""
        return self.status in ACTIVE


@cache
def _date(text: str, field: str) -> Period | None:
    try:
        return Period.parse(text)
    except AtlasError as error:
        raise LinkError(field, text, "a date like 2022, 2022-11 or 2022-11-28") from error


def _one_place(field: str, name: str, country: str | None) -> Place:
    answer = resolve(name, country=country)
    if answer.place is None:
        raise LinkError(field, name, "a place that the atlas knows, or its GeoNames id")
    if answer.ambiguous:
        rivals = [match.place for match in answer.alternatives[:3]]
        options = ", ".join(f"{p.geonameid} ({p.country})" for p in rivals)
        raise LinkError(field, name, f"one place; give its GeoNames id: {options}")
    return answer.place


def _end(row: Mapping[str, str], field: str, level: str) -> int:
    given = row.get(field, "").strip()
    name = row.get(f"{field}_name", "").strip()
    country = row.get(f"{field}_country") or None
    found = place(int(given)) if given.isdigit() else _one_place(field, given or name, country)
    if (found.level == "region") != (level == "region"):
        raise LinkError("level", level, f"the level of {found.name}, which is a {found.level}")
    return found.geonameid


def _link(row: Mapping[str, str]) -> TwinLink:
    level = row.get("level") or "city"
    return TwinLink(
        a=_end(row, "a", level), b=_end(row, "b", level), level=cast("LinkLevel", level),
        status=cast("Status", row["status"].strip().lower()), since=row.get("since", ""),
        source=row["source"], source_url=row.get("source_url", ""), note=row.get("note", ""),
        until=row.get("until", ""), kind=cast("Kind", row.get("kind") or "twinning"),
        recorded=row.get("recorded", ""), doubt=cast("Doubt", row.get("doubt", "")),
        themes=row.get("themes", ""),
    )  # fmt: skip


def load_links(
    path: Path,
    *,
    columns: Mapping[str, str] | None = None,
    constants: Mapping[str, str] | None = None,
    sheet: str | None = None,
) -> Imported[TwinLink]:
    """
    Twin links from a CSV or XLSX table.

    Parameters
    ----------
    path
        The table.
    columns
        Field → heading of the table. Fields: a and b (ids or names; a_country and b_country help), level,
        kind, status, since, until, recorded, source, source_url, doubt, themes, note.
    constants
        Field → value for all rows.
    sheet
        Sheet of an XLSX file.

    Returns
    -------
    Imported[TwinLink]
        The good rows, and the errors of the others.

    Raises
    ------
    TableError
        When the file cannot be read as a table.
    """
    rows = read_rows(path, sheet=sheet)
    needed = ("a", "b", "status", "source")
    return import_rows(rows, _link, columns=columns, constants=constants, needed=needed)


def save_links(path: Path, links: Iterable[TwinLink]) -> None:
    """
    Twin links as a CSV table that ``load_links`` reads back unchanged.

    Parameters
    ----------
    path
        Where to.
    links
        What to write.
    """
    rows = (
        {field: getattr(link, field, "") for field in FIELDS}
        | {"a_name": place(link.a).name, "b_name": place(link.b).name}
        for link in links
    )
    write_csv(path, FIELDS, rows)


@cache
def shipped_links() -> tuple[TwinLink, ...]:
    """
    The curated links of the cities and regions of Kazakhstan and Uzbekistan that come with the atlas.

    Returns
    -------
    tuple[TwinLink, ...]
        Each with its source; by no means complete.
    """
    imported = load_links(DATA / "twins" / "kz_uz.csv")
    if imported.errors:
        raise AtlasError(f"kz_uz.csv: {imported.errors[0]}")
    return imported.items


@cache
def recorded_links() -> tuple[TwinLink, ...]:
    """
    The links between cities all over the world that Wikidata held, sorted by the ids of their ends.

    Returns
    -------
    tuple[TwinLink, ...]
        "existing" (the act not seen), with the year of the copy of Wikidata that held the link last in
        ``recorded``; built by ``scripts/build_links.py``.
    """
    with np.load(DATA / "twins" / "wikidata.npz") as file:
        columns = [np.cumsum(file["a"]), file["b"], file["year"], file["doubt"]]
    return tuple(
        TwinLink(a, b, "city", "existing", "", "Wikidata", recorded=str(year), doubt=DOUBTS[doubt])
        for a, b, year, doubt in zip(*(column.tolist() for column in columns), strict=True)
    )


@cache
def known_links() -> tuple[TwinLink, ...]:
    """
    All links that come with the atlas: the curated ones first, then those that Wikidata held.

    Returns
    -------
    tuple[TwinLink, ...]
        A pair may stand in it twice: two sources speak of it, and both are shown.
    """
    return shipped_links() + recorded_links()
