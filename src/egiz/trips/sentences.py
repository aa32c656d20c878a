"""Why a visit is left out, what would take it in, and how a search ended, in sentences of the catalogues."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from egiz.text.marking import Translate, gettext_noop

if TYPE_CHECKING:
    from egiz.trips import Reason

STATUS = {
    "optimal": gettext_noop("proved: no plan is worth more"),
    "feasible": gettext_noop("a good plan; a better one may exist"),
    "infeasible": gettext_noop("no plan can keep all limits"),
    "unknown": gettext_noop("the search ended before a plan was found"),
}

MODES = {
    "car": gettext_noop("car"),
    "bus": gettext_noop("bus"),
    "train": gettext_noop("train"),
    "air": gettext_noop("plane"),
    "ferry": gettext_noop("ferry"),
    "walk": gettext_noop("on foot"),
}

NOTES = {
    "interpreter": gettext_noop("no language in common is known: an interpreter is needed"),
    "hours-unknown": gettext_noop("opening hours unknown: call before going"),
}

REASONS = {
    "city-not-on-the-way": gettext_noop("the plan does not pass through %(city)s"),
    "only-passed": gettext_noop("the plan only passes through %(city)s: %(dates)s"),
    "not-a-working-time": gettext_noop("its hours lie outside working hours on every day of the trip"),
    "closed-all-trip": gettext_noop("closed on every day of the trip"),
    "already-over": gettext_noop("not open for long enough in what is left of the trip"),
    "closed-that-day": gettext_noop("closed on %(date)s"),
    "away-at-that-time": gettext_noop("not open while the delegation is in the city on %(date)s"),
    "day-full": gettext_noop("%(date)s is full"),
    "over-budget": gettext_noop("there is time on %(date)s, but no money left in the budget"),
    "over-budget-in-all": gettext_noop("with it the trip costs more than the budget"),
    "elsewhere-when-open": gettext_noop("open when the plan is elsewhere: %(dates)s"),
    "worth-less": gettext_noop("a plan with it is worth at most %(value)s, which is %(loss)s less"),
    "clashes-with-musts": gettext_noop("it cannot be combined with the visits that must be made"),
    "clashes-with-blocks": gettext_noop("it cannot be combined with the fixed times"),
    "in-no-plan": gettext_noop("no plan holds it, whatever else is left out"),
    "stay-too-long": gettext_noop("with it somebody would be in a country for more days than allowed"),
    "stays-too-long": gettext_noop("no plan keeps the days that everybody may be in each country"),
    "no-plan": gettext_noop("there is no plan that it could be part of"),
    "not-examined": gettext_noop("left out; the time limit came before the reason was found"),
    "more-budget": gettext_noop("fits on day %(day)s with %(amount)s %(currency)s more"),
    "more-budget-in-all": gettext_noop("a plan with it needs %(amount)s %(currency)s more"),
    "longer-days": gettext_noop(
        "fits on day %(day)s if every day and its hosts may end %(minutes)s minutes later"
    ),
    "longer-day": gettext_noop("fits if day %(day)s and its hosts end %(minutes)s minutes later"),
    "instead-of": gettext_noop("fits on day %(day)s instead of %(visits)s"),
    "no-way-home": gettext_noop(
        "no way leads there and home within the hours, the nights and the days of the trip"
    ),
    "budget-too-small": gettext_noop("no plan stays within the budget"),
    "musts-clash": gettext_noop("the visits that must be made do not fit into one plan"),
    "musts-and-budget": gettext_noop("the visits that must be made and the budget contradict each other"),
    "blocks-clash": gettext_noop("the fixed hours cannot all be kept, whatever is visited"),
    "cannot-be-reached": gettext_noop("nobody can be at %(visit)s at its time"),
    "cannot-arrive": gettext_noop("nobody can be in %(city)s by the hour that is given for it"),
}


def sentence(reason: Reason, show: Callable[[str, Any], str], translate: Translate) -> str:
    """
    Say a reason in the reader's language.

    Parameters
    ----------
    reason
        Of the planner.
    show
        Writes a parameter, given its name and value, as the reader sees it.
    translate
        Puts a sentence of the catalogues into the reader's language.

    Returns
    -------
    str
        A sentence with a capital; the planner's own English where no wording is held.
    """
    # The planner keeps a time to arrive by as a visit without a name.
    late = reason.code == "cannot-be-reached" and str(reason.params.get("visit", "")).startswith("arrival-")
    code = "cannot-arrive" if late else reason.code
    # What is said of the whole trip names no day.
    if code in {"over-budget", "more-budget"} and "day" not in reason.params:
        code += "-in-all"
    if code not in REASONS:
        return reason.text
    try:
        text = translate(REASONS[code]) % {key: show(key, value) for key, value in reason.params.items()}
    except KeyError:
        return reason.text
    return text[:1].upper() + text[1:]
