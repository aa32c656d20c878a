"""Forms of a link's life: its stage, its decision, its checklist's template, its measures."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from egiz.desk.core.domain.files import check_upload
from egiz.desk.core.domain.places import local_name
from egiz.desk.core.interfaces.versions import Versions
from egiz.desk.core.models import Desk
from egiz.desk.twinnings.domain import due
from egiz.desk.twinnings.interfaces.forms import country_choices
from egiz.desk.twinnings.models import ApprovalRow, Comparison, Measure, Stage, Twinning

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class StageForm(Versions, forms.ModelForm):
    """Where a link stands, and the days that its stages need."""

    class Meta:
        model = Twinning
        fields: ClassVar[list[str]] = ["stage", "sign_on", "valid_until", "ended_on", "ended_why"]
        widgets: ClassVar[dict[str, Any]] = dict.fromkeys(("sign_on", "valid_until", "ended_on"), DAY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"] = forms.ChoiceField(label=_("stage"), choices=Stage.choices)
        self.initial["stage"] = self.instance.stands

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (cleaned.get("ended_on") or cleaned.get("ended_why")) and cleaned.get("stage") != Stage.ENDED:
            self.add_error("stage", _("What has an end has ended: choose that stage, or empty the end."))
        return cleaned


class DecisionForm(forms.Form):
    """Which candidate was chosen, when, by whom and why."""

    place = forms.TypedChoiceField(label=_("Chosen"), coerce=int)
    decided_on = forms.DateField(label=_("Decided on"), widget=DAY)
    decided_by = forms.CharField(
        label=_("Who decided"), max_length=300, help_text=_("A council, a head, a meeting with its day.")
    )
    reasons = forms.CharField(
        label=_("Reasons"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("In your own words; the ranking and the dossier of today are kept beside them."),
    )  # fmt: skip

    def __init__(self, *args: Any, comparison: Comparison, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = comparison.result.get("candidates", [])
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            (row["geonameid"], f"{row['rank']}. {local_name(row['geonameid'], row['name'])}") for row in rows
        ]
        self.today = comparison.desk.today()
        self.initial.setdefault("decided_on", self.today)

    def clean_decided_on(self) -> Any:
        day = self.cleaned_data["decided_on"]
        if day > self.today:
            raise ValidationError(_("A decision has been taken; its day does not lie ahead."))
        return day


class ApprovalRowForm(Versions, forms.ModelForm):
    """A row of the desk's own template of approvals."""

    class Meta:
        model = ApprovalRow
        fields: ClassVar[list[str]] = ["country", "level", "approver", "needed", "order", "days", "rule"]
        help_texts: ClassVar[dict[str, Any]] = {
            "order": _("Rows of one number are asked side by side; a higher number comes after a lower one."),
            "days": _("As far as you know it; unknown days are counted as 45, our own default."),
        }

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.desk = desk
        own = {desk.country, desk.their_country}
        choices = sorted(country_choices(), key=lambda row: row[0] not in own)
        self.fields["country"] = forms.ChoiceField(label=_("country"), choices=choices)
        self.fields["level"] = forms.ChoiceField(
            label=_("level"), required=False,
            choices=[("", _("cities and regions")), *self.fields["level"].choices[1:]],  # type: ignore[attr-defined]
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.instance.desk = self.desk
        same = ApprovalRow.objects.filter(
            country=cleaned.get("country"), level=cleaned.get("level", ""), approver=cleaned.get("approver")
        ).exclude(pk=self.instance.pk)
        if same.exists():
            self.add_error("approver", _("This approver stands in the template already."))
        return cleaned


class MeasureForm(Versions, forms.ModelForm):
    """One measure of a plan."""

    class Meta:
        model = Measure
        fields: ClassVar[list[str]] = [
            "direction", "text", "due", "ours", "theirs", "proof", "funds", "status", "done_on", "evidence",
        ]  # fmt: skip
        widgets: ClassVar[dict[str, Any]] = {"done_on": DAY, "text": forms.Textarea(attrs={"rows": 2})}
        help_texts: ClassVar[dict[str, Any]] = {
            "due": _("A year, a quarter, a month or a day: 2027, Q4 2027, 12.2027, 31.12.2027."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = due.shown(self.instance.due, (get_language() or "en").split("-")[0])
        self.fields["due"] = forms.CharField(
            label=_("due"), required=False, max_length=60, help_text=self.fields["due"].help_text
        )
        self.initial["due"] = self.instance.due if due.read(shown) != self.instance.due else shown

    def clean_due(self) -> str:
        read = due.read(self.cleaned_data["due"])
        if read is None:
            raise ValidationError(
                _("Write a year, a quarter, a month or a day: 2027, Q4 2027, 12.2027, 31.12.2027.")
            )
        return read

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("done_on") and cleaned.get("status") != Measure.Status.DONE:
            self.add_error("status", _("A measure with the day on which it was done is done."))
        return cleaned


class PlanFileForm(forms.Form):
    """A plan of measures as a table."""

    upload = forms.FileField(label=_("Plan as Excel (.xlsx) or CSV"))

    def clean_upload(self) -> Any:
        upload = self.cleaned_data["upload"]
        check_upload(upload, ("xlsx", "csv"))
        return upload
