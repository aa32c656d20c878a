"""What a side is asked about a meeting, in the words of whoever answers: a company, or the desk for it."""

from functools import cache
from typing import Any

from babel import Locale
from babel.numbers import get_currency_name
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from egiz.desk.core.domain.files import check_upload
from egiz.desk.core.interfaces.languages import locale
from egiz.desk.core.interfaces.versions import Versions
from egiz.desk.core.models import Desk, Side
from egiz.desk.missions.interfaces.forms import DateInput
from egiz.desk.missions.models import ExchangeRate, MeetingReport

# The money of both sides stands first; these are added.
CURRENCIES = ("KZT", "UZS", "USD", "EUR", "RUB", "CNY", "KGS", "TJS", "TMT", "AZN", "TRY", "AED", "GBP")
EVIDENCE = ("pdf", "docx", "png", "jpg", "jpeg")
OTHER = {Side.OURS.value: Side.THEIRS.value, Side.THEIRS.value: Side.OURS.value}


def currency_choices() -> list[tuple[str, str]]:
    """List currencies by code, each with its name in the reader's language."""
    return list(_currencies(locale()))


@cache
def _currencies(where: Locale) -> tuple[tuple[str, str], ...]:
    return tuple((code, f"{code} – {get_currency_name(code, locale=where)}") for code in CURRENCIES)


class OutcomeForm(Versions, forms.Form):
    """What one side says about a meeting; the initial values are what is kept now."""

    held = forms.ChoiceField(
        label=_("Was the meeting held"),
        choices=[
            ("yes", pgettext_lazy("was a meeting", "held")),
            ("no", pgettext_lazy("was a meeting", "not held")),
        ],
        widget=forms.RadioSelect,
    )
    fault = forms.ChoiceField(label=_("Why not"), required=False)
    result = forms.ChoiceField(
        label=_("What came of it"), choices=MeetingReport.Result.choices, required=False,
        help_text=_("A contract is signed and binds; a memorandum says what both intend."),
    )  # fmt: skip
    value = forms.DecimalField(
        label=_("Amount"), required=False, min_value=0, max_digits=18, decimal_places=2,
        help_text=_("Of the whole contract or memorandum. Leave it empty when none is named."),
    )  # fmt: skip
    currency = forms.ChoiceField(label=_("Currency"), required=False)
    signed_on = forms.DateField(label=_("Signed on"), required=False, widget=DateInput())
    evidence = forms.FileField(
        label=_("The signed paper, or a picture of it"), required=False,
        help_text=_("PDF, DOCX, PNG or JPG. Only the organiser sees it."),
    )  # fmt: skip
    rating = forms.TypedChoiceField(
        label=_("How useful was the meeting"), required=False, coerce=int, empty_value=None,
        choices=[(str(number), str(number)) for number in range(1, 6)], widget=forms.RadioSelect,
        help_text=_("1 is of no use, 5 is of great use."),
    )  # fmt: skip
    next_step = forms.CharField(
        label=_("Next step"), required=False, max_length=300,
        help_text=_("For example: send the price list."),
    )  # fmt: skip
    next_owner = forms.ChoiceField(label=_("Whose step is it"), required=False, widget=forms.RadioSelect)
    next_due = forms.DateField(label=_("Until"), required=False, widget=DateInput())
    note = forms.CharField(
        label=_("Note to the organiser"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        report: MeetingReport | None,
        side: str,
        names: dict[str, str],
        own_words: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, record=report, initial=_initial(report), **kwargs)
        fields: dict[str, Any] = self.fields
        fault = MeetingReport.Fault
        own, other = (_("we were missing"), _("they were missing")) if own_words else (None, None)
        said = {side: own, OTHER[side]: other}
        fields["fault"].choices = [
            (value, said.get(value) or label)
            for value, label in fault.choices
            if own_words or value in {"", fault.BOTH, fault.ORGANISER} or value in names
        ]
        fields["currency"].choices = [("", "–"), *currency_choices()]
        fields["next_owner"].choices = [
            (side, _("ours") if own_words else names[side]),
            (OTHER[side], names[OTHER[side]]),
        ]

    def clean_evidence(self) -> Any:
        upload = self.cleaned_data.get("evidence")
        if upload:
            check_upload(upload, EVIDENCE)
        return upload

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("value") is not None and not data.get("currency") and "currency" not in self.errors:
            self.add_error("currency", _("A sum needs its currency."))
        return data

    def said(self) -> dict[str, Any]:
        """Return what the domain writes down."""
        return {name: value for name, value in self.cleaned_data.items() if name != "evidence"}


def _initial(report: MeetingReport | None) -> dict[str, Any]:
    if report is None:
        return {}
    names = (
        "fault", "result", "value", "currency", "signed_on", "rating", "next_step", "next_owner", "next_due",
        "note",
    )  # fmt: skip
    held = {True: "yes", False: "no", None: ""}[report.held]
    return {"held": held, **{name: getattr(report, name) for name in names}}


class RateForm(forms.ModelForm[ExchangeRate]):
    class Meta:
        model = ExchangeRate
        fields = ("units", "currency", "rate", "on", "source")
        widgets = {"on": DateInput()}

    def __init__(self, *args: Any, desk: Desk, into: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.desk, self.instance.into = desk, into
        self.fields["currency"] = forms.ChoiceField(
            label=_("Currency"), choices=[one for one in currency_choices() if one[0] != into]
        )

    def validate_unique(self) -> None:
        """A rate of the same day is written anew, not refused."""

    def keep(self) -> ExchangeRate:
        """Write the rate down; one of the same day is written anew."""
        data = {name: self.cleaned_data[name] for name in ("units", "rate", "source")}
        rate, _made = ExchangeRate.objects.update_or_create(
            desk=self.instance.desk,
            currency=self.cleaned_data["currency"],
            into=self.instance.into,
            on=self.cleaned_data["on"],
            defaults=data,
        )
        return rate
