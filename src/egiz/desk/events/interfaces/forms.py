import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class WebField(forms.URLField):
    """An address of the web: what the engine keeps and what may stand as a link on a public page."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def __init__(self, **options: Any) -> None:
        super().__init__(assume_scheme="https", **options)


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
