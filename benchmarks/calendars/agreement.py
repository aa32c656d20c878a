"""How far our reading of public calendars agrees with the reference library's.

    python -m benchmarks.calendars.agreement FOLDER... [--show]

FOLDERs hold ``.ics`` files of others, fetched by whoever measures, never committed (``README.md`` names
the projects). Each file's busiest year is expanded by ours and by ``recurring_ical_events``: the same
beginnings with the same names, or the difference and its class (``docs/calendars.md`` tells why). What a
public calendar leaves out on purpose, entries marked private or without a name, is counted by itself:
such a file agrees "but for" them only when nothing else differs. Files that are empty in both that year
are no evidence and stand apart.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import signal
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import recurring_ical_events
import x_wr_timezone
from icalendar import Calendar

from egiz.calendars import CalendarError
from egiz.calendars.feeds import Feed, read_any
from egiz.calendars.readers._common import plain

SECONDS = 20
LIMITS = ("recurrence", "too-many")
BUT_FOR = "same but for what is private or nameless"
ENDINGS = (".ics", ".ical", ".ifb", ".icalendar")
_START = re.compile(rb"^DTSTART[^:\r\n]*:(\d{4})\d{4}", re.MULTILINE)
_IN_SCOPE = (1970, 2100)
Occurrence = tuple[str, str]
# The first class that fits is the file's: a code of ours, and what it means for a public calendar of events.
CLASSES = {
    "private": "entries marked private are left out",
    "no-name": "entries without a name are left out",
    "recurrence": "a rule that is refused",
    "too-many": "more occurrences than are read",
    "bad-zone": "a zone that makes no sense",
    "duplicate-uid": "one uid for different dates",
    "bad-exception": "exceptions that cannot be read",
    "bad-count": "a count that makes no sense",
    "bad-date": "a date that cannot be read",
    "broken": "an entry that cannot be parsed",
}


class TooSlowError(Exception):
    """A reading took longer than is waited for."""


@contextmanager
def _at_most(seconds: int) -> Iterator[None]:
    def stop(*_: object) -> None:
        raise TooSlowError

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)


def busiest_year(data: bytes) -> int:
    """The year in which most entries begin."""
    years = Counter(int(found[1]) for found in _START.finditer(data))
    usual = {year: count for year, count in years.items() if _IN_SCOPE[0] <= year <= _IN_SCOPE[1]}
    return max(usual, key=lambda year: (usual[year], year), default=2026)


def key(start: date | datetime, name: object) -> Occurrence:
    """A beginning and a name, however they were written."""
    if isinstance(start, datetime):
        moment = start if start.tzinfo else start.replace(tzinfo=UTC)
        return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M}", plain(name, 300)
    return start.isoformat(), plain(name, 300)


def of_reference(data: bytes, year: int) -> tuple[Counter[Occurrence], Counter[Occurrence]]:
    """What the reference library makes of the file, and what of it no public calendar announces."""
    found: Counter[Occurrence] = Counter()
    unannounced: Counter[Occurrence] = Counter()
    for calendar in Calendar.from_ical(data, multiple=True):
        standard: Any = x_wr_timezone.to_standard(calendar)
        query = recurring_ical_events.of(standard, components=["VEVENT"])
        for event in query.between(date(year - 1, 12, 30), date(year + 1, 1, 2)):
            one = key(event["DTSTART"].dt, event.get("SUMMARY"))
            if one[0].startswith(str(year)):
                found[one] += 1
                marked = str(event.get("CLASS", "PUBLIC")).upper() not in ("PUBLIC", "")
                unannounced[one] += marked or not one[1]
    return found, unannounced


def of_ours(data: bytes, year: int) -> tuple[Counter[Occurrence], list[str]]:
    """What our reader makes of it, and the codes of what it was told."""
    today = date(year, 1, 1) + timedelta(days=365)
    reading = read_any(data, Feed("one", "https://example.org/", kind="ics", zone="UTC"), today)
    found: Counter[Occurrence] = Counter()
    for event in reading.events:
        if event.start is not None:
            found[key(event.start, next(iter(event.names.values())))] += 1
    kept = Counter({k: n for k, n in found.items() if k[0].startswith(str(year))})
    return kept, [problem.code for problem in reading.problems]


def compare(data: bytes) -> tuple[str, str]:
    """The verdict on one file and what is behind it."""
    year = busiest_year(data)
    try:
        with _at_most(SECONDS):
            theirs, unannounced = of_reference(data, year)
    except TooSlowError:
        return "reference too slow", ""
    except Exception as error:  # noqa: BLE001 - whatever the reference raises, it does not read the file
        return "reference fails", f"{type(error).__name__}: {error}"[:100]
    try:
        with _at_most(SECONDS):
            ours, codes = of_ours(data, year)
    except (CalendarError, TooSlowError) as error:
        ours, codes = Counter(), [getattr(error, "code", "") or "too slow"]
    if ours == theirs:
        return ("same" if theirs else "empty in both"), ""
    if ours == theirs - unannounced:
        return BUT_FOR, ""
    verdict = next((name for name in CLASSES if name in codes), "not told")
    return verdict, f"{year}: {_some(theirs - ours, 'missing')}; {_some(ours - theirs, 'more')}; {codes[:4]}"


def _some(found: Counter[Occurrence], what: str) -> str:
    return f"{sum(found.values())} {what} {sorted(found)[:3]}"


def files(folders: list[Path]) -> Iterator[Path]:
    """Every calendar once."""
    seen: set[str] = set()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() in ENDINGS and path.is_file():
                digest = hashlib.sha256(path.read_bytes()).hexdigest()
                if digest not in seen:
                    seen.add(digest)
                    yield path


def main() -> None:
    """Print the verdicts."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folders", nargs="+", type=Path)
    asked.add_argument("--show", action="store_true", help="print each difference")
    args = asked.parse_args()
    warnings.simplefilter("ignore")
    verdicts: Counter[str] = Counter()
    for path in files(args.folders):
        verdict, detail = compare(path.read_bytes())
        verdicts[verdict] += 1
        if args.show and detail:
            print(f"{verdict}: {path}: {detail}")
    read = sum(n for name, n in verdicts.items() if not name.startswith(("reference", "empty")))
    same, but_for = verdicts["same"], verdicts[BUT_FOR]
    print(
        f"{sum(verdicts.values())} files, in {read} of them the reference or ours finds events in that year"
    )
    for name, count in sorted(verdicts.items(), key=lambda item: -item[1]):
        print(f"{count:5} {name}{': ' + CLASSES[name] if name in CLASSES else ''}")
    limits = sum(verdicts[name] for name in LIMITS)
    for count, what in (
        (same, "the same"),
        (same + but_for, "and with what is private or nameless left out of both"),
        (same + but_for + limits, "and with what is more than is read"),
    ):
        print(f"{count:5} of {read} = {100 * count / max(1, read):.1f} %: {what}")


if __name__ == "__main__":
    main()
