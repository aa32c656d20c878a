import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.models import Desk
from egiz.desk.events.models import Status

if TYPE_CHECKING:
    from egiz.calendars import Event

LONGEST_DAYS = 120


def day_field(label: Any, **options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


def sector_choices() -> list[tuple[str, str]]:
    """List the sectors in the reader's language, a branch under its parent."""
    from egiz.calendars import sectors  # noqa: PLC0415 - the engine loads when a form is drawn

    language = (get_language() or "en").split("-")[0]
    return [
        (key, ("– " if sector.parent else "") + sector.names.get(language, sector.names["en"]))
        for key, sector in sectors().items()
    ]


class EventForm(forms.Form):
    """An event typed by hand: never without a source, never a date that the source does not give."""

    name = forms.CharField(label=_("Name"), max_length=300)
    sectors = forms.MultipleChoiceField(label=_("Sectors"), widget=forms.CheckboxSelectMultiple)
    place = forms.CharField(label=_("City"), max_length=120)
    venue = forms.CharField(label=_("Venue"), max_length=200, required=False)
    first_day = day_field(_("First day"))
    last_day = day_field(_("Last day"), required=False)
    status = forms.ChoiceField(
        label=_("Status"), choices=[c for c in Status.choices if c[0] not in {"expected", "passed"}]
    )
    organiser = forms.CharField(label=_("Organiser"), max_length=200, required=False)
    url = forms.URLField(label=_("Page of the event"), required=False, assume_scheme="https")
    source = forms.CharField(
        label=_("Source"),
        max_length=300,
        help_text=_("Where the date was read, for example a letter or a page."),
    )
    source_url = forms.URLField(label=_("Address of the source"), required=False, assume_scheme="https")
    checked_on = day_field(_("Checked on"))

    def __init__(
        self, *args: Any, desk: Desk, event: "Event | None" = None, series: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.desk, self.event, self.series = desk, event, series
        self.fields["sectors"].choices = sector_choices()  # type: ignore[attr-defined]
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
        if cleaned.get("checked_on") and cleaned["checked_on"] > self.desk.today():
            self.add_error("checked_on", _("This day has not come yet."))
        return cleaned

    def to_event(self) -> "Event":
        """Build the engine's event, which checks it once more."""
        from egiz import atlas  # noqa: PLC0415 - see above
        from egiz.calendars import Event, Source  # noqa: PLC0415 - see above
        from egiz.calendars import Status as Firm  # noqa: PLC0415 - see above

        data = self.cleaned_data
        language = (get_language() or "en").split("-")[0]
        place = atlas.place(data["place"].id)
        old = self.event
        return Event(
            uid=old.uid if old else f"{uuid.uuid4()}@egiz",
            names={**(dict(old.names) if old else {}), language: data["name"]},
            sources=(Source(data["source"], data["source_url"], data["checked_on"]),),
            status=Firm(data["status"]),
            series=self.series,
            sectors=tuple(data["sectors"]),
            place=place.geonameid,
            place_name=place.name,
            country=place.country,
            venue=data["venue"],
            start=data["first_day"],
            end=data["last_day"],
            zone=place.timezone,
            organiser=data["organiser"],
            url=data["url"],
            previous_start=old.first_day
            if old and old.first_day and old.first_day != data["first_day"]
            else None,
            sequence=old.sequence + 1 if old else 0,
        )

    @staticmethod
    def initial_of(event: "Event", name: str) -> dict[str, Any]:
        """Give the form's first values for an event that is on record."""
        source = event.sources[0]
        return {
            "name": name, "sectors": list(event.sectors), "place": f"{event.place_name}, {event.country}",
            "venue": event.venue, "first_day": event.first_day, "last_day": event.last_day,
            "status": event.status.value, "organiser": event.organiser, "url": event.url,
            "source": source.title, "source_url": source.url, "checked_on": source.checked_on,
        }  # fmt: skip


class WindowForm(forms.Form):
    """Two countries, a first day, how many days, and the hours one would meet in."""

    start = day_field(_("From"))
    days = forms.IntegerField(label=_("Days"), min_value=1, max_value=366)
    earliest = forms.TimeField(
        label=_("Not before"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    latest = forms.TimeField(
        label=_("Not after"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
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
