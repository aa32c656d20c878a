"""One line that says how good a schedule is, with "proved", "at most", "at least" meant strictly."""

from dataclasses import dataclass
from typing import Any

from babel.units import format_unit
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from egiz.desk.core.interfaces.languages import locale
from egiz.desk.missions.domain.waiting import Waiting
from egiz.desk.missions.models import ScheduleVersion

SHOWN = ("breaks", "fairness")


@dataclass(frozen=True)
class GoalText:
    name: str
    label: str
    value: str
    bound: str
    proved: bool


def goal_words(
    version: ScheduleVersion, held: int, musts_left: int = 0, waiting: Waiting | None = None
) -> list[GoalText]:
    """Say each goal: its value, and what is proved about it."""
    words = []
    if goal := version.goal("held"):
        words.append(_held(version, goal, held, musts_left))
    if waiting is not None:
        words += _waiting(waiting)
    labels = {"breaks": _("gaps"), "fairness": _("fairness")}
    for name in SHOWN:
        goal = version.goal(name)
        if goal is None:
            continue
        proved = goal["value"] == goal["bound"]
        # "At least 0" is true of every schedule: it says nothing, so it is not said.
        least = _("at least %(bound)s") % {"bound": goal["bound"]} if goal["bound"] > 0 else ""
        bound = _("proved") if proved else least
        words.append(GoalText(name, labels[name], str(goal["value"]), bound, proved))
    return words


def long_time(minutes: int) -> str:
    """Write a length of time as hours and minutes: "2 h 30 min"."""
    hours, rest = divmod(minutes, 60)
    parts = [(hours, "hour"), (rest, "minute")] if hours else [(rest, "minute")]
    written = [format_unit(n, unit, length="short", locale=locale()) for n, unit in parts if n or not hours]
    return " ".join(written)


def _waiting(waiting: Waiting) -> list[GoalText]:
    proved = waiting.total == waiting.at_least
    least = _("at least %(bound)s") % {"bound": long_time(waiting.at_least)} if waiting.at_least else ""
    total = long_time(waiting.total)
    bound = _("proved") if proved else least
    words = [GoalText("waiting", pgettext("goal of a schedule", "waiting"), total, bound, proved)]
    if waiting.longest:
        label = pgettext("goal of a schedule", "longest wait")
        words.append(GoalText("longest", label, long_time(waiting.longest), "", proved=False))
    return words


def _held(version: ScheduleVersion, goal: dict[str, Any], held: int, musts_left: int) -> GoalText:
    value = _("%(held)s of %(wanted)s") % {"held": held, "wanted": version.wanted}
    gap = goal["bound"] - goal["value"]
    if gap <= 0:
        return GoalText("held", pgettext("goal of a schedule", "held"), value, _("proved"), proved=True)
    # The goal is a sum of weights; a bound on the number follows only while every must is held,
    # because then what is left has weight one.
    most = min(held + gap, version.wanted) if not musts_left else version.wanted
    bound = _("at most %(bound)s") % {"bound": most}
    return GoalText("held", pgettext("goal of a schedule", "held"), value, bound, proved=False)
