"""A mission as the meetings engine sees it: agreed wishes, slots, tables, interpreters, what is pinned."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, product
from typing import Any

from django.db.models import Q

from egiz import meetings
from egiz.desk.missions.domain.badges import names_of
from egiz.desk.missions.domain.groups import to_schedule
from egiz.desk.missions.domain.incidents import delayed, first_to_come, missing_from
from egiz.desk.missions.domain.slots import SlotTime, away, slots_of
from egiz.desk.missions.models import (
    Company,
    GroupMeeting,
    Interpreter,
    Mission,
    ScheduledMeeting,
    ScheduleVersion,
    Table,
    Wish,
)
from egiz.desk.missions.models.wish import AGREED

MODES = {Company.Mode.ANY: "both", Company.Mode.IN_PERSON: "in_person", Company.Mode.ONLINE: "online"}


# What companies agreed to: a meeting of two, or of several.
Wanted = Wish | GroupMeeting
# Choices of one language a company that are looked at for an interpreter.
MOST_CHOICES = 256


@dataclass
class Draft:
    """Everything a schedule is made from, read once."""

    mission: Mission
    slots: list[SlotTime]
    companies: dict[int, Company]
    wishes: list[Wanted]
    tables: list[Table]
    interpreters: list[Interpreter]
    pinned: list[ScheduledMeeting] = field(default_factory=list)
    starts: dict[str, int] = field(default_factory=dict)
    # What is to be repaired: the published version, and its meetings that are still wanted.
    published: ScheduleVersion | None = None
    before: dict[str, ScheduledMeeting] = field(default_factory=dict)
    # What went otherwise on the day: in which slots whom or what a schedule cannot count on.
    missing: dict[tuple[str, int], frozenset[int]] = field(default_factory=dict)
    # The first slot that has not begun: what was published before it stays as it was.
    now: int = 0

    def out(self, what: str, pk: int) -> frozenset[int]:
        """Return the slots to come in which a company, a table or an interpreter is missing."""
        return frozenset(slot for slot in self.missing.get((what, pk), ()) if slot >= self.now)

    @property
    def unit(self) -> int:
        """Return what one wanted meeting weighs: more than all ranks together, one where nobody ranked."""
        return 1 + sum(cares(wish) for wish in self.wishes) if self.has_ranks else 1

    @property
    def has_ranks(self) -> bool:
        return any(wish.our_rank or wish.their_rank for wish in self.wishes)

    @property
    def wish_of(self) -> dict[str, Wanted]:
        return {wish.key: wish for wish in self.wishes}


# Most important, important, if it fits; nothing said lies between the last two.
CARES = {1: 3, 2: 2, None: 1}


def cares(wish: Wanted) -> int:
    """Return how much the two companies care for a meeting; it decides only between as many meetings."""
    return CARES.get(wish.our_rank, 0) + CARES.get(wish.their_rank, 0)


def read_draft(
    mission: Mission,
    base: ScheduleVersion | None = None,
    *,
    published: ScheduleVersion | None = None,
    now: dt.datetime | None = None,
) -> Draft:
    """Read a mission; what is pinned in `base` stays, the rest of it is where the search begins.

    With `published` that version is to be repaired: the search begins from its meetings instead, and what
    has begun by `now` stays.
    """
    incidents = list(mission.incidents.all())
    wishes: list[Wanted] = list(
        Wish.objects.filter(AGREED, mission=mission).select_related("asker", "partner")
    )
    wishes += to_schedule(mission)
    companies = {company.pk: company for wish in wishes for company in wish.companies}
    draft = Draft(
        mission=mission,
        slots=delayed(slots_of(mission), incidents),
        companies=dict(sorted(companies.items())),
        wishes=wishes,
        tables=list(mission.tables.all()),
        interpreters=list(mission.interpreters.all()),
    )
    draft.missing = missing_from(incidents, draft.slots)
    if base is not None:
        for key, meeting, slot in _placed(draft, base):
            if slot is None:
                continue  # the hours have changed since: this meeting needs a new slot
            draft.starts[key] = slot
            if meeting.pinned:
                meeting.slot = slot
                draft.pinned.append(meeting)
    if published is not None:
        placed = list(_placed(draft, published))
        draft.published = published
        first = first_to_come(draft.slots, now) if now else 0
        draft.now = first if first < len(draft.slots) else 0  # afterwards it is planned as if it were before
        draft.before = {key: meeting for key, meeting, _slot in placed}
        draft.starts = {key: slot for key, _meeting, slot in placed if slot is not None}
    return draft


def _placed(draft: Draft, version: ScheduleVersion) -> Iterator[tuple[str, ScheduledMeeting, int | None]]:
    """Return the meetings of a version that are still wanted, each with its slot in today's hours."""
    at = {slot.start: slot.index for slot in draft.slots}
    if not {dt.datetime.fromisoformat(str(row["start"])) for row in version.slots} <= at.keys():
        # It was made before a session was delayed: its hours are those that were planned.
        at = {slot.planned or slot.start: slot.index for slot in draft.slots}
    wanted = draft.wish_of
    for meeting in version.meetings.filter(Q(wish__isnull=False) | Q(group__isnull=False)):
        if meeting.key in wanted:
            yield meeting.key, meeting, at.get(meeting.starts_at)


def build_problem(draft: Draft, *, keep_minimums: bool = True) -> Any:
    """Make the engine's problem. Raises the engine's ProblemError where the mission contradicts itself."""
    rules = draft.mission.rules
    return meetings.Problem(
        name=draft.mission.name,
        slots=tuple(
            meetings.Slot(
                day=slot.day,
                session=slot.session,
                start=slot.start,
                minutes=slot.minutes,
                label=f"{slot.start:%d.%m %H:%M}",
            )
            for slot in draft.slots
        ),
        participants=_participants(draft, keep_minimums=keep_minimums),
        meetings=_meetings(draft),
        tables=_tables(draft),
        interpreters=_interpreters(draft),
        online_rooms=rules.online_rooms,
        goals=meetings.Goals(breaks_per=rules.breaks_per),  # type: ignore[arg-type]
    )


def _participants(draft: Draft, *, keep_minimums: bool) -> tuple[Any, ...]:
    wanted: dict[int, int] = {}
    for wish in draft.wishes:
        for company in wish.companies:
            wanted[company.pk] = wanted.get(company.pk, 0) + 1
    asked = {pk for wish in draft.wishes if isinstance(wish, GroupMeeting) for pk in wish.asked_for}
    return tuple(
        meetings.Participant(
            id=str(company.pk),
            name=company.name,
            side=company.side,
            representatives=max(1, company.representatives),
            languages=tuple(company.languages),
            unavailable=away(company.availability, draft.slots) | draft.out("company", company.pk),
            mode=MODES[Company.Mode(company.mode)],  # type: ignore[arg-type]
            zone=company.zone,
            min_meetings=min(company.min_meetings, wanted[company.pk], company.max_meetings)
            if keep_minimums and not draft.out("company", company.pk)
            else 0,
            max_meetings=company.max_meetings,
            people=_people(company, asked),
        )
        for company in draft.companies.values()
    )


def _people(company: Company, asked: set[int]) -> tuple[Any, ...]:
    """Return a company's people where they split up or one is asked for; otherwise they come together."""
    if company.representatives < 2 and company.pk not in asked:
        return ()
    return tuple(meetings.Person(name) for name in dict.fromkeys(names_of(company)))


def _who_comes(wish: Wanted) -> tuple[tuple[str, str], ...]:
    """Return whom a group meeting asks for; a name its company no longer has is anybody."""
    if not isinstance(wish, GroupMeeting):
        return ()
    names = {company.pk: names_of(company) for company in wish.companies}
    return tuple((str(pk), name) for pk, name in wish.asked_for.items() if name in names[pk])


def _meetings(draft: Draft) -> tuple[Any, ...]:
    # One must outweighs all wants together. It is no hard rule: a mission that cannot hold a must still gets
    # its schedule, and the must stands first among what was not placed. One meeting outweighs all ranks.
    unit, ranked = draft.unit, draft.has_ranks
    must = unit * (1 + sum(wish.weight == Wish.Weight.WANT for wish in draft.wishes))
    pins = {meeting.key: meeting for meeting in draft.pinned}
    tables = {table.name for table in draft.tables}
    made = []
    for wish in draft.wishes:
        pin = pins.get(wish.key)
        slot, to_come = (pin.slot if pin else None), None
        if draft.now:
            held = draft.starts.get(wish.key)
            begun = held is not None and held < draft.now
            slot = held if begun else slot
            to_come = None if begun else frozenset(range(draft.now, len(draft.slots)))
            if begun:
                pin = draft.before[wish.key]
        made.append(
            meetings.Meeting(
                id=wish.key,
                participants=tuple(str(company.pk) for company in wish.companies),
                weight=(must if wish.weight == Wish.Weight.MUST else unit) + (cares(wish) if ranked else 0),
                # A repair gives nothing up for a newcomer that somebody pinned down.
                must=pin is not None and draft.published is not None,
                fixed_slot=slot,
                slots=to_come,
                table=pin.table_name if pin and pin.table_name in tables and not pin.online else None,
                online=True if pin and pin.online else None,
                interpreter=interpreter_languages(wish.companies, draft.interpreters),
                length=wish.length if isinstance(wish, GroupMeeting) else 1,
                people=_who_comes(wish),
            )
        )
    return tuple(made)


def _tables(draft: Draft) -> tuple[Any, ...]:
    return tuple(
        meetings.Table(
            id=table.name,
            capacity=max(2, table.capacity),
            owner=str(table.owner_id) if table.owner_id in draft.companies else None,
            unavailable=draft.out("table", table.pk),
        )
        for table in draft.tables
    )


def _interpreters(draft: Draft) -> tuple[Any, ...]:
    return tuple(
        meetings.Interpreter(
            id=str(one.pk),
            name=one.name,
            languages=tuple(one.languages),
            unavailable=away(one.availability, draft.slots) | draft.out("interpreter", one.pk),
        )
        for one in draft.interpreters
        if one.languages
    )


def interpreter_languages(
    companies: Sequence[Company], interpreters: Sequence[Interpreter]
) -> tuple[str, ...]:
    """Return the languages an interpreter must know, one of each company; nothing where none is needed.

    A mission without interpreters asks for none: the need is shown on the page instead.
    """
    spoken = [company.languages for company in companies if company.languages]
    if not interpreters or not spoken or set.intersection(*(set(one) for one in spoken)):
        return ()
    choices = [tuple(dict.fromkeys(one)) for one in islice(product(*spoken), MOST_CHOICES)]
    return max(choices, key=lambda one: (_who_know(one, interpreters), -len(one), -choices.index(one)))


def _who_know(pair: Iterable[str], interpreters: Sequence[Interpreter]) -> int:
    return sum(set(pair) <= set(one.languages) for one in interpreters)
