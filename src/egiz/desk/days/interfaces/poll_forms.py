import datetime as dt
import re
from typing import Any

from babel.dates import format_skeleton
from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from egiz.desk.core import joints
from egiz.desk.core.interfaces.languages import locale
from egiz.desk.core.models import Desk
from egiz.desk.days.domain.polls import NewPoll, Slot
from egiz.desk.days.models import PollAnswer, PollDay

MOST_TIMES = 20
PROMISES_OFFERED = 200
_SLOT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d)/(\d{1,3})")


def slot_words(start: dt.datetime, end: dt.datetime, desk: Desk) -> str:
    """Write a time as a person says it, on the desk's clock."""
    begin, stop = start.astimezone(desk.zone), end.astimezone(desk.zone)
    return f"{format_skeleton('yMMMMEEEEd', begin, locale=locale())}, {begin:%H:%M}–{stop:%H:%M}"


def read_slot(text: str, desk: Desk) -> Slot | None:
    """Read "2026-12-03T10:00/60" on the desk's clock; nothing when it is no such thing."""
    found = _SLOT.fullmatch(text)
    if found is None:
        return None
    try:
        start = dt.datetime.fromisoformat(found[1]).replace(tzinfo=desk.zone)
    except ValueError:
        return None
    return start, start + dt.timedelta(minutes=int(found[2]) or 60)


def poll_from(start: joints.Origin | None) -> dict[str, Any]:
    """Fill a poll with what the day is sought for."""
    if start is None:
        return {}
    return {"title": start.name[:200], "promise": start.pk if start.kind == "promise" else None}


class PollForm(forms.Form):
    """What is asked, which times, and who is asked."""

    title = forms.CharField(label=gettext_lazy("What the meeting is about"), max_length=200)
    note = forms.CharField(
        label=gettext_lazy("What the guests should know"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    slots = forms.MultipleChoiceField(
        label=gettext_lazy("Proposed times"), required=False, widget=forms.CheckboxSelectMultiple
    )
    more = forms.CharField(
        label=gettext_lazy("Other times"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One a line: 2026-12-03 10:00"),
    )
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=15, max_value=600, initial=60)
    guests = forms.CharField(
        label=gettext_lazy("Guests"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "One name a line: each gets a link of their own. Others may use the shared link."
        ),
    )
    promise = forms.TypedChoiceField(
        label=gettext_lazy("Promise that gets the day"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, desk: Desk, offered: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.desk = desk
        found = {text: read_slot(text, desk) for text in offered[:MOST_TIMES]}
        self.offered = {text: slot for text, slot in found.items() if slot}
        choices = [(text, slot_words(*slot, desk)) for text, slot in self.offered.items()]
        self.fields["slots"].choices = choices  # type: ignore[attr-defined]
        self.fields["slots"].initial = list(self.offered)
        promises = [(one.pk, one.name) for one in joints.offered(desk, "promise", "poll", PROMISES_OFFERED)]
        self.fields["promise"].choices = [*BLANK_CHOICE_DASH, *promises]  # type: ignore[attr-defined]

    def clean_more(self) -> list[dt.datetime]:
        found = []
        for number, line in enumerate(str(self.cleaned_data["more"]).splitlines(), start=1):
            if not line.strip():
                continue
            try:
                found.append(
                    dt.datetime.strptime(line.strip(), "%Y-%m-%d %H:%M").replace(tzinfo=self.desk.zone)
                )
            except ValueError:
                raise forms.ValidationError(
                    _("Line %(line)d is not a time; write it as 2026-12-03 10:00.") % {"line": number}
                ) from None
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        count = len(cleaned.get("slots", [])) + len(cleaned.get("more", []) or [])
        if not self.errors and not 1 <= count <= MOST_TIMES:
            raise forms.ValidationError(_("Propose from one to %(most)d times.") % {"most": MOST_TIMES})
        return cleaned

    def to_poll(self) -> NewPoll:
        data = self.cleaned_data
        length = dt.timedelta(minutes=data["minutes"])
        slots = [self.offered[text] for text in data["slots"]] + [
            (start, start + length) for start in data["more"]
        ]
        names = tuple(filter(None, (line.strip()[:120] for line in data["guests"].splitlines())))
        return NewPoll(data["title"], data["note"], tuple(slots), names, data["promise"])


class AnswerForm(forms.Form):
    """A guest's answers, one for each time; whoever came by the shared link says who they are."""

    name = forms.CharField(label=gettext_lazy("Your name"), max_length=120)

    def __init__(
        self, *args: Any, days: list[PollDay], desk: Desk, named: bool, given: dict[int, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if named:
            del self.fields["name"]
        for day in days:
            self.fields[f"day-{day.pk}"] = forms.ChoiceField(
                label=slot_words(day.start, day.end, desk),
                choices=PollAnswer.Value.choices,
                initial=given.get(day.pk),
                widget=forms.RadioSelect,
            )

    def values(self) -> dict[int, str]:
        return {
            int(name.removeprefix("day-")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("day-")
        }
