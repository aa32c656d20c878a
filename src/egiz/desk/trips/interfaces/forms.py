"""What a person types, checked before the domain sees it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from egiz import atlas
from egiz.desk.core.domain import places
from egiz.desk.core.interfaces.forms import country_choices
from egiz.desk.core.interfaces.versions import Versions
from egiz.desk.core.models import Desk
from egiz.desk.directory.models import Person
from egiz.desk.trips.domain import moments
from egiz.desk.trips.models import Block, KnownStay, Stop, Traveller, Trip, Visit, Way

LANGUAGES = {
    "ru": _("Russian"),
    "uz": _("Uzbek"),
    "kk": _("Kazakh"),
    "kaa": _("Karakalpak"),
    "en": _("English"),
}


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class LinesField(forms.CharField):
    """Several lines, each checked by a reader that gives None for what it does not understand."""

    def __init__(self, *, reader: Any, wrong: Any, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), required=False, **kwargs)
        self.reader, self.wrong = reader, wrong

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        text = super().clean(value) or ""
        lines = [line.strip() for line in text.replace(";", "\n").splitlines() if line.strip()]
        for number, line in enumerate(lines, 1):
            if self.reader(line) is None:
                raise ValidationError(self.wrong, params={"line": number, "text": line})
        return list(dict.fromkeys(lines))


def hours_field() -> LinesField:
    return LinesField(
        label=_("When it is possible"),
        reader=moments.read_hours,
        wrong=_("Line %(line)s, “%(text)s”, is not understood; write 2026-12-09 10:00-12:00."),
        help_text=_(
            "One day on a line: 2026-12-09 10:00-12:00. An hour alone is an appointment: 2026-12-09 10:00. "
            "Empty means working hours for companies and offices."
        ),
    )  # fmt: skip


class TripForm(Versions, forms.ModelForm[Trip]):
    class Meta:
        model = Trip
        fields = (
            "name", "purpose", "leaves_on", "leaves_at", "home_on", "home_at", "day_start", "day_end",
            "road_minutes", "slack", "keep_stays", "currency", "budget", "rate_kzt", "rate_uzs",
            "rates_as_of", "rates_source", "contact", "seconds", "status",
        )  # fmt: skip
        widgets = {
            "purpose": forms.Textarea(attrs={"rows": 2}),
            **dict.fromkeys(("leaves_on", "home_on", "rates_as_of"), DateInput()),
            **dict.fromkeys(("leaves_at", "home_at", "day_start", "day_end"), TimeInput()),
        }

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.desk = desk
        if not self.instance.pk:
            del self.fields["status"]


class PartForm(Versions, forms.ModelForm):
    """A form of a part of one trip: the cities it offers are that trip's own.

    Cities are fields of their own: a model form would ask for all of them before any desk is open.
    """

    CITIES: tuple[str, ...] = ()

    def __init__(self, *args: Any, trip: Trip, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.trip = self.instance.trip = trip
        for name in self.CITIES:
            chosen: Any = self.fields[name]
            chosen.queryset = Stop.objects.filter(trip=trip)
            if self.instance.pk:
                self.initial[name] = getattr(self.instance, f"{name}_id")
            elif name != "origin":
                # What is visited or reached is rarely at home, the first city.
                self.initial[name] = next(iter(chosen.queryset[1:2]), None)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in self.CITIES:
            if data.get(name) is not None:
                setattr(self.instance, name, data[name])
        return data

    def save(self, commit: bool = True) -> Any:
        self.instance.desk_id = self.trip.desk_id
        return super().save(commit)


def city_field(label: Any) -> Any:
    return forms.ModelChoiceField(queryset=None, label=capfirst(label), empty_label=None)


class StopForm(PartForm):
    class Meta:
        model = Stop
        fields = (
            "name", "arrive_on", "arrive_at", "may_sleep", "hotel", "night", "night_currency",
            "minutes_between",
        )  # fmt: skip
        widgets = {"arrive_on": DateInput(), "arrive_at": TimeInput()}
        help_texts = {
            "arrive_on": _("Only if everybody must be in this city by then; a plan that is late is none."),
            "name": _("As you know it, in any script: Нукус, Nukus. Add the country if in doubt: Nukus, UZ."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.trip.stops.first() in (None, self.instance):
            # The trip begins at home: nobody has to arrive there.
            del self.fields["arrive_on"], self.fields["arrive_at"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        day, hour = data.get("arrive_on"), data.get("arrive_at")
        if bool(day) != bool(hour) and not {"arrive_on", "arrive_at"} & self.errors.keys():
            missing = "arrive_at" if day else "arrive_on"
            self.add_error(missing, _("Give the day and the hour, or neither."))
        if day and not self.trip.leaves_on <= day <= self.trip.home_on:
            self.add_error("arrive_on", _("This day is not among the days of the trip."))
        return data

    def clean_name(self) -> str:
        typed = str(self.cleaned_data["name"])
        if self.instance.pk and typed == self.initial.get("name"):
            return typed

        found = atlas.place(places.resolve(typed).id)
        one = self.instance
        one.place_id, one.country, one.zone = found.geonameid, found.country, found.timezone
        one.lat, one.lon = found.lat, found.lon
        return places.local_name(found.geonameid, typed)

    def save(self, commit: bool = True) -> Any:
        if not self.instance.pk:
            self.instance.order = self.trip.stops.count()
        return super().save(commit)


def country_field(typed: forms.Field) -> forms.ChoiceField:
    """Return the same field as a list of countries by their names, in the order of the reader's letters."""
    return forms.ChoiceField(
        label=typed.label, help_text=typed.help_text, required=typed.required,
        choices=[("", "—"), *country_choices()],
    )  # fmt: skip


class TravellerForm(PartForm):
    person_name = forms.CharField(
        label=_("Name"), max_length=300,
        widget=forms.TextInput(attrs={"list": "people", "autocomplete": "off"}),
        help_text=_("Somebody of the directory; a new name gets a card there."),
    )  # fmt: skip
    position = forms.CharField(label=_("Position"), max_length=300, required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=LANGUAGES.items(), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Traveller
        fields = ("role", "nationality", "other_nationality", "languages", "group")
        help_texts = {
            "nationality": _("The country of the passport. Only editors see it. Empty means unknown."),
            "other_nationality": _("Only for somebody with two passports: the days are counted for each."),
            "group": _("Only if the delegation parts: people with the same word travel together."),
        }

    field_order = (
        "person_name", "position", "role", "nationality", "other_nationality", "group", "languages",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("nationality", "other_nationality"):
            self.fields[name] = country_field(self.fields[name])
        if self.instance.pk:
            self.fields["person_name"].initial = self.instance.person.name
            self.fields["person_name"].disabled = True
            self.fields["position"].initial = self.instance.person.position
            del self.fields["position"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("other_nationality") and not data.get("nationality"):
            self.add_error("nationality", _("Choose the first citizenship before a second one."))
        return data


class StayForm(forms.ModelForm[KnownStay]):
    class Meta:
        model = KnownStay
        fields = ("country", "entered", "left")
        widgets = {"entered": DateInput(), "left": DateInput()}

    def __init__(self, *args: Any, person: Person, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.person, self.instance.desk = person, desk
        self.fields["country"] = country_field(self.fields["country"])
        self.fields["country"].initial = desk.their_country

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("entered") and data.get("left") and data["left"] < data["entered"]:
            self.add_error("left", _("A stay ends on or after the day it begins."))
        return data


class VisitForm(PartForm):
    CITIES = ("stop",)
    stop = city_field(_("city"))
    windows = hours_field()
    languages = forms.MultipleChoiceField(
        label=_("Languages of the host"), choices=LANGUAGES.items(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    class Meta:
        model = Visit
        fields = (
            "name", "kind", "minutes", "value", "must", "windows", "host", "address", "cost",
            "cost_currency", "note", "source", "languages",
        )  # fmt: skip

    field_order = ("name", "kind", "stop", "group", "minutes", "value", "must", "windows")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = sorted({*self.trip.travellers.values_list("group", flat=True), self.instance.group} - {""})
        if known:
            choices = [("", _("whoever fits best")), *((name, name) for name in known)]
            self.fields["group"] = forms.ChoiceField(
                label=_("Who goes"), choices=choices, required=False, initial=self.instance.group,
                help_text=_("One group goes to a visit. Groups are named with the people."),
            )  # fmt: skip
            self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "group" in data:
            self.instance.group = data["group"]
        minutes = data.get("minutes") or 0
        for text in data.get("windows") or ():
            hours = moments.read_hours(text)
            if hours and hours.since and hours.until:
                long = (hours.until.hour - hours.since.hour) * 60 + hours.until.minute - hours.since.minute
                if long < minutes:
                    self.add_error("windows", _("“%(text)s” is shorter than the visit.") % {"text": text})
        return data


class BlockForm(PartForm):
    CITIES = ("stop",)
    stop = city_field(_("city"))
    field_order = ("name", "stop", "date", "starts", "ends")

    class Meta:
        model = Block
        fields = ("name", "date", "starts", "ends")
        widgets = {"date": DateInput(), "starts": TimeInput(), "ends": TimeInput()}


class WayForm(PartForm):
    CITIES = ("origin", "destination")
    origin = city_field(_("from the city"))
    destination = city_field(_("to the city"))
    timetable = LinesField(
        label=_("Timetable"),
        reader=moments.read_departure,
        wrong=_("Line %(line)s, “%(text)s”, is not understood; write 2026-12-08 07:30 - 09:10 DV717."),
        help_text=_(
            "One departure on a line, in the clocks of both cities: 2026-12-08 07:30 - 09:10 DV717. "
            "Empty: one leaves when one likes."
        ),
    )  # fmt: skip

    class Meta:
        model = Way
        fields = (
            "both", "mode", "minutes", "timetable", "before", "after", "cost",
            "cost_currency", "per", "seats", "drivers", "through", "km", "truth", "source", "as_of",
        )  # fmt: skip
        widgets = {"as_of": DateInput()}
        help_texts = {
            "seats": _(
                "A price for the vehicle is paid for each that the group needs. Empty: one is enough."
            ),
            "drivers": _("Nine hours at the wheel a day, a pause after four and a half (AETR)."),
        }

    field_order = ("origin", "destination", "both", "mode", "minutes", "timetable")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["through"] = forms.MultipleChoiceField(
            label=self.fields["through"].label, choices=country_choices(),
            required=False, help_text=_("Only passed, with no stop in a city of the trip: the days count."),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("origin") and data.get("origin") == data.get("destination"):
            self.add_error("destination", _("A way leads from one city to another."))
        if data.get("drivers") and data.get("mode") not in (Way.Mode.CAR, Way.Mode.BUS):
            self.add_error("drivers", _("Drivers' hours are counted for a car or a bus only."))
        if not data.get("minutes") and not data.get("timetable") and "timetable" not in self.errors:
            self.add_error("minutes", _("Say how many minutes it takes, or give its timetable."))
        return data


class PlanForm(forms.Form):
    way = forms.ChoiceField(
        label=_("How"),
        choices=[("repair", _("change as little as possible")), ("scratch", _("from scratch"))],
        initial="repair",
    )
    note = forms.CharField(label=_("What this version is for"), max_length=300, required=False)


class TemplateForm(forms.Form):
    file = forms.FileField(label=_("Your own Word template"))
