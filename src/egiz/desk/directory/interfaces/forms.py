import re
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.interfaces.forms import TerritoryField
from egiz.desk.core.interfaces.versions import Versions
from egiz.desk.directory.models import Organisation, Person, Post

PARTIAL = re.compile(r"[12]\d{3}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


class NamesForm(Versions, forms.ModelForm):
    """A form that also takes the name in each language of the desk."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["territory"] = TerritoryField(initial=self.instance.territory_id)
        for code, language in settings.LANGUAGES:
            self.fields[f"name_{code}"] = forms.CharField(
                label=language, required=False, max_length=300, initial=self.instance.names.get(code, "")
            )

    @property
    def name_fields(self) -> list[forms.BoundField]:
        return [self[f"name_{code}"] for code, _language in settings.LANGUAGES]

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def values(self) -> dict[str, Any]:
        """Return what the domain writes: the model's fields and the names by language."""
        data = dict(self.cleaned_data)
        data["names"] = {
            code: name for code, _language in settings.LANGUAGES if (name := data.pop(f"name_{code}").strip())
        }
        return data


class PersonForm(NamesForm):
    class Meta:
        model = Person
        labels = {"name": _("Full name")}
        fields = ("name", "position", "side", "email", "phone", "note")
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "note": _("Keep only what the work needs: a person may ask to see and to erase it."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Not in Meta: it would ask for organisations outside any desk, while the module is loaded.
        self.fields["organisation"] = forms.ModelChoiceField(
            Organisation.objects.all(),
            required=False,
            label=_("Organisation"),
            initial=self.instance.organisation_id,
        )


class OrganisationForm(NamesForm):
    class Meta:
        model = Organisation
        labels = {"name": _("Name of the organisation")}
        fields = ("name", "kind", "country", "side", "place_name", "note")
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"country": _("Two letters: KZ, UZ.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Not in Meta: Django 5.2 would build the model's own field first, and warn about its scheme.
        self.fields["website"] = forms.URLField(
            label=_("Website"), required=False, assume_scheme="https", initial=self.instance.website
        )

    def clean_country(self) -> str:
        country = self.cleaned_data["country"].strip().upper()
        if country and not (country.isascii() and country.isalpha() and len(country) == 2):
            raise forms.ValidationError(_("A country is two Latin letters, such as KZ or UZ."))
        return country


class PostForm(forms.ModelForm):
    """A role that somebody had before; its days are written as far as they are known."""

    class Meta:
        model = Post
        fields = ("position", "organisation", "since", "until")
        help_texts = {"since": _("2022, 2022-05 or 2022-05-14"), "until": _("2022, 2022-05 or 2022-05-14")}

    def _partial(self, name: str) -> str:
        text = str(self.cleaned_data[name]).strip()
        if text and not PARTIAL.fullmatch(text):
            raise forms.ValidationError(_("Write a year, a month or a day: 2022, 2022-05 or 2022-05-14."))
        return text

    def clean_since(self) -> str:
        return self._partial("since")

    def clean_until(self) -> str:
        return self._partial("until")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not data.get("position") and not data.get("organisation"):
            self.add_error("position", _("Write the position or the organisation."))
        return data
