import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain.naming import name_from
from egiz.desk.core.interfaces.forms import day_field
from egiz.desk.core.interfaces.versions import Versions
from egiz.desk.core.joints import Origin
from egiz.desk.core.models import Desk
from egiz.desk.promises.models import OfficialMeeting

# The language in which an office of a country is written to; others get English.
LANGUAGE_OF = {"KZ": "kk", "UZ": "uz", "RU": "ru"}
LINES = forms.Textarea(attrs={"rows": 5})


def plan_from(start: Origin | None, desk: Desk) -> dict[str, Any]:
    """Fill a planned meeting with what it begins from: what it is about, the chosen hour, how long."""
    theirs = LANGUAGE_OF.get(desk.their_country, "en")
    initial: dict[str, Any] = {"minutes": 60, "other_language": theirs if theirs != desk.language else "en"}
    if start is None:
        return initial
    initial["title"] = name_from(start, gettext("Meeting"), 300)
    initial["agenda"] = (start.purpose if start.kind == "poll" and start.purpose else start.name)[:4000]
    if start.starts_at:
        begins = start.starts_at.astimezone(desk.zone)
        initial |= {"day": begins.date(), "hour": begins.time()}
        if start.ends_at:
            initial["minutes"] = int((start.ends_at - start.starts_at).total_seconds() // 60)
    elif start.due:
        initial["day"] = start.due
    return initial


class PlanForm(Versions, forms.ModelForm[OfficialMeeting]):
    """A meeting that is to be held: when, where, about what, and the same in the other side's language."""

    day = day_field(_("Day"))
    hour = forms.TimeField(label=_("Hour"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=10, max_value=1440)
    link = forms.URLField(
        label=_("Address of the online meeting"), required=False, max_length=500, assume_scheme="https"
    )

    class Meta:
        model = OfficialMeeting
        fields: ClassVar[list[str]] = [
            "title", "minutes", "place_name", "link", "agenda", "other_language", "other_title",
            "other_agenda",
        ]  # fmt: skip
        widgets: ClassVar[dict[str, Any]] = {"agenda": LINES, "other_agenda": LINES}
        help_texts: ClassVar[dict[str, Any]] = {
            "agenda": _("One item a line."),
            "other_title": _("Empty: the invitation carries the title as it is above."),
        }

    field_order = (
        "title", "day", "hour", "minutes", "place_name", "link", "agenda", "other_language", "other_title",
        "other_agenda",
    )  # fmt: skip

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.desk = self.instance.desk = desk
        if self.instance.pk and self.instance.starts_at:
            begins = self.instance.starts_at.astimezone(desk.zone)
            self.initial.update(day=begins.date(), hour=begins.time())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        day, hour = data.get("day"), data.get("hour")
        if isinstance(day, dt.date) and isinstance(hour, dt.time):
            self.instance.starts_at = dt.datetime.combine(day, hour, self.desk.zone)
        return data
