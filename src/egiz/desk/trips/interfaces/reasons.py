"""The planner's reasons in the reader's language: codes and parameters become sentences here."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from egiz.desk.core.templatetags.egiz import day, number

STATUS = {
    "optimal": _("proved: no plan is worth more"),
    "feasible": _("a good plan; a better one may exist"),
    "infeasible": _("no plan can keep all limits"),
    "unknown": _("the search ended before a plan was found"),
}

REASONS: dict[str, Any] = {
    "city-not-on-the-way": _("the plan does not pass through %(city)s"),
    "only-passed": _("the plan only passes through %(city)s: %(dates)s"),
    "not-a-working-time": _("its hours lie outside working hours on every day of the trip"),
    "closed-all-trip": _("closed on every day of the trip"),
    "already-over": _("not open for long enough in what is left of the trip"),
    "closed-that-day": _("closed on %(date)s"),
    "away-at-that-time": _("not open while the delegation is in the city on %(date)s"),
    "day-full": _("%(date)s is full"),
    "over-budget": _("there is time on %(date)s, but no money left in the budget"),
    "over-budget-in-all": _("with it the trip costs more than the budget"),
    "elsewhere-when-open": _("open when the plan is elsewhere: %(dates)s"),
    "worth-less": _("a plan with it is worth at most %(value)s, which is %(loss)s less"),
    "clashes-with-musts": _("it cannot be combined with the visits that must be made"),
    "stay-too-long": _("with it somebody would be in a country for more days than allowed"),
    "stays-too-long": _("no plan keeps the days that everybody may be in each country"),
    "no-plan": _("there is no plan that it could be part of"),
    "not-examined": _("left out; the time limit came before the reason was found"),
    "more-budget": _("fits on day %(day)s with %(amount)s %(currency)s more"),
    "more-budget-in-all": _("a plan with it needs %(amount)s %(currency)s more"),
    "longer-days": _("fits on day %(day)s if every day and its hosts may end %(minutes)s minutes later"),
    "longer-day": _("fits if day %(day)s and its hosts end %(minutes)s minutes later"),
    "instead-of": _("fits on day %(day)s instead of %(visits)s"),
    "no-way-home": _("no way leads there and home within the hours, the nights and the days of the trip"),
    "budget-too-small": _("no plan stays within the budget"),
    "musts-clash": _("the visits that must be made do not fit into one plan"),
    "musts-and-budget": _("the visits that must be made and the budget contradict each other"),
    "blocks-clash": _("the fixed hours cannot all be kept, whatever is visited"),
    "cannot-be-reached": _("nobody can be at %(visit)s at its time"),
    "cannot-arrive": _("nobody can be in %(city)s by the hour that is given for it"),
}

STAYS = {
    "unknown_nationality": _("citizenship unknown, so the days are not counted"),
    "no_rule": _("no rule on record for this citizenship"),
    "unknown": _("the rules on record have expired; look them up again"),
    "broken": _("too many days"),
    "close": _("a week or less is left"),
    "within": _("within the rules"),
}


def sentence(reason: Any, name_of: Callable[[str], str]) -> str:
    """Say a reason; the planner's own English where no wording is held.

    ``name_of`` gives the shown name of a visit, block or city from its id.
    """
    # The planner keeps a time to arrive by as a visit without a name.
    late = reason.code == "cannot-be-reached" and str(reason.params.get("visit", "")).startswith("arrival-")
    code = "cannot-arrive" if late else reason.code
    # What is said of the whole trip names no day.
    if code in {"over-budget", "more-budget"} and "day" not in reason.params:
        code += "-in-all"
    said = REASONS.get(code)
    if said is None:
        return str(reason.text)
    params = {key: _shown(key, value, name_of) for key, value in reason.params.items()}
    try:
        text = str(said) % params
    except KeyError:
        return str(reason.text)
    return text[:1].upper() + text[1:]


def _shown(key: str, value: Any, name_of: Callable[[str], str]) -> str:
    if key in {"visit", "city"}:
        return name_of(str(value))
    if key == "visits":
        return ", ".join(name_of(ref) for ref in str(value).split(", "))
    if key == "date":
        return day(value)
    if key == "dates":
        return ", ".join(day(one) for one in str(value).split(", "))
    return number(value) if isinstance(value, float) else str(value)
