"""The time zones that a person chooses from: each once, under the name it has today."""

from functools import cache
from zoneinfo import available_timezones

from babel.core import get_global

CONTINENTS = ("Asia/", "Europe/")


@cache
def zone_names() -> tuple[str, ...]:
    """List the zones of the continents where desks are, without names that were given up (Asia/Calcutta)."""
    given_up = get_global("zone_aliases")
    return tuple(sorted(zone for zone in available_timezones()
                        if zone.startswith(CONTINENTS) and zone not in given_up))  # fmt: skip
