from django import forms
from django.conf import settings
from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from egiz.desk.core.http import DeskRequest, needs
from egiz.desk.core.interfaces.forms import TerritoryField, day_field
from egiz.desk.core.models import Job, Role

THEMES = ("light", "dark")


class OneOfEach(forms.Form):
    """A field of each sort that pages have, with a help text and an error."""

    name = forms.CharField(label=_("Full name"), help_text=_("Two letters: KZ, UZ."))
    email = forms.EmailField(label=_("E-mail"))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    day = day_field(_("Day"), required=False)
    text = forms.CharField(label=_("Text"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    closed = forms.BooleanField(label=_("Closed"), required=False)

    def __init__(self, prefix: str) -> None:
        super().__init__({f"{prefix}-name": "Айнұр", f"{prefix}-role": Role.EDITOR}, prefix=prefix)
        self.fields["territory"] = TerritoryField()


@require_GET
@needs("core.view_desk")
def components(request: DeskRequest) -> HttpResponseBase:
    """Show every part that pages are made of, in both themes and all languages, to be looked at together."""
    sheets = [
        (theme, code, name, OneOfEach(f"{theme}-{code}"))
        for code, name in settings.LANGUAGES
        for theme in THEMES
    ]
    return render(request, "core/components.html", {"sheets": sheets, "states": Job.Status.choices})
