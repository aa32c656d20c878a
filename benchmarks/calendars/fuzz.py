"""What strangers might send: seeded damage to documents of every kind that is read, and slow documents.

    python benchmarks/calendars/fuzz.py [COUNT] [SEED]

Counts crashes (anything but a reading or a ``ReadingError``), readings above two seconds of processor time, and good
events lost: each calendar carries one that no damage touches.
"""

# ruff: noqa: E501 - documents as strangers write them, on lines of their own length

from __future__ import annotations

import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date

from egiz.calendars import CalendarError, Source
from egiz.calendars.feeds import Feed, read_any

TODAY = date(2026, 11, 27)
BOUND = 2.0  # seconds of processor time for a megabyte of anything
GOOD = b"BEGIN:VEVENT\r\nUID:good\r\nDTSTART;VALUE=DATE:20270515\r\nSUMMARY:Good\r\nEND:VEVENT\r\n"
EVENT = (
    "BEGIN:VEVENT\r\nUID:s\r\nDTSTART;TZID=Asia/Tashkent:20261201T090000\r\nDTEND;TZID=Asia/Tashkent:20261201T100000\r\n"
    "RRULE:FREQ=WEEKLY;COUNT=5;BYDAY=TU,FR\r\nEXDATE;TZID=Asia/Tashkent:20261204T090000\r\nSUMMARY:Выставка\r\n"
    "LOCATION:Toshkent sh.\\, Oʻzbekiston\r\nDESCRIPTION:длинный текст\r\n  с переносом\r\nSEQUENCE:2\r\n"
    "LAST-MODIFIED:20261101T000000Z\r\nCLASS:PUBLIC\r\nSTATUS:CONFIRMED\r\nEND:VEVENT\r\n"
).encode()
PAGE = json.dumps(
    {
        "@type": "Event", "name": "Выставка", "startDate": "2027-05-15T10:00:00+05:00", "endDate": "2027-05-17",
        "location": {"@type": "Place", "name": "Expo", "address": {"addressLocality": "Nukus"}},
        "offers": {"price": "5", "priceCurrency": "USD"}, "eventStatus": "EventScheduled",
    },
    ensure_ascii=False,
)  # fmt: skip
SEEDS = {
    "page": f'<html><script type="application/ld+json">{PAGE}</script></html>'.encode(),
    "marked": b'<div itemscope itemtype="https://schema.org/Event"><b itemprop="name">A</b><time itemprop="startDate"'
    b' datetime="2027-05-15">15</time></div>',
    "rss": '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>T</title><item><title>Форум 15 мая '
    "2027</title><link>https://example.org/</link></item></channel></rss>".encode(),
    "table": "name;date;city\nВыставка;15-17.05.27;Ташкент 100084\nForum;15 va 16 may 2027;Urganch\n".encode(),
}
PIECES = (
    *(
        b"BEGIN:VEVENT",
        b"END:VEVENT",
        b"BEGIN:VTIMEZONE",
        b"RRULE:FREQ=DAILY",
        b":",
        b";",
        b"\r\n ",
        b"\n",
        b"\0",
    ),
    *(
        b"\xff",
        b"\xd0",
        b"<script",
        b"<",
        b">",
        b'"',
        b"{",
        b"]",
        b"COUNT=-1",
        b"20270230T990000",
        b"TZID=X",
        b"&#0;",
    ),
    *(
        "\u202e".encode(),
        "мая".encode(),
        b"99999999999999999999",
        b"-1",
        b"CLASS:PRIVATE\r\n",
        b"http://xn--",
    ),
)
MEGABYTE = 1_000_000
SLOW: dict[str, Callable[[], bytes]] = {
    piece.decode("latin-1").strip()[:20] or repr(piece): (
        lambda piece=piece: piece * (MEGABYTE // len(piece))
    )
    for piece in (
        *(
            b"<script ",
            b"<script type=application/ld+json>",
            b"<div itemscope>",
            b"<",
            b"{",
            b"[",
            b'"',
            b"a;b\n",
        ),
        *(
            b"<item>",
            b"<!--",
            b"&amp;",
            b"BEGIN:VEVENT\n",
            b"END:VEVENT\n",
            b"1.05.27-",
            b"15, 16 ",
            b"2027.05.",
        ),
    )
} | {
    "zones": lambda: (
        b"BEGIN:VCALENDAR\n" + b"BEGIN:VTIMEZONE\nEND:X\n" * (MEGABYTE // 22) + b"END:VCALENDAR\n"
    ),
    "folds": lambda: b"BEGIN:VCALENDAR\n" + b"X:\n " * (MEGABYTE // 4) + b"END:VCALENDAR\n",
    "todos": lambda: (
        b"BEGIN:VCALENDAR\n" + b"BEGIN:VTODO\nEND:VTODO\n" * (MEGABYTE // 22) + b"END:VCALENDAR\n"
    ),
    "dates": lambda: b"name,date\n" + "A,15 и 16 мая 2027\n".encode() * (MEGABYTE // 30),
}


def damaged(data: bytes, chance: random.Random) -> bytes:
    """A document with one to six changes."""
    found = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(found) + 1)
        match chance.randrange(4):
            case 0:
                found[at:at] = chance.choice(PIECES) * chance.choice((1, 1, 1, 50))
            case 1:
                del found[at : at + chance.randint(1, 30)]
            case 2:
                found[at : at + 1] = bytes([chance.randrange(256)])
            case _:
                found[at:at] = found[max(0, at - 40) : at]
    return bytes(found)


def read(data: bytes, seen: Counter[str], name: str) -> tuple[str, ...]:
    """Read a document; notes crashes and what took too long."""
    began = time.process_time()
    try:
        uids = tuple(
            event.uid for event in read_any(data, Feed("fuzz", "https://example.org/"), TODAY).events
        )
    except CalendarError:
        uids = ()
    except Exception as error:  # noqa: BLE001 - crashes are what is looked for
        seen["crashed"] += 1
        print(f"crashed ({name}): {type(error).__name__}: {error}")
        uids = ()
    spent = time.process_time() - began
    if spent > BOUND:
        seen["slow"] += 1
        print(f"slow ({name}): {spent:.1f} s for {len(data):,} bytes")
    return uids


def main() -> None:
    """Print each finding and the counts."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    chance = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 0)
    seen: Counter[str] = Counter()
    _ = Source("warm", "")
    read(b"BEGIN:VCALENDAR\r\n" + GOOD + b"END:VCALENDAR\r\n", Counter(), "warm")
    for name, make in SLOW.items():
        read(make(), seen, name)
    for number in range(count):
        if number % 2:
            name = chance.choice(list(SEEDS))
            read(damaged(SEEDS[name], chance), seen, name)
            continue
        head = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
        first, second = (damaged(EVENT, chance), GOOD) if number % 4 else (GOOD, damaged(EVENT, chance))
        if "good" not in read(head + first + b"\r\n" + second + b"\r\nEND:VCALENDAR\r\n", seen, "calendar"):
            seen["lost"] += 1
            print(f"lost a good event: {(first + second)!r}" if seen["lost"] < 10 else "lost")
    print(
        f"{count:,} inputs and {len(SLOW)} slow ones: {seen['crashed']} crashes, {seen['slow']} slow, {seen['lost']} lost"
    )


if __name__ == "__main__":
    main()
