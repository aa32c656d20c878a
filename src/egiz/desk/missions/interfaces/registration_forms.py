"""What the organiser sets for what companies fill in, and the verdict on it."""

import itertools
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.interfaces.versions import Versions
from egiz.desk.core.models import Desk, Side
from egiz.desk.missions.models import Question, Registration


class InLanguages(forms.ModelForm):
    """A form with one field for each language, kept as one JSON object."""

    def add_languages(self, name: str, label: Any, rows: int = 2) -> None:
        kept = getattr(self.instance, name) or {}
        for code, language in settings.LANGUAGES:
            attrs: dict[str, Any] = {"lang": code}
            widget = forms.Textarea(attrs | {"rows": rows}) if rows else forms.TextInput(attrs)
            self.fields[f"{name}_{code}"] = forms.CharField(
                label=f"{label}: {language}", required=False, max_length=1000, widget=widget
            )
            self.initial[f"{name}_{code}"] = kept.get(code, "")

    def in_languages(self, name: str) -> dict[str, str]:
        found = {code: self.cleaned_data.get(f"{name}_{code}", "") for code, _name in settings.LANGUAGES}
        return {code: text for code, text in found.items() if text}


DAYS = ("closes_on", "asking_opens_on", "asking_closes_on", "provisional_on", "final_on")


class RegistrationForm(Versions, InLanguages):
    """Whether and how companies register themselves."""

    class Meta:
        model = Registration
        fields = (
            "is_open", "sides", "most_companies", "most_meetings", "most_requests", "answer_days",
            "reminder_days", "reminder_cap", "quiet_from", "quiet_until", "closes_on", "asking_opens_on",
            "asking_closes_on", "provisional_on", "final_on",
        )  # fmt: skip
        widgets = {
            **{name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
               for name in DAYS},
            **{name: forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
               for name in ("quiet_from", "quiet_until")},
        }  # fmt: skip
        help_texts = {
            "quiet_from": _("Hours at the company, not at the desk."),
            "asking_opens_on": _("Companies see each other and ask for meetings from this day on."),
        }

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_languages("intro", _("Words on top of the page"))
        sides: Any = self.fields["sides"]
        names = {Side.OURS: desk.our_name or desk.country, Side.THEIRS: desk.their_name or desk.their_country}
        sides.choices = [
            ("both", _("companies of both sides")),
            *((side.value, _("only: %(side)s") % {"side": names[side]}) for side in (Side.OURS, Side.THEIRS)),
        ]

    @property
    def intro_fields(self) -> list[forms.BoundField]:
        return [self[f"intro_{code}"] for code, _name in settings.LANGUAGES]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        asked = [(name, data.get(name)) for name in DAYS[1:] if data.get(name)]
        for (_before, first), (name, second) in itertools.pairwise(asked):
            if second and first and second < first:
                self.add_error(name, _("This day comes before the one it follows."))
        return data

    def save(self, commit: bool = True) -> Registration:
        self.instance.intro = self.in_languages("intro")
        return super().save(commit)


class QuestionForm(InLanguages):
    class Meta:
        model = Question
        fields = ("kind", "required", "is_shown")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_languages("text", _("Question"), rows=0)
        self.add_languages("choices", _("Choices, parted by semicolons"), rows=0)

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"text_{code}"], self[f"choices_{code}"]) for code, _name in settings.LANGUAGES]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        texts, choices = self.in_languages("text"), self.in_languages("choices")
        if not texts:
            raise ValidationError(_("Write the question in at least one language."))
        if data.get("kind") in (Question.Kind.ONE, Question.Kind.MANY):
            counts = {len([one for one in text.split(";") if one.strip()]) for text in choices.values()}
            if not counts or min(counts) < 2:
                raise ValidationError(_("Write at least two choices, parted by semicolons."))
            if len(counts) > 1:
                raise ValidationError(_("Every language must have the same number of choices, in one order."))
        return data

    def save(self, commit: bool = True) -> Question:
        self.instance.text, self.instance.choices = self.in_languages("text"), self.in_languages("choices")
        return super().save(commit)


class VerdictForm(forms.Form):
    verdict = forms.ChoiceField(choices=[("accept", ""), ("return", ""), ("decline", "")])
    reason = forms.CharField(max_length=1000, required=False)
