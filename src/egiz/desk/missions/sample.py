"""The sample mission: two invented lists of firms, matched and scheduled by the real engines."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from egiz.desk.core.models import Desk, Side
from egiz.desk.missions.domain import companies, matching, scheduling, wishes
from egiz.desk.missions.models import (
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

NAME = "Образец: деловая миссия Атырау – Нукус"
PURPOSE = "Вымышленные компании двух сторон встречаются два дня за столами и онлайн."
LISTS = ((Side.OURS, "firms_atyrau.xlsx"), (Side.THEIRS, "firms_karakalpakstan.xlsx"))
DAYS = (dt.date(2026, 12, 9), dt.date(2026, 12, 10))
HOURS = ((dt.time(10), dt.time(13)), (dt.time(14), dt.time(17)))
TABLES = 12
INTERPRETERS = (
    ("Переводчик 1 (образец)", ["kk", "uz", "ru"]),
    ("Переводчик 2 (образец)", ["ru", "uz"]),
    ("Переводчик 3 (образец)", ["ru", "uz", "en"]),
    ("Переводчик 4 (образец)", ["kk", "ru", "kaa"]),
)
AGREED, ASKED, DECLINED, MUSTS = 280, 12, 6, 4
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
    if not all((base / name).is_file() for _side, name in LISTS):
        return
    mission = _mission(desk)
    progress(_("Reading two lists of sample companies"), 0.05)
    for side, name in LISTS:
        companies.import_companies(mission, side.value, base / name, name, None)
    matching.run_matching(mission, TerminalWatch(progress, 0.1, 0.4).report)
    _wishes(mission)
    watch = TerminalWatch(progress, 0.4, 1.0)
    version = scheduling.solve_mission(
        mission, None, watch, seconds=SECONDS, note=_("Made when the sample was loaded")
    )
    scheduling.publish(version, None)


def _mission(desk: Desk) -> Mission:
    mission = Mission(
        desk=desk,
        name=NAME,
        purpose=PURPOSE,
        place="Нукус",
        place_id=601294,
        zone="Asia/Samarkand",
        settings=MissionSettings(slot_minutes=30, online_rooms=6, seconds=30).as_json(),
        is_sample=True,
    )
    mission.full_clean()
    mission.save()
    for date in DAYS:
        for starts, ends in HOURS:
            Session.objects.create(mission=mission, date=date, starts=starts, ends=ends)
    for number in range(1, TABLES + 1):
        Table.objects.create(mission=mission, name=str(number), order=number)
    for name, languages in INTERPRETERS:
        Interpreter.objects.create(mission=mission, name=name, languages=languages)
    return mission


def _wishes(mission: Mission) -> None:
    """Consent for most recommended pairs; a few still asked or declined, as in life."""
    chosen = list(
        SuggestedMatch.objects.filter(mission=mission, selected=True).select_related("ours", "theirs")
    )
    wishes.wishes_from_matches(mission, chosen[:AGREED], None, consent=True)
    waiting = chosen[AGREED : AGREED + ASKED + DECLINED]
    wishes.wishes_from_matches(mission, waiting, None, consent=False)
    late = list(Wish.objects.filter(mission=mission, match__in=waiting))
    for wish in late:
        wish.our_consent = Consent.AGREED
    for wish in late[ASKED:]:
        wish.their_consent = Consent.DECLINED
    Wish.objects.bulk_update(late, ["our_consent", "their_consent"])
    best = [match.pk for match in chosen[:MUSTS]]
    Wish.objects.filter(mission=mission, match__in=best).update(weight=Wish.Weight.MUST)


def published(desk: Desk) -> ScheduleVersion | None:
    """Give the sample's valid schedule, for the line the terminal prints."""
    return ScheduleVersion.objects.filter(
        desk=desk, mission__is_sample=True, state=ScheduleVersion.State.PUBLISHED
    ).first()
