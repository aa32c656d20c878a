from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.models import Guest


class ShareForm(forms.Form):
    """Whom a thing is shared with: somebody known, or somebody new; and what they may do."""

    guest: Any = forms.ModelChoiceField(None, label=_("Who"), required=False, empty_label=_("somebody new"))
    name = forms.CharField(label=_("Full name"), max_length=200, required=False)
    organisation = forms.CharField(label=_("Organisation"), max_length=300, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    language = forms.ChoiceField(label=_("Language of the page"), choices=settings.LANGUAGES)
    may_update = forms.BooleanField(label=_("May say how it stands"), required=False, initial=True)

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guest: Any = self.fields["guest"]
        guest.queryset = Guest.objects.all()
        self.fields["language"].initial = language

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not data.get("guest") and not (data.get("name") or "").strip():
            self.add_error("name", _("Choose somebody above, or write who it is."))
        return data


class SaidForm(forms.Form):
    """How a thing stands, as a guest says it."""

    state = forms.ChoiceField(label=_("How it stands"))
    evidence = forms.CharField(
        label=_("What shows that it is done"),
        max_length=500,
        required=False,
        help_text=_("A number, a day, an address: what the other side can look up."),
    )

    def __init__(self, *args: Any, states: Any, now: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        state: Any = self.fields["state"]
        state.choices = states
        state.initial = now


class SharedCommentForm(forms.Form):
    text = forms.CharField(
        label=_("Comment that both sides read"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )


class TranslationForm(forms.Form):
    text = forms.CharField(label=_("Text"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
