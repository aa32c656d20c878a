"""Which entries speak of the same event: the desk compares, a person decides what is in doubt."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from egiz import calendars
from egiz.desk.core.domain.trail import record
from egiz.desk.core.models import User
from egiz.desk.events._errors import MergeRefusedError
from egiz.desk.events.domain.assembling import assemble, entry_event
from egiz.desk.events.models import Entry, EventRecord, MergePair

if TYPE_CHECKING:
    from egiz.calendars.pairing import Verdict

State = MergePair.State
MANY_DAYS = 300  # more days than this are asked for as one stretch: a database takes only so many values


@dataclass
class Comparison:
    """What comparing brought."""

    merged: int = 0
    asked: int = 0


def compare(fresh: Sequence[Entry]) -> Comparison:
    """Compare new and changed entries with all that may be meant; merge the sure ones, ask about others."""
    if not fresh:
        return Comparison()
    entries = {entry.pk: entry for entry in (*near_entries(fresh), *fresh)}
    events = [entry_event(entry) for entry in entries.values()]
    ids = {entry.pk for entry in fresh}
    pairs = {(p.a_id, p.b_id): p for p in _pairs_of(ids)}
    decided = {key for key, pair in pairs.items() if pair.state in {State.SAME, State.DIFFERENT}}
    verdicts = []
    for one, other in calendars.pairing.candidate_pairs(events, fresh={str(pk) for pk in ids}):
        if _key(one.uid, other.uid) not in decided:
            verdicts.append(calendars.pairing.judge(one, other))
    return _act_on(verdicts, entries, pairs)


def near_entries(fresh: Sequence[Entry]) -> QuerySet[Entry]:
    """List the entries of the days around, in the places within reach."""
    days = {day for entry in fresh for day in (entry.first_day, entry.previous_day) if day}
    around = {
        day + dt.timedelta(days=step)
        for day in days
        for step in range(-calendars.pairing.BLOCK_DAYS, calendars.pairing.BLOCK_DAYS + 1)
    }
    months = {entry.month for entry in fresh if entry.month}
    if len(around) > MANY_DAYS:
        stretch = (min(around), max(around))
        when = Q(first_day__range=stretch) | Q(previous_day__range=stretch)
    else:
        when = Q(first_day__in=around) | Q(previous_day__in=around)
    rows = Entry.objects.filter(when | Q(month__in=months))
    places = {entry.place_id for entry in fresh}
    if None in places:
        return rows
    known = {place for place in rows.order_by().values_list("place_id", flat=True).distinct() if place}
    reach = calendars.pairing.neighbours({place for place in places if place} | known)
    wanted = {near for place in places if place for near in reach[place]}
    return rows.filter(Q(place_id__isnull=True) | Q(place_id__in=wanted))


def _key(one: str | int, other: str | int) -> tuple[int, int]:
    a, b = int(one), int(other)
    return (a, b) if a < b else (b, a)


def _pairs_of(ids: Iterable[int]) -> Iterable[MergePair]:
    wanted = list(ids)
    for start in range(0, len(wanted), MANY_DAYS):
        part = wanted[start : start + MANY_DAYS]
        yield from MergePair.objects.filter(Q(a_id__in=part) | Q(b_id__in=part))


def _act_on(
    verdicts: Sequence["Verdict"], entries: dict[int, Entry], pairs: dict[tuple[int, int], MergePair]
) -> Comparison:
    found = Comparison()
    for verdict in sorted(verdicts, key=lambda verdict: (-verdict.score, verdict.pair)):
        key = _key(verdict.a, verdict.b)
        one, other = (entries[pk] for pk in key)
        known = pairs.get(key)
        if verdict.decision == "different":
            if known and known.state == State.WAITING:
                known.delete()
            continue
        if one.event_id == other.event_id:
            continue
        state = State.MERGED if verdict.decision == "same" and may_join(one, other) else State.WAITING
        pair = known or MergePair(desk_id=one.desk_id, a=one, b=other)
        pair.score, pair.state = verdict.score, state
        pair.reasons = [
            {"code": r.code, "weight": round(r.weight, 2), "text": r.text} for r in verdict.reasons
        ]
        pair.save()
        if state == State.MERGED:
            _follow(join(one.event, other.event, None), entries)
            found.merged += 1
        else:
            found.asked += 1
    return found


def _follow(kept: EventRecord, entries: dict[int, Entry]) -> None:
    """Let the entries at hand know where they stand now."""
    for pk in kept.entries.values_list("pk", flat=True):
        if pk in entries:
            entries[pk].event = kept


def obstacle(one: Entry, other: Entry) -> str:
    """Say which rule between any two of their events' entries forbids that they are one event."""
    ours, theirs = list(one.event.entries.all()), list(other.event.entries.all())
    keys = {_key(a.pk, b.pk) for a in ours for b in theirs}
    different = MergePair.objects.filter(state=State.DIFFERENT, a_id__in=[a for a, _b in keys])
    if any((pair.a_id, pair.b_id) in keys - {_key(one.pk, other.pk)} for pair in different):
        return "decided"
    for a in map(entry_event, ours):
        for b in map(entry_event, theirs):
            if rule := calendars.pairing.forbidden(a, b):
                return rule
    return ""


def may_join(one: Entry, other: Entry) -> bool:
    return not obstacle(one, other)


@transaction.atomic
def join(one: EventRecord, other: EventRecord, user: User | None) -> EventRecord:
    """Make one event of two. The older keeps its page; the younger waits, hidden, in case."""
    kept, gone = (one, other) if one.pk < other.pk else (other, one)
    Entry.objects.filter(event=gone, home__isnull=True).update(home=gone)
    Entry.objects.filter(event=gone).update(event=kept)
    EventRecord.every.filter(merged_into=gone).update(merged_into=kept)
    gone.merged_into = kept
    gone.save(update_fields=["merged_into", "updated_at"])
    kept.choices = {**gone.choices, **kept.choices}
    record(kept, "merged", user, {"merged_into": ["", str(gone)]})
    return assemble(kept, user)


@transaction.atomic
def take_out(entry: Entry, user: User | None) -> EventRecord:
    """Take one entry out of its event; it is never merged with the others of that event again."""
    event = entry.event
    others = list(event.entries.exclude(pk=entry.pk).select_related("home"))
    if not others:
        return event
    for other in others:
        _decide(entry, other, State.DIFFERENT, user)
    leaving = others if entry.home_id == event.pk else [entry]
    fresh = _own_event(leaving[0], event)
    Entry.objects.filter(pk__in=[one.pk for one in leaving]).update(event=fresh)
    EventRecord.every.filter(
        merged_into=event, pk__in=[one.home_id for one in leaving if one.home_id]
    ).exclude(pk=fresh.pk).update(merged_into=fresh)
    assemble(event, user)
    assemble(fresh, user)
    record(event, "taken_apart", user, {"merged_into": [str(fresh), ""]})
    record(fresh, "taken_apart", user, {"merged_into": [str(event), ""]})
    entry.refresh_from_db()
    return entry.event


def _own_event(entry: Entry, event: EventRecord) -> EventRecord:
    """Return the event an entry had before it was merged, standing again; a new one if that is gone."""
    home = entry.home
    if home is None or home.pk == event.pk:
        home = EventRecord(desk_id=entry.desk_id, uid=f"{entry.pk}-{event.uid}"[:340], record=entry.record)
    home.merged_into, home.choices = None, {}
    home.save()
    return home


def _decide(one: Entry, other: Entry, state: str, user: User | None) -> MergePair:
    a, b = (one, other) if one.pk < other.pk else (other, one)
    pair, _created = MergePair.objects.get_or_create(a=a, b=b, desk_id=a.desk_id, defaults={"state": state})
    pair.state, pair.decided_by, pair.decided_at = state, user, timezone.now()
    pair.save()
    return pair


@transaction.atomic
def say_same(pair: MergePair, user: User) -> EventRecord:
    """Keep a person's word that two entries are the same event.

    Raises
    ------
    MergeRefusedError
        When a hard rule, or another decision of a person, stands against it.
    """
    one, other = pair.a, pair.b
    if one.event_id != other.event_id:
        if rule := obstacle(one, other):
            raise MergeRefusedError(_rule_words(rule))
        join(one.event, other.event, user)
    _decide(one, other, State.SAME, user)
    one.refresh_from_db()
    return one.event


@transaction.atomic
def say_different(pair: MergePair, user: User) -> None:
    """Keep a person's word that two entries are different events, and take them apart if they were merged."""
    if pair.a.event_id == pair.b.event_id:
        younger = pair.b if pair.b.home_id != pair.b.event_id else pair.a
        take_out(younger, user)
    _decide(pair.a, pair.b, State.DIFFERENT, user)


@transaction.atomic
def take_back(pair: MergePair, user: User) -> None:
    """Let a decided pair wait again."""
    say_different(pair, user)
    pair.refresh_from_db()
    pair.state, pair.decided_by, pair.decided_at = State.WAITING, None, None
    pair.save()


def part_changed(changed: Sequence[Entry]) -> None:
    """Take entries out of their events where a change broke a hard rule: another year, another city."""
    for entry in changed:
        mine = entry_event(entry)
        others = [other for other in entry.event.entries.all() if other.pk != entry.pk]
        clashing = [other for other in others if calendars.pairing.forbidden(mine, entry_event(other))]
        if clashing:
            entry.event = take_out(entry, None)
            keys = [_key(entry.pk, other.pk) for other in others]
            for a, b in keys:
                # The desk, not a person, took them apart: a later change may bring them together again.
                MergePair.objects.filter(a_id=a, b_id=b, decided_by=None).delete()


def _rule_words(rule: str) -> str:
    words: dict[str, Any] = {
        "year": _("They take place in different years: another year is another edition."),
        "edition": _("They are different editions."),
        "country": _("They take place in different countries."),
        "place": _("They take place in different cities."),
        "forecast": _("One has a date, the other is only expected."),
        "month": _("They are expected in different months."),
        "decided": _("Somebody decided that parts of these two are different events."),
    }
    return str(words.get(rule, rule))
