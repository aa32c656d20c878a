"""Links, facts and languages in the form the criteria want."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from egiz import atlas
from egiz.atlas.facts import Fact, Facts
from egiz.atlas.facts_io import shipped_facts
from egiz.atlas.links import TwinLink, known_links
from egiz.text import TableError, records
from egiz.twinning._errors import LinksError, TwinningError
from egiz.twinning.model import Tie

LinkLike = Tie | TwinLink | tuple[int, int]


def as_ties(links: Iterable[LinkLike] | None) -> tuple[Tie, ...]:
    """Ties from pairs of ids, `Tie` or the atlas's `TwinLink`; the shipped ones for None.

    Raises
    ------
    LinksError
        If a link is none of these.
    """
    if links is None:
        return _shipped_ties()
    return tuple(_tie_of(number, link) for number, link in enumerate(links, 1))


@cache
def _shipped_ties() -> tuple[Tie, ...]:
    return tuple(_tie_of(number, link) for number, link in enumerate(known_links(), 1))


def _tie_of(number: int, link: LinkLike) -> Tie:
    if isinstance(link, Tie):
        return link
    if isinstance(link, TwinLink):
        return Tie(
            link.a, link.b, link.status, link.source, link.since or None, link.level, link.source_url,
            link.kind, link.recorded, link.until, "", link.doubt, link.note, link.themes,
        )  # fmt: skip
    if isinstance(link, tuple) and len(link) == 2:
        return Tie(int(link[0]), int(link[1]))
    raise LinksError(
        f"Link {number}: a pair of GeoNames ids, a Tie or a TwinLink is expected, found {link!r}."
    )


def as_facts(facts: Iterable[Fact] | None) -> Facts:
    """The facts to look at; the shipped ones for None."""
    if facts is None:
        return shipped_facts()
    return facts if isinstance(facts, Facts) else Facts(tuple(facts))


def read_links(path: Path) -> tuple[Tie, ...]:
    """Twin links from a CSV file with the columns gid_a and gid_b (or a and b), status, source, since, level.

    Raises
    ------
    LinksError
        With the line and the column, for the first row that cannot be used.
    """
    ends = ("gid_a", "gid_b")
    try:
        try:
            rows = records(path, needed=ends)
        except TableError as error:
            if error.code != "no-columns":
                raise
            ends = ("a", "b")
            rows = records(path, needed=ends)
        return tuple(_tie(path, number, row, *ends) for number, row in rows)
    except TableError as error:
        if error.code not in ("no-columns", "empty"):
            raise LinksError(str(error)) from error
        heads = ", ".join(error.params.get("found", ())) or "none"
        raise LinksError(f"{path}: the columns gid_a and gid_b are needed; it has {heads}.") from error


def _tie(path: Path, number: int, row: dict[str, str], a: str, b: str) -> Tie:
    for column in (a, b):
        if not (row[column] or "").strip().isdigit():
            raise LinksError(
                f"{path}, line {number}, {column}: a GeoNames id is expected, found {row[column]!r}."
            )
    try:
        return Tie(
            int(row[a]), int(row[b]), row.get("status") or "agreement", row.get("source") or path.name,
            row.get("since") or row.get("year") or None, row.get("level") or "city",
            row.get("source_url") or "", row.get("kind") or "twinning", row.get("recorded") or "",
            row.get("until") or "", row.get("last_activity") or "", row.get("doubt") or "",
            row.get("note") or "", row.get("themes") or "",
        )  # fmt: skip
    except TwinningError as error:
        raise LinksError(f"{path}, line {number}: {error}") from error


@cache
def languages_by_country() -> Mapping[str, frozenset[str]]:
    """First three languages of each country as GeoNames lists them, without regional variants."""
    return {
        code: frozenset(tag.split("-")[0] for tag in record.languages[:3])
        for code, record in atlas.countries().items()
    }
