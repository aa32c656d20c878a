"""Thousands of event sources: sites are shared out, so that no site is asked by two workers at once."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from egiz import calendars
from egiz.atlas.sources import Client
from egiz.calendars.feeds import Feed, Pull, guarded_fetcher, pull, read_any
from egiz.calendars.places import find_place
from egiz.cluster._errors import ClusterError
from egiz.cluster.pool import Pool
from egiz.cluster.runs import Outcome, Tell, opened

LARGEST_FILE = 20_000_000
BLOCK = 50
"""Sources of one part, unless a single site has more."""
FIELDS = frozenset({"title", "kind", "language", "zone", "country", "year"})
Record = dict[str, Any]


def read_sources(path: Path) -> list[Record]:
    """Sources out of a file: one address or path a line, or a JSON array of these or of objects with ``url``.

    Raises
    ------
    ClusterError
        Naming the entry that is none.
    """
    text = path.read_text(encoding="utf-8-sig")
    try:
        entries = json.loads(text) if text.lstrip().startswith("[") else text.splitlines()
    except ValueError as error:
        raise ClusterError(f"{path}: not a JSON array ({error}).") from error
    found: dict[str, Record] = {}
    for number, entry in enumerate(entries, 1):
        record = _record(entry)
        if record is None:
            raise ClusterError(
                f"{path}: entry {number} is no address, no path and no object with url: {entry!r:.80}."
            )
        if record["url"]:
            found.setdefault(record["url"], record)
    if not found:
        raise ClusterError(f"{path}: no source in it; write one address or path a line.")
    return list(found.values())


def _record(entry: Any) -> Record | None:
    if isinstance(entry, str):
        line = entry.strip()
        return {"url": "" if line.startswith("#") else line}
    if isinstance(entry, dict) and isinstance(entry.get("url"), str) and entry["url"].strip():
        return {"url": entry["url"].strip(), **{key: entry[key] for key in FIELDS & entry.keys()}}
    return None


def pull_sources(
    pool: Pool,
    sources: Sequence[Record],
    out: Path,
    *,
    now: datetime | None = None,
    trusted: tuple[str, ...] = (),
    pause: float = 1.0,
    tell: Tell | None = None,
) -> Outcome:
    """Pull every source once.

    Parameters
    ----------
    pool
        The workers.
    sources
        As `read_sources` gives them; a path must be seen by all workers.
    out
        Folder of the run.
    now
        The moment that all sources are marked with, aware.
    trusted
        Hosts of private addresses that may be asked, such as ``127.0.0.1``.
    pause
        Seconds between two requests to one site.
    tell
        Told after every part.

    Returns
    -------
    Outcome
        Parts are JSON arrays of what ``egiz events pull --json`` prints for a source. A source that fails
        says why in its place; rows are events.
    """
    when = now or datetime.now(UTC)
    made_from = {"kind": "pull", "sources": _digest(sources), "trusted": trusted}
    # The day is the first start's: a run that goes on tomorrow is still one pull.
    with opened(out, made_from) as run:
        pool.looks(out)
        day = _first_start(out, when)
        calls = {name: (part, day, trusted, pause) for name, part in _blocks(sources).items()}
        return run.make(pool, "events", pull_block, calls, suffix=".json", tell=tell)


def _digest(sources: Sequence[Record]) -> str:
    return hashlib.sha256(json.dumps(sources, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _first_start(out: Path, when: datetime) -> str:
    begun = out / "begun"
    if not begun.exists():
        begun.write_text(when.isoformat(), encoding="utf-8")
    return begun.read_text(encoding="utf-8")


def _blocks(sources: Sequence[Record]) -> dict[str, list[Record]]:
    """Sources by site, sites put together until a block is full."""
    sites: dict[str, list[Record]] = defaultdict(list)
    for record in sources:
        sites[urlsplit(record["url"]).netloc.lower() or f"file {len(sites)}"].append(record)
    blocks: list[list[Record]] = [[]]
    for _, site in sorted(sites.items()):
        if blocks[-1] and len(blocks[-1]) + len(site) > BLOCK:
            blocks.append([])
        blocks[-1].extend(site)
    return {f"{at:05d}": block for at, block in enumerate(blocks)}


def pull_block(
    sources: Sequence[Record], day: str, trusted: Sequence[str], pause: float
) -> tuple[bytes, int, list[str]]:
    """Pull some sources, one after the other."""
    now = datetime.fromisoformat(day)
    fetch = guarded_fetcher(Client(allow_private=tuple(trusted), pause=pause))
    found = []
    for record in sources:
        try:
            found.append(_pulled(record, now, fetch))
        except (calendars.CalendarError, OSError, TypeError) as error:
            found.append(
                {
                    "source": record["url"],
                    "outcome": "failed",
                    "error": str(error),
                    "problems": [],
                    "events": [],
                }
            )
    notes = [_note(each) for each in found if each["outcome"] == "failed"]
    data = json.dumps(found, ensure_ascii=False, sort_keys=True).encode()
    return data, sum(len(each["events"]) for each in found), notes


def _note(result: Record) -> str:
    said = str(result["error"])
    return said if result["source"] in said else f"{result['source']}: {said}"


def _pulled(record: Record, now: datetime, fetch: calendars.feeds.Fetcher) -> Record:
    url, fields = record["url"], {key: record[key] for key in FIELDS & record.keys()}
    if url.lower().startswith(("http://", "https://", "webcal:", "webcals:")):
        result = pull(Feed(url, url, **{"title": url, **fields}), fetch, now=now, find_place=find_place)
    else:
        result = _from_file(Path(url), fields, now)
    return {
        "source": url,
        "outcome": result.outcome,
        "error": result.state.error,
        "problems": [{"where": each.where, "code": each.code, "text": each.text} for each in result.problems],
        "events": calendars.events_to_json(result.events),
    }


def _from_file(path: Path, fields: Record, now: datetime) -> Pull:
    if path.stat().st_size > LARGEST_FILE:
        raise ClusterError(f"{path}: larger than {LARGEST_FILE // 10**6} MB.")
    # A file has no address; the feed only carries how it is to be read.
    feed = Feed(str(path), "https://file.invalid/", **fields)
    reading = read_any(path.read_bytes(), feed, now.date(), find_place)
    plain = calendars.Source(path.name, checked_on=now.date())
    events = tuple(replace(event, sources=(plain,)) for event in reading.events)
    return Pull(feed, "changed", calendars.feeds.FeedState(), events, reading.problems)
