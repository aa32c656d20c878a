"""Twin links: who is twinned with whom, at which level, how far it got, and who says so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast

from egiz.atlas._data import DATA, place
from egiz.atlas._errors import AtlasError, LinkError
from egiz.atlas.periods import Period
from egiz.atlas.search import resolve
from egiz.atlas.tables import Imported, import_rows, read_rows, write_csv

LinkLevel = Literal["city", "region"]
Status = Literal["existing", "proposed", "planned", "memorandum", "agreement", "dormant", "ended"]

STATUSES: tuple[Status, ...] = (
    "proposed", "planned", "memorandum", "agreement", "existing", "dormant", "ended",
)  # fmt: skip
"""proposed: somebody suggested it; planned: both sides prepare it; memorandum, agreement: what was signed;
existing: said
to exist, the act not seen; dormant: signed, nothing happens; ended."""
ACTIVE: frozenset[Status] = frozenset({"memorandum", "agreement", "existing"})
FIELDS = ("a", "a_name", "b", "b_name", "level", "status", "since", "until", "source", "source_url", "note")


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

    def __post_init__(self) -> None:
        if self.a == self.b:
            raise LinkError("b", str(self.b), "another place than a; a place is not its own twin")
        if self.level not in ("city", "region"):
            raise LinkError("level", self.level, "city or region")
        if self.status not in STATUSES:
            raise LinkError("status", self.status, "one of " + ", ".join(STATUSES))
        if not self.source.strip():
            raise LinkError("source", "", "who says so")
        if self.source_url and not self.source_url.startswith(("http://", "https://")):
            raise LinkError("source_url", self.source_url, "an address with http:// or https://")
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


def _date(text: str, field: str) -> Period | None:
    try:
        return Period.parse(text)
    except AtlasError as error:
        raise LinkError(field, text, "a date like 2022, 2022-11 or 2022-11-28") from error


def _end(row: Mapping[str, str], field: str, level: str) -> int:
    given = row.get(field, "").strip()
    name = row.get(f"{field}_name", "").strip()
    if given.isdigit():
        found = place(int(given))
    else:
        answer = resolve(given or name, country=row.get(f"{field}_country") or None)
        if answer.place is None:
            raise LinkError(field, given or name, "a place that the atlas knows, or its GeoNames id")
        if answer.ambiguous:
            rivals = [match.place for match in answer.alternatives[:3]]
            options = ", ".join(f"{p.geonameid} ({p.country})" for p in rivals)
            raise LinkError(field, given or name, f"one place; give its GeoNames id: {options}")
        found = answer.place
    if (found.level == "region") != (level == "region"):
        raise LinkError("level", level, f"the level of {found.name}, which is a {found.level}")
    return found.geonameid


def _link(row: Mapping[str, str]) -> TwinLink:
    level = row.get("level") or "city"
    return TwinLink(
        a=_end(row, "a", level), b=_end(row, "b", level), level=cast("LinkLevel", level),
        status=cast("Status", row["status"].strip().lower()), since=row.get("since", ""),
        source=row["source"], source_url=row.get("source_url", ""), note=row.get("note", ""),
        until=row.get("until", ""),
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
        status, since, until, source, source_url, note.
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
