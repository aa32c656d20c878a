"""What a fixed block means for each day: its hours without the nights it only spans."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

from egiz.trips.clock import local, minute, moment
from egiz.trips.parts import Block
from egiz.trips.problem import Rules

DAY = 24 * 60


def parts_of(block: Block, rules: Rules, zone: str) -> list[Block]:
    """
    A block in the pieces in which the groups keep it.

    A conference of several days is one of the hours of each day: the nights that lie wholly inside it are
    free. A reception that begins in the evening and ends after midnight is one piece, as is whatever begins
    or ends at night.

    Parameters
    ----------
    block
        What is kept.
    rules
        Whose day_start and day_end say when a night begins and ends.
    zone
        IANA zone of the block's city.

    Returns
    -------
    list[Block]
        At least one, in order; they cover the block but for its free nights.
    """
    begin, end = minute(block.start), minute(block.end)
    pieces = []
    for falls, rises in _nights(block, rules, zone):
        if rises >= end:
            break
        if begin < falls:
            pieces.append((begin, falls))
            begin = rises
        elif end - begin > DAY:
            # It begins at night and goes on for days: that night counts to midnight only.
            midnight = local(moment(rises, zone).date(), dt.time(0), zone)
            if begin < midnight:
                pieces.append((begin, midnight))
            begin = max(begin, rises)
    pieces.append((begin, end))
    return [replace(block, start=moment(a, zone), end=moment(b, zone)) for a, b in pieces]


def _nights(block: Block, rules: Rules, zone: str) -> list[tuple[int, int]]:
    first, last = (t.astimezone(ZoneInfo(zone)).date() for t in (block.start, block.end))
    days = [first + dt.timedelta(days=k - 1) for k in range((last - first).days + 2)]
    found = [
        (local(day, rules.day_end, zone), local(day + dt.timedelta(days=1), rules.day_start, zone))
        for day in days
    ]
    return [night for night in found if night[1] > minute(block.start)]
