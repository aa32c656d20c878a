from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.interfaces.forms import TerritoryField
from egiz.desk.core.models import Desk, User
from egiz.desk.promises.interfaces.forms import colleagues, date_field
from egiz.desk.promises.models import Promise, SavedFilter

MOST = 200  # promises that are changed at once
GIVEN = "give_"  # before the names under which the list's address carries what was typed


def given_in(address: QueryDict) -> dict[str, str]:
    """Return what the form of many had got when it could not be done."""
    return {name.removeprefix(GIVEN): address.get(name, "") for name in address if name.startswith(GIVEN)}


class ManyForm(forms.Form):
    """What the ticked promises get; what is left empty stays with each as it is."""

    responsible = forms.ModelChoiceField(
        User.objects.none(), label=_("Responsible at this desk"), required=False
    )
    due_on = date_field(label=_("Due"))
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[("", "–"), *((s.value, s.label) for s in Promise.SETTABLE)],
    )

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responsible"].queryset = colleagues(desk)  # type: ignore[attr-defined]
        self.fields["territory"] = TerritoryField()

    def values(self) -> dict[str, Any]:
        """Return only what was given."""
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}


class SaveFilterForm(forms.ModelForm[SavedFilter]):
    class Meta:
        model = SavedFilter
        fields = ("name", "query")
