from django import forms
from django.utils.translation import gettext_lazy as _

from egiz.desk.promises.interfaces.forms import date_field


class LineForm(forms.Form):
    """One line as it is said; marked as a promise it takes who owes it and by when."""

    text = forms.CharField(label=_("What is being said"), max_length=2000)
    is_promise = forms.BooleanField(label=_("This is a promise"), required=False)
    owner_text = forms.CharField(label=_("Who owes it"), required=False, max_length=300)
    due_on = date_field(label=_("Due"))


class PersonHereForm(forms.Form):
    name = forms.CharField(label=_("Who is here"), max_length=300)
