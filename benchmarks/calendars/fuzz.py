"""What strangers might send: seeded damage to documents of every kind that is read, and slow documents.

    python benchmarks/calendars/fuzz.py [COUNT] [SEED] [--part K/N]

An input depends on SEED and its number alone, so that the inputs can be gone through in parts. Counts crashes (anything but a reading or a ``ReadingError``), readings above two seconds of processor time, and good
events lost: each calendar carries one that no damage touches.
"""

# ruff: noqa: E501 - documents as strangers write them, on lines of their own length

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable
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
    "atom": '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:ev="http://purl.org/rss/1.0/modules/event/"><entry><title>Форум</title>'
    "<id>a</id><ev:startdate>2027-05-15T09:00:00+05:00</ev:startdate><ev:location>Ташкент</ev:location></entry></feed>".encode(),
    "rdfa": b'<div vocab="https://schema.org/" typeof="Event"><b property="name">A</b><time property="startDate" '
    b'content="2027-05-15T09:00">15</time><span property="location" typeof="Place"><i property="name">Expo</i></span></div>',
    "graph": f'<script type="application/ld+json">{{"@graph": [{PAGE}, {{"@id": "#p", "@type": "Place"}}]}}</script>'.encode(),
    "words": "<table><tr><th>Мероприятие<th>Дата<th>Город</tr><tr><td>Көрме<td>15–17 мамыр 2027 ж.<td>Атырау қ.</tr></table>".encode(),
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


def calendar(events: Iterable[str]) -> bytes:
    """Events as a calendar."""
    body = "".join(f"BEGIN:VEVENT\n{event}END:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{body}END:VCALENDAR\n".encode()


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
    "one id": lambda: calendar(f"UID:1\nDTSTART:20270515T090000Z\nSUMMARY:{n}\n" for n in range(13_000)),
    "days of one id": lambda: calendar(
        f"UID:1\nDTSTART:2027{n % 12 + 1:02}15T09{n % 60:02}00Z\nSUMMARY:{n}\n" for n in range(13_000)
    ),
    "since 1650": lambda: calendar(
        f"UID:{n}\nDTSTART;VALUE=DATE:16500515\nRRULE:FREQ={rule}\nSUMMARY:{n}\n"
        for n in range(2_000)
        for rule in ("DAILY", "YEARLY", "MONTHLY;BYDAY=-1FR", "WEEKLY;COUNT=99999")
    ),
    "exceptions": lambda: calendar(
        f"UID:{n}\nDTSTART:20260101T090000\nRRULE:FREQ=DAILY\nEXDATE:{days}\nSUMMARY:{n}\n"
        for n in range(60)
        for days in [",".join(f"2026{m:02}{d:02}T090000" for m in range(1, 13) for d in range(1, 29))] * 3
    ),
    "changes": lambda: calendar(
        f"UID:{n % 7}\nDTSTART:20260101T090000\nSUMMARY:{n}\n"
        + (f"RECURRENCE-ID:2026{n % 12 + 1:02}{n % 28 + 1:02}T090000\n" if n > 7 else "RRULE:FREQ=DAILY\n")
        for n in range(9_000)
    ),
    "items": lambda: b"<rss><channel>" + "<item><title>Форум 15 мая 2027</title></item>".encode() * 18_000,
    "graph": lambda: (
        b'<script type="application/ld+json">['
        + ",".join(f'{{"@id": "{n}", "location": {{"@id": "{n - 1}"}}}}' for n in range(20_000)).encode()
        + b"]</script>"
    ),
    "nested": lambda: b'<div typeof="Event"><p property="location" typeof="Place">' * 15_000,
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
    seen["slowest"] = max(seen["slowest"], round(1000 * spent))
    if spent > BOUND:
        seen["slow"] += 1
        print(f"slow ({name}): {spent:.1f} s for {len(data):,} bytes")
    return uids


def main() -> None:
    """Print each finding and the counts."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("count", nargs="?", type=int, default=20_000)
    asked.add_argument("seed", nargs="?", type=int, default=0)
    asked.add_argument("--part", default="1/1", help="K/N: the K-th of N parts; slow documents in the first")
    args = asked.parse_args()
    part, parts = map(int, args.part.split("/"))
    seen: Counter[str] = Counter()
    _ = Source("warm", "")
    read(b"BEGIN:VCALENDAR\r\n" + GOOD + b"END:VCALENDAR\r\n", Counter(), "warm")
    slow = SLOW if part == 1 else {}
    for name, make in slow.items():
        read(make(), seen, name)
    numbers = range(part - 1, args.count, parts)
    for number in numbers:
        one_input(random.Random(f"{args.seed} {number}"), seen)
    print(
        f"{len(numbers):,} inputs and {len(slow)} slow ones: {seen['crashed']} crashes, {seen['slow']} slow, "
        f"{seen['lost']} lost; the slowest took {seen['slowest'] / 1000:.2f} s"
    )


def one_input(chance: random.Random, seen: Counter[str]) -> None:
    """A damaged document, or a damaged event beside a good one that has to be found."""
    if chance.random() < 0.5:
        name = chance.choice(list(SEEDS))
        read(damaged(SEEDS[name], chance), seen, name)
        return
    head = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
    first, second = (
        (damaged(EVENT, chance), GOOD) if chance.random() < 0.5 else (GOOD, damaged(EVENT, chance))
    )
    if "good" not in read(head + first + b"\r\n" + second + b"\r\nEND:VCALENDAR\r\n", seen, "calendar"):
        seen["lost"] += 1
        print(f"lost a good event: {(first + second)!r}" if seen["lost"] < 10 else "lost")


if __name__ == "__main__":
    main()
