"""Typing an event in, or correcting one."""

import datetime as dt
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from egiz import atlas, calendars
from egiz.desk.core.interfaces.forms import day_field
from egiz.desk.core.interfaces.versions import Versions
from egiz.desk.core.models import Desk
from egiz.desk.events.interfaces.detail import LANGUAGES
from egiz.desk.events.interfaces.forms import WebField, sector_choices
from egiz.desk.events.models import Status

if TYPE_CHECKING:
    from egiz.calendars import Event

LONGEST_DAYS = 120
TEXTS = ("venue", "organiser", "url", "registration_url", "price", "notes")


def language() -> str:
    return (get_language() or "en").split("-")[0]


def _hour_field(label: Any) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, required=False)


class EventForm(Versions, forms.Form):
    """An event typed by hand: never without a source, never a date that the source does not give."""

    name = forms.CharField(label=_("Name of the event"), max_length=300)
    name_ru = forms.CharField(label=_("Name in Russian"), max_length=300, required=False)
    name_uz = forms.CharField(label=_("Name in Uzbek"), max_length=300, required=False)
    name_kk = forms.CharField(label=_("Name in Kazakh"), max_length=300, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=300, required=False)
    edition = forms.IntegerField(label=_("Number of the edition"), required=False, min_value=1, max_value=500)
    sectors = forms.MultipleChoiceField(label=_("Sectors"), widget=forms.CheckboxSelectMultiple)
    place = forms.CharField(label=_("City"), max_length=120)
    venue = forms.CharField(label=_("Venue"), max_length=200, required=False)
    first_day = day_field(_("First day"))
    last_day = day_field(_("Last day"), required=False)
    first_hour = _hour_field(_("Begins at"))
    last_hour = _hour_field(_("Ends at"))
    status = forms.ChoiceField(
        label=_("Status"), choices=[c for c in Status.choices if c[0] not in {"expected", "passed"}]
    )
    organiser = forms.CharField(label=_("Organiser"), max_length=200, required=False)
    url = WebField(label=_("Page of the event"), required=False)
    registration_url = WebField(label=_("Registration"), required=False)
    registration_deadline = day_field(_("Register until"), required=False)
    price = forms.CharField(label=_("Price"), max_length=120, required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages of the event"),
        choices=list(LANGUAGES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    notes = forms.CharField(
        label=_("Note"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=300,
        help_text=_("Where the date was read, for example a letter or a page."),
    )
    source_url = WebField(label=_("Address of the source"), required=False)
    checked_on = day_field(_("Checked on"))

    def __init__(
        self, *args: Any, desk: Desk, event: "Event | None" = None, series: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.desk, self.event, self.series = desk, event, series
        self.fields["sectors"].choices = sector_choices()  # type: ignore[attr-defined]
        self.fields.pop(f"name_{language()}", None)  # the first field is the name in the reader's language
        if not self.is_bound:
            self.initial.setdefault("checked_on", desk.today())

    def clean_place(self) -> Any:
        from egiz.desk.core.domain.places import resolve  # noqa: PLC0415 - the atlas loads when it is asked

        return resolve(self.cleaned_data["place"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day cannot come before the first."))
        elif first and last and (last - first).days > LONGEST_DAYS:
            self.add_error(
                "last_day", _("More than %(days)s days: check the years.") % {"days": LONGEST_DAYS}
            )
        self._clean_hours(cleaned)
        if cleaned.get("checked_on") and cleaned["checked_on"] > self.desk.today():
            self.add_error("checked_on", _("This day has not come yet."))
        return cleaned

    def _clean_hours(self, cleaned: dict[str, Any]) -> None:
        opens, closes = cleaned.get("first_hour"), cleaned.get("last_hour")
        one_day = cleaned.get("last_day") in {None, cleaned.get("first_day")}
        if closes and not opens:
            self.add_error("first_hour", _("An end needs a beginning."))
        elif opens and not closes and cleaned.get("last_day"):
            self.add_error("last_hour", _("Say at what hour it ends on its last day."))
        elif opens and closes and closes <= opens and one_day:
            self.add_error("last_hour", _("The hours must end after they begin."))

    def to_event(self) -> "Event":
        """Build the engine's event, which checks it once more."""
        data, old = self.cleaned_data, self.event
        place = atlas.place(data["place"].id)
        start, end = self._span(ZoneInfo(place.timezone))
        source = calendars.Source(data["source"], data["source_url"], data["checked_on"])
        event = calendars.Event(
            uid=old.uid if old else f"{uuid.uuid4()}@egiz",
            names=self._names(),
            sources=(source,),
            status=calendars.Status(data["status"]),
            series=self.series,
            edition=data["edition"],
            sectors=tuple(data["sectors"]),
            place=place.geonameid,
            place_name=place.name,
            country=place.country,
            start=start,
            end=end,
            zone=place.timezone,
            languages=tuple(data["languages"]),
            registration_deadline=data["registration_deadline"],
            **{
                name: data[name]
                for name in ("venue", "organiser", "url", "registration_url", "price", "notes")
            },
        )
        if old is None:
            return event
        moved = old.first_day and old.first_day != event.first_day
        previous = old.first_day if moved else old.previous_start
        return replace(event, previous_start=previous, sequence=old.sequence + 1, extra=old.extra)

    def _names(self) -> dict[str, str]:
        names = dict(self.event.names) if self.event else {}
        for code in LANGUAGES:
            field = "name" if code == language() else f"name_{code}"
            if self.cleaned_data.get(field):
                names[code] = self.cleaned_data[field]
            else:
                names.pop(code, None)
        return names

    def _span(self, zone: ZoneInfo) -> tuple[dt.date, dt.date | None]:
        """Return both ends: days, or moments on the clock of the place."""
        data = self.cleaned_data
        first, last = data["first_day"], data["last_day"]
        if not data["first_hour"]:
            return first, last
        start = dt.datetime.combine(first, data["first_hour"], zone)
        return start, dt.datetime.combine(last or first, data["last_hour"], zone) if data[
            "last_hour"
        ] else None

    def source_document(self) -> dict[str, Any]:
        """Return the source that was typed, as the engine's document has it."""
        data = self.cleaned_data
        known = {"title": data["source"], "url": data["source_url"], "checked_on": str(data["checked_on"])}
        return {name: value for name, value in known.items() if value}

    @staticmethod
    def initial_of(event: "Event", name: str) -> dict[str, Any]:
        """Return the form's first values for an event that is on record."""
        source = event.sources[0]
        hours = {}
        if isinstance(event.start, dt.datetime):
            zone = ZoneInfo(event.zone or "UTC")
            ends = (("first_hour", event.start), ("last_hour", event.end))
            hours = {key: m.astimezone(zone).time() for key, m in ends if isinstance(m, dt.datetime)}
        same = (
            "venue", "first_day", "organiser", "url", "registration_url", "registration_deadline",
            "price", "notes", "edition",
        )  # fmt: skip
        return {
            **{key: getattr(event, key) for key in same},
            **{f"name_{code}": event.names.get(code, "") for code in LANGUAGES},
            **hours,
            # A last day that no source names must not become somebody's correction.
            "last_day": event.last_day if event.end is not None else None,
            "name": name, "sectors": list(event.sectors), "place": f"{event.place_name}, {event.country}",
            "status": event.status.value, "languages": list(event.languages),
            "source": source.title, "source_url": source.url, "checked_on": source.checked_on,
        }  # fmt: skip


def initial_for_choice(values: dict[str, Any], today: dt.date) -> dict[str, Any]:
    """Ask a person who corrects what sources say for a source of their own."""
    return {**values, "source": "", "source_url": "", "checked_on": today}
