"""The planner's reasons in the reader's language: codes and parameters become sentences here."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.templatetags.egiz import day, number
from egiz.trips import sentences

STAYS = {
    "unknown_nationality": _("citizenship unknown, so the days are not counted"),
    "no_rule": _("no rule on record for this citizenship"),
    "unknown": _("the rules on record have expired; look them up again"),
    "broken": _("too many days"),
    "close": _("a week or less is left"),
    "within": _("within the rules"),
}


def status_words(status: str) -> str:
    return gettext(sentences.STATUS[status]) if status in sentences.STATUS else status


def sentence(reason: Any, name_of: Callable[[str], str]) -> str:
    """Say a reason; ``name_of`` gives the shown name of a visit, block or city from its id."""
    return sentences.sentence(reason, lambda key, value: _shown(key, value, name_of), gettext)


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
