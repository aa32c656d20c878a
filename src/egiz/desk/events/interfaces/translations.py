"""What the engine says in codes and English, in the reader's language."""

import re
from collections.abc import Mapping
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from egiz.desk.events.models import EventSource

FORBIDDEN = frozenset({401, 403})
MISSING = frozenset({404, 410})

ERRORS: Mapping[str, Any] = {
    "bad-address": gettext_lazy(
        "The address cannot be followed: only http and https, with no password in it."
    ),
    "private-address": gettext_lazy(
        "The address leads into a private network; the desk reads the open internet only."
    ),
    "unreachable": gettext_lazy("The site cannot be reached. Check the address, or try again later."),
    "too-slow": gettext_lazy("The site did not answer in time."),
    "redirects": gettext_lazy("The site sends from one address to the next without end."),
    "broken-answer": gettext_lazy("The answer broke off in the middle."),
    "robots": gettext_lazy("The site asks programs not to read this address (robots.txt)."),
    "empty": gettext_lazy("The document is empty."),
    "web-page": gettext_lazy(
        "A web page came, not a calendar. Look on it for a link that ends in .ics, or choose “web page”."
    ),
    "not-a-calendar": gettext_lazy("This is not a calendar file: it does not begin with BEGIN:VCALENDAR."),
    "not-a-feed": gettext_lazy("This is no news feed: neither RSS nor Atom."),
    "no-event-data": gettext_lazy(
        "The page holds no event data (schema.org). Ask its keeper for a calendar file or a table."
    ),
    "not-a-table": gettext_lazy("This table cannot be opened. Save it again as XLSX or CSV."),
    "no-columns": gettext_lazy("No columns for the name and the date were found. Say below which they are."),
    "cut-short": gettext_lazy("The file ends in the middle of the calendar."),
    "hostile": gettext_lazy("The document is built in a way that could do harm; it was not opened."),
}
PROBLEMS: Mapping[str, Any] = {
    "no-name": gettext_lazy("there is no name"),
    "no-day": gettext_lazy("no day is named"),
    "bad-date": gettext_lazy("the date cannot be read"),
    "backwards": gettext_lazy("it ends before it begins"),
    "no-zone": gettext_lazy("the hour has no known time zone; only the day is kept"),
    "bad-zone": gettext_lazy("a time zone makes no sense and was passed over"),
    "recurrence": gettext_lazy("it repeats by a rule that is not read"),
    "too-many": gettext_lazy("there are too many entries; the first ones were read"),
    "duplicate-uid": gettext_lazy("one number stands for several dates; all were read"),
    "private": gettext_lazy("it is marked as private and was left out"),
    "broken": gettext_lazy("it is damaged and was left out"),
    "bad-letters": gettext_lazy("some letters are damaged and cannot be read"),
    "bad-count": gettext_lazy("it says how often it repeats with a number that makes no sense"),
    "bad-exception": gettext_lazy("a list of its days cannot be read and was passed over"),
}
REASONS = frozenset(
    {
        gettext_noop("They are the same series."),
        gettext_noop("They are different series."),
        gettext_noop("Their names speak of a different place."),
        gettext_noop("Their names speak of a different sector."),
        gettext_noop("Their names speak of a different form."),
        gettext_noop("Their names speak of a different body."),
        gettext_noop("Their names carry the same number."),
        gettext_noop("On the same days, and their names mean the same in two languages."),
        gettext_noop("They take place on the same days."),
        gettext_noop("They start on the same day."),
        gettext_noop("They start on the same day and end on different ones."),
        gettext_noop("Their days overlap."),
        gettext_noop("Their days do not overlap."),
        gettext_noop("One was moved away from the other's day."),
        gettext_noop("They take place in the same city."),
        gettext_noop("They have the same venue."),
        gettext_noop("They name a different venue."),
        gettext_noop("They have the same organiser."),
        gettext_noop("They name a different organiser."),
        gettext_noop("They link to the same page."),
        gettext_noop("They belong to different sectors."),
        gettext_noop("One source lists both."),
    }
)


def error_words(code: str, params: Mapping[str, Any]) -> str:
    """Say what was wrong with a source's answer, and what would be right."""
    if code == "status":
        status = params.get("status", 0)
        if status in MISSING:
            return _("The page is not there (%(status)s). Check the address.") % {"status": status}
        if status in FORBIDDEN:
            return _("The site does not let programs in (%(status)s).") % {"status": status}
        return _("The site answered with an error of its own (%(status)s).") % {"status": status}
    if code == "too-big":
        limit = filesizeformat(params.get("limit", 8_000_000))
        return _("The answer is larger than %(limit)s and was not read.") % {"limit": limit}
    if code == "no-column":
        return _("The table has no column headed: %(names)s.") % {"names": params.get("names", "")}
    return str(ERRORS.get(code, _("The answer is nothing that can be read as events.")))


def error_of(source: EventSource) -> str:
    return error_words(source.error_code, source.error_params) if source.error_code else ""


def problem_words(problem: Mapping[str, str]) -> dict[str, str]:
    """Say where in a document something could not be read, and what."""
    quoted = re.search(r"'([^']{1,80})'", problem["text"]) if problem["code"] == "bad-date" else None
    words = str(PROBLEMS.get(problem["code"], _("it contradicts itself and was left out")))
    return {"where": _where(problem["where"]), "what": f"{words}: “{quoted[1]}”" if quoted else words}


def _where(place: str) -> str:
    if place == "document":
        return _("The whole document")
    if match := re.match(r"row (\d+)", place):
        return _("Row %(number)s") % {"number": match[1]}
    if match := re.match(r"(?:entry|block) (\d+)(?:, (.*))?", place):
        return " ".join(filter(None, (_("Entry %(number)s") % {"number": match[1]}, match[2])))
    return _("Entry %(number)s") % {"number": place.removeprefix("event ")}


def reason_words(reason: Mapping[str, Any]) -> dict[str, Any]:
    """Say one thing that speaks for or against two entries being the same event."""
    text = reason["text"]
    if match := re.fullmatch(r"Their names agree to (\d+)%\.", text):
        words = _("Their names agree to %(percent)s %%.") % {"percent": match[1]}
    elif match := re.fullmatch(r"They link to the same site, (.*)\.", text):
        words = _("They link to the same site: %(site)s.") % {"site": match[1]}
    else:
        words = _(text) if text in REASONS else text
    return {"words": words, "speaks_for": reason["weight"] >= 0}
