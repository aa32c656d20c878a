"""How long does a pull take? ``python benchmarks/calendars/pull_speed.py [SOURCES] [EVENTS_EACH]``.

500 iCalendar sources with 200 events each are pulled from memory: first as new, then unchanged (once answered
with 304, once sent again in full). The network is left out: it is not what this code can
make faster. Seconds are CPU time of one core, so that a busy machine does not blur them.
"""

from __future__ import annotations

import sys
import time
from datetime import UTC, date, datetime, timedelta
from random import Random

from egiz.calendars.feeds import Answer, Feed, FeedState, pull
from egiz.calendars.merging import merge

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
WORDS = (
    *("Oil", "Gas", "Energy", "Transport", "Tourism", "Food"),
    *("Textile", "Mining", "Metal", "Health", "Finance", "Climate"),
)

SYLLABLES = ("ka", "zu", "mi", "tor", "bel", "nu", "ran", "sho", "gi", "lam", "pe", "vod")


def calendar(source: int, events: int) -> bytes:
    """Build one source's calendar."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:bench"]
    random = Random(source)
    for number in range(events):
        day = date(2027, 1, 1) + timedelta(days=random.randrange(365))
        coined = "".join(random.choice(SYLLABLES) for _ in range(3)).title()
        name = f"{coined} {random.choice(WORDS)} forum"
        lines += ["BEGIN:VEVENT", f"UID:{source}-{number}", f"DTSTART;VALUE=DATE:{day:%Y%m%d}"]
        lines += [f"SUMMARY:{name}", "LOCATION:Tashkent", "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def main() -> None:
    """Print seconds for each kind of pull."""
    sources, each = (int(arg) for arg in [*sys.argv[1:], "500", "200"][:2])
    bodies = {f"https://s{n}.example/cal.ics": calendar(n, each) for n in range(sources)}
    feeds = [Feed(url, url, zone="Asia/Tashkent", kind="ics") for url in bodies]

    def full(url: str, **_: str) -> Answer:
        return Answer(200, bodies[url], '"1"')

    def conditional(url: str, *, etag: str = "", **_: str) -> Answer:
        return Answer(304) if etag else full(url)

    states: dict[str, FeedState] = {}
    events = []
    for label, fetch in (("new", full), ("unchanged, 304", conditional), ("unchanged, sent again", full)):
        started = time.process_time()
        pulls = [pull(feed, fetch, now=NOW, state=states.get(feed.key)) for feed in feeds]
        states = {p.feed.key: p.state for p in pulls}
        events = events or [event for p in pulls for event in p.events]
        outcomes = {p.outcome for p in pulls}
        print(f"{label:24} {time.process_time() - started:8.2f} CPU s  {len(feeds)} sources  {outcomes}")
    month = [event for event in events if event.first_day and event.first_day.month == 5][:2000]
    started = time.process_time()
    result = merge(month)
    spent = time.process_time() - started
    print(f"merge {len(month)} events       {spent:8.2f} CPU s  {len(result.events)} remain")


if __name__ == "__main__":
    main()
