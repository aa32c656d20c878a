from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.models import Desk, User
from egiz.desk.promises.interfaces.forms import colleagues, date_field


class RequestForm(forms.Form):
    """One concrete request: what, who meets it, by when, who sees to it here."""

    title = forms.CharField(label=_("What is asked for"), max_length=300)
    owner_text = forms.CharField(label=_("Who meets it"), required=False, max_length=300)
    due_on = date_field(label=_("Due"))
    responsible = forms.ModelChoiceField(
        User.objects.none(), label=_("Responsible at this desk"), required=False
    )

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responsible"].queryset = colleagues(desk)  # type: ignore[attr-defined]
