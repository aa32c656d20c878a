"""What a partner desk keeps of a twinning: the pair, how it stands, its paper; no approvals, plan or note."""

import datetime as dt
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain import together
from egiz.desk.core.domain.together import Common, Part, day, label_of, one_of, text
from egiz.desk.core.domain.trail import tracked
from egiz.desk.core.models import Desk
from egiz.desk.core.templatetags.egiz import day_long, partial_day
from egiz.desk.twinnings.models import Kind, Level, PaperKind, Stage, Status, Twinning

PLAIN = ("level", "kind", "paper_kind", "status", "stage", "since", "source", "source_url", "ended_why")
DAYS = ("sign_on", "valid_until", "ended_on")
PAIR = ("a_id", "a_name", "a_country", "b_id", "b_name", "b_country")
FIELDS = (*PLAIN, *DAYS, "document")
_PLACE = (int, str, str)


def _values(row: Twinning) -> dict[str, Any]:
    days = {name: getattr(row, name) for name in DAYS}
    return {
        **{name: getattr(row, name) for name in PLAIN},
        **{name: value.isoformat() if value else None for name, value in days.items()},
        "document": row.document,
        "pair": [[row.a_id, row.a_name, row.a_country], [row.b_id, row.b_name, row.b_country]],
    }


def _pair(value: Any) -> list[list[Any]]:
    """Take two places, each a number at GeoNames, a name and a country."""
    for place in value if isinstance(value, list) else ():
        if not isinstance(place, list) or [type(one) for one in place] != [*_PLACE]:
            raise ValueError("place")
        number, name, country = place
        if not 0 < number < 1 << 40 or not 0 < len(name) <= 120 or not re.fullmatch("[A-Z]{2}", country):
            raise ValueError("place")
    if not isinstance(value, list) or len(value) != 2 or value[0][0] == value[1][0]:
        raise ValueError("pair")
    return value


def _since(value: Any) -> str:
    """Take a year, a month or a day."""
    found = together.text(10)(value)
    if found:
        dt.date.fromisoformat(found + "-01-01"[: 3 * (2 - found.count("-"))])
    return found


def _url(value: Any) -> str:
    found = together.text(500)(value)
    try:
        if found:
            URLValidator(schemes=["http", "https"])(found)
    except ValidationError as error:
        raise ValueError("url") from error
    return found


def _write(row: Twinning, values: dict[str, Any]) -> None:
    for name, value in values.items():
        if name == "pair":
            # Their place there is ours here.
            (row.b_id, row.b_name, row.b_country), (row.a_id, row.a_name, row.a_country) = value
        else:
            setattr(row, name, value)


def _make(desk: Desk, values: dict[str, Any]) -> Twinning:
    row = Twinning(desk=desk, a_id=1, a_name="", a_country="", b_id=2, b_name="", b_country="", source="")
    _write(row, {"pair": values["pair"]})
    with tracked(row, "came_from_desk", None, FIELDS):
        _write(row, values)
    return row


def _take(row: Twinning, values: dict[str, Any]) -> None:
    with tracked(row, "changed_there", None, FIELDS):
        _write(row, values)


def _blank(row: Twinning, sentence: str) -> None:
    """Leave the pair of places, and the word instead of the source: nothing is known of it here any more."""
    empty = dict.fromkeys(("paper_kind", "stage", "since", "source_url", "ended_why", "document"), "")
    status = Status.PROPOSED.value
    _take(row, {**empty, **dict.fromkeys(DAYS), "status": status, "source": sentence[:300]})


def _show_pair(value: list[list[Any]]) -> str:
    return " – ".join(place[1] for place in value)


together.offer(
    Common(
        "twinning", Twinning, "twinnings.change", "twinnings:twinning", _("Twinning"),
        parts=(
            Part("pair", _("the two places"), _pair, PAIR, show=_show_pair),
            Part("level", _("level"), one_of(Level.values), ("level",), show=label_of(Level)),
            Part("kind", _("kind"), one_of(Kind.values), ("kind",), show=label_of(Kind)),
            Part("source", _("source"), text(300), ("source",)),
            Part("source_url", _("address of the source"), _url, ("source_url",)),
            Part("document", _("document"), text(300), ("document",), worded=True),
            Part("paper_kind", _("kind of paper"), one_of(PaperKind.values), ("paper_kind",), both=True,
                 show=label_of(PaperKind)),
            Part("status", _("status"), one_of(Status.values), ("status",), both=True, show=label_of(Status)),
            Part("stage", _("stage"), one_of(["", *Stage.values]), ("stage",), both=True,
                 show=label_of(Stage)),
            Part("since", _("since"), _since, ("since",), both=True, show=partial_day),
            Part("sign_on", _("day of signing, planned"), day, ("sign_on",), both=True, show=day_long),
            Part("valid_until", _("valid until"), day, ("valid_until",), both=True, show=day_long),
            Part("ended_on", _("ended on"), day, ("ended_on",), both=True, show=day_long),
            Part("ended_why", _("why it ended"), text(300), ("ended_why",), both=True),
        ),
        values=_values, make=_make, take=_take, blank=_blank,
        language_of=lambda row: str(row.desk.language),
    )
)  # fmt: skip
