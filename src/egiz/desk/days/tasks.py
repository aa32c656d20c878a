"""What the worker's clock does for finding a day."""

import datetime as dt

from django_scopes import scope, scopes_disabled

from egiz.desk.core.domain.periodic import every
from egiz.desk.days.domain.windows import read_again
from egiz.desk.days.models import BusyPerson


@every(minutes=6 * 60, name="days.read_busy_times")
def read_busy_times(now: dt.datetime) -> None:  # noqa: ARG001 - the clock's form
    with scopes_disabled():
        people = list(BusyPerson.objects.exclude(address="").select_related("desk"))
    for person in people:
        with scope(desk=person.desk):
            read_again(person)
