"""Twin links from files of Wikidata: a dump, or saved pages of the query service; a read can be resumed."""

from __future__ import annotations

import bz2
import gzip
import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import IO, Any, cast

from egiz.atlas._data import columns, wider
from egiz.atlas._errors import AtlasError
from egiz.atlas.links import LinkLevel, Status, TwinLink
from egiz.atlas.sources._pulled import Problem, Pulled
from egiz.atlas.sources.wikidata import links_of_rows

LINE_LIMIT = 64_000_000  # bytes; the longest entity of the dumps has about 5 MB
SAVE_EVERY = 20_000  # lines between two savings of how far it got
_PAGE = "https://www.wikidata.org/wiki/"
_ID = re.compile(rb'"id":"(Q\d+)"')
_GEONAMES = re.compile(rb'"P1566":\[\{"mainsnak":\{[^}]*"datavalue":\{"value":"(\d+)"')
_DIGITS = {9: 4, 10: 7, 11: 10}  # letters of an ISO date by Wikidata's precision: year, month, day
_TABLES = """
CREATE TABLE IF NOT EXISTS places (entity TEXT PRIMARY KEY, geonameid INTEGER);
CREATE TABLE IF NOT EXISTS links (a TEXT, b TEXT, since TEXT, until TEXT, UNIQUE (a, b, since, until));
CREATE TABLE IF NOT EXISTS read (file TEXT PRIMARY KEY, lines INTEGER);
"""


def import_files(
    paths: Iterable[Path],
    state: Path,
    *,
    recorded: str = "",
    progress: Callable[[str, int], None] = lambda _file, _lines: None,
) -> Pulled[TwinLink]:
    """
    Twin links (P190) with their dates (P580, P582) from files of Wikidata.

    Parameters
    ----------
    paths
        Dumps in JSON with an entity a line (``.json``, ``.json.gz``, ``.json.bz2``), or answers of the query
        service saved as JSON, in any mixture.
    state
        A file that keeps what was read and how far: the same call goes on where the last one stopped, however
        that came. Delete it to begin anew.
    recorded
        The day of the dump, ISO 8601; said of every link.
    progress
        Told the file and the lines read so far.

    Returns
    -------
    Pulled[TwinLink]
        "existing", or "ended" where an end is stated; a link with an end that the atlas does not hold is left
        out, lines that cannot be read are problems.
    """
    problems: list[Problem] = []
    with sqlite3.connect(state) as store:
        store.executescript(_TABLES)
        answers: list[TwinLink] = []
        for path in paths:
            document = _answer(path)
            if document is None:
                problems += _read_dump(path, store, progress)
            else:
                pulled = links_of_rows(str(path), document)
                answers += pulled.items
                problems += pulled.problems
        links = [*_joined(store), *answers]
    dated = {link.pair: replace(link, recorded=recorded) for link in links}
    return Pulled(tuple(link for _, link in sorted(dated.items())), tuple(problems))


def _opened(path: Path) -> IO[bytes]:
    if path.suffix == ".gz":
        return cast("IO[bytes]", gzip.open(path, "rb"))
    return bz2.open(path, "rb") if path.suffix == ".bz2" else path.open("rb")


def _answer(path: Path) -> Any | None:
    """The document of a saved answer; None for a dump, which begins with a bracket or an entity a line."""
    with _opened(path) as file:
        start = file.read(4096).lstrip()
        if not start.startswith(b"{") or (b'"bindings"' not in start and b'"head"' not in start):
            return None
        rest = file.read(LINE_LIMIT)
    try:
        return json.loads(start + rest)
    except ValueError as error:
        raise AtlasError(f"{path}: not a whole answer of the query service ({error}).") from error


def _read_dump(
    path: Path, store: sqlite3.Connection, progress: Callable[[str, int], None]
) -> Iterator[Problem]:
    done = store.execute("SELECT lines FROM read WHERE file = ?", (path.name,)).fetchone()
    behind = done[0] if done else 0
    held = _held()
    number = 0
    with _opened(path) as file:
        for number, line in enumerate(iter(lambda: file.readline(LINE_LIMIT), b""), 1):
            if number <= behind:
                continue
            try:
                _keep(line, store, held)
            except (ValueError, KeyError, TypeError) as error:
                yield Problem(f"{path.name}, line {number}", f"no entity of Wikidata ({error})")
            if number % SAVE_EVERY == 0:
                _save(store, path.name, number)
                progress(path.name, number)
    _save(store, path.name, max(number, behind))


def _save(store: sqlite3.Connection, file: str, lines: int) -> None:
    store.execute("INSERT OR REPLACE INTO read VALUES (?, ?)", (file, lines))
    store.commit()


def _held() -> frozenset[int]:
    return frozenset(columns().geonameid.tolist()) | frozenset(wider().by_id)


def _without_parsing(line: bytes) -> tuple[str, list[str]]:
    """The name and GeoNames id of an entity without twins: five million of them are not worth parsing."""
    named = _ID.search(line) if b'"P1566"' in line else None
    numbered = _GEONAMES.search(line) if named else None
    return (named[1].decode(), [numbered[1].decode()]) if named and numbered else ("", [])


def _keep(line: bytes, store: sqlite3.Connection, held: frozenset[int]) -> None:
    if b'"P190"' in line:
        entity = json.loads(line.strip().rstrip(b","))
        name, claims = entity["id"], entity["claims"]
        ids = [_value(claim["mainsnak"]) for claim in claims.get("P1566", [])]
        store.executemany("INSERT OR IGNORE INTO links VALUES (?, ?, ?, ?)", _statements(name, claims))
    else:
        name, ids = _without_parsing(line)
    for text in ids:
        if text and str(text).isdigit() and int(text) in held:
            store.execute("INSERT OR REPLACE INTO places VALUES (?, ?)", (name, int(text)))
            return


def _statements(name: str, claims: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    for claim in claims.get("P190", []):
        value = _value(claim["mainsnak"])
        if claim.get("rank") != "deprecated" and value is not None:
            qualifiers = claim.get("qualifiers", {})
            yield name, value["id"], _date(qualifiers, "P580"), _date(qualifiers, "P582")


def _value(snak: Mapping[str, Any]) -> Any:
    return snak["datavalue"]["value"] if snak.get("snaktype") == "value" else None


def _date(qualifiers: Mapping[str, Any], name: str) -> str:
    for snak in qualifiers.get(name, []):
        value = _value(snak)
        digits = _DIGITS.get(value["precision"]) if value else None
        if digits and not value["time"].startswith("-"):
            return str(value["time"].lstrip("+")[:digits])
    return ""


def _joined(store: sqlite3.Connection) -> Iterator[TwinLink]:
    rows = store.execute(
        "SELECT p.geonameid, q.geonameid, l.since, l.until, l.a FROM links l "
        "JOIN places p ON p.entity = l.a JOIN places q ON q.entity = l.b "
        "WHERE p.geonameid <> q.geonameid ORDER BY l.since = '', l.until = '', l.a"
    )
    regions = {place.geonameid for place in wider().places if place.level == "region"}
    found: dict[tuple[int, int], TwinLink] = {}
    for a, b, since, until, entity in rows:
        if (a in regions) == (b in regions):
            level: LinkLevel = "region" if a in regions else "city"
            status: Status = "ended" if until else "existing"
            link = TwinLink(a, b, level, status, since, "Wikidata", _PAGE + entity, until=until)
            found[link.pair] = _fuller(found.get(link.pair), link)
    yield from found.values()


def _fuller(known: TwinLink | None, link: TwinLink) -> TwinLink:
    """A statement of either side may hold the date that the other lacks; an end stated once is an end."""
    return link if known is None or (link.until and not known.until) else known
