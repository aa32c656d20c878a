from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain.members import SETTINGS
from egiz.desk.core.models import Desk, Role


def day_field(label: Any, **options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


class DeskForm(forms.ModelForm):
    class Meta:
        model = Desk
        fields = SETTINGS
        help_texts = {
            "country": _("Two letters: KZ, UZ."),
            "timezone": _("Days and hours of the desk are counted in it, for example Asia/Atyrau."),
        }
        widgets = {"timezone": forms.TextInput(attrs={"list": "zones"})}

    def _letters(self, name: str) -> str:
        code = str(self.cleaned_data[name]).strip().upper()
        if not (code.isascii() and code.isalpha() and len(code) == 2):
            raise forms.ValidationError(_("A country is two Latin letters, such as KZ or UZ."))
        return code

    def clean_country(self) -> str:
        return self._letters("country")

    def clean_their_country(self) -> str:
        return self._letters("their_country")

    def clean_timezone(self) -> str:
        zone = str(self.cleaned_data["timezone"]).strip()
        if zone not in available_timezones():
            raise forms.ValidationError(_("No such time zone; write it as Asia/Atyrau or Asia/Tashkent."))
        return zone

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("country") and data.get("country") == data.get("their_country"):
            self.add_error("their_country", _("The two sides are two countries."))
        return data


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    name = forms.CharField(label=_("Full name"), max_length=200, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.EDITOR)


class RoleForm(forms.Form):
    role = forms.ChoiceField(choices=[*Role.choices, ("", "")], required=False)
