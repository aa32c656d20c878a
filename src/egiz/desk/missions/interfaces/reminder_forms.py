"""What the organiser sets for letters that go by themselves."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.interfaces.versions import Versions
from egiz.desk.missions.interfaces.forms import DateInput
from egiz.desk.missions.models import Mission, Registration, Reminder


class ReminderForm(forms.ModelForm[Reminder]):
    """A new letter: about what, on which day."""

    class Meta:
        model = Reminder
        fields = ("kind", "on")
        widgets = {"on": DateInput()}

    def __init__(self, *args: Any, mission: Mission, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.mission = mission
        self.instance.desk_id = mission.desk_id
        self.mission, self.today = mission, today

    def clean_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["on"]
        if day < self.today:
            raise ValidationError(_("This day has passed; choose today or a later one."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind, day = data.get("kind"), data.get("on")
        if not kind or not day:
            return data
        if kind == Reminder.Kind.DAY_BEFORE:
            days = set(self.mission.sessions.values_list("date", flat=True))
            if day + dt.timedelta(days=1) not in days:
                self.add_error("on", _("No session of the mission is on the day after."))
        if Reminder.objects.filter(mission=self.mission, kind=kind, on=day).exists():
            self.add_error("on", _("This letter goes on that day already."))
        return data


class LimitForm(Versions, forms.ModelForm[Registration]):
    """How many reminders one company gets in all."""

    class Meta:
        model = Registration
        fields = ("reminder_total",)
        help_texts = {
            "reminder_total": _(
                "Of all kinds together, those you send yourself counted; then none goes by itself."
            ),
        }
