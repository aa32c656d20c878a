"""One line that says how good a schedule is, with "proved", "at most", "at least" meant strictly."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from egiz.desk.missions.models import ScheduleVersion

SHOWN = ("breaks", "fairness")


@dataclass(frozen=True)
class GoalText:
    name: str
    label: str
    value: str
    bound: str
    proved: bool


def goal_words(version: ScheduleVersion, held: int, musts_left: int = 0) -> list[GoalText]:
    """Say each goal: its value, and what is proved about it."""
    words = []
    if goal := version.goal("held"):
        words.append(_held(version, goal, held, musts_left))
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
