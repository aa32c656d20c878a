import re
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain.files import check_upload
from egiz.desk.core.interfaces.forms import day_field

_COUNTRY = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")


class DayForm(forms.Form):
    """A day off that the published calendars do not know, or a day that is worked after all."""

    country = forms.CharField(
        label=_("Country or region"), max_length=6, help_text=_("KZ, UZ, or UZ-QR for a region.")
    )
    day = day_field(_("Day"))
    off = forms.ChoiceField(label=_("It is"), choices=(("1", _("a day off")), ("0", _("a working day"))))
    name = forms.CharField(label=_("What it is called"), max_length=120, required=False)
    source = forms.CharField(
        label=_("Where it is written"), max_length=300, help_text=_("A decree, a letter, an address.")
    )

    def clean_country(self) -> str:
        code = str(self.cleaned_data["country"]).strip().upper()
        if not _COUNTRY.fullmatch(code):
            raise forms.ValidationError(_("Write a code such as KZ, UZ or UZ-QR."))
        return code

    def clean_off(self) -> bool:
        return bool(self.cleaned_data["off"] == "1")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("off") and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", _("A day off needs its name."))
        return cleaned


class BusyForm(forms.Form):
    """Whose calendar to ask, and where it is: an address or a file."""

    name = forms.CharField(label=_("Whose calendar"), max_length=120)
    address = forms.CharField(
        label=_("Address of the calendar"),
        max_length=500,
        required=False,
        help_text=_("The secret iCal address of the calendar, or its CalDAV address."),
    )
    login = forms.CharField(label=_("Name at that server"), max_length=120, required=False)
    password = forms.CharField(
        label=_("Password at that server"),
        max_length=200,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Used once and not kept."),
    )
    file = forms.FileField(label=_("Or a calendar file (.ics)"), required=False)

    def clean_address(self) -> str:
        address = str(self.cleaned_data["address"]).strip()
        if address:
            URLValidator(schemes=["http", "https", "webcal"])(address)
        return address

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload:
            check_upload(upload, ("ics",))
        return upload

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and bool(cleaned.get("address")) == bool(cleaned.get("file")):
            raise forms.ValidationError(_("Give an address or a file, one of the two."))
        return cleaned
