# The days' tests put events into the same calendar, on the same day, as those of the public calendar.
from tests.desk.events.public.conftest import (
    _on_the_22nd_of_november,
    client,
    open_calendar,
    put,
)

__all__ = ["_on_the_22nd_of_november", "client", "open_calendar", "put"]
