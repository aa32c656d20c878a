"""How far our reading of public calendars agrees with the reference library's.

    python -m benchmarks.calendars.agreement FOLDER... [--show]

FOLDERs hold ``.ics`` files of others, fetched by whoever measures, never committed (``README.md`` names
the projects). Each file's busiest year is expanded by ours and by ``recurring_ical_events``: the same
beginnings with the same names, or the difference and its class (``docs/calendars.md`` tells why). What a
public calendar leaves out on purpose, entries marked private or without a name, is counted by itself:
such a file agrees "but for" them only when nothing else differs. Every other difference has to show by
itself that it is of one of the kinds that ``docs/calendars.md`` explains; one that does not is called
unexplained, and the command then ends with 1. Files that are empty in both that year are no evidence and
stand apart.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import signal
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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
BUT_FOR = "same but for what is private or nameless"
ENDINGS = (".ics", ".ical", ".ifb", ".icalendar")
_START = re.compile(rb"^DTSTART[^:\r\n]*:(\d{4})\d{4}", re.MULTILINE)
_IN_SCOPE = (1970, 2100)
Occurrence = tuple[str, str]
LIMIT = "a rule by hours or minutes, or more often than is read: refused or cut, and told"
UNEXPLAINED = "unexplained"
_LOCAL_UNTIL = re.compile(rb"UNTIL=\d{8}T\d{6}(?!Z)")


class TooSlowError(Exception):
    """A reading took more processor time than is waited for."""


@contextmanager
def _at_most(seconds: int) -> Iterator[None]:
    def stop(*_: object) -> None:
        raise TooSlowError

    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


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
    names = frozenset(name for _, name in theirs)
    difference = Difference(data, theirs - ours - unannounced, ours - theirs, names, frozenset(codes))
    verdict = next((name for name, shows in EXPLAINED.items() if shows(difference)), UNEXPLAINED)
    missing, more = _some(difference.missing, "missing"), _some(difference.more, "more")
    return verdict, f"{year}: {missing}; {more}; {codes[:4]}"


@dataclass(frozen=True, slots=True)
class Difference:
    """One file that the two read differently."""

    data: bytes
    missing: Counter[Occurrence]
    more: Counter[Occurrence]
    names: frozenset[str]  # that the reference gives
    codes: frozenset[str]

    def events(self) -> Iterator[dict[str, str]]:
        """The file's entries, as far as the reference can part them: each property's text by its name."""
        for block in re.findall(rb"BEGIN:VEVENT(.*?)END:VEVENT", self.data, re.DOTALL):
            lines = block.decode("utf-8", "replace").replace("\r\n", "\n").replace("\n ", "").split("\n")
            parted = (re.match(r"([A-Z-]+)[^:]*:(.*)", line) for line in lines)
            yield {found[1]: found[2] for found in parted if found}


def _is_limit(found: Difference) -> bool:
    return not found.more and bool(found.codes & {"recurrence", "too-many"})


def _until_is_local(found: Difference) -> bool:
    return not found.missing and b"TZID=" in found.data and _LOCAL_UNTIL.search(found.data) is not None


def _day_for_midnight(found: Difference) -> bool:
    days = Counter(
        {(when[:10], name): n for (when, name), n in found.missing.items() if when[10:] == "T00:00"}
    )
    return bool(days) and found.more == days


def _ends_before_its_start(found: Difference) -> bool:
    swapped = {
        plain(one.get("SUMMARY"), 300)
        for one in found.events()
        if one.get("DTEND", "9").strip()[:15] < one.get("DTSTART", "")[:15]
    }
    return bool(found.more) and {name for _, name in (*found.missing, *found.more)} <= swapped


def _equally_new(found: Difference) -> bool:
    keys = Counter(
        (one.get("UID"), one.get("RECURRENCE-ID"), one.get("SEQUENCE"), one.get("LAST-MODIFIED"))
        for one in found.events()
        if one.get("RECURRENCE-ID")
    )
    return sum(found.missing.values()) == sum(found.more.values()) and max(keys.values(), default=0) > 1


def _one_id_for_two(found: Difference) -> bool:
    nameless = any(not one.get("UID", "").strip() for one in found.events())
    return not found.missing and (nameless or "duplicate-uid" in found.codes)


def _more_is_read(found: Difference) -> bool:
    return not found.missing and bool(found.more) and found.names.isdisjoint(name for _, name in found.more)


def _letters(found: Difference) -> bool:
    unread = [when for when, name in found.missing if "\ufffd" in name]
    return bool(unread) and sorted(unread) == sorted(when for when, _ in found.more)


# A kind of difference, and whether a file shows it; the first that fits is the file's.
EXPLAINED: dict[str, Callable[[Difference], bool]] = {
    LIMIT: _is_limit,
    "UNTIL in local time beside a start with a zone": _until_is_local,
    "a day as start and a moment as end": _day_for_midnight,
    "an end before the start": _ends_before_its_start,
    "two changes of one day, neither of them newer": _equally_new,
    "one id for two events, or an empty one: both are kept": _one_id_for_two,
    "entries that the reference passes over": _more_is_read,
    "letters that the reference cannot read": _letters,
}


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
        print(f"{count:5} {name}")
    explained = sum(verdicts[name] for name in EXPLAINED)
    for count, what in (
        (same, "the same"),
        (same + but_for, "and with what is private or nameless left out of both"),
        (same + but_for + verdicts[LIMIT], "and with rules that are cut on purpose"),
        (same + but_for + explained, "and with the other kinds that are explained"),
    ):
        print(f"{count:5} of {read} = {100 * count / max(1, read):.1f} %: {what}")
    sys.exit(verdicts[UNEXPLAINED] > 0)


if __name__ == "__main__":
    main()
