"""/api/v1/desks/<desk>/days: polls for a common day, through the form and the writes of the pages."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Path, Router, Schema, Status

from egiz.desk.core.http import desk_scope
from egiz.desk.core.joints import origin
from egiz.desk.core.models import Desk
from egiz.desk.core.rest import In, RefusedError, must_match, of_body, offer
from egiz.desk.days.domain import polls
from egiz.desk.days.models import Poll, PollAnswer, PollDay, PollGuest

router = Router()
MOST_TIMES, MOST_GUESTS = 20, 100


class Time(Schema):
    """One proposed time, and how many can then."""

    id: int
    start: dt.datetime
    end: dt.datetime
    yes: int
    maybe: int
    no: int


class PollOut(Schema):
    id: int
    title: str
    note: str
    is_open: bool
    promise: int | None
    guests: list[str]
    times: list[Time]
    chosen: int | None = Field(None, description="The number of the chosen time.")
    created_at: dt.datetime
    updated_at: dt.datetime


class TimeNew(In):
    start: dt.datetime
    minutes: int = Field(60, ge=15, le=600)


class PollNew(In):
    title: str = Field(min_length=1, max_length=200)
    note: str = Field("", max_length=1000)
    times: list[TimeNew] = Field(min_length=1, max_length=MOST_TIMES)
    guests: list[str] = Field([], max_length=MOST_GUESTS)
    promise: int | None = Field(None, description="The promise that gets the chosen day.")


class Choice(In):
    time: int = Field(description="The number of the chosen time.")


def _rows(_desk: Desk, _asked: Any) -> QuerySet[Poll]:
    # Named by to_attr: what a desk's own manager is asked for by all() is read anew.
    answers = Prefetch("answers", PollAnswer.objects.all(), to_attr="given")
    times = Prefetch("days", PollDay.objects.prefetch_related(answers), to_attr="times")
    guests = Prefetch("guests", PollGuest.objects.all(), to_attr="asked")
    return Poll.objects.prefetch_related(times, guests)


def _shown(poll: Any) -> dict[str, Any]:
    same = ("id", "title", "note", "is_open", "created_at", "updated_at")
    return {
        **{name: getattr(poll, name) for name in same},
        "promise": poll.promise_id,
        "chosen": poll.chosen_id,
        "guests": [guest.name for guest in poll.asked],
        "times": [_time(day) for day in poll.times],
    }


def _time(day: Any) -> dict[str, Any]:
    values = [answer.value for answer in day.given]
    counted = {value: values.count(value) for value in ("yes", "maybe", "no")}
    return {"id": day.pk, "start": day.start, "end": day.end, **counted}


offer(router, "/polls/", ("poll", "polls"), permission="days.view", out=PollOut, rows=_rows, shown=_shown)


def _slot(time: TimeNew, desk: Desk) -> polls.Slot:
    start = time.start if time.start.tzinfo else time.start.replace(tzinfo=desk.zone)
    try:
        return start.astimezone(dt.UTC), start.astimezone(dt.UTC) + dt.timedelta(minutes=time.minutes)
    except OverflowError as error:
        raise RefusedError({"times": [_("This day is too far away.")]}) from error


@router.post("/polls/", response={201: PollOut}, summary="Ask which day suits")
def add_poll(request: HttpRequest, slug: Path[str], given: PollNew) -> Any:
    user: Any = request.user
    with desk_scope(request, slug, "days.change") as desk:
        if given.promise is not None and origin("promise", given.promise) is None:
            raise RefusedError({"promise": [_("There is no such thing at this desk.")]})
        slots = tuple(_slot(time, desk) for time in given.times)
        names = tuple(name.strip()[:120] for name in given.guests if name.strip())
        poll = polls.ask(desk, user, polls.NewPoll(given.title, given.note, slots, names, given.promise))
        return Status(201, _shown(_rows(desk, None).get(pk=poll.pk)))


@router.post("/polls/{int:pk}/choice", response=PollOut, summary="Choose a time")
def choose_time(request: HttpRequest, slug: Path[str], pk: Path[int], given: Choice) -> Any:
    user: Any = request.user
    with desk_scope(request, slug, "days.change") as desk, transaction.atomic():
        rows = Poll.objects.select_related("desk").select_for_update(of=("self",))
        poll = get_object_or_404(rows, pk=pk)
        must_match(request, PollOut, _shown(_rows(desk, None).get(pk=pk)))
        polls.decide(poll, of_body(PollDay.objects.filter(poll=poll), "time", given.time), user)
        return _shown(_rows(desk, None).get(pk=pk))
