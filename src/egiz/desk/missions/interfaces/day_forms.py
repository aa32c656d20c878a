"""What is typed on the day, in a hurry: what went otherwise, and who wants a table at once."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from egiz.desk.missions.domain.incidents import ABOUT
from egiz.desk.missions.domain.queries import taking_part
from egiz.desk.missions.interfaces.forms import TimeInput
from egiz.desk.missions.models import Company, Incident, Mission
from egiz.desk.missions.models.day import LONGEST_DELAY


class IncidentForm(forms.Form):
    kind = forms.ChoiceField(label=_("What happened"), choices=Incident.Kind.choices)
    company: Any = forms.ModelChoiceField(None, label=_("Company"), required=False)
    until = forms.TimeField(label=_("Comes at"), required=False, widget=TimeInput())
    table: Any = forms.ModelChoiceField(None, label=_("Table"), required=False)
    interpreter: Any = forms.ModelChoiceField(None, label=_("Interpreter"), required=False)
    minutes = forms.IntegerField(
        label=_("Later by, minutes"), required=False, min_value=1, max_value=LONGEST_DELAY
    )

    def __init__(self, *args: Any, mission: Mission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        # Only what is shown of each: a company has many columns, and a large mission many companies.
        fields["company"].queryset = taking_part(mission).order_by("side", "name").only("name")
        fields["table"].queryset = mission.tables.all()
        fields["interpreter"].queryset = mission.interpreters.all()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        field = ABOUT.get(data.get("kind", ""))
        if field and data.get(field) is None and field not in self.errors:
            self.add_error(field, _("Say whom or what it is about."))
        if data.get("kind") == Incident.Kind.LATE and not data.get("until") and "until" not in self.errors:
            self.add_error("until", _("Say when the company comes."))
        return data

    def about(self, start: dt.datetime) -> dict[str, Any]:
        """Return what the domain keeps; an hour is an hour of that day at the place of the mission."""
        data = dict(self.cleaned_data)
        until = data.pop("until")
        return {**data, "until": dt.datetime.combine(start.date(), until, start.tzinfo) if until else None}


class WalkInForm(forms.Form):
    a = forms.ChoiceField(label=_("Company"))
    b = forms.ChoiceField(label=_("meets"))

    def __init__(self, *args: Any, companies: list[Company], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.companies = {str(one.pk): one for one in companies}
        for name in ("a", "b"):
            self.fields[name].choices = [(key, one.name) for key, one in self.companies.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("a") and data.get("a") == data.get("b"):
            raise ValidationError(_("Choose two companies."))
        return data

    def pair(self) -> tuple[Company, Company]:
        return self.companies[self.cleaned_data["a"]], self.companies[self.cleaned_data["b"]]
