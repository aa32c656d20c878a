"""The sample mission: invented companies of two lists, matched and scheduled by the real engines."""

import datetime as dt
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from egiz.desk.core.models import Desk, Side
from egiz.desk.missions.domain import matching, registration, scheduling, wishes
from egiz.desk.missions.models import (
    Company,
    Interpreter,
    Mission,
    MissionSettings,
    ScheduleVersion,
    Session,
    SuggestedMatch,
    Table,
    Wish,
)
from egiz.desk.missions.models.wish import Consent

PLACE, PLACE_ID = "Атырау", 610529
PURPOSE = "Вымышленные компании двух сторон встречаются два дня за столами и онлайн."
MISSION = "mission.xlsx"
LISTS = ((Side.OURS, "firms_atyrau.xlsx"), (Side.THEIRS, "firms_karakalpakstan.xlsx"))
ASKED, DECLINED = 12, 6
SECONDS = 12.0

Tell = Callable[[str, float], None]


class TerminalWatch:
    """Passes the engines' news on to whoever loads the sample."""

    def __init__(self, tell: Tell, start: float, end: float) -> None:
        self.tell, self.start, self.end = tell, start, end

    def report(self, fraction: float, message: str = "", **values: Any) -> None:
        params = {key: value for key, value in values.items() if key not in {"best", "bound"}}
        text = (_(message) % params if params else _(message)) if message else ""
        self.tell(text, self.start + fraction * (self.end - self.start))

    def new_goal(self) -> None:
        """Nothing to do: the terminal draws no curves."""


def load(desk: Desk, base: Path, progress: Tell) -> None:
    """Make the sample mission if this desk has none; what people did with it is never touched."""
    if Mission.objects.filter(desk=desk, is_sample=True).exists():
        return
    for name in (MISSION, *(name for _side, name in LISTS)):
        (base / name).stat()  # a missing file is an error, and told before half a mission is made
    from egiz.meetings.model.formats.xlsx_read import read_xlsx  # noqa: PLC0415 - loaded when the sample is made

    problem = read_xlsx(base / MISSION, issues=[])
    mission = _mission(desk, problem)
    progress(_("Reading two lists of sample companies"), 0.05)
    for side, name in LISTS:
        registration.import_companies(mission, side.value, base / name, name, None)
    matching.run_matching(mission, TerminalWatch(progress, 0.1, 0.4).report, words_only=True)
    _wishes(mission, problem)
    watch = TerminalWatch(progress, 0.4, 1.0)
    note = _("Made when the sample was loaded")
    scheduling.publish(scheduling.solve_mission(mission, None, watch, seconds=SECONDS, note=note), None)


def _mission(desk: Desk, problem: Any) -> Mission:
    """Set up what the workbook of the mission says: days, hours, tables, rooms, interpreters."""
    first = problem.slots[0]
    settings = MissionSettings(
        slot_minutes=first.minutes, online_rooms=problem.online_rooms or 0, seconds=int(SECONDS) * 2
    )
    mission = Mission(
        desk=desk,
        name=problem.name,
        purpose=PURPOSE,
        place=PLACE,
        place_id=PLACE_ID,
        zone=str(first.start.tzinfo),
        host=Side.OURS,
        settings=settings.as_json(),
        is_sample=True,
    )
    mission.full_clean()
    mission.save()
    for begin, end in stretches(problem.slots):
        Session.objects.create(mission=mission, date=begin.date(), starts=begin.time(), ends=end.time())
    for order, table in enumerate(problem.tables, 1):
        Table.objects.create(mission=mission, name=table.id, order=order)
    for one in problem.interpreters:
        free = [slot for index, slot in enumerate(problem.slots) if index not in one.unavailable]
        hours = [f"{begin:%Y-%m-%d %H:%M}-{end:%H:%M}" for begin, end in stretches(free)]
        Interpreter.objects.create(
            mission=mission,
            name=one.name,
            languages=list(one.languages),
            availability=hours if one.unavailable else [],
        )
    return mission


def stretches(slots: Any) -> list[tuple[dt.datetime, dt.datetime]]:
    """Join slots of one session into stretches from the first one's start to the last one's end."""
    joined = []
    for _key, part in groupby(slots, key=lambda slot: (slot.day, slot.session)):
        mine = list(part)
        joined.append((mine[0].start, mine[-1].start + dt.timedelta(minutes=mine[-1].minutes)))
    return joined


def _wishes(mission: Mission, problem: Any) -> None:
    """Enter the agreed wishes of the workbook; a few more are still asked or declined, as in life."""
    companies = {company.key: company for company in Company.objects.filter(mission=mission)}
    matches = {(m.ours_id, m.theirs_id): m for m in SuggestedMatch.objects.filter(mission=mission)}
    made = []
    for meeting in problem.meetings:
        a, b = (companies.get(key) for key in meeting.participants)
        if a is None or b is None or a.side == b.side:
            continue
        ours, theirs = (a, b) if a.side == Side.OURS else (b, a)
        wish = Wish(
            mission=mission,
            desk_id=mission.desk_id,
            asker=ours,
            partner=theirs,
            weight=Wish.Weight.MUST if meeting.must else Wish.Weight.WANT,
            origin=Wish.Origin.MATCH,
            our_consent=Consent.AGREED,
            their_consent=Consent.AGREED,
            match=matches.get((ours.pk, theirs.pk)),
        )
        wish.order_pair()
        made.append(wish)
    Wish.objects.bulk_create(made)
    taken = {(wish.asker_id, wish.partner_id) for wish in made}
    rest = [match for pair, match in matches.items() if match.selected and pair not in taken]
    wishes.wishes_from_matches(mission, rest[: ASKED + DECLINED], None, consent=False)
    late = list(Wish.objects.filter(mission=mission, our_consent=Consent.ASKED))
    for number, wish in enumerate(late):
        wish.our_consent = Consent.AGREED
        if number >= ASKED:
            wish.their_consent = Consent.DECLINED
    Wish.objects.bulk_update(late, ["our_consent", "their_consent"])


def published(desk: Desk) -> ScheduleVersion | None:
    """Return the sample's valid schedule, for the line the terminal prints."""
    return ScheduleVersion.objects.filter(
        desk=desk, mission__is_sample=True, state=ScheduleVersion.State.PUBLISHED
    ).first()
