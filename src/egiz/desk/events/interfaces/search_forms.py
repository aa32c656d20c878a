import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from egiz import calendars
from egiz.desk.core.domain.naming import name_from
from egiz.desk.core.domain.places import local_name, resolve
from egiz.desk.core.interfaces.forms import country_choices, day_field
from egiz.desk.core.interfaces.versions import Versions
from egiz.desk.core.joints import Origin
from egiz.desk.core.models import Desk
from egiz.desk.events.domain.searches import LOOK_AHEAD
from egiz.desk.events.interfaces.forms import sector_choices
from egiz.desk.events.models import EventSearch


def search_from(start: Origin | None, desk: Desk) -> dict[str, Any]:
    """Fill a search with what it begins from: the sector its words speak of, its city, its days."""
    today = desk.today()
    initial: dict[str, Any] = {"first_day": today, "last_day": today + LOOK_AHEAD}
    if start is None:
        return initial

    named = calendars.guess_sectors(f"{start.name} {start.purpose}")
    initial |= {"name": name_from(start, gettext("Events"), 200), "sector": named[0] if named else ""}
    if len(start.places) == 1:
        place = start.places[0]
        initial["place"] = local_name(place.geonameid, place.name) if place.geonameid else place.name
        initial["country"] = place.country
    return initial


class SearchForm(Versions, forms.ModelForm[EventSearch]):
    """Which events are looked for."""

    first_day = day_field(_("From"))
    last_day = day_field(_("Until"))
    place = forms.CharField(label=_("City"), required=False, max_length=120)

    class Meta:
        model = EventSearch
        fields: ClassVar[list[str]] = ["name", "sector", "country", "first_day", "last_day"]

    field_order = ("name", "sector", "country", "place", "first_day", "last_day")

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.desk = desk
        for name, choices in (("sector", sector_choices()), ("country", country_choices())):
            field = self.fields[name]
            self.fields[name] = forms.ChoiceField(
                label=field.label, required=False, choices=[("", _("all")), *choices]
            )
        if self.instance.pk and self.instance.place_id:
            self.initial["place"] = local_name(self.instance.place_id)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first_day"), data.get("last_day")
        if isinstance(first, dt.date) and isinstance(last, dt.date) and last < first:
            self.add_error("last_day", _("The last day lies before the first."))
        self.instance.place_id = None
        if data.get("place"):
            try:
                self.instance.place_id = resolve(data["place"], data.get("country", "")).id
            except ValidationError as error:
                self.add_error("place", error)
        return data


class PublishForm(forms.Form):
    """When the list was handed over, and how."""

    day = day_field(_("Published on"))
    how = forms.CharField(
        label=_("How"),
        max_length=300,
        help_text=_("A letter and its number, the address of a page, a message and its day."),
    )
