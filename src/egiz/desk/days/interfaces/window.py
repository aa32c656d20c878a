"""The common window as its page shows it: proposals in order, then weeks of days, each with its reason."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from babel.dates import format_date, format_skeleton, get_day_names
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from egiz.desk.core import joints
from egiz.desk.core.interfaces.forms import day_field
from egiz.desk.core.interfaces.languages import language, locale, month_names
from egiz.desk.core.models import Desk

if TYPE_CHECKING:
    from egiz.calendars import Day, DayReason
    from egiz.calendars.signing import Reason, SigningWindow
    from egiz.desk.days.domain.windows import Answer

PROPOSED = 6  # how many proposals are named on top
HINTS = 8


class WindowForm(forms.Form):
    """Two countries, a first day, how many days, and the hours one would meet in."""

    start = day_field(gettext_lazy("From"))
    days = forms.IntegerField(label=gettext_lazy("Days"), min_value=1, max_value=366)
    earliest = forms.TimeField(
        label=gettext_lazy("Not before"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    latest = forms.TimeField(
        label=gettext_lazy("Not after"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        earliest, latest = cleaned.get("earliest"), cleaned.get("latest")
        if earliest and latest and latest <= earliest:
            raise ValidationError(_("The hours must end after they begin."))
        return cleaned

    @staticmethod
    def defaults(today: dt.date) -> dict[str, Any]:
        return {"start": today, "days": 31, "earliest": dt.time(10), "latest": dt.time(17)}


class MeetingForm(WindowForm):
    """The window's form with what a meeting needs: how long it lasts and how much notice people want."""

    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes"), min_value=15, max_value=600, required=False, initial=60
    )
    notice = forms.IntegerField(
        label=gettext_lazy("Days of notice"), min_value=0, max_value=120, required=False, initial=5
    )
    region = forms.RegexField(
        label=gettext_lazy("A region of theirs"),
        regex=r"^[A-Za-z]{2}-[A-Za-z0-9]{1,3}$",
        required=False,
        widget=forms.TextInput(attrs={"size": 7}),
        error_messages={
            "invalid": gettext_lazy("Write a region's code, such as UZ-QR, or leave this empty.")
        },
    )

    @staticmethod
    def defaults(today: dt.date) -> dict[str, Any]:
        return {**WindowForm.defaults(today), "minutes": 60, "notice": 5, "region": ""}


def shown_days(days: Sequence["Day"], desk: Desk) -> dict[str, Any]:
    """Return the days in rows of weeks, and how many serve."""
    cells = [_cell(day, desk) for day in days]
    blank: list[Any] = [None] * days[0].date.weekday()
    padded = blank + cells
    padded += [None] * (-len(padded) % 7)
    names = get_day_names("abbreviated", context="stand-alone", locale=locale())
    return {
        "weekdays": [names[number] for number in range(7)],
        "weeks": [padded[start : start + 7] for start in range(0, len(padded), 7)],
        "good": sum(cell["ok"] for cell in cells),
        "total": len(cells),
        "excluded": [cell for cell in cells if not cell["ok"] and cell["holiday"]],
    }


def _cell(day: "Day", desk: Desk) -> dict[str, Any]:
    return {
        "date": day.date,
        "number": day.date.day,
        "month": format_skeleton("MMM", day.date, locale=locale()) if day.date.day == 1 else "",
        "long": format_date(day.date, "full", locale=locale()),
        "ok": day.ok,
        "hours": [_hours(part, desk) for part in day.hours],
        "reasons": [day_reason(reason, desk) for reason in day.reasons],
        "cautions": [day_reason(reason, desk) for reason in day.cautions],
        "holiday": any(reason.why != "weekend" for reason in day.reasons),
    }


def _hours(part: Any, desk: Desk) -> str:
    return f"{part.start.astimezone(desk.zone):%H:%M}–{part.end.astimezone(desk.zone):%H:%M}"


def day_reason(reason: "DayReason", desk: Desk) -> dict[str, Any]:
    name = reason.names.get(language()) or reason.names.get("und") or reason.name
    if reason.why == "weekend":
        words = _("weekend")
    elif reason.why == "near_estimate":
        words = _("%(name)s is estimated nearby and may fall on this day") % {"name": name}
    elif reason.estimated:
        words = _("%(name)s (estimated date)") % {"name": name}
    else:
        words = name
    return {
        "side": desk.side_of_country(reason.country[:2]),
        "country": reason.country,
        "words": words,
        "why": reason.why,
    }


@dataclass(frozen=True, slots=True)
class _Sentences:
    """What a reason's words are made of: the names of days and events in the reader's language, the pages."""

    days: dict[tuple[str, str], str]
    events: dict[str, str]
    pages: dict[str, int]

    def of(self, reason: "Reason") -> dict[str, Any]:
        uid = str(reason.params.get("uid", ""))
        return {"words": self._say(reason, uid), "code": reason.code, "pk": self.pages.get(uid)}

    def _say(self, reason: "Reason", uid: str) -> str:
        params: dict[str, Any] = dict(reason.params)
        if reason.code == "free":
            count = int(params["people"])
            words = ngettext("the one calendar on hand is free", "all %(count)d calendars are free", count)
            return words % {"count": count}
        if uid:
            params["name"] = self.events.get(uid, params["name"])
        if reason.code == "near_estimate":
            params["name"] = self.days.get((params["country"], params["name"]), params["name"])
        if reason.code == "event_on_day_off":
            params["date"] = format_date(dt.date.fromisoformat(params["date"]), "long", locale=locale())
        if reason.code == "event_expected":
            month = month_names()[int(params["month"])]
            params["month"] = month if language() == "en" else month.lower()
        return _patterns()[reason.code] % params


def _patterns() -> dict[str, str]:
    return {
        "works": _("a working day on both sides"),
        "busy": _("busy: %(people)s"),
        "event": _("an event brings people together: %(name)s"),
        "near_estimate": _("%(name)s is estimated nearby and may fall on this day"),
        "event_on_day_off": _("%(name)s falls on a day off (%(date)s)"),
        "event_expected": _("%(name)s is expected in the month of %(month)s; no day is announced"),
    }


def shown_proposals(answer: "Answer", desk: Desk, minutes: int) -> dict[str, Any]:
    """Return the best proposals with their reasons in the reader's language, and the hints beside them."""
    result = answer.result
    best = result.windows[:PROPOSED]
    uids = {uid for window in best for uid in window.events} | {str(h.params["uid"]) for h in result.hints}
    words = _Sentences(
        {(c.country, c.name): c.names.get(language()) or c.name for day in answer.days for c in day.cautions},
        {uid: answer.events[uid].name(language()) for uid in uids},
        calendar.pages(uids) if (calendar := joints.calendar.get()) else {},
    )
    return {
        "proposals": [_proposal(window, words, desk, minutes) for window in best],
        "hints": [words.of(hint) for hint in result.hints[:HINTS]],
        "clear": result.clear,
    }


def _proposal(window: "SigningWindow", words: _Sentences, desk: Desk, minutes: int) -> dict[str, Any]:
    first = window.hours[0].start.astimezone(desk.zone)
    return {
        "date": window.date,
        "long": format_date(window.date, "full", locale=locale()),
        "hours": [_hours(part, desk) for part in window.hours],
        "slot": f"{first:%Y-%m-%dT%H:%M}/{minutes}",
        "reasons": [words.of(reason) for reason in window.reasons],
    }
