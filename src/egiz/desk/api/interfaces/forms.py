from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from egiz.desk.api.domain.scopes import KINDS, READ_ONLY, targets_of
from egiz.desk.api.domain.tokens import MOST_DAYS
from egiz.desk.api.domain.webhooks import check_address

NOTHING, READ, WRITE = (
    ("", _("nothing")),
    ("read", pgettext_lazy("a program may", "read")),
    ("write", _("read and change")),
)


class KeyForm(forms.Form):
    """A key for a program: what for, how long, and what it may do with each kind of thing."""

    name = forms.CharField(
        label=_("What it is for"), max_length=120, help_text=_("Such as “accounting” or “website”.")
    )
    days = forms.IntegerField(label=_("Days that it works"), min_value=1, max_value=MOST_DAYS, initial=90)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, label in KINDS.items():
            choices = [NOTHING, READ] if kind in READ_ONLY else [NOTHING, READ, WRITE]
            self.fields[f"may_{kind}"] = forms.ChoiceField(label=label, choices=choices, required=False)

    @property
    def kinds(self) -> list[forms.BoundField]:
        return [self[f"may_{kind}"] for kind in KINDS]

    @property
    def scopes(self) -> list[str]:
        return [f"{kind}:{act}" for kind in KINDS if (act := self.cleaned_data.get(f"may_{kind}"))]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not self.scopes:
            raise forms.ValidationError(_("Choose at least one kind of thing that it may read."))
        return data


class WebhookForm(forms.Form):
    """An address, and of which kinds of things it is told."""

    url = forms.URLField(label=_("Address"), max_length=500, assume_scheme="https")
    kinds = forms.MultipleChoiceField(
        label=_("What it hears of"),
        choices=[(kind, label) for kind, label in KINDS.items() if targets_of([f"{kind}:read"])],
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_url(self) -> str:
        url = str(self.cleaned_data["url"])
        check_address(url)
        return url
