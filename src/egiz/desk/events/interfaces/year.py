"""A year of events of any number: counted from the index alone, read page by page."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import overload

from django.db.models import Count

from egiz.desk.events.interfaces.filters import Choice, days_of
from egiz.desk.events.interfaces.strip import MONTHS
from egiz.desk.events.models import EventRecord


class YearOfEvents(Sequence[EventRecord]):
    """The events that were asked for, month by month: the dated ones by day, then those only expected."""

    def __init__(self, choice: Choice, today: dt.date) -> None:
        self.choice = choice
        self.dated = choice.dated(today)
        self.forecasts = list(choice.forecasts(today))

    @cached_property
    def counts(self) -> Counter[tuple[int, str]]:
        """Count by month and sectors, the sectors as a row keeps them."""
        found = self.dated.order_by().values_list("first_day", "sectors").annotate(number=Count("pk"))
        counted = Counter[tuple[int, str]]()
        for day, sectors, number in found:
            counted[day.month, sectors] += number
        counted.update((row.month or 0, row.sectors) for row in self.forecasts)
        return counted

    def __len__(self) -> int:
        return self.counts.total()

    @overload
    def __getitem__(self, part: int) -> EventRecord: ...

    @overload
    def __getitem__(self, part: slice) -> list[EventRecord]: ...

    def __getitem__(self, part: int | slice) -> EventRecord | list[EventRecord]:
        if isinstance(part, int):
            return self[part : part + 1][0]
        start, stop, _step = part.indices(len(self))
        return list(self._between(start, stop))

    def _between(self, start: int, stop: int) -> Iterator[EventRecord]:
        by_month = Counter[int]()
        for (month, _sectors), number in self.counts.items():
            by_month[month] += number
        for month in MONTHS:
            if start < by_month[month] and stop > 0:
                yield from self._of_month(month, by_month[month], max(start, 0), min(stop, by_month[month]))
            start, stop = start - by_month[month], stop - by_month[month]

    def _of_month(self, month: int, number: int, start: int, stop: int) -> Iterator[EventRecord]:
        later = [row for row in self.forecasts if row.month == month]
        dated = number - len(later)
        found = self.dated.filter(first_day__range=days_of(self.choice.year, month))
        # First which ones, from the index alone; a record is read only to be shown.
        pks = list(found.values_list("pk", flat=True)[start : min(stop, dated)]) if start < dated else []
        yield from EventRecord.objects.filter(pk__in=pks).order_by("first_day", "last_day", "id")
        yield from later[max(start - dated, 0) : max(stop - dated, 0)]
