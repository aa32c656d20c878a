"""A desk with very many made-up events, for measuring; each says in its source that it is made up."""

# ruff: noqa: PLC0415 - Django is imported once its settings are known
from __future__ import annotations

import datetime as dt
import random
from typing import Any

WORDS = (
    *("Oil", "Gas", "Energy", "Transport", "Tourism", "Food"),
    *("Textile", "Mining", "Metal", "Health", "Finance", "Climate"),
)
SYLLABLES = ("ka", "zu", "mi", "tor", "bel", "nu", "ran", "sho", "gi", "lam", "pe", "vod")
CITIES = (
    ("Tashkent", 1512569, "UZ", "Asia/Tashkent"),
    ("Nukus", 601294, "UZ", "Asia/Samarkand"),
    ("Almaty", 1526384, "KZ", "Asia/Almaty"),
    ("Atyrau", 610529, "KZ", "Asia/Atyrau"),
)
FIRST = dt.date(2026, 1, 1)
DAYS = 3 * 365


def coined(rng: random.Random) -> str:
    """Make a name that no real show has."""
    word = "".join(rng.choice(SYLLABLES) for _ in range(3)).title()
    return f"{word} {rng.choice(WORDS)} forum"


def seed(desk: Any, *, events: int = 100_000, sources: int = 500) -> None:
    """Write events of three years at an open desk, spread over sources, cities and sectors.

    Parameters
    ----------
    desk
        A desk whose scope is open.
    events, sources
        How many of each.
    """
    from egiz.calendars import Event, Source, Status, sectors
    from egiz.desk.events.domain.assembling import digest_of, fill_entry, put
    from egiz.desk.events.models import Entry, EventRecord, EventSource

    rng = random.Random(1)
    keys = list(sectors())
    made = [
        EventSource(
            desk=desk, title=f"Made-up source {n}", url=f"https://s{n}.example/cal.ics", is_draft=False
        )
        for n in range(sources)
    ]
    EventSource.objects.bulk_create(made)
    rows, entries = [], []
    for number in range(events):
        source = made[number % sources]
        city, place, country, zone = rng.choice(CITIES)
        first = FIRST + dt.timedelta(days=rng.randrange(DAYS))
        event = Event(
            uid=f"{number}@made-up.example",
            names={"en": coined(rng), "ru": f"Форум {number}"},
            sources=(Source(source.title, source.url, dt.date(2026, 11, 1)),),
            status=rng.choice((Status.ANNOUNCED, Status.CONFIRMED, Status.CANCELLED)),
            sectors=(rng.choice(keys),),
            place=place,
            place_name=city,
            country=country,
            start=first,
            end=first + dt.timedelta(days=rng.randrange(4)),
            zone=zone,
            url=f"https://made-up.example/{number}",
        )
        row = EventRecord(desk=desk, uid=event.uid)
        put(row, event)
        entry = Entry(desk=desk, source=source, origin="source", key=f"{source.pk}:{event.uid}")
        fill_entry(entry, event)
        entry.digest = digest_of(entry.record)
        rows.append(row)
        entries.append(entry)
    EventRecord.objects.bulk_create(rows, batch_size=2000)
    for row, entry in zip(rows, entries, strict=True):
        entry.event = entry.home = row
    Entry.objects.bulk_create(entries, batch_size=2000)
